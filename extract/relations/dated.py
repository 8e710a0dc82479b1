"""A date value with the place that it was read from."""

from dataclasses import dataclass

from mingdan.core.records import Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date value with the span that it was read from."""

    value: str
    span: Span
