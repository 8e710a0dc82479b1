"""Every difference between gold and prediction with its place in the text, for whoever writes rules.

For documents of the open part only: the list quotes the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mingdan.core.records import Document, Entity, Partnership, Policy, StatedCount
from mingdan.evaluation.counts import match_counts
from mingdan.evaluation.matching import Edge, Forms, fact_key, institution_forms, is_named, name_key
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.policies import FACTS, match_policies
from mingdan.evaluation.rows import match_rows

_CONTEXT = 20
_LONGEST = 80

CAUSES: dict[str, str] = {
    "missed": "missed",
    "spurious": "invented",
    "wrong_span": "wrong boundary",
    "wrong_label": "wrong label",
    "wrong_value": "wrong value",
    "wrong_name": "wrong name",
    "wrong_role": "wrong role",
    "wrong_discloser": "wrong discloser",
    "wrong_partner": "wrong partner",
    "wrong_status": "wrong status",
    "wrong_date": "wrong date",
    "wrong_policy": "wrong policy",
    "wrong_basis": "wrong basis",
    "wrong_evidence": "wrong evidence",
    "wrong_fact": "wrong fact of a policy",
}
"""Cause -> how it is called, in the order of a report."""

KIND_CAUSES: dict[str, str] = {
    "wrong_label_and_span": "wrong_label",
    "wrong_names": "wrong_name",
    "wrong_issued": "wrong_fact",
    "wrong_effective": "wrong_fact",
    "wrong_number": "wrong_fact",
}
"""Kinds that have not the name of their cause."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``label``: a mention label, ``ROW``, ``POLICY_FACTS`` or ``COUNT``; ``kind`` says what is wrong.

    ``gold`` and ``predicted`` are null where that side has nothing; ``context`` quotes the text around the place, the
    place itself in ``⟦⟧``; ``source`` is the rule that made the prediction, where it is known. ``start`` and ``end``
    are the place in the text, null where it is not known.
    """

    document: str
    label: str
    kind: str
    gold: str | None
    predicted: str | None
    context: str = ""
    source: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def cause(self) -> str:
        """What went wrong, alike for mentions, rows and the rest; a key of :data:`CAUSES`."""
        return KIND_CAUSES.get(self.kind, self.kind)

    def __str__(self) -> str:
        told = f"{self.document}: gold {self.gold or '-'} | predicted {self.predicted or '-'}"
        rule = f"  <{self.source}>" if self.source else ""
        return f"{told}{rule}  {self.context}"


def differences(gold: Document, predicted: Document) -> list[Difference]:
    """All differences in one document: mentions, rows, policies, stated counts."""
    return [
        *_mentions(gold, predicted),
        *_rows(gold, predicted),
        *_policies(gold, predicted),
        *_counts(gold, predicted),
    ]


def grouped(items: Iterable[Difference]) -> dict[tuple[str, str], list[Difference]]:
    """Differences by label and kind, the largest group of each label first."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for item in items:
        groups.setdefault((item.label, item.kind), []).append(item)
    return dict(sorted(groups.items(), key=lambda group: (group[0][0], -len(group[1]), group[0][1])))


def by_cause(items: Iterable[Difference]) -> dict[str, list[Difference]]:
    """Differences by cause, in the order of :data:`CAUSES`; causes without any are left out."""
    groups: dict[str, list[Difference]] = {cause: [] for cause in CAUSES}
    for item in items:
        groups.setdefault(item.cause, []).append(item)
    return {cause: members for cause, members in groups.items() if members}


def cause_line(items: Iterable[Difference]) -> str:
    """How many differences each cause has, on one line.

    >>> cause_line([Difference("d", "INST", "missed", "江州银行", None)])
    'differences by cause: missed 1'
    """
    counts = [f"{CAUSES.get(cause, cause)} {len(members)}" for cause, members in by_cause(items).items()]
    return f"differences by cause: {', '.join(counts) or 'none'}"


def error_lines(items: Iterable[Difference]) -> Iterator[str]:
    """Plain lines: a heading for each group, then its differences."""
    for (label, kind), members in grouped(items).items():
        yield f"== {label} {kind}: {len(members)}"
        yield from (f"  {member}" for member in members)


