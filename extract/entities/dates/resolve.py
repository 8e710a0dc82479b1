"""From stated fields to a period of the calendar."""

from datetime import date, timedelta

from mingdan.extract.entities.dates import periods
from mingdan.extract.entities.dates.parts import Parts
from mingdan.extract.entities.dates.periods import Period


def _edge(period: Period, edge: str | None) -> Period:
    if edge is None:
        return period
    if edge == "middle":
        return periods.single(date(period.first.year, 6, 30))
    return periods.single(period.first if edge == "first" else period.last)


def _in_month(parts: Parts, year: int, month: int) -> Period:
    if parts.day is not None:
        return periods.single(date(year, month, parts.day))
    if parts.third is not None:
        tens, ones = divmod(parts.third, 10)
        return periods.join(periods.third(year, month, tens or ones), periods.third(year, month, ones))
    if parts.fortnight == 1:
        return Period(date(year, month, 1), date(year, month, 15), "span")
    if parts.fortnight == 2:
        return Period(date(year, month, 16), periods.month_end(year, month), "span")
    if parts.nth is not None:
        return periods.week_of_month(year, month, parts.nth)
    return _edge(periods.month(year, month), parts.edge)


def in_year(parts: Parts, year: int) -> Period:
    """The period that the fields mean in ``year``. Raises :class:`ValueError` where the calendar has no such day.

    >>> in_year(Parts(month=6, edge="last"), 2025).iso(), in_year(Parts(quarters=3), 2025).iso()
    ('2025-06-30', '2025-01-01/2025-09-30')
    """
    if parts.month is not None:
        return _in_month(parts, year, parts.month)
    if parts.quarter is not None:
        return _edge(periods.quarter(year, parts.quarter), parts.edge)
    if parts.quarters is not None:
        return _edge(periods.join(periods.quarter(year, 1), periods.quarter(year, parts.quarters)), parts.edge)
    if parts.half is not None:
        return _edge(periods.half(year, parts.half), parts.edge)
    if parts.months is not None:
        return periods.join(periods.month(year, 1), periods.month(year, parts.months))
    return _edge(periods.year(year), parts.edge)


def _weekday(parts: Parts, published: date) -> Period:
    span = periods.week(published + timedelta(weeks=parts.week_offset or 0))
    if parts.weekday is None:
        return span
    if parts.weekday == 7:
        return Period(span.first + timedelta(days=5), span.last, "span")
    return periods.single(span.first + timedelta(days=parts.weekday))


def from_published(parts: Parts, published: date) -> Period | None:
    """Period of an expression that counts from the publication date; None where it does not.

    Raises :class:`ValueError` where the calendar has no such day.
    """
    if parts.day_offset is not None:
        return periods.single(published + timedelta(days=parts.day_offset))
    if parts.week_offset is not None:
        return _weekday(parts, published)
    if parts.month_offset is not None:
        return _in_month(parts, *periods.shift_month(published.year, published.month, parts.month_offset))
    if parts.quarter_offset is not None:
        year, month = periods.shift_month(published.year, published.month, 3 * parts.quarter_offset)
        return _edge(periods.quarter(year, (month + 2) // 3), parts.edge)
    if parts.year_offset is not None:
        return in_year(parts, published.year + parts.year_offset)
    return None


def possible(parts: Parts) -> bool:
    """Whether the fields fit some year (2月30日, 13月 and 5季度 do not).

    >>> possible(Parts(month=2, day=29)), possible(Parts(month=2, day=30)), possible(Parts(month=13))
    (True, False, False)
    """
    if parts.month_offset is not None or (parts.day is not None and parts.month is None):
        return parts.day is None or 1 <= parts.day <= 31
    if parts.quarter is not None and not 1 <= parts.quarter <= 4:
        return False
    try:
        in_year(parts, parts.year or 2024)
    except ValueError:
        return False
    return True
