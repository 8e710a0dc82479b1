"""Values as YAML gives them, and ISO 8601 dates, periods and intervals as the record keeps them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeGuard, TypeVar

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

T = TypeVar("T", bound=str)


def is_iso_value(value: str) -> bool:
    """Whether ``value`` is a day, month or year, or an interval of two whose ends stand in order.

    >>> [is_iso_value(v) for v in ("2025-06-30", "2025/2028", "2025-02-30", "2025-06/2025-05")]
    [True, True, False, False]
    """
    ends = value.split("/")
    return len(ends) <= 2 and all(map(_is_point, ends)) and ends[0] <= ends[-1]


def is_iso_day(value: str) -> bool:
    """Whether ``value`` is one day of the calendar, written ``YYYY-MM-DD``."""
    return len(value) == 10 and _is_point(value)


def _is_point(value: str) -> bool:
    match = _POINT.fullmatch(value)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def as_text(value: Any) -> str | None:
    """A YAML scalar as the string that stands in the file; null stays null.

    >>> as_text(date(2025, 4, 1)), as_text(2024), as_text(None)
    ('2025-04-01', '2024', None)
    """
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def as_texts(value: Any) -> tuple[str, ...]:
    """A YAML list of scalars; anything but a list is empty."""
    return tuple(str(item) for item in as_list(value))


def as_list(value: Any) -> list[Any]:
    """``value`` where it is a list, else an empty one."""
    return list(value) if isinstance(value, list) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def as_map(value: Any) -> dict[str, Any]:
    """``value`` with string keys where it is a map, else an empty one."""
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def is_one_of(value: Any, codes: Sequence[T]) -> TypeGuard[T]:
    """Whether ``value`` is one of a closed vocabulary's strings."""
    return value in codes