def quote(text: str, start: int, end: int) -> str:
    """The place with 20 characters on each side, on one line; a place longer than 80 characters loses its middle.

    >>> quote("公告称江州银行于去年公布", 3, 7)
    '公告称⟦江州银行⟧于去年公布'
    """
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    place = text[start:end]
    if len(place) > _LONGEST:
        place = f"{place[: _LONGEST // 2]}…{place[-_LONGEST // 2 :]}"
    return f"{before}⟦{place}⟧{after}".replace("\n", "⏎")


def _mentions(gold: Document, predicted: Document) -> Iterator[Difference]:
    pairs = found_pairs(gold.entities, predicted.entities)
    yield from _values(gold, predicted, pairs)
    missed = _left(gold.entities, [g for g, _ in pairs])
    spurious = _left(predicted.entities, [p for _, p in pairs])
    for wanted in missed:
        near = next((s for s in spurious if s.start < wanted.end and wanted.start < s.end), None)
        if near is None:
            yield _mention(gold, "missed", wanted, None)
        else:
            spurious.remove(near)
            same_span = (near.start, near.end) == (wanted.start, wanted.end)
            kind = (
                "wrong_span" if near.label == wanted.label else "wrong_label" if same_span else "wrong_label_and_span"
            )
            yield _mention(gold, kind, wanted, near)
    for extra in spurious:
        yield _mention(gold, "spurious", None, extra)


def _left(entities: Sequence[Entity], used: Sequence[Entity]) -> list[Entity]:
    taken = {id(entity) for entity in used}
    return [entity for entity in entities if id(entity) not in taken]


def _values(gold: Document, predicted: Document, pairs: Sequence[tuple[Entity, Entity]]) -> Iterator[Difference]:
    forms = institution_forms(gold)
    for wanted, given in pairs:
        kind = _value_kind(forms, wanted, given)
        if kind is not None:
            yield _mention(gold, kind, wanted, given)


def _value_kind(forms: Forms, wanted: Entity, given: Entity) -> str | None:
    """``wrong_value``: another date, role or institution; ``wrong_name``: not the canonical name of the right one."""
    if wanted.label in ("DATE", "ROLE"):
        return None if wanted.value == given.value else "wrong_value"
    if wanted.label != "INST" or wanted.value is None:
        return None
    if not is_named(forms, wanted.value, given.value):
        return "wrong_value"
    return None if name_key(wanted.value) == name_key(given.value or "") else "wrong_name"


def _mention(gold: Document, kind: str, wanted: Entity | None, given: Entity | None) -> Difference:
    shown = wanted or given
    assert shown is not None
    label = f"{wanted.label}/{given.label}" if wanted and given and wanted.label != given.label else shown.label
    context = quote(gold.text, shown.start, shown.end)
    source = given.source if given else None
    return Difference(gold.id, label, kind, _told(wanted), _told(given), context, source, shown.start, shown.end)


def _told(entity: Entity | None) -> str | None:
    if entity is None:
        return None
    text = entity.text.replace("\n", "⏎")
    return text if entity.value in (None, entity.text) else f"{text}={entity.value}"


def _rows(gold: Document, predicted: Document) -> Iterator[Difference]:
    match = match_rows(gold, predicted)
    for g, p in match.pairs:
        yield from _row_facts(gold, gold.partnerships[g], predicted.partnerships[p], _wrong(match.facts[g, p]))
    missed = _unpaired(len(gold.partnerships), (g for g, _ in match.pairs))
    spurious = _unpaired(len(predicted.partnerships), (p for _, p in match.pairs))
    near = _near_rows(gold, predicted, missed, spurious)
    for g in missed:
        kind, p = near.get(g, ("missed", None))
        yield _row(gold, kind, gold.partnerships[g], None if p is None else predicted.partnerships[p])
    used = {p for _, p in near.values()}
    for p in spurious:
        if p not in used:
            yield _row(gold, "spurious", None, predicted.partnerships[p])


def _near_rows(
    gold: Document, predicted: Document, missed: Sequence[int], spurious: Sequence[int]
) -> dict[int, tuple[str, int]]:
    """Missed gold rows that a wrong row was meant for: with the wrong status, else discloser, else partner."""
    forms = institution_forms(gold)
    near: dict[int, tuple[str, int]] = {}
    free = list(spurious)
    for kind, meant in (
        ("wrong_status", _same_pair),
        ("wrong_discloser", _same_partner),
        ("wrong_partner", _partner_cut),
    ):
        for g in missed:
            wanted = gold.partnerships[g]
            p = None if g in near else next((p for p in free if meant(forms, wanted, predicted.partnerships[p])), None)
            if p is not None:
                free.remove(p)
                near[g] = kind, p
    return near


