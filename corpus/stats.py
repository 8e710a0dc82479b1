"""What a set of labelled documents holds, counted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.codes import LABELS
from mingdan.core.records import Document
from mingdan.corpus.parts import writer_of


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of documents, code points, mentions, rows and facts. ``rows_by`` counts rows by role and by status."""

    documents: int
    characters: int
    without_rows: int
    mentions: Mapping[str, int]
    rows: int
    rows_by: Mapping[str, Mapping[str, int]]
    stated_counts: int
    policies: int
    institutions: int
    by: Mapping[str, Mapping[str, int]]
    """Documents by author (first letter of the id), genre and layout."""


def statistics(documents: Sequence[Document]) -> Statistics:
    """Count.

    >>> statistics([Document("a1", "文", genre="news")]).by["genre"]
    {'news': 1}
    """
    rows = [row for document in documents for row in document.partnerships]
    mentions = Counter(entity.label for document in documents for entity in document.entities)
    return Statistics(
        documents=len(documents),
        characters=sum(len(document.text) for document in documents),
        without_rows=sum(not document.partnerships for document in documents),
        mentions={label: mentions[label] for label in LABELS},
        rows=len(rows),
        rows_by={
            "role": _sorted(Counter(row.role for row in rows)),
            "status": _sorted(Counter(row.status for row in rows)),
        },
        stated_counts=sum(len(document.stated_counts) for document in documents),
        policies=sum(len(document.policies) for document in documents),
        institutions=sum(len(document.institutions) for document in documents),
        by={name: _sorted(Counter(map(key, documents))) for name, key in _KEYS.items()},
    )


_KEYS: Mapping[str, Callable[[Document], str]] = {
    "author": lambda d: writer_of(d.id),
    "genre": lambda d: d.genre or "-",
    "layout": lambda d: d.layout or "-",
}


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def statistics_lines(found: Statistics) -> Iterator[str]:
    """The counts as plain text."""
    yield f"{found.documents} documents, {found.characters} characters, {found.without_rows} without any row"
    yield f"mentions: {_told(found.mentions)}"
    yield f"rows: {found.rows}; stated counts: {found.stated_counts}; policies: {found.policies}"
    yield f"institutions: {found.institutions}"
    for name, counts in {**found.rows_by, **found.by}.items():
        yield f"by {name}: {_told(counts)}"


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
