"""Tables that are told by their row numbers only: cells glued together or one space apart, each row on its line.

Rows may stand on lines of their own, all on the line of the heads, or have blank lines, headings, rules or their
repeated header between them; a row may go on for two lines more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingdan.core.fold import fold
from mingdan.extract.segment.cell_fit import NAMED
from mingdan.extract.segment.cells import Cell, Table, column_kind, lines_of, make_table
from mingdan.extract.segment.glued import parted
from mingdan.extract.segment.heads import head_splits
from mingdan.extract.segment.row_cells import CutRow, split_rows, words_of

_MIN_ROWS, _MIN_UNKNOWN, _MAX_LINE = 2, 3, 200
_NO_SECTION = re.compile(r"[。！？；]$|公司|\s")
_RULE = re.compile(r"[\s|+\-=─━═—_]+")
_HEADING = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]+[类章节部]|【)")
_MAX_SECTION, _MAX_MORE, _MAX_BLANK = 24, 2, 1
_WRAP = 2.0
"""How much better a row must fit with the next line than without for the line to belong to it."""
_PER_CELL = 0.3
_HEADS, _COLUMN, _NO_HEAD, _MAX_HEAD, _INDEX = 0.5, 2.0, 2.0, 18, 4
"""What the score of the heads weighs beside that of the cells, and what each column must be worth."""

_Line = tuple[int, str]
_Row = tuple[Cell, ...]


@dataclass(slots=True)
class _Record:
    """A numbered row: the span of its number, where its cells begin, its line, and the lines that follow it."""

    number: tuple[int, int]
    start: int
    line: int
    more: list[int] = field(default_factory=list[int])


def numbered_tables(text: str) -> Iterator[Table]:
    """Tables whose header names a number column and whose rows are numbered one after the other.

    Where no head names a partner, the cells must be parted by spaces, as many as there are heads, or fit well.
    """
    lines = list(parted(lines_of(text)))
    number = 0
    while number < len(lines):
        readings = list(_readings(text, lines, number))
        if readings:
            _, table, number = max(readings, key=lambda item: item[0])
            yield table
        else:
            number += 1


def _readings(text: str, lines: Sequence[_Line], number: int) -> Iterator[tuple[float, Table, int]]:
    """The tables that line ``number`` may be the header of, how good they are, and the line behind each."""
    offset, content = lines[number]
    if len(content) > 80 or re.search(r"[|\t。；，：:？?！!]", content) or not re.search(r"序|号|No", content):
        return
    spaced = len(words_of(content)) > 1
    lead, records = _records(lines, number, spaced)
    for score, header in _headers(lines, number, spaced):
        kinds = tuple(column_kind(cell.text) for cell in header)
        if kinds[0] == "index":
            rows, stop, fit = _Numbered(text, lines, kinds, spaced).rows(lead, records)
        else:
            rows, stop, fit = _NumberedInside(lines, kinds, spaced).rows(number + 1)
        if len(rows) >= _MIN_ROWS and _is_sure(score, kinds, rows, fit, spaced):
            table = make_table(offset, lines[stop - 1][0] + len(lines[stop - 1][1]), header, tuple(rows))
            yield _HEADS * score + fit - _COLUMN * len(kinds), table, stop


def _is_sure(score: float, kinds: tuple[str, ...], rows: Sequence[_Row], fit: float, spaced: bool) -> bool:
    """Whether heads and rows bear out that there is a table; unknown heads need rows that fit them."""
    if score > 0 and not NAMED.isdisjoint(kinds):
        return True
    if spaced:
        return all(sum(bool(cell.text) for cell in row) in {1, len(kinds)} for row in rows)
    return len(rows) >= _MIN_UNKNOWN and fit >= _PER_CELL * len(kinds)


def _headers(lines: Sequence[_Line], number: int, spaced: bool) -> Iterator[tuple[float, _Row]]:
    """The ways to cut a line into heads, one of which is for numbers, with what each is worth."""
    offset, content = lines[number]
    runs = words_of(content)
    ways = [(1.0, runs)] if spaced else []
    if len(runs) == 1:
        left = runs[0][0]
        cuts = head_splits(content[slice(*runs[0])])
        ways = [(score, [(left + a, left + b) for a, b in cut]) for score, cut in cuts]
    for score, way in ways:
        heads = [Cell(content[a:b], offset + a, offset + b) for a, b in way]
        kinds = [column_kind(head.text) for head in heads]
        if len(heads) < 2 or "index" not in kinds or any(len(head.text) > _MAX_HEAD for head in heads):
            continue
        if not spaced and any(
            kind == "index" and len(head.text) > _INDEX for kind, head in zip(kinds, heads, strict=True)
        ):
            continue
        below = lines[number + 1][1] if number + 1 < len(lines) else ""
        if spaced and kinds[0] == "index" and not NAMED & set(kinds) and len(words_of(below)) == len(heads) + 1:
            heads.insert(1, Cell("", heads[0].end, heads[0].end))
        yield score, tuple(heads)
        if not spaced and kinds[0] == "index" and NAMED.isdisjoint(kinds):
            yield score - _NO_HEAD, (heads[0], Cell("", heads[0].end, heads[0].end), *heads[1:])


def _records(lines: Sequence[_Line], head: int, spaced: bool) -> tuple[list[int], list[_Record]]:
    """Lines between the header and the first row, and numbered rows, each with the lines up to the next one."""
    lead: list[int] = []
    found: list[_Record] = []
    blank = 0
    for at in range(head + 1, len(lines)):
        content = lines[at][1].strip()
        blank = 0 if content else blank + 1
        more = found[-1].more if found else lead
        if blank > _MAX_BLANK or len(more) > _MAX_MORE or "|" in content or "\t" in content:
            break
        if not content or _RULE.fullmatch(content) or content == lines[head][1].strip():
            continue
        record = _record(lines, at, spaced, _value(lines, found[-1]) + 1 if found else None)
        if record is None:
            more.append(at)
        else:
            found.append(record)
    return lead, found


def _value(lines: Sequence[_Line], record: _Record) -> int:
    return int(fold(lines[record.line][1][slice(*record.number)]))


def _record(lines: Sequence[_Line], at: int, spaced: bool, count: int | None) -> _Record | None:
    """The row on a line if its number is ``count``; any number that the next row goes on from where that is None."""
    line = lines[at][1].rstrip()
    if not line or len(line) > _MAX_LINE or line[-1] in "？?":
        return None
    if count is not None:
        match = _numbered(line, str(count), spaced)
        return _Record(match.span(1), match.end(), at) if match else None
    matches = [match for size in (3, 2, 1) if (match := _numbered(line, rf"\d{{{size}}}", spaced))]
    below = [content for _, content in lines[at + 1 : at + 3 + _MAX_MORE]]
    for match in matches:
        if any(_numbered(content, str(int(match[1]) + 1), spaced) for content in below):
            return _Record(match.span(1), match.end(), at)
    return None


def _numbered(line: str, number: str, spaced: bool) -> re.Match[str] | None:
    behind = r"(?![\d.．])" if spaced else r"(?![.．])"
    return re.match(rf"\s*(0*{number}){behind}[、]?\s*(?=\S)", fold(line))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The rows of a table whose first column bears their numbers."""

    text: str
    lines: Sequence[_Line]
    kinds: tuple[str, ...]
    spaced: bool

    def rows(self, lead: Sequence[int], records: Sequence[_Record]) -> tuple[list[_Row], int, float]:
        """Rows with headings between them, the line behind the last one, and how well a row fits on average."""
        ends = [self._end(record, record is records[-1]) for record in records]
        pieces = [self._piece(record, end) for record, end in zip(records, ends, strict=True)]
        cut = split_rows(pieces, self.kinds[1:], self.spaced)
        found = [self._section(lead[-1])] if len(lead) == 1 and self._is_section(lead[0]) else []
        stop, fits = 0, list[float]()
        if lead and not found:
            return [], 0, 0.0
        for record, end, row in zip(records, ends, cut, strict=True):
            found.append(self._cells(record, row))
            fits.append(row.score)
            stop = end + 1
            rest = [at for at in record.more if at > end]
            if record is records[-1] or (rest and (len(rest) > 1 or not self._is_section(rest[0]))):
                break
            found += [self._section(at) for at in rest]
        return found, stop, sum(fits) / max(len(fits), 1)

    def _end(self, record: _Record, last: bool) -> int:
        """The line that a row ends on."""
        best, end = self._fit(record, record.line), record.line
        for at in record.more[: _MAX_MORE if not last else 1]:
            if _HEADING.match(self.lines[at][1]):
                break
            fit = self._fit(record, at)
            if fit > best + _WRAP:
                best, end = fit, at
        return end

    def _fit(self, record: _Record, end: int) -> float:
        return split_rows([self._piece(record, end)], self.kinds[1:], self.spaced)[0].score

    def _piece(self, record: _Record, end: int) -> str:
        offset, content = self.lines[end]
        return self.text[self.lines[record.line][0] + record.start : offset + len(content.rstrip())]

    def _cells(self, record: _Record, row: CutRow) -> _Row:
        offset = self.lines[record.line][0]
        spans = [record.number, *((record.start + a, record.start + b) for a, b in row.runs)]
        return tuple(Cell(self.text[offset + a : offset + b], offset + a, offset + b) for a, b in spans)

    def _is_section(self, at: int) -> bool:
        content = self.lines[at][1].strip()
        return len(content) <= _MAX_SECTION and not _NO_SECTION.search(content)

    def _section(self, at: int) -> _Row:
        """A heading as a row of its own."""
        offset, content = self.lines[at]
        bare = content.strip()
        start = offset + content.index(bare)
        return (Cell(bare, start, start + len(bare)), *[Cell("", start, start)] * (len(self.kinds) - 1))


