"""Rows of a table that a page sets as paragraphs: its head and its numbered lines stand one below the other."""

import re
from collections.abc import Iterator

from mingdan.core.records import Span
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.cut import keep, kept

_GAP = "\n\n"
_HEAD = re.compile(r"\s*(?:序\s?号|编\s?号|No\.?)(?![:：。，、])[^。，；：:]{2,60}$", re.I)
_ROW = re.compile(r"\s*0*(\d{1,4})(?!\d|年|月|日|[.．]\d)")
_MAX_ROW, _MIN_ROWS = 200, 2


def close_rows(raw: RawDocument) -> RawDocument:
    """The document with one line break between the head of such a table and its rows, instead of a blank line.

    Rows are single lines that open with consecutive numbers; there must be two at least.
    """
    cuts = [Span(place, place + 1) for place in _gaps(raw.text)]
    return keep(raw, kept(cuts, len(raw.text))) if cuts else raw


def _gaps(text: str) -> Iterator[int]:
    blocks = text.split(_GAP)
    starts: list[int] = []
    position = 0
    for block in blocks:
        starts.append(position)
        position += len(block) + len(_GAP)
    number = 0
    while number < len(blocks):
        count = _rows(blocks, number) if "\n" not in blocks[number] and _HEAD.match(blocks[number]) else 0
        if count >= _MIN_ROWS:
            yield from (starts[row] - len(_GAP) for row in range(number + 1, number + 1 + count))
        number += 1 + count


def _rows(blocks: list[str], head: int) -> int:
    """How many blocks after ``head`` are numbered rows."""
    before: int | None = None
    for count, block in enumerate(blocks[head + 1 :]):
        match = _ROW.match(block) if "\n" not in block and len(block) <= _MAX_ROW else None
        if match is None or (before is not None and int(match[1]) != before + 1):
            return count
        before = int(match[1])
    return len(blocks) - head - 1
