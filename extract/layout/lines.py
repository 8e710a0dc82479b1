"""Characters to line segments, whatever their order in the content.

A gap of more than 0.9 em ends a segment, and so does a gutter (:mod:`mingdan.extract.layout.gutters`).
"""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.glyphs import plain
from mingdan.extract.layout.gutters import Run, glyph_em, split_gutters
from mingdan.extract.layout.page import WIDE, Glyph, Segment

_ROW = 0.3
_REACH = 2.0
_SIZE = 0.25
_CENTRE = 0.3
_TOPS = 10.0


def make_segments(glyphs: list[Glyph], upright_rules: Sequence[Box] = ()) -> list[Segment]:
    """Group glyphs into line segments: one base line and size, no wide gap, no gutter, no rule between."""
    runs = _runs(glyphs)
    upright = _upright(runs)
    level = [
        part for run, is_upright in zip(runs, upright, strict=True) if not is_upright for part in _split_pairs(run)
    ]
    seams: list[Glyph] = []
    rows = split_gutters(_merge_runs(level, seams))
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
    tall = max(left.bottom - left.top, 0.1)
    drop = left.bottom - right.bottom
    level = -_ROW * tall <= drop <= _ROW * tall and abs(tall - _height(right)) <= _SIZE * tall
    if not level and not _inside(left, right) and not _inside(right, left):
        return False
    em = max(glyph_em(left), glyph_em(right))
    return -0.6 * em < right.x0 - left.x1 < _REACH * em or _is_ligature(left, right)


def _is_ligature(left: Glyph, right: Glyph) -> bool:
    """Whether two Latin letters share one box: the parts of a ligature."""
    return right.char < WIDE and (left.x0, left.x1, left.bottom) == (right.x0, right.x1, right.bottom)


def _inside(small: Glyph, large: Glyph) -> bool:
    """Whether the ink box of an ideograph (fonts without metrics give no more) lies in the row of the other one."""
    if small.char < WIDE or large.char < WIDE:
        return False
    slack = 0.12 * _height(large)
    if small.top < large.top - slack or small.bottom > large.bottom + slack:
        return False
    return abs(glyph_em(small) - glyph_em(large)) < 0.4 * max(glyph_em(small), glyph_em(large))


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
            if run[0].x0 - home[-1].x1 > 0.3 * glyph_em(home[-1]):
                seams.append(run[0])
            run[0].typed = False  # a space before it belongs to the line before it in the content
            home.extend(run)
        merged += done
    return merged


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
