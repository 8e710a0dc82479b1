"""Features of a row: how it was read, how sure its cells are, and what the record says elsewhere of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document, Entity, Partnership, Span
from mingdan.extract.rating.buckets import bucket


@dataclass(frozen=True, slots=True)
class RowView:
    """A record as the features of its rows see it."""

    document: Document
    names: dict[tuple[int, int], Entity]
    """Institution mentions by place."""

    @classmethod
    def of(cls, document: Document) -> "RowView":
        """Look at a record once for all its rows."""
        return cls(document, {(e.start, e.end): e for e in document.entities if e.label == "INST"})

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
