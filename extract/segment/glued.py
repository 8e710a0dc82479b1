"""A table whose heads and rows all stand on one line, with nothing between them but the numbers of the rows."""

import re
from collections.abc import Iterator, Sequence

from mingdan.core.fold import fold

_Line = tuple[int, str]
_HEADS = re.compile(r"\s*(?=.{0,20}(?:序|编|No))[^\d|\t。；，：:？?！!、]{4,60}?(?=\s*0{0,3}1[^\d.．])")
_MIN_ROWS = 3
_MIN_ROW = 4


def parted(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines with such a table as a line of heads and one line for each row; offsets stay those of the text.

    >>> list(parted([(5, "序号机构名称1甲公司助贷2乙公司助贷3丙公司")]))
    [(5, '序号机构名称'), (11, '1甲公司助贷'), (17, '2乙公司助贷'), (23, '3丙公司')]
    """
    for offset, content in lines:
        starts = [0, *_rows(fold(content))]
        if len(starts) <= _MIN_ROWS:
            yield offset, content
            continue
        for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
            yield offset + start, content[start:end]


def _rows(content: str) -> list[int]:
    """Where the numbered rows begin; empty where the line does not begin with heads."""
    match = _HEADS.match(content)
    starts = [match.end()] if match else []
    while starts:
        number = re.compile(rf"(?<![\d\-.])0{{0,3}}{len(starts) + 1}(?![\d\-.．年月日号家个])(?=\s*\S)")
        found = number.search(content, starts[-1] + _MIN_ROW)
        if found is None:
            break
        starts.append(found.start())
    return starts
