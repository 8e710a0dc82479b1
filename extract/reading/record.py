"""Extraction of a scrambled page: each article by itself, everything found led back to the page's own text.

A mention that furniture or another column parts has no place of its own and is left out; what was read from it stays in
the rows, whose cells name every stretch. A row's evidence is the stretch of it that holds the partner, or the longest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from mingdan.core.records import (
    Cells,
    Document,
    Entity,
    Header,
    Institution,
    Issue,
    Partnership,
    PublishedList,
    ReadingPiece,
    Span,
    StatedCount,
)
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.reading.offsets import ArticleText, articles_of
from mingdan.extract.texts import raw_text

Extract = Callable[[RawDocument], Document]


def read_page(raw: RawDocument, pieces: Sequence[ReadingPiece], extract: Extract) -> Document:
    """The record of a page from the records of its articles; the first article gives what a page has one of."""
    found = [
        _placed(extract(replace(raw_text(article.text), title=raw.title if number == 0 else None)), article, number)
        for number, article in enumerate(articles_of(raw.text, pieces))
    ]
    first = found[0]
    return replace(
        first,
        text=raw.text,
        map=raw.map,
        reading=tuple(pieces),
        entities=_apart(entity for document in found for entity in document.entities),
        institutions=_institutions(found),
        policies={name: policy for document in reversed(found) for name, policy in document.policies.items()},
        lists=tuple(item for document in found for item in document.lists),
        partnerships=tuple(row for document in found for row in document.partnerships),
        stated_counts=tuple(count for document in found for count in document.stated_counts),
        issues=(*raw.issues, _told(raw.text, pieces), *_unlike(issue for d in found for issue in d.issues)),
    )


def _told(text: str, pieces: Sequence[ReadingPiece]) -> Issue:
    cut = sum(piece.cut_start + piece.cut_end for piece in pieces)
    articles = len({piece.article for piece in pieces})
    message = f"the text is out of order; read as {articles} article(s) in {len(pieces)} pieces, {cut} cut off"
    return Issue("warning", "scrambled_text", message, 0, len(text))


def _unlike(issues: Iterable[Issue]) -> Iterator[Issue]:
    return iter(dict.fromkeys(issues))


def _apart(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Mentions in text order; none overlaps another."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.start, -e.end)):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return tuple(kept)


def _institutions(found: Sequence[Document]) -> dict[str, Institution]:
    merged: dict[str, Institution] = {}
    for document in found:
        for name, known in document.institutions.items():
            before = merged.get(name)
            aliases = (*before.aliases, *known.aliases) if before else known.aliases
            merged[name] = replace(before or known, aliases=tuple(dict.fromkeys(aliases)))
    return merged


def _placed(document: Document, article: ArticleText, number: int) -> Document:
    """An article's record with the offsets of the page."""
    named = {item.id: f"{item.id}-{number}" if number else item.id for item in document.lists}
    return replace(
        document,
        header=Header(
            *(
                _span(article, span)
                for span in (document.header.published, document.header.publisher, document.header.title)
            )
        ),
        entities=tuple(_entities(document.entities, article)),
        lists=tuple(_list(item, article, named) for item in document.lists),
        partnerships=tuple(_row(row, article, named) for row in document.partnerships),
        stated_counts=tuple(_count(count, article) for count in document.stated_counts),
        issues=tuple(_issue(issue, article) for issue in document.issues),
    )


def _span(article: ArticleText, span: Span | None) -> Span | None:
    return article.whole(span.start, span.end) if span else None


def _best(article: ArticleText, start: int, end: int, holds: Sequence[Span] = ()) -> Span:
    """The stretch of the page that stands for one of the article: one that holds any of ``holds``, or the longest."""
    runs = article.runs(start, end) or [Span(0, 0)]
    holding = [run for run in runs if any(run.start <= h.start and h.end <= run.end for h in holds)]
    return max(holding or runs, key=lambda run: run.end - run.start)


def _entities(entities: Sequence[Entity], article: ArticleText) -> Iterator[Entity]:
    for entity in entities:
        span = article.whole(entity.start, entity.end)
        if span is not None:
            yield replace(entity, start=span.start, end=span.end, text=article.page[span.start : span.end])


def _list(item: PublishedList, article: ArticleText, named: dict[str, str]) -> PublishedList:
    span = _best(article, item.start, item.end)
    replaces = named.get(item.replaces, item.replaces) if item.replaces else None
    return replace(item, id=named[item.id], replaces=replaces, start=span.start, end=span.end)


def _row(row: Partnership, article: ArticleText, named: dict[str, str]) -> Partnership:
    cells = Cells(
        *(
            tuple(run for span in spans for run in article.runs(span.start, span.end))
            for spans in (
                row.cells.discloser,
                row.cells.partner,
                row.cells.role,
                row.cells.status,
                row.cells.date,
                row.cells.policy,
            )
        )
    )
    span = _best(article, row.start, row.end, cells.partner)
    return replace(
        row,
        start=span.start,
        end=span.end,
        evidence=article.page[span.start : span.end],
        cells=cells,
        list=named.get(row.list, row.list) if row.list else None,
    )


def _count(count: StatedCount, article: ArticleText) -> StatedCount:
    if count.start is None or count.end is None:
        return count
    span = _best(article, count.start, count.end)
    return replace(count, start=span.start, end=span.end)


def _issue(issue: Issue, article: ArticleText) -> Issue:
    if issue.start is None or issue.end is None:
        return issue
    span = _best(article, issue.start, issue.end)
    return replace(issue, start=span.start, end=span.end)
