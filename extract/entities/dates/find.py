"""DATE mentions of a text."""

from collections.abc import Sequence
from datetime import date

from mingdan.core.records import Entity, Span
from mingdan.extract.entities.dates.compact import compact
from mingdan.extract.entities.dates.context import Context, period_of
from mingdan.extract.entities.dates.parts import Parts
from mingdan.extract.entities.dates.periods import Period, join
from mingdan.extract.entities.dates.resolve import from_published, in_year
from mingdan.extract.entities.dates.scan import Candidate, candidates

_CONFIDENCE = {"stated": 0.98, "relative": 0.95, "filled": 0.92, "bare": 0.75}


def _range_end(context: Context, candidate: Candidate, first: Period) -> Period | None:
    to = candidate.to
    if to is None:
        return first
    if to.has_year:
        if to.year is not None:
            return in_year(to, to.year)
        return from_published(to, context.published) if context.published else None
    if to.day is not None and to.month is None:
        return in_year(Parts(month=first.last.month, day=to.day), first.last.year)
    year = first.first.year
    if context.text[: candidate.end].endswith("次年"):
        year += 1
    last = in_year(to, year)
    return last if last.last >= first.first else in_year(to, year + 1)


def _before_dated_end(candidate: Candidate) -> Period | None:
    """First end of a range whose last end alone states the year (12月30日至2026年3月29日)."""
    parts, to = candidate.parts, candidate.to
    if to is None or not to.absolute or parts.has_year or parts.month is None:
        return None
    last = in_year(to, to.year or 0)
    first = in_year(parts, last.first.year)
    return first if first.first <= last.first else in_year(parts, last.first.year - 1)


def _resolve(context: Context, candidate: Candidate) -> Period | None:
    try:
        first = _before_dated_end(candidate) or period_of(context, candidate)
        last = _range_end(context, candidate, first) if first else None
        if first is None or last is None:
            return None
        period = join(first, last) if candidate.to else first
    except (ValueError, OverflowError):
        return None
    context.note(candidate, period)
    return period


def _confidence(parts: Parts) -> float:
    if parts.bare or parts.rule.startswith("day_of_month"):
        return _CONFIDENCE["bare"]
    if parts.absolute:
        return _CONFIDENCE["stated"]
    return _CONFIDENCE["relative" if parts.has_year else "filled"]


def _only_year(found: Sequence[Candidate]) -> int | None:
    """The year that all written-out dates share, two of them with a month; None beside words like 去年."""
    stated = [c.parts for c in found if c.parts.absolute]
    years = {parts.year for parts in stated} | {c.to.year for c in found if c.to and c.to.absolute}
    relative = any(c.parts.year_offset for c in found)
    if len(years) != 1 or relative or sum(parts.month is not None for parts in stated) < 2:
        return None
    return years.pop()


def find_dates(text: str, published: date | None, *, blocked: Sequence[Span] = ()) -> list[Entity]:
    """DATE mentions in order, none overlapping another or a ``blocked`` span; ``value`` is ISO 8601.

    Offsets are code points, end exclusive. Without ``published`` only what the text itself puts on the calendar is
    found: full dates, and year-less ones of a sentence or document whose full dates leave only one year.

    >>> [(e.text, e.value) for e in find_dates("截至6月末,较去年末增加;将于10月1日起施行。", date(2025, 7, 8))]
    [('6月末', '2025-06-30'), ('去年末', '2024-12-31'), ('10月1日', '2025-10-01')]
    """
    squeezed = compact(text)
    found = candidates(squeezed.text)
    context = Context(squeezed.text, published, _only_year(found))
    entities: list[Entity] = []
    for candidate in found:
        start, end = squeezed.span(candidate.start, candidate.end)
        if any(span.start < end and start < span.end for span in blocked):
            continue
        period = _resolve(context, candidate)
        if period is None:
            continue
        rule = f"date:{'range' if candidate.to else candidate.parts.rule}"
        confidence = _confidence(candidate.parts)
        entities.append(Entity(start, end, "DATE", text[start:end], period.iso(), confidence, rule))
    return entities
