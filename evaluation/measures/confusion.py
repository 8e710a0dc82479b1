"""Which code was taken for which: roles of rows and of mentions, labels of mentions at the same place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.codes import LABELS, ROLES
from mingdan.core.records import Document
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.rows import match_rows

Pair = tuple[Document, Document]

NOTHING = "(none)"
"""Stands for the side that has nothing there."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """``counts[gold][predicted]``: how often; only codes that occur, in the order of the vocabulary."""

    codes: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]

    def count(self, gold: str, predicted: str) -> int:
        """How often ``gold`` was taken for ``predicted``."""
        return self.counts.get(gold, {}).get(predicted, 0)


def confusion(cases: Iterable[tuple[str, str]], order: Sequence[str]) -> Confusion:
    """Count ``(gold, predicted)`` codes; codes outside ``order`` come last.

    >>> confusion([("data", "data"), ("data", "other")], ["other", "data"]).counts
    {'data': {'other': 1, 'data': 1}}
    """
    counted = Counter(cases)
    seen = {code for case in counted for code in case}
    codes = [code for code in order if code in seen] + sorted(seen.difference(order, [NOTHING]))
    codes += [NOTHING] if NOTHING in seen else []
    counts = {g: {p: counted[g, p] for p in codes if (g, p) in counted} for g in codes}
    return Confusion(tuple(codes), {gold: row for gold, row in counts.items() if row})


def row_roles(pairs: Iterable[Pair]) -> Confusion:
    """Roles of rows that match in discloser, partner and status; missed and invented rows stand against nothing."""
    cases: list[tuple[str, str]] = []
    for gold, predicted in pairs:
        matched = match_rows(gold, predicted).pairs
        cases += [(gold.partnerships[g].role, predicted.partnerships[p].role) for g, p in matched]
        found, used = {g for g, _ in matched}, {p for _, p in matched}
        cases += [(row.role, NOTHING) for g, row in enumerate(gold.partnerships) if g not in found]
        cases += [(NOTHING, row.role) for p, row in enumerate(predicted.partnerships) if p not in used]
    return confusion(cases, ROLES)


def mention_roles(pairs: Iterable[Pair]) -> Confusion:
    """Codes of the ROLE mentions found."""
    cases: list[tuple[str, str]] = []
    for gold, predicted in pairs:
        found = found_pairs(gold.entities, predicted.entities)
        cases += [(g.value or NOTHING, p.value or NOTHING) for g, p in found if g.label == "ROLE"]
    return confusion(cases, ROLES)


def mention_labels(pairs: Iterable[Pair]) -> Confusion:
    """Labels of mentions with equal boundaries; those that one side lacks stand against nothing."""
    cases: list[tuple[str, str]] = []
    for gold, predicted in pairs:
        given = {(e.start, e.end): e.label for e in predicted.entities}
        wanted = {(e.start, e.end): e.label for e in gold.entities}
        for span in given.keys() | wanted.keys():
            cases.append((wanted.get(span, NOTHING), given.get(span, NOTHING)))
    return confusion(cases, LABELS)
