"""Calendar periods and their ISO 8601 form."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "month", "year", "span"]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days ``first`` to ``last``, both included. ``grain`` says how the value is written."""

    first: date
    last: date
    grain: Grain

    def iso(self) -> str:
        """ISO 8601 value of the mention.

        >>> year(2025).iso(), month(2025, 6).iso(), quarter(2025, 1).iso()
        ('2025', '2025-06', '2025-01-01/2025-03-31')
        >>> join(month(2025, 3), month(2025, 5)).iso(), join(year(2025), year(2028)).iso()
        ('2025-03/2025-05', '2025/2028')
        """
        ends = [_write(self.first, self.grain), _write(self.last, self.grain)]
        return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _write(day: date, grain: Grain) -> str:
    cut = {"year": 4, "month": 7}.get(grain, 10)
    return day.isoformat()[:cut]


def single(day: date) -> Period:
    """One day."""
    return Period(day, day, "day")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def month_end(number: int, month_number: int) -> date:
    """The month's last day."""
    return date(number, month_number, monthrange(number, month_number)[1])


def month(number: int, month_number: int) -> Period:
    """A calendar month."""
    return Period(date(number, month_number, 1), month_end(number, month_number), "month")


def quarter(number: int, index: int) -> Period:
    """Quarter 1–4 as whole days."""
    return Period(date(number, 3 * index - 2, 1), month_end(number, 3 * index), "span")


def half(number: int, index: int) -> Period:
    """Half 1 or 2 of a year as whole days."""
    return Period(date(number, 6 * index - 5, 1), month_end(number, 6 * index), "span")


def third(number: int, month_number: int, index: int) -> Period:
    """上旬, 中旬 or 下旬: days 1–10, 11–20, 21–end."""
    last = date(number, month_number, 10 * index) if index < 3 else month_end(number, month_number)
    return Period(date(number, month_number, 10 * index - 9), last, "span")


def week(day: date) -> Period:
    """Monday to Sunday around ``day``."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), "span")


def week_of_month(number: int, month_number: int, index: int) -> Period:
    """The week that begins on the month's ``index``-th Monday. Raises :class:`ValueError` where there is none.

    >>> week_of_month(2025, 10, 2).iso()
    '2025-10-13/2025-10-19'
    """
    first = date(number, month_number, 1)
    monday = first + timedelta(days=-first.weekday() % 7 + 7 * (index - 1))
    if monday.month != month_number:
        raise ValueError("the month has no such week")
    return week(monday)


def shift_month(number: int, month_number: int, offset: int) -> tuple[int, int]:
    """Year and month ``offset`` months later.

    >>> shift_month(2026, 1, -1)
    (2025, 12)
    """
    index = number * 12 + month_number - 1 + offset
    return index // 12, index % 12 + 1


def join(first: Period, last: Period) -> Period:
    """One period from the begin of ``first`` to the end of ``last``.

    Raises :class:`ValueError` where the end lies before the begin.
    """
    if last.last < first.first:
        raise ValueError("the range ends before it begins")
    same = first.grain == last.grain and first.grain in {"year", "month"}
    return Period(first.first, last.last, first.grain if same else "span")
