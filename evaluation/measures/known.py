"""Real and invented names apart. Real: a name of the shipped institution or brand data, or an alias of one.

Invented names are what an extractor meets as unknown; on them it cannot lean on its data.
"""

from collections.abc import Collection, Iterator, Mapping

from mingdan.core.fold import name_key
from mingdan.core.records import Document, Entity
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.rows import match_rows
from mingdan.evaluation.scores import Tally
from mingdan.extract.knowledge import default_knowledge

KINDS = ("real", "invented")


def is_real(*names: str | None) -> bool:
    """Whether one of the names is in the shipped data.

    >>> is_real("微众银行"), is_real("江州云桥银行", None)
    (True, False)
    """
    known = default_knowledge().by_key
    return any(name is not None and name_key(name) in known for name in names)


def known_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """``inst_real``, ``inst_invented``: INST mentions; ``rows_real``, ``rows_invented``: rows by their partner's name.

    A name that gold has is of gold's kind on both sides, so that a right mention counts in one kind only.
    """
    kinds = _kinds(gold)
    return {f"inst_{kind}": _mentions(gold, predicted, kinds, kind) for kind in KINDS} | {
        f"rows_{kind}": _rows(gold, predicted, kinds, kind) for kind in KINDS
    }


def _kinds(gold: Document) -> dict[str, str]:
    """Key of every name that gold has -> its kind: one real form makes all forms of an institution real."""
    kinds: dict[str, str] = {}
    for forms in _forms(gold):
        kind = KINDS[not is_real(*forms)]
        kinds.update((name_key(form), kind) for form in sorted(forms))
    return kinds


def _forms(gold: Document) -> Iterator[Collection[str]]:
    """The forms of each institution that gold names."""
    surfaces: dict[str, set[str]] = {name: {name, *known.aliases} for name, known in gold.institutions.items()}
    for entity in gold.entities:
        if entity.label == "INST":
            name = entity.value or entity.text
            surfaces.setdefault(name, {name}).add(entity.text)
    for row in gold.partnerships:
        surfaces.setdefault(row.partner, {row.partner})
    yield from surfaces.values()


def _kind(kinds: Mapping[str, str], *names: str | None) -> str:
    keys = [name_key(name) for name in names if name is not None]
    return next((kinds[key] for key in keys if key in kinds), KINDS[not is_real(*names)])


def _mentions(gold: Document, predicted: Document, kinds: Mapping[str, str], kind: str) -> Tally:
    def chosen(document: Document) -> list[Entity]:
        return [e for e in document.entities if e.label == "INST" and _kind(kinds, e.text, e.value) == kind]

    wanted, given = chosen(gold), chosen(predicted)
    return Tally(len(found_pairs(wanted, given)), len(given), len(wanted))


def _rows(gold: Document, predicted: Document, kinds: Mapping[str, str], kind: str) -> Tally:
    matched = {p: gold.partnerships[g].partner for g, p in match_rows(gold, predicted).with_role}
    right = sum(_kind(kinds, partner) == kind for partner in matched.values())
    given = [
        _kind(kinds, matched[p]) if p in matched else _kind(kinds, row.partner_text, row.partner)
        for p, row in enumerate(predicted.partnerships)
    ]
    return Tally(right, given.count(kind), sum(_kind(kinds, row.partner) == kind for row in gold.partnerships))
