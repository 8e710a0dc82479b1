"""Gutters between columns that stand close together: where lines of one height are cut in two.

A gap ends a segment where it stands out from the spacing of its own line and lines above or below begin at the same
place. A line without such a gap is cut, too, where its neighbours above and below are, if one of its characters begins
there: justified lines fill their column to the edge and over it.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from mingdan.extract.layout.page import WIDE, Glyph

_BREAK = 0.9
_BREAK_OVER = 0.4
_SPACED = 2.0
_NARROW = 0.45
_NARROW_TYPED = 0.75
_NARROW_OVER = 0.18
_ROLE_GAP = 1.3
_NEIGHBOURS = 5
_BULLETS = frozenset("●■▶◆▲◎□○★☆►▪•·※◇△▼")
_BULLET_GAP = 1.5
_ROLES = frozenset({"记者", "讯员", "作者"})
_SAME_START = 0.2
_NEXT_ROW = 3.4
_MIN_STARTS = 3
_EDGE = 6
_EDGE_ALL = 8
_OVERLAP = -0.2
_LONE = 0.35
_LONE_OVER = 0.3
_INDENT = 2.0
_EXACT = 0.03
_TWO_ROWS = 2.0
_FAR = 8.0
_NEXT = 0.6
_LEVEL = 0.1
_FEW = 2
_NARROWEST = 5

Run = list[Glyph]


def glyph_em(glyph: Glyph) -> float:
    """The type size by one glyph, in points."""
    return glyph.x1 - glyph.x0 if glyph.char >= WIDE else 0.8 * max(glyph.bottom - glyph.top, 0.1)


@dataclass(slots=True)
class _Start:
    """A glyph at which a part of a row begins; ``sure`` says that the gap before it is wide, or that there is none.

    ``typed``: there is white space in the text before it. ``lone``: all other gaps around it are much narrower.
    """

    row: int
    at: int
    x: float
    y: float
    em: float
    sure: bool
    typed: bool = False
    lone: bool = False


def split_gutters(rows: Sequence[Run]) -> list[Run]:
    """Cut each row at the gutters that it crosses; a part is a run of its own."""
    starts = [start for number, row in enumerate(rows) for start in _starts(number, row)]
    cuts: dict[int, set[int]] = {}
    skipped: list[tuple[_Start, _Start]] = []
    for column in _columns([start for start in starts if not start.lone]):
        many = len(column) >= _EDGE_ALL or sum(start.sure for start in column) >= _EDGE
        done: list[_Start] = []
        for chain in _chains(column):
            cut = [s for s in chain if s.sure or many or (len(chain) >= _MIN_STARTS and not s.typed)]
            for start in cut:
                cuts.setdefault(start.row, set()).add(start.at)
            done += [start for start in cut if start.at]
        skipped += itertools.pairwise(done)
    lone = list(_borne_out(starts))
    for start in lone:
        cuts[start.row].add(start.at)
    skipped += itertools.pairwise(sorted(lone, key=lambda start: (round(start.x, 1), start.y)))
    for number, at in _between(rows, skipped):
        if not any(at - _NARROWEST <= other <= at + _NARROWEST for other in cuts[number]):
            cuts[number].add(at)
    parts: list[Run] = []
    for number, row in enumerate(rows):
        edges = [*sorted(cuts[number]), len(row)]
        parts += [row[start:end] for start, end in itertools.pairwise(edges)]
    return parts


def _borne_out(starts: Sequence[_Start]) -> Iterator[_Start]:
    """Starts after a gap that is the only wide one of its line, where a line near it begins, or has one, there, too."""
    lone = [start for start in starts if start.lone]
    places = sorted((s.y, s.x, s.lone) for s in starts if s.sure or s.lone) if lone else []
    for start in lone:
        low = bisect_left(places, (start.y - _NEXT_ROW * start.em, 0.0, False))
        near = itertools.takewhile(lambda place: place[0] < start.y + _NEXT_ROW * start.em, places[low:])  # noqa: B023
        if any(_bears_out(start, *place) for place in near):
            yield start


def _bears_out(start: _Start, y: float, x: float, lone: bool) -> bool:
    if not start.em < abs(y - start.y):
        return False
    if lone:
        return abs(x - start.x) < _EXACT * start.em
    return _same_edge(x - start.x, start.em)


def _between(rows: Sequence[Run], pairs: Sequence[tuple[_Start, _Start]]) -> Iterator[tuple[int, int]]:
    """Rows between two that are cut at the same place, and their character that begins exactly there."""
    levels = sorted((row[0].bottom, number) for number, row in enumerate(rows))
    for above, below in pairs:
        em, high = above.em, below.y - above.y
        if not _TWO_ROWS * em < high < _FAR * em or abs(above.x - below.x) > _EXACT * em:
            continue
        first = bisect_left(levels, (above.y + _NEXT * em, 0))
        for _, number in itertools.takewhile(lambda level: level[0] < below.y - _NEXT * em, levels[first:]):  # noqa: B023
            for at, glyph in enumerate(rows[number]):
                if at and abs(glyph.x0 - above.x) < _LEVEL * em:
                    yield number, at


def _same_edge(shift: float, em: float) -> bool:
    """Whether a line that begins ``shift`` points further right may stand in the same column, indented or not."""
    return abs(shift) < _SAME_START * em or abs(shift - _INDENT * em) < _SAME_START * em


def _starts(number: int, row: Run) -> Iterator[_Start]:
    """Where a row begins, and each glyph after a gap that stands out."""
    yield _Start(number, 0, row[0].x0, row[0].bottom, glyph_em(row[0]), True)
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(row)]
    if not gaps:
        return
    ems = max(glyph_em(row[0]), glyph_em(row[-1]))
    floor = _LONE * ems
    for at, gap in enumerate(gaps, 1):
        if _OVERLAP * ems < gap < floor or (row[at - 1].char in _BULLETS and gap < _BULLET_GAP * ems):
            continue
        em = max(glyph_em(row[at - 1]), glyph_em(row[at]))
        sure, narrow = _stands_out(gaps, at - 1, em, typed=row[at].typed)
        if gap < _ROLE_GAP * em and at > 1 and row[at - 2].char + row[at - 1].char in _ROLES:
            sure = narrow = False
        if not sure and _latin(row[at - 1], row[at]):
            continue
        lone = not sure and at > _FEW and not row[at].typed and _is_lone(gaps, at - 1, em)
        if sure or narrow:
            yield _Start(number, at, row[at].x0, row[at].bottom, em, sure, row[at].typed)
        if lone:
            yield _Start(number, at, row[at].x0, row[at].bottom, em, sure=False, lone=True)


def _stands_out(gaps: Sequence[float], at: int, em: float, *, typed: bool) -> tuple[bool, bool]:
    """Whether a gap surely parts two columns, and whether it is wide enough for a narrow gutter."""
    gap, usual = gaps[at], _spacing(gaps, at)
    sure = gap > max((_SPACED if typed else _BREAK) * em, usual + _BREAK_OVER * em)
    least = _NARROW_TYPED if typed else _NARROW
    return sure, gap > max(least * em, usual + _NARROW_OVER * em) or gap < _OVERLAP * em


def _is_lone(gaps: Sequence[float], at: int, em: float) -> bool:
    """Whether a gap is wide and none of those around it is nearly as wide."""
    around = [*gaps[max(0, at - _NEIGHBOURS) : at], *gaps[at + 1 : at + 1 + _NEIGHBOURS]]
    return len(around) > 2 and gaps[at] > max(around) + _LONE_OVER * em


def _latin(left: Glyph, right: Glyph) -> bool:
    return left.char.isascii() and right.char.isascii()


def _spacing(gaps: Sequence[float], at: int) -> float:
    """The wider of the usual gaps before and after a gap."""
    before, after = gaps[max(0, at - _NEIGHBOURS) : at], gaps[at + 1 : at + 1 + _NEIGHBOURS]
    return max(median(before) if before else 0.0, median(after) if after else 0.0, 0.0)


def _columns(starts: Sequence[_Start]) -> list[list[_Start]]:
    """Starts by their place from left to right."""
    columns: list[list[_Start]] = []
    for start in sorted(starts, key=lambda item: item.x):
        home = next((c for c in reversed(columns[-3:]) if abs(c[-1].x - start.x) < _SAME_START * start.em), None)
        if home is None:
            columns.append([start])
        else:
            home.append(start)
    return columns


def _chains(column: Sequence[_Start]) -> Iterator[list[_Start]]:
    """Starts row after row."""
    chain: list[_Start] = []
    for start in sorted(column, key=lambda item: item.y):
        if chain and start.y - chain[-1].y > _NEXT_ROW * start.em:
            yield chain
            chain = []
        chain.append(start)
    yield chain
