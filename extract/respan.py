"""A record whose offsets are carried over to another text."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from mingdan.core.records import Cells, Document, Header, Partnership, Span

Place = Callable[[int, int], tuple[int, int]]


def respan(document: Document, text: str, place: Place) -> Document:
    """``document`` over ``text``; ``place`` gives for a span of the old text that of the new one.

    The map is not carried over: it belongs to the text.
    """

    def span(old: Span | None) -> Span | None:
        return Span(*place(old.start, old.end)) if old is not None else None

    def moved(item: Any, name: str = "") -> Any:
        if item.start is None or item.end is None:
            return item
        start, end = place(item.start, item.end)
        return replace(item, start=start, end=end, **({name: text[start:end]} if name else {}))

    return replace(
        document,
        text=text,
        header=Header(*(span(getattr(document.header, f.name)) for f in fields(Header))),
        entities=tuple(moved(entity, "text") for entity in document.entities),
        lists=tuple(moved(item) for item in document.lists),
        partnerships=tuple(_row(moved(row, "evidence"), text, place) for row in document.partnerships),
        stated_counts=tuple(moved(count) for count in document.stated_counts),
        issues=tuple(moved(issue) for issue in document.issues),
    )


def _row(row: Partnership, text: str, place: Place) -> Partnership:
    """The row with its cells and its surface forms, which keep a line end that the other text has inside a name."""
    row = replace(row, cells=_cells(row.cells, place))
    surfaces = {f"{name}_text": _surface(row, name, text) for name in ("discloser", "partner", "role")}
    return replace(row, **surfaces)


def _surface(row: Partnership, name: str, text: str) -> str | None:
    told: str | None = getattr(row, f"{name}_text")
    cells: tuple[Span, ...] = getattr(row.cells, name)
    forms = [text[span.start : span.end] for span in cells]
    same = [form for form in forms if told and "".join(form.split()) == "".join(told.split())]
    return same[0] if same else told


def _cells(cells: Cells, place: Place) -> Cells:
    return Cells(*(tuple(Span(*place(s.start, s.end)) for s in getattr(cells, f.name)) for f in fields(Cells)))
