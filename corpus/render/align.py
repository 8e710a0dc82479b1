"""Carry the labels of a gold record over to the text that was read back from a rendering of it.

Both texts are compared without white space, table marks (``|``, the ``|---|`` row) and invisible characters, with the
width of characters folded. Stretches that moved (a table set below the text, a column read later) are found where they
are; what lies between two stretches is compared piece by piece.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from mingdan.core.records import Cells, Document, Entity, Header, Partnership, PublishedList, Span, StatedCount

_IGNORED = re.compile(r"[\s|\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff\x00-\x1f\x7f]")
_RULE_ROW = re.compile(r"^[ \t]*\|[ \t:|-]*-[ \t:|-]*\|?[ \t]*$", re.M)
_SEED = 6
_GAP = 400

Kind = Literal["entity", "partnership", "count", "list", "header"]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A label with no whole place in the read text. ``start``/``end`` are offsets into the gold text."""

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A gold record over the read text, the labels left out of it, and the share of characters found again."""

    document: Document
    unmapped: tuple[Unmapped, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class _Tile:
    source: int
    target: int
    size: int


def map_gold(gold: Document, text: str) -> Document:
    """``gold`` with ``text`` in place of its own and all offsets carried over.

    Mentions that do not stand whole in ``text`` are left out; rows stay, with the part of their evidence that is there.
    :func:`align_gold` also tells which.

    >>> gold = Document("d", "甲银行与乙公司", entities=(Entity(4, 7, "INST", "乙公司", "乙公司"),))
    >>> map_gold(gold, "3版\\n甲银行与乙\\n公司").entities[0].start
    7
    """
    return align_gold(gold, text).document


def align_gold(gold: Document, text: str) -> Mapped:
    """As :func:`map_gold`, with the labels that could not be placed."""
    return _Carrier(gold, text).mapped()


def place(source: str, target: str) -> list[int | None]:
    """For every character of ``source`` its offset in ``target``; null for white space and what is not there.

    >>> place("ab cd", "cd ab")
    [3, 4, None, 0, 1]
    """
    left, right = _visible(source), _visible(target)
    pairs = _pairs("".join(_fold(source[i]) for i in left), "".join(_fold(target[i]) for i in right))
    found: list[int | None] = [None] * len(source)
    for i, j in pairs:
        found[left[i]] = right[j]
    return found


def _visible(text: str) -> list[int]:
    ruled = [(m.start(), m.end()) for m in _RULE_ROW.finditer(text)]
    starts = [start for start, _ in ruled]

    def in_rule(index: int) -> bool:
        at = bisect_left(starts, index + 1) - 1
        return at >= 0 and index < ruled[at][1]

    return [i for i, char in enumerate(text) if not _IGNORED.match(char) and not in_rule(i)]


def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def _pairs(source: str, target: str) -> Iterator[tuple[int, int]]:
    tiles = _tiles(source, target)
    for tile in sorted([*tiles, *_gaps(tiles, source, target)], key=lambda t: t.source):
        yield from ((tile.source + k, tile.target + k) for k in range(tile.size))


def _tiles(source: str, target: str) -> list[_Tile]:
    """Longest common stretches first, each character used once; ties go to the place nearest the preceding stretch."""
    candidates = _candidates(source, target)
    taken_source, taken_target = bytearray(len(source)), bytearray(len(target))
    tiles: list[_Tile] = []
    while candidates:
        size = max(candidates)
        found = candidates.pop(size)
        found.sort(key=lambda t: (_distance(t, tiles), t.source, t.target))
        for tile in found:
            for piece in _free(tile, taken_source, taken_target):
                if piece.size == tile.size or not candidates or piece.size >= max(candidates):
                    _take(piece, taken_source, taken_target)
                    tiles.append(piece)
                elif piece.size >= min(_SEED, size):
                    candidates[piece.size].append(piece)
    return tiles


def _candidates(source: str, target: str) -> dict[int, list[_Tile]]:
    size = max(1, min(_SEED, min(len(source), len(target)) // 4))
    index: dict[str, list[int]] = defaultdict(list)
    for j in range(len(target) - size + 1):
        index[target[j : j + size]].append(j)
    found: dict[int, list[_Tile]] = defaultdict(list)
    for i in range(len(source) - size + 1):
        for j in index.get(source[i : i + size], ()):
            if i and j and source[i - 1] == target[j - 1]:
                continue
            length = size
            while i + length < len(source) and j + length < len(target) and source[i + length] == target[j + length]:
                length += 1
            found[length].append(_Tile(i, j, length))
    return found


def _distance(tile: _Tile, tiles: Sequence[_Tile]) -> int:
    before = max((t for t in tiles if t.source <= tile.source), key=lambda t: t.source, default=None)
    expected = tile.source if before is None else before.target + tile.source - before.source
    return abs(tile.target - expected)


def _free(tile: _Tile, source: bytearray, target: bytearray) -> Iterator[_Tile]:
    start = None
    for k in range(tile.size + 1):
        open_ = k < tile.size and not source[tile.source + k] and not target[tile.target + k]
        if open_ and start is None:
            start = k
        elif not open_ and start is not None:
            yield _Tile(tile.source + start, tile.target + start, k - start)
            start = None


def _take(tile: _Tile, source: bytearray, target: bytearray) -> None:
    source[tile.source : tile.source + tile.size] = b"\x01" * tile.size
    target[tile.target : tile.target + tile.size] = b"\x01" * tile.size


def _gaps(tiles: Sequence[_Tile], source: str, target: str) -> list[_Tile]:
    """Matches inside what lies between two stretches that follow each other in the source."""
    by_source = sorted(tiles, key=lambda t: t.source)
    starts = sorted(t.target for t in tiles)
    ends = sorted(t.target + t.size for t in tiles)
    edges = [_Tile(0, 0, 0), *by_source, _Tile(len(source), len(target), 0)]
    used: set[int] = set()
    found: list[_Tile] = []
    for before, after in pairwise(edges):
        low, high = before.source + before.size, after.source
        if low >= high:
            continue
        for start, stop in _windows(before, after, starts, ends, len(target)):
            new = [t for t in _blocks(source, low, high, target, start, stop) if t.target not in used]
            if new:
                used |= {t.target + k for t in new for k in range(t.size)}
                found += new
                break
    return found


def _windows(before: _Tile, after: _Tile, starts: list[int], ends: list[int], size: int) -> Iterator[tuple[int, int]]:
    first = before.target + before.size
    at = bisect_left(starts, first)
    free_after = starts[at] if at < len(starts) else size
    if first < free_after:
        yield first, min(free_after, first + _GAP)
    at = bisect_left(ends, after.target + 1) - 1
    free_before = ends[at] if at >= 0 else 0
    if free_before < after.target:
        yield max(free_before, after.target - _GAP), after.target


def _blocks(source: str, low: int, high: int, target: str, start: int, stop: int) -> list[_Tile]:
    matcher = SequenceMatcher(None, source[low:high], target[start:stop], autojunk=False)
    return [_Tile(low + m.a, start + m.b, m.size) for m in matcher.get_matching_blocks() if m.size]


class _Carrier:
    """One mapping: offsets of the gold text to offsets of the read text."""

    def __init__(self, gold: Document, text: str) -> None:
        self.gold, self.text = gold, text
        self.places = place(gold.text, text)
        self.unmapped: list[Unmapped] = []

    def mapped(self) -> Mapped:
        """The record over the read text."""
        gold = self.gold
        document = replace(
            gold,
            text=self.text,
            map=(),
            reading=None,
            entities=tuple(sorted(self._entities(), key=lambda e: (e.start, e.end))),
            partnerships=tuple(self._row(row) for row in gold.partnerships),
            stated_counts=tuple(self._count(count) for count in gold.stated_counts),
            lists=tuple(self._list(item) for item in gold.lists),
            header=self._header(),
        )
        visible = len(_visible(gold.text))
        coverage = sum(p is not None for p in self.places) / visible if visible else 1.0
        return Mapped(document, tuple(self.unmapped), coverage)

    def _header(self) -> Header:
        header = self.gold.header
        return Header(*(self._span(span, "header") for span in (header.published, header.publisher, header.title)))

    def _hull(self, start: int, end: int) -> Span | None:
        found = [p for p in self.places[start:end] if p is not None]
        return Span(min(found), max(found) + 1) if found else None

    def _whole(self, start: int, end: int) -> Span | None:
        """The place of a stretch that stands there without anything in between."""
        span = self._hull(start, end)
        if span is None:
            return None
        return span if _bare(self.text[span.start : span.end]) == _bare(self.gold.text[start:end]) else None

    def _miss(self, kind: Kind, start: int, end: int) -> None:
        self.unmapped.append(Unmapped(kind, self.gold.text[start:end], start, end))

    def _entities(self) -> Iterator[Entity]:
        for entity in self.gold.entities:
            span = self._whole(entity.start, entity.end)
            if span is None:
                self._miss("entity", entity.start, entity.end)
            else:
                yield replace(entity, start=span.start, end=span.end, text=self.text[span.start : span.end])

    def _row(self, row: Partnership) -> Partnership:
        span = self._hull(row.start, row.end)
        if span is None:
            self._miss("partnership", row.start, row.end)
            return replace(row, start=0, end=0, evidence="", cells=Cells())
        evidence = self.text[span.start : span.end]
        return replace(row, start=span.start, end=span.end, evidence=evidence, cells=self._cells(row.cells))

    def _cells(self, cells: Cells) -> Cells:
        names = ("discloser", "partner", "role", "status", "date", "policy")
        moved = {name: tuple(self._whole(s.start, s.end) for s in getattr(cells, name)) for name in names}
        return Cells(**{name: tuple(s for s in spans if s is not None) for name, spans in moved.items()})

    def _count(self, count: StatedCount) -> StatedCount:
        if count.start is None or count.end is None:
            return count
        span = self._span(Span(count.start, count.end), "count")
        return replace(count, start=span.start if span else None, end=span.end if span else None)

    def _list(self, item: PublishedList) -> PublishedList:
        span = self._hull(item.start, item.end)
        if span is None:
            self._miss("list", item.start, item.end)
            return replace(item, start=0, end=0)
        return replace(item, start=span.start, end=span.end)

    def _span(self, span: Span | None, kind: Kind) -> Span | None:
        if span is None:
            return None
        found = self._whole(span.start, span.end)
        if found is None:
            self._miss(kind, span.start, span.end)
        return found


def _bare(text: str) -> str:
    return "".join(_fold(char) for char in _RULE_ROW.sub("", text) if not _IGNORED.match(char))


def best_text(gold: Document, texts: Sequence[str]) -> int:
    """Index of the text that holds most of ``gold``; -1 for no texts. Several texts come from one newspaper page."""
    scores = [sum(p is not None for p in place(gold.text, text)) for text in texts]
    return max(range(len(scores)), key=scores.__getitem__, default=-1)
