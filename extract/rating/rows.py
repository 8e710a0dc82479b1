"""Features of a row: how it was read, how sure its cells are, and what the record says elsewhere of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document, Entity, Partnership, Span
from mingdan.extract.draft import RowHints
from mingdan.extract.rating.buckets import bucket

_SHORT = 3
"""A role phrase of fewer letters says little by itself."""


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


def row_features(view: RowView, row: Partnership) -> Iterator[str]:
    """Names of the features that hold for a row; its ``confidence`` is what its rule says."""
    partner, discloser = view.name(row.cells.partner), view.name(row.cells.discloser)
    yield f"read={None if row.confidence is None else round(row.confidence, 2)}"
    yield f"basis,status={row.basis},{row.status}"
    yield f"role given={row.role_text is not None}"
    yield f"partner by={partner.source if partner else None}"
    yield f"discloser by={discloser.source if discloser else None}"
    for cell, entity in (("partner", partner), ("discloser", discloser)):
        if entity and entity.confidence is not None:
            yield f"{cell} sure={bucket(entity.confidence, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)}"
    mentioned = sum(entity.value == row.partner for entity in view.names.values())
    yield f"mentioned={bucket(mentioned, 1, 2, 4)}"
    yield f"form={_form(view.document.text, row)}"
    yield f"counted={_agreement(view.document, row)}"
    yield from _company(view, row)
    yield from _words(view.document, row)


def _company(view: RowView, row: Partnership) -> Iterator[str]:
    """What the readers of rows know of the pair, and the rows beside this one."""
    hints, document = view.hints, view.document
    odds = hints.odds.get((row.discloser, row.partner))
    known = "none" if odds is None else bucket(odds, -4, -2.5, -1.5, -0.75, 0, 0.75, 1.5, 2.5, 4)
    by = "model" if (row.discloser, row.partner, row.status) in hints.by_models else "rule"
    yield f"odds={by},{known}"
    leads = hints.leads.get((row.discloser, row.partner, row.status))
    for cell, lead in zip(("status", "role", "lender"), leads or (), strict=False):
        yield f"{cell} lead={bucket(lead, 0, 0.5, 1, 2, 3, 5)}"
    yield f"where={by},{row.basis},{hints.notice}"
    yield f"genre={document.genre}"
    yield f"rows={bucket(len(document.partnerships), 1, 3, 8, 20)}"
    yield f"disclosers={bucket(len(view.of_discloser), 1, 2, 4)}"
    yield f"of discloser={bucket(view.of_discloser[row.discloser], 1, 2, 5, 15)}"
    yield f"of partner={bucket(view.of_partner[row.partner], 1, 2, 3)}"
    institution = document.institutions.get(row.partner)
    yield f"partner type={institution.type if institution else None}"


def _words(document: Document, row: Partnership) -> Iterator[str]:
    """How long the line is, and the role's words: how far from the partner, and the word itself where it is short."""
    start = document.text.rfind("\n", 0, row.start) + 1
    stop = document.text.find("\n", row.end)
    yield f"line={bucket((stop if stop >= 0 else len(document.text)) - start, 15, 30, 60, 120, 250)}"
    if row.role_text and len(row.role_text) < _SHORT:
        yield f"role word={row.role_text}"
    if row.cells.role and row.cells.partner:
        gap = row.cells.partner[0].start - row.cells.role[0].end
        yield f"role {'before' if gap >= 0 else 'behind'}={bucket(abs(gap), 0, 2, 6, 15, 40, 120)}"


def _form(text: str, row: Partnership) -> str:
    """A table's line, or the share of its line that the partner takes up."""
    start = text.rfind("\n", 0, row.start) + 1
    stop = text.find("\n", row.end)
    line = text[start : stop if stop >= 0 else len(text)]
    if line.count("|") > 1 or "\t" in line:
        return "table"
    return bucket(10 * len(row.partner_text or "") // max(1, len(line)), 1, 3, 5)


def _agreement(document: Document, row: Partnership) -> str:
    """Whether counts that the document states for the row's role agree with what was found."""
    counts = [c for c in document.stated_counts if c.discloser == row.discloser]
    near = [c for c in counts if c.role == "all" or row.role.startswith(c.role)]
    if not near:
        return "no"
    return (
        "agrees" if any(c.agrees for c in near) else "more" if any((c.found or 0) > c.count for c in near) else "less"
    )
