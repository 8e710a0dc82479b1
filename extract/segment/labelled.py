"""Records drawn as lines of a label and a value: ``合作类型：助贷`` or, parted by a wide gap, ``状　　态　存续``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingdan.extract.segment.cells import Cell, Table, column_kind, lines_of, make_table

_NAMED = frozenset({"partner", "operator", "brand", "discloser"})
_MARK = r"^\s*(?:\d{1,3}\s*[.、．)）]\s*|[①-⑳-]\s*)?"
_COLON = re.compile(_MARK + r"(?P<key>[\u3400-\u9fffA-Za-z/（）()]{2,10})[ 　]*[:：][ 　]*(?P<value>\S.*)$")
_GAP = re.compile(
    _MARK + r"(?P<key>[\u3400-\u9fff](?:[ 　]*[\u3400-\u9fff]){1,7}?)(?:　+[ 　]*| {2,}|\t)(?P<value>\S.*)$"
)
_HEAD = re.compile(
    r"^\s*[◆■●▍▪□○★#*【\[第(（]?.{0,4}?(?:编号|序号|[Nn][Oo]\.?|机构|第)\s*"
    r"[\w.一二三四五六七八九十-]{1,12}[】\])）]?\s*$"
)
_SHORT_HEAD = 8
_Row = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line's label without white space, and the cells of label and value."""

    key: str
    label: Cell
    value: Cell


def colon_records(text: str) -> Iterator[Table]:
    """Blocks of lines ``label：value`` whose first label comes again; each block is a row."""
    yield from _records(text, _COLON)


def gap_records(text: str) -> Iterator[Table]:
    """The same with a wide gap behind the label, which names what the columns of partner tables hold."""
    yield from _records(text, _GAP)


def _records(text: str, pattern: re.Pattern[str]) -> Iterator[Table]:
    lines = [line for line in lines_of(text) if line[1].strip()]
    pairs = [_pair(line, pattern) for line in lines]
    number = 0
    while number < len(lines):
        first, stop = pairs[number], number + 1
        while first and stop < len(lines) and (pairs[stop] or _heads(lines, pairs, stop, first.key)):
            stop += 1
        found = [pair for pair in pairs[number:stop] if pair]
        table = _table(found, lines[number][0], lines[stop - 1]) if stop - number >= 4 else None
        if table is not None:
            yield table
        number = stop


def _pair(line: _Row, pattern: re.Pattern[str]) -> _Pair | None:
    match = pattern.match(line[1])
    if match is None:
        return None
    key = "".join(match["key"].split())
    if pattern is _GAP and not column_kind(key):
        return None
    return _Pair(key, _cell(line, match, "key"), _cell(line, match, "value"))


def _cell(line: _Row, match: re.Match[str], group: str) -> Cell:
    content = match[group].rstrip()
    start = line[0] + match.start(group)
    return Cell(content, start, start + len(content))


def _heads(lines: Sequence[_Row], pairs: Sequence[_Pair | None], position: int, key: str) -> bool:
    """Whether a line is the number or mark of the record that begins on the next line (``▍02``, ``◆ 编号 BN-01``)."""
    following = pairs[position + 1] if position + 1 < len(pairs) else None
    content = lines[position][1].strip()
    return (
        following is not None and following.key == key and (len(content) <= _SHORT_HEAD or bool(_HEAD.match(content)))
    )


def _table(pairs: Sequence[_Pair], start: int, last: _Row) -> Table | None:
    keys = [pair.key for pair in pairs]
    starts = [number for number, key in enumerate(keys) if key == keys[0]]
    names = list(dict.fromkeys(keys))
    kinds = [column_kind(name) for name in names]
    named = any(kind in _NAMED for kind in kinds)
    if len(starts) < 2 or len(names) < 2 or not named or not any("role" in k or "status" in k for k in kinds):
        return None
    end = last[0] + len(last[1])
    head = tuple(pairs[keys.index(name)].label for name in names)
    rows: list[tuple[Cell, ...]] = []
    for left, right in pairwise([*starts, len(pairs)]):
        block = {pair.key: pair.value for pair in pairs[left:right]}
        rows.append(tuple(block.get(name, Cell("", end, end)) for name in names))
    return make_table(start, end, head, tuple(rows))
