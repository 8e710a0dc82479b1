"""The record of a notice, read as one with its attachments, as one record for each document.

The attachments' rows thus have discloser, date and policy from the notice and belong to its list. Their own text does
not hold these values, so the spans are left out and an issue says where they stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from mingdan.core.fold import name_key
from mingdan.core.records import Cells, Document, Header, Issue, Partnership, PublishedList, Span
from mingdan.extract.header import find_header
from mingdan.extract.notices import Whole
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.respan import respan

_INHERITED = ("discloser", "role", "date", "policy")


def disclosers(record: Document) -> set[str]:
    """Folded names of those whose own list the document holds."""
    names = [row.discloser for row in record.partnerships if row.basis == "list"]
    return {name_key(name) for name in [*names, *(item.discloser for item in record.lists)] if name}


def split(whole: Whole, record: Document, owners: Sequence[Document]) -> list[Document]:
    """Take ``record`` over ``whole`` apart; ``owners``, the documents read alone, give id, source and layout."""
    return [_part(whole, record, number, owners) for number in range(len(owners))]


def _part(whole: Whole, record: Document, number: int, owners: Sequence[Document]) -> Document:
    span, raw, owner = whole.spans[number], whole.raws[number], owners[number]
    end = whole.spans[number + 1].start if number + 1 < len(whole.spans) else len(record.text) + 1
    reach = Span(span.start, end)
    rows = [row for row in record.partnerships if _in(row.start, reach)]
    title, header = _header(record, raw, reach, number)
    part = replace(
        record,
        entities=tuple(e for e in record.entities if _in(e.start, reach)),
        lists=tuple(_lists(record, rows, reach)),
        partnerships=tuple(replace(row, cells=_cells(row.cells, reach)) for row in rows),
        stated_counts=tuple(
            c for c in record.stated_counts if (number == 0 if c.start is None else _in(c.start, reach))
        ),
        header=header,
        issues=tuple(i for i in record.issues if (number == 0 if i.start is None else _in(i.start, reach))),
    )
    moved = respan(part, raw.text, lambda start, stop: (_clip(start, span), _clip(stop, span)))
    notes = (*raw.issues, *moved.issues, *_inherited(rows, whole, owners, number))
    own = replace(moved, id=owner.id, source=owner.source, layout=owner.layout, title=title, map=raw.map, issues=notes)
    return _with_known(own, record)


def _in(offset: int, reach: Span) -> bool:
    return reach.start <= offset < reach.end


def _clip(offset: int, span: Span) -> int:
    return min(max(offset, span.start), span.end) - span.start


def _cells(cells: Cells, reach: Span) -> Cells:
    return Cells(*(tuple(s for s in getattr(cells, f.name) if _in(s.start, reach)) for f in fields(Cells)))


def _lists(record: Document, rows: Sequence[Partnership], reach: Span) -> Iterator[PublishedList]:
    """The lists of which a document holds rows, over those rows; a list without rows stands where it begins."""
    filled = {row.list for row in record.partnerships}
    for item in record.lists:
        own = [row for row in rows if row.list == item.id]
        if own:
            yield replace(item, start=min(row.start for row in own), end=max(row.end for row in own))
        elif item.id not in filled and _in(item.start, reach):
            yield item


def _header(record: Document, raw: RawDocument, reach: Span, number: int) -> tuple[str | None, Header]:
    if number == 0:
        spans = (getattr(record.header, f.name) for f in fields(Header))
        return record.title, Header(*(s if s and _in(s.start, reach) else None for s in spans))
    found = find_header(raw.text, title_hint=raw.title)
    title = found.header.title
    moved = Span(title.start + reach.start, title.end + reach.start) if title else None
    return found.title, Header(title=moved)


def _inherited(rows: Sequence[Partnership], whole: Whole, owners: Sequence[Document], number: int) -> Iterator[Issue]:
    """For each value that rows have from another document, where it stands there."""
    found: dict[tuple[str, str, int, Span], int] = {}
    for row in rows:
        for name in _INHERITED:
            for span in getattr(row.cells, name):
                holder = next((i for i, place in enumerate(whole.spans) if _in(span.start, place)), number)
                if holder != number:
                    key = (name, str(getattr(row, name)), holder, span)
                    found[key] = found.get(key, 0) + 1
    for (name, value, holder, span), count in found.items():
        start = whole.spans[holder].start
        place = f"{owners[holder].id} characters {span.start - start}-{span.end - start}"
        yield Issue("info", "inherited", f"{name} {value} of {count} rows stands in {place}")


def _with_known(part: Document, record: Document) -> Document:
    """Institutions and policies of which the part speaks."""
    used = {e.value for e in part.entities} | {part.publisher}
    used |= {name for row in part.partnerships for name in (row.discloser, row.partner, row.policy)}
    return replace(
        part,
        institutions={name: known for name, known in record.institutions.items() if name in used},
        policies={name: known for name, known in record.policies.items() if name in used},
    )
