"""Characters to line segments, whatever their order in the content.

A gap of more than 0.9 em ends a segment. A narrower one ends it where it stands out from the spacing of its own line
and lines above or below begin at the same place: the gutter between two columns that stand close together.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.glyphs import plain
from mingdan.extract.layout.page import WIDE, Glyph, Segment

_ROW = 0.3
_REACH = 2.0
_BREAK = 0.9
_BREAK_OVER = 0.4
_SPACED = 2.0
_NARROW = 0.45
_NARROW_TYPED = 0.75
_NARROW_OVER = 0.18
_ROLE_GAP = 1.3
_NEIGHBOURS = 5
_SIZE = 0.25
_ROLES = frozenset({"记者", "讯员", "作者"})
_SAME_START = 0.2
_NEXT_ROW = 3.4
_MIN_STARTS = 3
_EDGE = 6
_EDGE_ALL = 8
_OVERLAP = -0.2
_CENTRE = 0.3
_TOPS = 10.0

Run = list[Glyph]


def make_segments(glyphs: list[Glyph], upright_rules: Sequence[Box] = ()) -> list[Segment]:
    """Group glyphs into line segments: one base line and size, no wide gap, no gutter, no rule between."""
    runs = _runs(glyphs)
    upright = _upright(runs)
    level = [
        part for run, is_upright in zip(runs, upright, strict=True) if not is_upright for part in _split_pairs(run)
    ]
    seams: list[Glyph] = []
    rows = _split_gutters(_merge_runs(level, seams))
    for glyph in seams:
        glyph.spaced = True
    merged = [part for run in rows for part in _split_at_rules(run, upright_rules)]
    ratio = _em_ratio(merged)
    found = [_segment(run, ratio) for run in merged]
    return found + [_vertical(run) for run, is_upright in zip(runs, upright, strict=True) if is_upright]


def _runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Glyphs that follow one another in the content and on the page."""
    runs: list[Run] = []
    for at, glyph in enumerate(glyphs):
        if runs and _follows(runs[-1][-1], glyph):
            if len(runs[-1]) == 2 and not _follows(*runs[-1]):
                runs.append([runs[-1].pop()])
            runs[-1].append(glyph)
        elif runs and _below(runs[-1], glyph):
            runs[-1].append(glyph)
        elif runs and len(runs[-1]) > 1 and _turns(runs[-1], glyph, glyphs[at + 1 : at + 2]):
            runs.append([runs[-1].pop(), glyph])
        else:
            runs.append([glyph])
    return runs


def _turns(run: Run, glyph: Glyph, after: Sequence[Glyph]) -> bool:
    """Whether a vertical line begins with the last glyph of ``run``, which stands beside the end of the one before."""
    return bool(after) and not _stacked(run[-2], run[-1]) and _stacked(run[-1], glyph) and _stacked(glyph, after[0])


def _split_at_rules(run: Run, rules: Sequence[Box]) -> list[Run]:
    y = (run[0].top + run[0].bottom) / 2
    first, last = run[0], run[-1]
    over = [rule[0] for rule in rules if rule[1] <= y <= rule[3] and first.x0 < rule[0] < last.x1]
    if not over:
        return [run]
    middles = [(glyph.x0 + glyph.x1) / 2 for glyph in run]
    edges = [0, *sorted({bisect_left(middles, x) for x in over} - {0, len(run)}), len(run)]
    return [run[start:end] for start, end in itertools.pairwise(edges)]


def _upright(runs: Sequence[Run]) -> list[bool]:
    """Which runs are vertical: three glyphs or more, or fewer beside such a run."""
    sure = [_is_vertical(run) for run in runs]
    if not any(sure):
        return sure
    tops: dict[int, list[Glyph]] = {}
    for run, is_sure in zip(runs, sure, strict=True):
        if is_sure:
            tops.setdefault(round(run[0].top / _TOPS), []).append(run[0])
    for number, run in enumerate(runs):
        if not sure[number] and (len(run) == 1 or (len(run) == 2 and not _follows(*run))):
            around = [runs[at][0] for at in (number - 1, number + 1) if 0 <= at < len(runs) and _is_vertical(runs[at])]
            at = round(run[0].top / _TOPS)
            near = [glyph for key in (at - 1, at, at + 1) for glyph in tops.get(key, ())]
            sure[number] = any(_same_column(run[0], glyph) for glyph in around) or any(
                _next_line(run[0], glyph) for glyph in near
            )
    return sure


