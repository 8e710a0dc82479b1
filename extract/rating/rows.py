"""Numbers that describe a row: how it was read, how sure its cells are, and what the record says elsewhere of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document, Entity, Partnership, Span
from mingdan.extract.draft import RowHints
from mingdan.extract.relations.pairs.status import STATUSES

UNKNOWN = -9.0
"""Stands for a number that is not known; it is less than any that is."""
LEADS = ("status", "role", "lender")
_MANY, _LONG = 50, 400


@dataclass(frozen=True, slots=True)
class RowView:
    """A record as the features of its rows see it."""

    document: Document
    hints: RowHints
    names: dict[tuple[int, int], Entity]
    """Institution mentions by place."""
    of_discloser: Counter[str]
    of_partner: Counter[str]

    @classmethod
    def of(cls, document: Document, hints: RowHints) -> "RowView":
        """Look at a record once for all its rows."""
        names = {(e.start, e.end): e for e in document.entities if e.label == "INST"}
        rows = document.partnerships
        return cls(document, hints, names, Counter(r.discloser for r in rows), Counter(r.partner for r in rows))

    def name(self, spans: Sequence[Span]) -> Entity | None:
        """The institution that a cell shows."""
        return self.names.get((spans[0].start, spans[0].end)) if spans else None


def row_numbers(view: RowView, row: Partnership) -> dict[str, float]:
    """Numbers that describe a row, by name; its ``confidence`` is what its rule says."""
    return {name: float(value) for name, value in _numbers(view, row)}


def _numbers(view: RowView, row: Partnership) -> Iterator[tuple[str, float]]:
    yield from _cells(view, row)
    yield from _company(view, row)
    yield from _place(view.document, row)


def _cells(view: RowView, row: Partnership) -> Iterator[tuple[str, float]]:
    """How the row was read, and how sure its names are."""
    partner, discloser = view.name(row.cells.partner), view.name(row.cells.discloser)
    yield "read", UNKNOWN if row.confidence is None else row.confidence
    for cell, entity in (("partner", partner), ("discloser", discloser)):
        yield f"{cell} sure", UNKNOWN if entity is None or entity.confidence is None else entity.confidence
    for status in STATUSES:
        yield status, row.status == status
    yield "role", row.role_text is not None
    yield "dated", row.date is not None
    yield "list", row.basis == "list"
    yield "mentioned", sum(entity.value == row.partner for entity in view.names.values())


def _company(view: RowView, row: Partnership) -> Iterator[tuple[str, float]]:
    """What the readers of rows know of the pair, and the rows beside this one."""
    hints, key = view.hints, (row.discloser, row.partner, row.status)
    odds, leads = hints.odds.get(key[:2], UNKNOWN), hints.leads.get(key, (UNKNOWN,) * len(LEADS))
    yield "odds", odds
    yield from zip((f"{cell} lead" for cell in LEADS), leads, strict=True)
    yield "weakest", min(odds, *leads)
    yield "by model", key in hints.by_models
    yield "notice", hints.notice
    yield "rows", min(_MANY, len(view.document.partnerships))
    yield "rows of discloser", min(_MANY, view.of_discloser[row.discloser])
    yield "rows of partner", view.of_partner[row.partner]
    yield "disclosers", len(view.of_discloser)


def _place(document: Document, row: Partnership) -> Iterator[tuple[str, float]]:
    """A table's line, the length of the line, how much of it the partner takes up, and what counts say."""
    start, stop = document.text.rfind("\n", 0, row.start) + 1, document.text.find("\n", row.end)
    line = document.text[start : stop if stop >= 0 else len(document.text)]
    yield "table", line.count("|") > 1 or "\t" in line
    yield "line", min(_LONG, len(line))
    yield "share of line", len(row.partner_text or "") / max(1, len(line))
    yield "counted", _agreement(document, row)


def _agreement(document: Document, row: Partnership) -> int:
    """1 if a count that the document states for the row's role agrees with what was found, -1 if none does."""
    counts = [c for c in document.stated_counts if c.discloser == row.discloser]
    near = [c for c in counts if c.role == "all" or row.role.startswith(c.role)]
    return 0 if not near else 1 if any(c.agrees for c in near) else -1
