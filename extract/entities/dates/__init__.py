"""Calendar expressions: found by pattern, put on the calendar by publication date, tense and context."""

from mingdan.extract.entities.dates.find import find_dates

__all__ = ["find_dates"]
