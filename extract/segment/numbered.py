"""Tables that are told by their row numbers only: cells glued together or one space apart, each row on its line."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mingdan.core.fold import fold
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.segment.cell_fit import NAMED, cell_fit, empty_fit
from mingdan.extract.segment.cells import Cell, Table, column_kind, column_rules, lines_of, make_table

_MIN_ROWS, _MAX_LINE, _MAX_CELL, _MAX_HEAD = 2, 200, 60, 12
_INDEX = re.compile(r"^\s*(?:序\s?号|编号|No\.?)", re.I)
_NO_SECTION = re.compile(r"[。！？；]$|公司|\s")
_MONTH = re.compile(r"(?:19|20)\d\d[./-](?:0[1-9]|1[0-2])(?:[./-][0-3]\d)?$")
_RANGE = re.compile(r".?(?<=[\d年月日xX])[-—–~～至]+[\d今xX]|(?<=[-—–~～至]).?[\d今xX]")
_SPACE = re.compile(r"[ \u3000\u00a0]+")
_HEAD_MODIFIER, _HEAD_COST, _SAME_KIND, _OTHER_KIND = 0.6, 1.0, 4.0, 2.0
_DOUBT, _SURE = 2, 2.0
"""Words of a line that are as many as its columns are its cells, unless other cuts make so many more cells sure."""
_UNKNOWN, _UNKNOWN_CHAR = 1.2, 0.3
_BRACKET = re.compile(r"[（(][^（）()]{1,8}[)）]")

_Run = tuple[int, int]


def numbered_tables(text: str) -> Iterator[Table]:
    """Tables whose header names a number column and whose rows are numbered one after the other.

    Where no head names a partner, every row must have as many cells as there are heads.
    """
    lines = lines_of(text)
    number = 0
    while number < len(lines):
        header = _header(lines, number)
        rows, stop = _rows(lines, number + 1, header) if header else ([], number)
        if header and len(rows) >= _MIN_ROWS:
            yield make_table(lines[number][0], lines[stop - 1][0] + len(lines[stop - 1][1]), header, tuple(rows))
            number = stop
        else:
            number += 1


def _header(lines: Sequence[tuple[int, str]], number: int) -> tuple[Cell, ...] | None:
    """The heads of a line that has one for numbers."""
    offset, content = lines[number]
    if len(content) > 80 or re.search(r"[|\t。；，：:]", content) or not re.search(r"序|号|No", content):
        return None
    runs = _words(content)
    if len(runs) == 1:
        left = runs[0][0]
        runs = [(left + a, left + b) for a, b in split_heads(content[slice(*runs[0])])]
    heads = [Cell(content[a:b], offset + a, offset + b) for a, b in runs]
    kinds = [column_kind(head.text) for head in heads]
    if len(heads) < 2 or "index" not in kinds or any(len(head.text) > 16 for head in heads):
        return None
    below = lines[number + 1][1] if number + 1 < len(lines) else ""
    if kinds[0] == "index" and not NAMED & set(kinds) and len(_words(below)) == len(heads) + 1:
        heads.insert(1, Cell("", heads[0].end, heads[0].end))
    return tuple(heads)


def _words(line: str) -> list[_Run]:
    return [m.span() for m in re.finditer(r"[^ \u3000\u00a0]+", line)]


def split_heads(line: str) -> list[_Run]:
    """Cut glued column heads apart; empty where they cannot be told.

    >>> line = "序号合作机构名称机构类别首次签约日期"
    >>> [line[a:b] for a, b in split_heads(line)]
    ['序号', '合作机构名称', '机构类别', '首次签约日期']
    """
    best: dict[tuple[int, str], tuple[float, tuple[_Run, ...]]] = {(0, ""): (0.0, ())}
    for end in range(1, len(line) + 1):
        for start in range(max(0, end - _MAX_HEAD - 8), end):
            value = _head_value(line[start:end])
            for (at, last), (score, runs) in list(best.items()) if value is not None else []:
                if at != start or value is None:
                    continue
                kind = column_kind(line[start:end])
                total = (
                    score + value - (_SAME_KIND if kind == last != "index" and not _is_role(line[start:end]) else 0.0)
                )
                if total > best.get((end, kind), (float("-inf"),))[0]:
                    best[end, kind] = total, (*runs, (start, end))
    found = [item for (at, _), item in best.items() if at == len(line)]
    return list(max(found)[1]) if found and max(found)[0] > 0 else []


def _is_role(head: str) -> bool:
    return is_role_phrase(fold(_BRACKET.sub("", head)))


@lru_cache(maxsize=1 << 12)
def _head_value(head: str) -> float | None:
    """What a head is worth: the length of the known word that ends it, less for what stands before that word."""
    bare = fold(_BRACKET.sub("", head) if not _BRACKET.match(head) else head)
    if not 1 < len(bare) <= _MAX_HEAD or not head[:1].isalnum():
        return None
    known = [len(word) for words in column_rules()["kinds"].values() for word in words if bare.endswith(fold(word))]
    if is_role_phrase(bare):
        known.append(len(bare))
    if not known:
        return -_UNKNOWN - _UNKNOWN_CHAR * len(bare)
    size = max(known)
    before = column_kind(bare[: len(bare) - size])
    other = _OTHER_KIND if before not in {"", column_kind(bare[len(bare) - size :])} else 0.0
    return float(size) - _HEAD_COST - _HEAD_MODIFIER * (len(bare) - size) - other


def _rows(
    lines: Sequence[tuple[int, str]], number: int, header: tuple[Cell, ...]
) -> tuple[list[tuple[Cell, ...]], int]:
    """Numbered rows from line ``number`` on, with headings between them, and the line behind the last row."""
    kinds = tuple(column_kind(cell.text) for cell in header)
    index = kinds.index("index")
    rows: list[tuple[Cell, ...]] = []
    pending: list[tuple[Cell, ...]] = []
    count, stop, position = None, number, number
    while position < len(lines) and position - stop <= 1:
        offset, content = lines[position]
        row = _row(content, offset, kinds, index, count) if "|" not in content and "\t" not in content else None
        if row is not None:
            rows += [*pending, row]
            pending = []
            count = int(fold(row[index].text)) + 1
            stop = position + 1
        elif rows and 0 < len(content.strip()) <= 24 and not _NO_SECTION.search(content.strip()):
            bare = content.strip()
            start = offset + content.index(bare)
            pending = [(Cell(bare, start, start + len(bare)), *[Cell("", start, start)] * (len(kinds) - 1))]
        else:
            break
        position += 1
    return rows, stop


def _row(content: str, offset: int, kinds: tuple[str, ...], index: int, count: int | None) -> tuple[Cell, ...] | None:
    """The cells of a line whose number is ``count`` (any where None); None where it has no such number."""
    line = content.rstrip()
    if not line.strip() or len(line) > _MAX_LINE or line[-1] in "？?":
        return None
    number = str(count) if count is not None else r"\d{1,3}?"
    start = re.match(rf"\s*(0*{number})(?=[^\d.．]|\d)[.．、]?\s*", fold(line))
    if start is None and index == 0:
        return None
    if start is not None:
        runs = split_row(line[start.end() :], tuple(k for i, k in enumerate(kinds) if i != index))
        runs = [(start.end() + a, start.end() + b) for a, b in runs]
        runs[index:index] = [start.span(1)]
    else:
        runs = split_row(line, kinds)
        if not re.fullmatch(rf"0*{number}", fold(line[slice(*runs[index])])):
            return None
    named = any(b > a and kind in NAMED for (a, b), kind in zip(runs, kinds, strict=True))
    if not named and not (NAMED.isdisjoint(kinds) and len(_words(line)) == len(kinds)):
        return None
    return tuple(Cell(line[a:b], offset + a, offset + b) for a, b in runs)


def split_row(line: str, kinds: tuple[str, ...]) -> list[_Run]:
    """Spans of the cells, one for each kind: the cuts at which every cell looks most like its column.

    >>> row = "望川银行微山科技有限公司助贷机构2025年3月1日"
    >>> [row[a:b] for a, b in split_row(row, ("discloser", "partner", "role", "start"))]
    ['望川银行', '微山科技有限公司', '助贷机构', '2025年3月1日']
    """
    words = _words(line)
    places = _cuts(line)
    best: dict[int, tuple[float, tuple[_Run, ...]]] = {0: (0.0, ())}
    for kind in kinds:
        following: dict[int, tuple[float, tuple[_Run, ...]]] = {}
        for start, (score, runs) in best.items():
            for end in (start, *(p for p in places if start < p <= start + _MAX_CELL)):
                run = _trimmed(line, start, end)
                value = score + (cell_fit(kind, line[slice(*run)]) if run[1] > run[0] else empty_fit(kind))
                if value > following.get(end, (float("-inf"),))[0]:
                    following[end] = value, (*runs, run)
        best = following
    found = list(best[max(best)][1])
    told = len(words) == len(kinds) > 1 and _sure(line, kinds, found) - _sure(line, kinds, words) < _DOUBT
    return words if told else found


def _sure(line: str, kinds: tuple[str, ...], runs: Sequence[_Run]) -> int:
    """How many cells have a form that fits their columns only."""
    return sum(b > a and cell_fit(kind, line[a:b]) > _SURE for kind, (a, b) in zip(kinds, runs, strict=True))


def _trimmed(line: str, start: int, end: int) -> _Run:
    piece = line[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return (left, left + len(piece.strip())) if piece.strip() else (start, start)


def _cuts(line: str) -> list[int]:
    """Places where a cell may end: spaces where the line has some, else not inside Latin words, numbers, brackets."""
    spaces = [m.end() for m in _SPACE.finditer(line.rstrip())]
    if spaces:
        return [*spaces, len(line)]
    depth = 0
    places: list[int] = []
    for position in range(1, len(line)):
        before, after = line[position - 1], line[position]
        depth += (before in "（(“「《") - (before in "）)”」》")
        if depth > 0 or after in "）)、，；”」》" or before in "、，；" or _RANGE.match(line, max(0, position - 2)):
            continue
        if not (_in_word(before) and _in_word(after)) or _MONTH.search(line[:position]):
            places.append(position)
    return [*places, len(line)]


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "./%+*:")
