"""What the rules read of a pair, as features for the models that weigh it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.codes import Status
from mingdan.core.records import Entity
from mingdan.extract.draft import RoleWord
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.pairs.features import above
from mingdan.extract.relations.pairs.view import Pair
from mingdan.extract.relations.rows import Fact

UNKNOWN = "rules unknown"
"""Stands for what the rules read where that must not count."""


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of the rules by lender and partner, and the lenders that they give a partner."""

    facts: Mapping[tuple[str, str], Sequence[Fact]]
    lenders: Mapping[str, frozenset[str]]
    size: int

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Told":
        """Sort the facts of one document."""
        by_pair: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        lenders: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            by_pair[fact.discloser.value, fact.partner.value].append(fact)
            lenders[fact.partner.value].add(fact.discloser.value)
        return cls(
            by_pair, {name: frozenset(found) for name, found in lenders.items()}, sum(map(len, by_pair.values()))
        )

    def of_pair(self, pair: Pair) -> Sequence[Fact]:
        """The facts of the pair's lender and partner, wherever they stand."""
        return self.facts.get((pair.lender, pair.partner.value), ())

    def here(self, pair: Pair, status: Status | None = None) -> Fact | None:
        """The fact that a rule read at the pair's mention, of this status where it is given."""
        facts = (fact for fact in self.of_pair(pair) if fact.partner.start == pair.partner.start)
        return next((fact for fact in facts if status is None or fact.status == status), None)

    def features(self, pair: Pair) -> Iterator[str]:
        """Whether rules read the pair, in which status, and whether they give the partner to other lenders."""
        facts = self.of_pair(pair)
        for fact in facts:
            yield f"rule {fact.status} {'here' if fact.partner.start == pair.partner.start else 'else'}"
        yield f"rule={bool(facts)}"
        yield f"rule other={bool(self.lenders.get(pair.partner.value, frozenset()) - {pair.lender})},{bool(facts)}"
        yield f"rules={above(self.size, 0, 1, 2)}"

    def role_feature(self, pair: Pair, status: Status, role: RoleWord | None) -> str:
        """Whether a rule gives the pair this role phrase, its code, another one or none."""
        facts = self.of_pair(pair)
        same = [fact for fact in facts if fact.status == status]
        of, kind = same or facts, "same" if same else "else"
        if not of:
            return "rule role="
        if any(fact.role is role for fact in of):
            return f"rule role={kind},this,{role is None}"
        code = any(fact.role and role and fact.role.code == role.code for fact in of)
        return f"rule role={kind},{'code' if code else 'other'},{role is None}"


def date_feature(told: Dated | None, by_rule: bool, date: Entity | None) -> str:
    """Whether the candidate is the day that a rule gives the row."""
    agrees = date.value == told.value if date and told else date is told
    return f"rule date={by_rule},{agrees},{told is None},{date is None}"
