"""Labelled documents as text copied out of a newspaper page, with the truth of what was done to them.

Lines are broken at a column's width, blank lines and furniture (credits, captions, page numbers, 下转/上接) stand
inside sentences, columns come in wrong order, two articles run into each other and stretches are lost for good. The
same seed makes the same text. All offsets are code points, end exclusive.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mingdan.core.records import Document
from mingdan.corpus.scramble_flow import Line, Options, blocks_of, draw_options, lines_of, page_order, separator
from mingdan.corpus.scramble_gold import Origins, mapped_gold, sentence_ends

JoinKind = Literal["line", "furniture", "moved"]


@dataclass(frozen=True, slots=True)
class Join:
    """A place inside a paragraph where the page parts what belongs together: the characters before and after it.

    ``kind``: only white space stands between them, or furniture does, or they stand in another order.
    """

    left: int
    right: int
    kind: JoinKind


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence cut off for good: ``offset`` is its last (``end``) or first (``start``) character that is left."""

    offset: int
    side: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of the scrambled text that is whole and in order; fragments are listed in true order."""

    start: int
    end: int
    article: int


@dataclass(frozen=True, slots=True)
class Scrambled:
    """A scrambled page: its gold record, broken joins, cut-off sentences and fragments."""

    document: Document
    joins: tuple[Join, ...]
    cuts: tuple[Cut, ...]
    fragments: tuple[Fragment, ...]


def scramble(documents: Sequence[Document], seed: int, strength: float = 0.5) -> Scrambled:
    """One page of one or two documents; ``strength`` in [0, 1] scales every kind of damage but the broken lines.

    The gold record keeps what is left: a mention that is no longer in one piece (white space aside) is no mention, a
    row needs a trace of its partner.

    >>> page = scramble([Document("d", "甲银行公布名单，\\n共三家。")], 1, 0)
    >>> page.document.id, page.cuts
    ('d+page', ())
    """
    chance = random.Random(f"{seed}|{strength}|{'|'.join(d.id for d in documents)}")
    options = draw_options(chance, strength)
    flows = [blocks_of(lines_of(d.text, options, chance), options, chance) for d in documents]
    parts = list(_parts(documents, flows, options, chance))
    origins = Origins(parts)
    return Scrambled(
        mapped_gold(documents, origins),
        tuple(_joins(documents, origins)),
        tuple(_cuts(documents, origins)),
        tuple(_fragments(documents, origins)),
    )


def _parts(
    documents: Sequence[Document], flows: Sequence[list[list[Line]]], options: Options, chance: random.Random
) -> Iterator[tuple[str, int, int]]:
    """Pieces of the page in its order: text, article and offset in it (-1 for what the page adds)."""
    before: Line | None = None
    for article, block in page_order(flows, options, chance):
        for number, line in enumerate(block):
            if before is not None:
                follows = number > 0 and before.paragraph == line.paragraph
                yield separator(follows=follows, column=number == 0, options=options, chance=chance), article, -1
            if options.indent and line.first:
                yield "　　", article, -1
            yield documents[article].text[line.start : line.end], article, line.start
            before = line


def _joins(documents: Sequence[Document], origins: Origins) -> Iterator[Join]:
    for article, document in enumerate(documents):
        for left, right in origins.neighbours(article, document.text):
            a, b = origins.place[article, left], origins.place[article, right]
            if b == a + 1:
                continue
            between = origins.text[a + 1 : b]
            whole = a < b and all(origin is None for origin in origins.of[a + 1 : b])
            kind: JoinKind = "moved" if not whole else "furniture" if between.strip() else "line"
            yield Join(a, b, kind)


def _cuts(documents: Sequence[Document], origins: Origins) -> Iterator[Cut]:
    for article, document in enumerate(documents):
        text, ends = document.text, sentence_ends(document.text)
        for offset in range(1, len(text)):
            here, before = (article, offset) in origins.place, (article, offset - 1) in origins.place
            if here == before or offset in ends or "\n" in text[offset - 1 : offset + 1]:
                continue
            yield (
                Cut(origins.place[article, offset], "start") if here else Cut(origins.place[article, offset - 1], "end")
            )


def _fragments(documents: Sequence[Document], origins: Origins) -> Iterator[Fragment]:
    for article in range(len(documents)):
        start = last = -1
        for place in sorted((o, p) for (a, o), p in origins.place.items() if a == article):
            if place[1] != last + 1:
                if start >= 0:
                    yield Fragment(start, last + 1, article)
                start = place[1]
            last = place[1]
        if start >= 0:
            yield Fragment(start, last + 1, article)
