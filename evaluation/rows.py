"""Scoring of partnership rows: who with whom, in which status and role, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingdan.core.records import Document, Partnership, Policy
from mingdan.evaluation.matching import Edge, assign, institution_forms, is_named, name_key, policy_forms
from mingdan.evaluation.scores import Tally

_FACTS = 5
"""Number of facts scored on a matched row."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is right on one matched row."""

    date: bool
    policy: bool
    basis: bool
    names: bool
    evidence: bool

    def total(self) -> int:
        """Number of facts that are right."""
        return self.date + self.policy + self.basis + self.names + self.evidence


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Pairs ``(gold index, predicted index)``: the most without regard to role, and the most with equal role.

    Among the pairings of ``pairs`` that are as large, one with the most equal roles and then the most right facts is
    taken; ``facts`` belong to it.
    """

    pairs: list[Edge]
    with_role: list[Edge]
    facts: Mapping[Edge, RowFacts]


def match_rows(gold: Document, predicted: Document) -> RowMatch:
    """Match rows one to one; discloser and partner count by canonical name or by surface, status must be equal."""
    facts = _compatible(gold, predicted)
    same_role = {(g, p) for g, p in facts if gold.partnerships[g].role == predicted.partnerships[p].role}
    size = len(gold.partnerships) + len(predicted.partnerships)
    role_weight = _FACTS * size + 1
    pair_weight = (role_weight + _FACTS) * size + 1
    weights = {e: pair_weight + role_weight * (e in same_role) + f.total() for e, f in facts.items()}
    pairs = assign(weights)
    return RowMatch(pairs, assign(dict.fromkeys(sorted(same_role), 1)), {pair: facts[pair] for pair in pairs})


def row_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Rows with and without role, and the facts on the rows matched without regard to role."""
    match = match_rows(gold, predicted)
    given, wanted = len(predicted.partnerships), len(gold.partnerships)
    facts = [match.facts[pair] for pair in match.pairs]
    rows = [(gold.partnerships[g], predicted.partnerships[p], match.facts[g, p]) for g, p in match.pairs]
    tallies = {
        "rows": Tally(len(match.pairs), given, wanted),
        "rows_with_role": Tally(len(match.with_role), given, wanted),
        "row_date": Tally.share([f.date for g, p, f in rows if g.date is not None or p.date is not None]),
        "row_date_all": Tally.share([f.date for f in facts]),
        "row_policy": Tally.share([f.policy for g, p, f in rows if g.policy is not None or p.policy is not None]),
        "row_policy_all": Tally.share([f.policy for f in facts]),
        "row_basis": Tally.share([f.basis for f in facts]),
        "row_names": Tally.share([f.names for f in facts]),
        "row_evidence": Tally.share([f.evidence for f in facts]),
    }
    tallies["clean_documents"] = Tally.share([] if wanted else [given == 0])
    return tallies


def _compatible(gold: Document, predicted: Document) -> dict[Edge, RowFacts]:
    forms = institution_forms(gold)
    return {
        (g, p): _facts(gold, wanted, predicted, given)
        for g, wanted in enumerate(gold.partnerships)
        for p, given in enumerate(predicted.partnerships)
        if wanted.status == given.status
        and is_named(forms, wanted.discloser, given.discloser, given.discloser_text)
        and is_named(forms, wanted.partner, given.partner, given.partner_text)
    }


def _facts(gold: Document, wanted: Partnership, predicted: Document, given: Partnership) -> RowFacts:
    names = (wanted.discloser, given.discloser), (wanted.partner, given.partner)
    return RowFacts(
        date=wanted.date == given.date,
        policy=_same_policy(wanted.policy, gold.policies, given.policy, predicted.policies),
        basis=wanted.basis == given.basis,
        names=all(name_key(a) == name_key(b) for a, b in names),
        evidence=_shows(gold, wanted, given),
    )


def _same_policy(
    wanted: str | None, gold: Mapping[str, Policy], given: str | None, predicted: Mapping[str, Policy]
) -> bool:
    if wanted is None or given is None:
        return wanted is given
    return not policy_forms(wanted, gold).isdisjoint(policy_forms(given, predicted))


def _shows(gold: Document, wanted: Partnership, given: Partnership) -> bool:
    """Whether the predicted evidence covers a mention of the partner and overlaps the gold evidence."""
    overlaps = given.start < wanted.end and wanted.start < given.end
    return overlaps and any(
        given.start <= entity.start and entity.end <= given.end
        for entity in gold.entities
        if entity.label == "INST" and entity.value == wanted.partner
    )
