"""A date value with the place that it was read from."""

from dataclasses import dataclass
from typing import Self

from mingdan.core.records import Entity, Span

CAME_OUT, HOLDS, AS_OF = range(3)
"""What a date says of a list: the day it came out, a version or day of effect, the day as of which it holds."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date value with the span that it was read from; ``rank`` says how well it dates a list."""

    value: str
    span: Span
    rank: int = CAME_OUT

    @classmethod
    def of(cls, date: Entity, rank: int = CAME_OUT) -> Self:
        """The value and the place of a date mention."""
        return cls(date.value or "", Span(date.start, date.end), rank)
