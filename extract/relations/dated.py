"""A date value with the place that it was read from."""

from dataclasses import dataclass
from typing import Self

from mingdan.core.records import Entity, Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date value with the span that it was read from."""

    value: str
    span: Span

    @classmethod
    def of(cls, date: Entity) -> Self:
        """The value and the place of a date mention."""
        return cls(date.value or "", Span(date.start, date.end))