def _wrong(facts: object) -> list[str]:
    return [name for name in ("date", "policy", "basis", "names", "evidence") if not getattr(facts, name)]


def _same_discloser(forms: Forms, wanted: Partnership, given: Partnership) -> bool:
    return is_named(forms, wanted.discloser, given.discloser, given.discloser_text)


def _same_partner(forms: Forms, wanted: Partnership, given: Partnership) -> bool:
    return is_named(forms, wanted.partner, given.partner, given.partner_text)


def _same_pair(forms: Forms, wanted: Partnership, given: Partnership) -> bool:
    return _same_discloser(forms, wanted, given) and _same_partner(forms, wanted, given)


def _partner_cut(forms: Forms, wanted: Partnership, given: Partnership) -> bool:
    """Whether the discloser is right and the partner is a part of gold's name or the other way round."""
    one, other = name_key(wanted.partner), name_key(given.partner_text or given.partner)
    return _same_discloser(forms, wanted, given) and bool(one and other) and (one in other or other in one)


def _row_facts(gold: Document, wanted: Partnership, given: Partnership, wrong: list[str]) -> Iterator[Difference]:
    if wanted.role != given.role:
        yield _row(gold, "wrong_role", wanted, given)
    for fact in wrong:
        yield _row(gold, f"wrong_{fact}", wanted, given)


def _row(gold: Document, kind: str, wanted: Partnership | None, given: Partnership | None) -> Difference:
    shown = wanted or given
    assert shown is not None
    context = quote(gold.text, shown.start, shown.end)
    return Difference(gold.id, "ROW", kind, _row_told(wanted), _row_told(given), context, None, shown.start, shown.end)


def _row_told(row: Partnership | None) -> str | None:
    if row is None:
        return None
    return " · ".join((row.discloser, row.partner, row.role, row.status, row.basis, row.date or "-", row.policy or "-"))


def _unpaired(size: int, paired: Iterable[int]) -> list[int]:
    used = set(paired)
    return [index for index in range(size) if index not in used]


def _policies(gold: Document, predicted: Document) -> Iterator[Difference]:
    pairs = match_policies(gold, predicted)
    matched, used = {g for g, _ in pairs}, {p for _, p in pairs}
    for name, policy in gold.policies.items():
        if name not in matched:
            yield _policy(gold, "missed", name, _policy_told(name, policy), None)
    for name, policy in predicted.policies.items():
        if name not in used:
            yield _policy(predicted, "spurious", name, None, _policy_told(name, policy))
    for left, right in pairs:
        yield from _policy_facts(gold, left, gold.policies[left], predicted.policies[right])


def _policy(document: Document, kind: str, name: str, wanted: str | None, given: str | None) -> Difference:
    """A difference with the first mention of the policy as its place."""
    place = next((e for e in document.entities if e.label == "POLICY" and e.value == name), None)
    context = "" if place is None else quote(document.text, place.start, place.end)
    start, end = (None, None) if place is None else (place.start, place.end)
    return Difference(document.id, "POLICY_FACTS", kind, wanted, given, context, None, start, end)


def _policy_facts(gold: Document, name: str, wanted: Policy, given: Policy) -> Iterator[Difference]:
    for fact in FACTS:
        a, b = getattr(wanted, fact), getattr(given, fact)
        if (a and fact_key(a)) != (b and fact_key(b)):
            yield replace(_policy(gold, f"wrong_{fact}", name, a, b), source=name)


def _policy_told(name: str, policy: Policy) -> str:
    return f"{name} ({', '.join(policy.aliases)})" if policy.aliases else name


def _counts(gold: Document, predicted: Document) -> Iterator[Difference]:
    pairs: list[Edge] = match_counts(gold, predicted)
    for g in _unpaired(len(gold.stated_counts), (g for g, _ in pairs)):
        yield Difference(gold.id, "COUNT", "missed", _count_told(gold.stated_counts[g]), None)
    for p in _unpaired(len(predicted.stated_counts), (p for _, p in pairs)):
        given = predicted.stated_counts[p]
        context = "" if given.start is None or given.end is None else quote(gold.text, given.start, given.end)
        yield Difference(gold.id, "COUNT", "spurious", None, _count_told(given), context, None, given.start, given.end)


def _count_told(count: StatedCount) -> str:
    return f"{count.discloser} · {count.role} · {count.count} · {count.date or '-'}"