def _same_column(one: Glyph, other: Glyph) -> bool:
    return abs(one.x0 + one.x1 - other.x0 - other.x1) < 0.4 * (other.x1 - other.x0)


def _next_line(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs may begin vertical lines side by side."""
    em, step = _height(other), abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    return abs(one.top - other.top) < 0.5 * em and abs(_height(one) - em) < 0.05 * em and 0.9 * em < step < 2.2 * em


def _height(glyph: Glyph) -> float:
    return max(glyph.bottom - glyph.top, 0.1)


def _follows(left: Glyph, right: Glyph) -> bool:
    tall = _height(left)
    level = abs(left.bottom - right.bottom) <= _ROW * tall and abs(tall - _height(right)) <= _SIZE * tall
    if not level and not _inside(left, right) and not _inside(right, left):
        return False
    em = max(_em(left), _em(right))
    gap = right.x0 - left.x1
    return -0.6 * em < gap < _REACH * em or _is_ligature(left, right)


def _is_ligature(left: Glyph, right: Glyph) -> bool:
    """Whether two Latin letters share one box: the parts of a ligature."""
    return right.char < WIDE and (left.x0, left.x1, left.bottom) == (right.x0, right.x1, right.bottom)


def _inside(small: Glyph, large: Glyph) -> bool:
    """Whether the ink box of an ideograph (fonts without metrics give no more) lies in the row of the other one."""
    if small.char < WIDE or large.char < WIDE:
        return False
    slack = 0.12 * _height(large)
    in_row = small.top >= large.top - slack and small.bottom <= large.bottom + slack
    return in_row and abs(_em(small) - _em(large)) < 0.4 * max(_em(small), _em(large))


def _em(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0 if glyph.char >= WIDE else 0.8 * _height(glyph)


def _below(run: Run, glyph: Glyph) -> bool:
    last = run[-1]
    if len(run) > 1 and not _stacked(run[-2], last):
        return False
    return _stacked(last, glyph)


def _stacked(upper: Glyph, lower: Glyph) -> bool:
    """Whether two glyphs stand one below the other; marks that lie on their side have a box of another shape.

    Glyphs with one pair of side edges are taken as stacked even where they overlap: not every font tells its advance.
    """
    em = max(upper.x1 - upper.x0, 0.1)
    step = lower.top - upper.top
    if abs(upper.x0 - lower.x0) < 0.1 * em and abs(upper.x1 - lower.x1) < 0.1 * em and upper.char >= WIDE:
        return -2.2 * em < step < 2.2 * em
    em, other = (max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) for glyph in (upper, lower))
    same = abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) < 2 * _CENTRE * em
    return same and 0.6 * em < other < 1.7 * em and 0.3 * em < step < 1.6 * em


def _split_pairs(run: Run) -> list[Run]:
    """Two glyphs one below the other are two lines, not a vertical line."""
    if len(run) == 2 and not _follows(*run):
        return [[glyph] for glyph in run]
    return [run]


def _is_vertical(run: Run) -> bool:
    return len(run) > 2 and _stacked(run[0], run[1]) and not _follows(run[0], run[1])


def _merge_runs(runs: Sequence[Run], seams: list[Glyph]) -> list[Run]:
    """Join runs that continue one another on a line, whatever their order in the content.

    ``seams`` takes the glyphs that white space parts from the run before.
    """
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run[0].bottom):
        if rows and abs(rows[-1][-1][0].bottom - run[0].bottom) <= _ROW * _height(run[0]):
            rows[-1].append(run)
        else:
            rows.append([run])
    merged: list[Run] = []
    for row in rows:
        done: list[Run] = []
        for run in sorted(row, key=lambda run: run[0].x0):
            home = next((other for other in reversed(done) if _follows(other[-1], run[0])), None)
            if home is None:
                done.append(list(run))
                continue
            if run[0].x0 - home[-1].x1 > 0.3 * _em(home[-1]):
                seams.append(run[0])
            home.extend(run)
        merged += done
    return merged


@dataclass(slots=True)
class _Start:
    """A glyph at which a part of a row begins; ``sure`` says that the gap before it is wide, or that there is none.

    ``typed``: there is white space in the text before it.
    """

    row: int
    at: int
    x: float
    y: float
    em: float
    sure: bool
    typed: bool = False


def _split_gutters(rows: Sequence[Run]) -> list[Run]:
    starts = [start for number, row in enumerate(rows) for start in _starts(number, row)]
    cuts: dict[int, list[int]] = {}
    for column in _columns(starts):
        many = len(column) >= _EDGE_ALL or sum(start.sure for start in column) >= _EDGE
        for chain in _chains(column):
            for start in chain:
                if start.sure or many or (len(chain) >= _MIN_STARTS and not start.typed):
                    cuts.setdefault(start.row, []).append(start.at)
    parts: list[Run] = []
    for number, row in enumerate(rows):
        edges = [*sorted(cuts[number]), len(row)]
        parts += [row[start:end] for start, end in itertools.pairwise(edges)]
    return parts


def _starts(number: int, row: Run) -> Iterator[_Start]:
    """Where a row begins, and each glyph after a gap that stands out."""
    yield _Start(number, 0, row[0].x0, row[0].bottom, _em(row[0]), True)
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(row)]
    if not gaps:
        return
    ems = max(_em(row[0]), _em(row[-1]))
    floor = _NARROW * ems
    for at, gap in enumerate(gaps, 1):
        if _OVERLAP * ems < gap < floor:
            continue
        em = max(_em(row[at - 1]), _em(row[at]))
        usual = _spacing(gaps, at - 1)
        sure = gap > max((_SPACED if row[at].typed else _BREAK) * em, usual + _BREAK_OVER * em)
        least = _NARROW_TYPED if row[at].typed else _NARROW
        narrow = gap > max(least * em, usual + _NARROW_OVER * em) or gap < _OVERLAP * em
        if gap < _ROLE_GAP * em and at > 1 and row[at - 2].char + row[at - 1].char in _ROLES:
            continue
        if sure or (narrow and not _latin(row[at - 1], row[at])):
            yield _Start(number, at, row[at].x0, row[at].bottom, em, sure, row[at].typed)


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


def _em_ratio(runs: Sequence[Run]) -> float:
    ratios = [(glyph.x1 - glyph.x0) / _height(glyph) for run in runs for glyph in run[:3] if glyph.char >= WIDE]
    return median(ratios) if ratios else 0.85


def _segment(run: Run, ratio: float) -> Segment:
    wide = [glyph.x1 - glyph.x0 for glyph in run if glyph.char >= WIDE]
    em = median(wide) if wide else ratio * median([_height(glyph) for glyph in run])
    parts = [run[0].char]
    for left, right in itertools.pairwise(run):
        gap = right.x0 - left.x1
        parts.append(" " + right.char if _spaced(left, right, gap, em) else right.char)
    text = plain("".join(parts)).strip("\u3000 ")
    first = next((glyph for glyph in run if glyph.char != "\u3000"), run[0])
    last = next((glyph for glyph in reversed(run) if glyph.char != "\u3000"), run[-1])
    bottom = median([glyph.bottom for glyph in run])
    top = min(glyph.top for glyph in run)
    return Segment(text, first.x0, top, last.x1, bottom, em, index=_typical(run))


def _typical(run: Run) -> int:
    return next((glyph.index for glyph in run if "\u4e00" <= glyph.char <= "\u9fff"), -1)


def _spaced(left: Glyph, right: Glyph, gap: float, em: float) -> bool:
    if left.char < WIDE and right.char < WIDE:
        return gap > 0.18 * em or (right.spaced and gap > 0.05 * em)
    return right.spaced and gap > 0.12 * em


def _vertical(run: Run) -> Segment:
    text = plain("".join(glyph.char for glyph in run))
    wide = [glyph.x1 - glyph.x0 for glyph in run if glyph.char >= WIDE]
    em = median(wide or [0.8 * _height(glyph) for glyph in run])
    box = (min(g.x0 for g in run), min(g.top for g in run), max(g.x1 for g in run), max(g.bottom for g in run))
    return Segment(text, *box, em, vertical=True, index=_typical(run))
