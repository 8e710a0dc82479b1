"""ISO 8601 dates and intervals as documents state them, as days that can be compared."""

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def last_day(stated: str | None) -> str | None:
    """The last day of a date or interval; ``None`` where it has no end or is no date.

    >>> last_day("2025-04"), last_day("2025-04-01/2025-06-30"), last_day("2024"), last_day("2025-02-03/..")
    ('2025-04-30', '2025-06-30', '2024-12-31', '2025-02-03')
    """
    if not stated:
        return None
    start, _, end = stated.partition("/")
    found = _DATE.fullmatch(end) or _DATE.fullmatch(start)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not 1 <= month <= 12 or not year >= 1:
        return None
    day = int(found[3]) if found[3] else calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day:02d}"
