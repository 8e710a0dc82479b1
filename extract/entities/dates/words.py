"""Word lists of the date rules, read from ``dates.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from mingdan.extract.knowledge import read_rules

Unit = Literal["year", "quarter", "month", "week", "day"]


@dataclass(frozen=True, slots=True)
class Relative:
    """Words that mean the unit ``offset`` units from the publication date's. ``spoken``: not dated inside quotes."""

    words: tuple[str, ...]
    unit: Unit
    offset: int
    not_before: str
    not_after: str
    spoken: bool

    @property
    def pattern(self) -> str:
        """Regular expression of the words with their forbidden neighbours."""
        before = f"(?<![{self.not_before}])" if self.not_before else ""
        after = f"(?![{self.not_after}])" if self.not_after else ""
        words = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        return f"{before}(?:{words}){after}"


@cache
def rules() -> Mapping[str, Any]:
    """The parsed file."""
    return read_rules("dates.toml")


@cache
def relatives() -> tuple[Relative, ...]:
    """All relative words."""
    return tuple(
        Relative(
            tuple(row["words"]),
            cast(Unit, row["unit"]),
            row["offset"],
            row["not_before"],
            row["not_after"],
            row.get("spoken", False),
        )
        for row in rules()["relative"]
    )


@cache
def relative(word: str) -> Relative:
    """The entry of a relative word."""
    return next(entry for entry in relatives() if word in entry.words)


@cache
def listed(table: str, key: str) -> tuple[str, ...]:
    """A list of the file, longest word first."""
    return tuple(sorted(rules()[table][key], key=len, reverse=True))


@cache
def matcher(table: str, key: str) -> re.Pattern[str]:
    """The list as one pattern; ``*`` in a word stands for a number."""
    words = (re.escape(word).replace(r"\*", r"[\d一二三四五六七八九十〇零]{1,5}") for word in listed(table, key))
    return re.compile("|".join(words))
