"""What a date expression says, read from a match: the stated fields, before the calendar fills the rest."""

import re
from dataclasses import dataclass, replace

from mingdan.extract.entities.dates.numerals import number, year_number
from mingdan.extract.entities.dates.words import relative


@dataclass(frozen=True, slots=True)
class Parts:
    """Stated fields of one expression. ``*_offset`` count units from the publication date.

    ``edge`` is ``first`` or ``last``: the first or last day of the smallest stated period. ``quarters`` and ``months``
    count from the year's begin (前三季度, 前9个月); ``counted`` is true where 个 stands before 月. ``nth`` is a week
    of the month.
    """

    year: int | None = None
    year_offset: int | None = None
    month: int | None = None
    month_offset: int | None = None
    day: int | None = None
    day_offset: int | None = None
    quarter: int | None = None
    quarter_offset: int | None = None
    half: int | None = None
    third: int | None = None
    fortnight: int | None = None
    week_offset: int | None = None
    weekday: int | None = None
    nth: int | None = None
    quarters: int | None = None
    months: int | None = None
    counted: bool = False
    edge: str | None = None
    bare: str | None = None

    @property
    def has_year(self) -> bool:
        """Whether the year is stated or follows from the publication date alone."""
        offsets = (self.year_offset, self.month_offset, self.day_offset, self.quarter_offset, self.week_offset)
        return self.year is not None or any(offset is not None for offset in offsets)

    @property
    def absolute(self) -> bool:
        """Whether the year is written out."""
        return self.year is not None

    @property
    def rule(self) -> str:
        """Name of the form, for the mention's source."""
        if self.bare:
            return "bare_edge"
        form = next((n for n in _FORMS if getattr(self, n) is not None), "year")
        if form == "day" and self.month is None and self.month_offset is None:
            return "day_of_month"
        return form if self.has_year or form in {"week_offset", "day_offset"} else f"{form}_no_year"


_FORMS = (
    *(
        "day_offset",
        "week_offset",
        "day",
        "third",
        "fortnight",
        "nth",
        "months",
        "quarters",
        "quarter",
        "quarter_offset",
    ),
    *("half", "month", "month_offset", "year", "year_offset"),
)
_INDEX = {"上": 1, "中": 2, "下": 3, "上中": 12, "中下": 23}
_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6, "末": 7}


def _get(groups: dict[str, str | None], name: str) -> int | None:
    text = groups.get(name)
    return number(text) if text else None


def _year(groups: dict[str, str | None]) -> dict[str, int | None]:
    text = groups.get("year") or (groups.get("short") or "").lstrip("'")
    word = groups.get("year_word")
    return {"year": year_number(text) if text else None, "year_offset": relative(word).offset if word else None}


def _edge(groups: dict[str, str | None]) -> str | None:
    names = ("year_edge", "month_edge", "quarter_edge", "quarters_edge", "half_edge")
    text = next((groups[name] for name in names if groups.get(name)), None)
    if not text:
        return None
    if text.endswith("中"):
        return "middle"
    return "first" if text.endswith(("初", "始")) else "last"


def _offset(groups: dict[str, str | None], name: str) -> int | None:
    word = groups.get(name)
    return relative(word).offset if word else None


def read(match: re.Match[str]) -> Parts:
    """Fields of a match of :func:`mingdan.extract.entities.dates.patterns.atoms`; numbers are not yet checked."""
    groups = match.groupdict()
    half, third, fortnight = groups.get("half"), groups.get("third"), groups.get("fortnight")
    weekday = groups.get("weekday")
    return Parts(
        **_year(groups),
        month=_get(groups, "month"),
        month_offset=_offset(groups, "month_word"),
        day=_get(groups, "day") if groups.get("day") else _get(groups, "bare_day"),
        day_offset=_offset(groups, "day_word"),
        quarter=1 if groups.get("first_quarter") else _get(groups, "quarter"),
        quarter_offset=_offset(groups, "quarter_word"),
        half=(2 if half in {"下", "2"} else 1) if half else None,
        third=_INDEX[third] if third else None,
        fortnight=(2 if fortnight == "下" else 1) if fortnight else None,
        week_offset=_offset(groups, "week_word"),
        weekday=_WEEKDAYS[weekday] if weekday else None,
        nth=_get(groups, "nth"),
        quarters=_get(groups, "quarters"),
        months=_get(groups, "months"),
        counted=groups.get("counted") is not None,
        edge=_edge(groups),
        bare=groups.get("bare_edge"),
    )


def read_range(match: re.Match[str]) -> tuple[Parts, Parts]:
    """Both ends of a match of :func:`mingdan.extract.entities.dates.patterns.ranges`."""
    groups = match.groupdict()
    if groups.get("pair"):
        return Parts(year_offset=0), Parts(year_offset=1)
    first = read(match)
    changes = {name: value for name in ("month", "quarter", "day") if (value := _get(groups, f"{name}_b")) is not None}
    if year_text := groups.get("year_b"):
        century = str(first.year)[:2] if len(year_text) == 2 else ""
        changes["year"] = year_number(century + year_text)
    return first, replace(first, **changes)
