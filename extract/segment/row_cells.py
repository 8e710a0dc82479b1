"""A row whose cells nothing parts, or single spaces do, cut into the cells that fit its columns best.

Rows of one table are cut together: what stands in a column of one row is likely to stand there again.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mingdan.core.fold import fold
from mingdan.extract.segment.cell_fit import cell_fit, empty_fit, fit_kinds, shape

Run = tuple[int, int]

_MAX_CELL = 60
_DOUBT, _SURE = 2, 2.0
"""Words of a line that are as many as its columns are its cells, unless other cuts make so many more cells sure."""
_PASSES = 2
_ALIKE = 0.3
"""A cell of one of several columns of a kind is more often empty than that of the only one."""
_AGAIN, _AGAIN_OFTEN, _OFTEN, _SHAPE = 0.8, 1.2, 3, 0.6
_SPACE = re.compile(r"[ \u3000\u00a0\n]+")
_MONTH = re.compile(r"(?:19|20)\d\d[./-](?:0[1-9]|1[0-2])(?:[./-][0-3]\d)?$")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年|[./-](?:0?[1-9]|1[0-2])(?!\d))")
_DASHES = "-—–~～至"


@dataclass(frozen=True, slots=True)
class Habits:
    """How often each text and each shape stands in the columns of a table."""

    texts: tuple[Counter[str], ...] = ()
    shapes: tuple[Counter[str], ...] = ()

    def bonus(self, column: int, text: str, own: str) -> float:
        """What speaks for ``text`` in a column; ``own`` is the row's cell there so far, which does not count."""
        if not self.texts:
            return 0.0
        again = self.texts[column][text] - (text == own)
        value = 0.0 if again < 1 else _AGAIN if again < _OFTEN else _AGAIN_OFTEN
        kind, all_shapes = shape(text), self.shapes[column]
        usual = bool(kind) and (all_shapes[kind] - (shape(own) == kind)) * 2 > all_shapes.total() - 1
        return value + (_SHAPE if usual else 0.0)


@dataclass(frozen=True, slots=True)
class CutRow:
    """The spans of a row's cells, one for each column, and how well they fit."""

    runs: tuple[Run, ...]
    score: float