@dataclass(frozen=True, slots=True)
class _NumberedInside:
    """The rows of a table whose numbers stand in another column than the first, each on one line."""

    lines: Sequence[_Line]
    kinds: tuple[str, ...]
    spaced: bool

    def rows(self, first: int) -> tuple[list[_Row], int, float]:
        """Rows, the line behind the last one, and how well they fit on average."""
        found, fits = list[_Row](), list[float]()
        count: int | None = None
        for offset, content in self.lines[first:]:
            line = content.rstrip()
            if not line.strip() or len(line) > _MAX_LINE or re.search(r"[|\t]", line):
                break
            ways = [self._cut(line, *match.span()) for match in _numbers(line, count)]
            if not ways:
                break
            number, row = max(ways, key=lambda way: way[1].score)
            count = number + 1
            found.append(tuple(Cell(line[a:b], offset + a, offset + b) for a, b in row.runs))
            fits.append(row.score)
        return found, first + len(found), sum(fits) / max(len(fits), 1)

    def _cut(self, line: str, start: int, end: int) -> tuple[int, CutRow]:
        """The number ``[start, end)`` and the cells around it."""
        at = self.kinds.index("index")
        before = split_rows([line[:start]], self.kinds[:at], self.spaced)[0]
        after = split_rows([line[end:]], self.kinds[at + 1 :], self.spaced)[0]
        runs = (*before.runs, (start, end), *((end + a, end + b) for a, b in after.runs))
        return int(fold(line[start:end])), CutRow(runs, before.score + after.score)


def _numbers(line: str, count: int | None) -> Iterator[re.Match[str]]:
    """Places of a line that may be its number: ``count`` where that is known."""
    for start in range(len(line)):
        sizes = (1, 2, 3) if count is None else (len(str(count)),)
        number = rf"0{{0,2}}{count}" if count is not None else ""
        for size in sizes:
            match = re.compile(number or rf"\d{{{size}}}").match(fold(line), start)
            if match:
                yield match
