"""Lines of a document with their offsets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mingdan.core.fold import fold
from mingdan.extract.knowledge import read_rules

_MARKUP = re.compile(r"[\s#*>|\-—=]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without blank edges and heading marks, at ``[start, end)``; ``folded`` has the same length.

    ``table`` is true for a row of a Markdown table.
    """

    start: int
    end: int
    text: str
    folded: str
    table: bool = False


def lines_of(text: str) -> list[Line]:
    """The lines that hold more than markup.

    >>> [(line.start, line.text) for line in lines_of("# 公告\\n\\n 名单 ")]
    [(2, '公告'), (7, '名单')]
    """
    found: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        lead = _MARKUP.match(raw)
        begin = lead.end() if lead else 0
        body = raw[begin:].rstrip(" \t\r*#|")
        if body:
            start = position + begin
            found.append(Line(start, start + len(body), body, fold(body), raw.lstrip().startswith("|")))
        position += len(raw) + 1
    return found


@cache
def rules() -> Mapping[str, Any]:
    """Labels and name ends of headers."""
    return read_rules("dates_header.toml")


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """A list of the file, longest first."""
    return tuple(sorted(rules()[table][key], key=len, reverse=True))


def either(table: str, key: str) -> str:
    """The list as a regular expression."""
    return "|".join(re.escape(word) for word in words(table, key))
