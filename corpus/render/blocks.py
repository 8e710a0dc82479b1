"""A document's text as blocks: lines of prose and tables, with their places in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULE_ROW = re.compile(r"\|[\s:|-]*-[\s:|-]*\|?")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of prose, or a table with ``rows``. ``[start, end)`` is its place in the text, in code points."""

    start: int
    end: int
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def is_rule_row(line: str) -> bool:
    """Whether a line is the ``|---|`` row of a Markdown table.

    >>> is_rule_row("|---|:--|"), is_rule_row("| 甲 | — |")
    (True, False)
    """
    return _RULE_ROW.fullmatch(line.strip()) is not None


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a Markdown table.

    >>> is_table_row("| 甲 | 乙 |"), is_table_row("甲 | 乙")
    (True, False)
    """
    line = line.strip()
    return len(line) > 2 and line.startswith("|") and line.endswith("|")


def cells(line: str) -> tuple[str, ...]:
    """The cells of a table row, stripped.

    >>> cells("| 甲 | | 乙 |")
    ('甲', '', '乙')
    """
    return tuple(cell.strip() for cell in line.strip()[1:-1].split("|"))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def blocks(text: str) -> list[Block]:
    """Blocks in order; blank lines are left out, rows of one table stand together, short rows are filled up.

    >>> [b.rows or b.text for b in blocks("甲\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |")]
    ['甲', (('a', 'b'), ('1', '2'))]
    """
    found: list[Block] = []
    table: list[tuple[int, str]] = []
    for start, line in [*_lines(text), (len(text), "")]:
        if is_table_row(line):
            table.append((start, line))
            continue
        if table:
            found.append(_table(table))
            table = []
        if line.strip():
            found.append(Block(start, start + len(line), line.strip()))
    return found


def _table(lines: list[tuple[int, str]]) -> Block:
    rows = [cells(line) for _, line in lines if not is_rule_row(line)]
    size = max((len(row) for row in rows), default=0)
    full = tuple(row + ("",) * (size - len(row)) for row in rows)
    start, end = lines[0][0], lines[-1][0] + len(lines[-1][1])
    return Block(start, end, "\n".join(line for _, line in lines), full)
