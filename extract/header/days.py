"""Full calendar days of a document: the candidates for its publication date."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingdan.core.fold import fold
from mingdan.core.records import Entity
from mingdan.core.taken import Taken
from mingdan.extract.entities.dates import find_dates
from mingdan.extract.header.lines import Line

_CLOSE_DAYS = 45
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_DAY, _YEAR = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ENGLISH = (
    re.compile(rf"(?<![a-z]){_MONTH}\s*{_DAY},?\s*{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_DAY}[\s-]*{_MONTH},?[\s-]*{_YEAR}", re.IGNORECASE),
)
_SHORT = re.compile(r"(?<![\d\-/.])(?P<year>\d\d)(?P<mark>[-/.])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d\-/.])")
_COMPACT = re.compile(r"(?<![\d\w-])(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?![\d\w]|-(?!\d{4}(?!\d)))")
_DATELINE = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:晚间?|上午|下午|凌晨|早间)?(?:电|讯|消息|出刊|出版)")
_YEAR_ALONE = re.compile(
    r"(?<![\d\-/.])(?P<year>(?:19|20)\d\d)年(?![\d度末底初上下半])|©\D{0,12}(?P<copyright>20\d\d)(?!\d)"
)
_HEAD = 5


@dataclass(frozen=True, slots=True)
class Day:
    """An ISO day written at ``[start, end)``; ``kind`` is full, english, short or dateline (its year taken from near).

    ``line`` is the index of its line.
    """

    value: str
    start: int
    end: int
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A publication date with its place and the form of statement that gave it."""

    value: str
    start: int
    end: int
    form: str


def full_dates(text: str) -> list[Entity]:
    """Days whose year is written out."""
    return [e for e in find_dates(text, None) if e.value and len(e.value) == 10 and e.source == "date:day"]


def dateline(line: Line) -> re.Match[str] | None:
    """The dateline that opens a line (浦岸财经6月5日电), year-less ones included; offsets into ``line.folded``."""
    match = _DATELINE.search(line.folded[:60])
    return match if match and not re.search(r"[。，,;；]", line.folded[: match.start()]) else None


def days_of(text: str, lines: Sequence[Line]) -> list[Day]:
    """All candidates in text order, none inside another.

    >>> from mingdan.extract.header.lines import lines_of
    >>> text = "名单\\n2025-10-31 Oct 30, 2025"
    >>> [(day.value, day.kind, day.line) for day in days_of(text, lines_of(text))]
    [('2025-10-31', 'full', 1), ('2025-10-30', 'english', 1)]
    """
    starts = [line.start for line in lines]
    found = [(e.value or "", e.start, e.end, "full") for e in full_dates(text)]
    years = [value for value, *_ in found]
    taken = Taken((start, end) for _, start, end, _ in found)
    for extra in (*_foreign(text), *_datelines(lines, years)):
        if not taken.meets(extra[1], extra[2]):
            found.append(extra)
            taken.take(extra[1], extra[2])
    placed = ((item, bisect_right(starts, item[1]) - 1) for item in sorted(found, key=lambda item: item[1]))
    return [Day(*item, line) for item, line in placed if line >= 0]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _foreign(text: str) -> Iterator[tuple[str, int, int, str]]:
    folded = fold(text)
    for match in (match for pattern in _ENGLISH for match in pattern.finditer(folded)):
        month = _MONTHS.index(match["month"][:3].lower()) + 1
        value = _iso(int(match["year"]), month, int(match["day"]))
        if value:
            yield value, match.start(), match.end(), "english"
    for match in (*_SHORT.finditer(folded), *_COMPACT.finditer(folded)):
        year = int(match["year"])
        value = _iso(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))
        if value:
            yield value, match.start(), match.end(), "short"


def _datelines(lines: Sequence[Line], dates: Sequence[str]) -> Iterator[tuple[str, int, int, str]]:
    for line in lines:
        match = dateline(line)
        if match:
            year = _close_year(int(match["month"]), int(match["day"]), dates) or _page_year(lines)
            value = _iso(year, int(match["month"]), int(match["day"])) if year else None
            if value:
                yield value, line.start + match.start(), line.start + match.end("day") + 1, "dateline"


def _page_year(lines: Sequence[Line]) -> int | None:
    """The one year that the page's head names, or its copyright line; None where there are several."""
    found = [match for line in lines[:_HEAD] for match in _YEAR_ALONE.finditer(line.folded) if match["year"]]
    years = {int(match["year"]) for match in found}
    if not years:
        signed = (_YEAR_ALONE.search(line.folded) for line in lines if "©" in line.folded)
        years = {int(match["copyright"]) for match in signed if match and match["copyright"]}
    return years.pop() if len(years) == 1 else None


def _close_year(month: int, day: int, dates: Sequence[str]) -> int | None:
    years: set[int] = set()
    for stated in map(date.fromisoformat, dates):
        for year in (stated.year - 1, stated.year, stated.year + 1):
            value = _iso(year, month, day)
            if value and abs((date.fromisoformat(value) - stated).days) <= _CLOSE_DAYS:
                years.add(year)
    return years.pop() if len(years) == 1 else None