@dataclass(slots=True)
class _Cutter:
    kinds: tuple[str, ...]
    spaced: bool
    habits: Habits = field(default_factory=Habits)

    def cut(self, line: str, own: Sequence[str]) -> CutRow:
        places = self._places(line)
        pieces: dict[Run, tuple[Run, str, str]] = {}  # the same for all columns
        best: dict[int, tuple[float, tuple[Run, ...]]] = {0: (0.0, ())}
        for column in range(len(self.kinds)):
            following: dict[int, tuple[float, tuple[Run, ...]]] = {}
            for start, (score, runs) in best.items():
                for end in (start, *(p for p in places if start < p <= start + _MAX_CELL)):
                    if (start, end) not in pieces:
                        pieces[start, end] = _piece(line, start, end)
                    run, text, folded = pieces[start, end]
                    value = score + self._value(column, text, folded, own[column] if own else "")
                    if value > following.get(end, (float("-inf"),))[0]:
                        following[end] = value, (*runs, run)
            best = following
        score, runs = best[max(best)]
        return CutRow(self._told(line, runs), score)

    def _value(self, column: int, text: str, folded: str, own: str) -> float:
        if not text:
            alike = self.kinds.count(self.kinds[column]) > 1
            return empty_fit(self.kinds[column]) * (_ALIKE if alike else 1.0)
        return cell_fit(self.kinds[column], text) + self.habits.bonus(column, folded, own)

    def _places(self, line: str) -> list[int]:
        if self.spaced:
            return [*(m.end() for m in _SPACE.finditer(line.rstrip())), len(line)]
        return cut_places(line)

    def _told(self, line: str, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        words = words_of(line)
        told = len(words) == len(self.kinds) > 1 and self._sure(line, runs) - self._sure(line, words) < _DOUBT
        return tuple(words) if told else runs

    def _sure(self, line: str, runs: Sequence[Run]) -> int:
        """How many cells have a form that fits their columns only."""
        return sum(b > a and cell_fit(kind, line[a:b]) > _SURE for kind, (a, b) in zip(self.kinds, runs, strict=True))


def split_rows(lines: Sequence[str], kinds: tuple[str, ...], spaced: bool) -> list[CutRow]:
    """The cells of each line, one for each kind; ``spaced``: single spaces part them, which may stand in cells too.

    >>> lines = ["望川银行微山科技有限公司助贷机构2025年3月1日", "岭海银行「云帆」助贷机构2024年"]
    >>> cut = split_rows(lines, ("discloser", "partner", "role", "start"), False)
    >>> [[line[a:b] for a, b in row.runs] for line, row in zip(lines, cut)][1]
    ['岭海银行', '「云帆」', '助贷机构', '2024年']
    """
    cutter = _Cutter(fit_kinds(kinds), spaced)
    found = [cutter.cut(line, ()) for line in lines]
    for _ in range(_PASSES if len(lines) > 1 and not spaced else 0):
        texts = [_texts(line, row) for line, row in zip(lines, found, strict=True)]
        cutter.habits = _habits(texts)
        found = [cutter.cut(line, own) for line, own in zip(lines, texts, strict=True)]
    return found


def _texts(line: str, row: CutRow) -> list[str]:
    return [fold(line[a:b]) for a, b in row.runs]


def _habits(rows: Sequence[Sequence[str]]) -> Habits:
    columns = list(zip(*rows, strict=True))
    texts = tuple(Counter(text for text in column if text) for column in columns)
    return Habits(texts, tuple(Counter(shape(text) for text in column if text) for column in columns))


def words_of(line: str) -> list[Run]:
    """The runs of characters between spaces."""
    return [m.span() for m in re.finditer(r"[^ \u3000\u00a0]+", line)]


def _piece(line: str, start: int, end: int) -> tuple[Run, str, str]:
    """A stretch without white space at its edges, its text and the folded text."""
    run = trimmed(line, start, end)
    text = line[slice(*run)]
    return run, text, fold(text)


def trimmed(line: str, start: int, end: int) -> Run:
    """A stretch without white space at its edges; an empty one stands at ``start``."""
    piece = line[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return (left, left + len(piece.strip())) if piece.strip() else (start, start)


def cut_places(line: str) -> list[int]:
    """Places where a glued cell may end: not inside Latin words, numbers, ranges, brackets, enumerations.

    >>> line = "3000002025.08.31退出"
    >>> [line[place:] for place in cut_places(line)][:2]
    ['2025.08.31退出', '退出']
    """
    depth, places = 0, list[int]()
    for position in range(1, len(line)):
        before, after = line[position - 1], line[position]
        depth += (before in "（(“「《") - (before in "）)”」》")
        if depth > 0 or after in "）)、，；：:”」》\n" or before in "、，；：:" or _in_range(line, position):
            continue
        if not (_in_word(before) and _in_word(after)) or _parts_words(line, position):
            places.append(position)
    return [*places, len(line)]


def _parts_words(line: str, position: int) -> bool:
    """Whether a Latin word or a number ends here although another one follows."""
    if line[position - 1].islower() and line[position].isupper():
        return True
    month = line[position] not in "./-" and _MONTH.search(line[:position])
    return bool(month or _YEAR.match(line, position))


def _in_range(line: str, position: int) -> bool:
    """Whether a dash between two figures stands right before or behind a place."""
    at = position if line[position] in _DASHES else position - 1 if line[position - 1] in _DASHES else -1
    if not 0 < at < len(line) - 1:
        return False
    return (line[at - 1].isdigit() or line[at - 1] in "年月日xX") and (line[at + 1].isdigit() or line[at + 1] in "今xX")


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "./%+*")
