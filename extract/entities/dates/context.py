"""Years and months that an expression takes from the document: headings, the sentence before, the list it is in."""

import re
from dataclasses import dataclass, replace
from datetime import date

from mingdan.core.fold import is_han
from mingdan.extract.entities.dates.guards import heading
from mingdan.extract.entities.dates.parts import Parts
from mingdan.extract.entities.dates.periods import Period, join, single
from mingdan.extract.entities.dates.resolve import from_published, in_year
from mingdan.extract.entities.dates.scan import Candidate
from mingdan.extract.entities.dates.tense import nearest, sentence_around, tense_of
from mingdan.extract.entities.dates.words import matcher

_LIST = re.compile(r"\s*(?:、|和|及|与|以及|,|，|或)\s*")
_SENTENCE = re.compile(r"[。！？!?；;\n|《]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last expression that names a month; ``day`` is 0 for a whole month, ``heading`` one on its own line."""

    end: int
    year: int
    month: int
    day: int
    heading: bool


@dataclass(slots=True)
class Context:
    """State while a document's expressions are resolved in order."""

    text: str
    published: date | None
    only_year: int | None = None
    heading_year: int | None = None
    previous: tuple[Candidate, Period] | None = None
    anchor: "Anchor | None" = None

    def note(self, candidate: Candidate, period: Period) -> None:
        """Remember a resolved expression for those that follow."""
        parts = candidate.to or candidate.parts
        bare_year = candidate.parts.rule == "year" and candidate.parts.absolute and candidate.to is None
        if bare_year and heading(self.text, candidate.start, candidate.end):
            self.heading_year = candidate.parts.year
        if parts.month is not None or parts.month_offset is not None or parts.day is not None:
            day = period.last.day if parts.day is not None else 0
            alone = heading(self.text, candidate.start, candidate.end)
            self.anchor = Anchor(candidate.end, period.last.year, period.last.month, day, alone)
        self.previous = (candidate, period)


def _in_list(context: Context, start: int) -> bool:
    return context.previous is not None and bool(_LIST.fullmatch(context.text, context.previous[0].end, start))


def _next_year(context: Context, start: int) -> int | None:
    """Year after the one named last, where 次年 or 翌年 stands before ``start``."""
    if context.previous is None or not context.text.endswith(("次年", "翌年", "第二年"), 0, start):
        return None
    return context.previous[1].last.year + 1


def carried_year(context: Context, candidate: Candidate) -> int | None:
    """Year that the text itself gives a year-less expression: list, same sentence, 同年, heading."""
    parts, start = candidate.parts, candidate.start
    if (following := _next_year(context, start)) is not None:
        return following
    if context.previous is not None and parts.month is not None:
        before, period = context.previous
        if before.parts.has_year and before.parts.week_offset is None and before.parts.day_offset is None:
            year, month = period.first.year, period.first.month
            between = context.text[before.end : start]
            recent = context.published is not None and year >= context.published.year - 1
            same = (
                not _SENTENCE.search(between.replace("；", "，") if recent else between)
                and parts.month >= month
                and before.parts.month is not None
            )
            if (
                same
                or context.text.endswith(("同年", "当年"), 0, start)
                or (_in_list(context, start) and parts.month >= month)
            ):
                return year
    return context.heading_year


def day_of_month(context: Context, candidate: Candidate) -> Period | None:
    """A day without month: of the month named last in the paragraph, else of the publication date's."""
    day, anchor = candidate.parts.day or 0, context.anchor
    listed = _in_list(context, candidate.start)
    between = context.text[anchor.end : candidate.start] if anchor else ""
    same_sentence = anchor is not None and not _SENTENCE.search(between)
    if not listed and not same_sentence and _loose_day(context, candidate):
        return None
    if not listed and not (context.text[candidate.start].isdecimal() and context.text[candidate.end - 1] == "日"):
        return None
    if anchor and (anchor.heading or "\n\n" not in between) and (listed or same_sentence or day > anchor.day):
        return single(date(anchor.year, anchor.month, day))
    return nearest_day(context, candidate)


def _loose_day(context: Context, candidate: Candidate) -> bool:
    """Whether neither the character before nor the word behind a day shows that something happened on it."""
    before = context.text[max(0, candidate.start - 1) : candidate.start]
    if not before or not is_han(before) or before in "于至自在截":
        return False
    return matcher("tense", "day_after").match(context.text, candidate.end) is None


def nearest_day(context: Context, candidate: Candidate) -> Period | None:
    """The day in the publication date's month or a neighbour, as the tense allows."""
    published, day = context.published, candidate.parts.day
    if published is None or day is None:
        return None
    tense = tense_of(sentence_around(context.text, candidate.start, candidate.end))
    offset = 0
    if tense == "future":
        offset = 1 if day < published.day else 0
    elif day > published.day:
        offset = -1 if tense in {"past", "lean_past", "neutral", "none"} else 0
    return from_published(Parts(month_offset=offset, day=day), published)


def bare_edge(context: Context, candidate: Candidate) -> Period | None:
    """年末, 季末, 月底 alone: the coming one, or the last one where the sentence looks back."""
    published, bare = context.published, candidate.parts.bare or ""
    if published is None:
        return None
    back = tense_of(sentence_around(context.text, candidate.start, candidate.end)) in {"past", "lean_past"}
    if bare.startswith("年"):
        parts = Parts(year_offset=0, edge="first" if bare.endswith("初") else "last")
    elif bare.startswith("季"):
        parts = Parts(quarter_offset=0, edge="last")
    else:
        parts = Parts(month_offset=0, edge="last")
    period = from_published(parts, published)
    if period and back and period.first > published:
        period = from_published(_one_back(parts), published)
    return period


def _one_back(parts: Parts) -> Parts:
    if parts.year_offset is not None:
        return replace(parts, year_offset=-1)
    if parts.quarter_offset is not None:
        return replace(parts, quarter_offset=-1)
    return replace(parts, month_offset=-1)


def _year_less(context: Context, candidate: Candidate, parts: Parts) -> Period | None:
    year = carried_year(context, candidate)
    if year is None and context.published is None:
        year = context.only_year
    if year is not None:
        return in_year(parts, year)
    if context.published is None:
        return None
    sentence = sentence_around(context.text, candidate.start, candidate.end)
    found = nearest(lambda year: _whole(candidate, year), context.published, tense_of(sentence))
    return in_year(parts, found.first.year) if found else None


def _whole(candidate: Candidate, year: int) -> Period:
    """The expression in ``year``, a range with both ends."""
    first, to = in_year(candidate.parts, year), candidate.to
    if to is None or to.has_year or (to.day is not None and to.month is None):
        return first
    last = in_year(to, year)
    return join(first, last if last.last >= first.first else in_year(to, year + 1))


def period_of(context: Context, candidate: Candidate) -> Period | None:
    """Period of the expression's first end; None where the document does not settle it."""
    parts = candidate.parts
    if parts.absolute:
        return in_year(parts, parts.year or 0)
    if parts.bare:
        return bare_edge(context, candidate)
    if parts.has_year or parts.week_offset is not None or parts.day_offset is not None:
        return from_published(parts, context.published) if context.published else None
    if parts.rule.startswith("day_of_month"):
        return day_of_month(context, candidate)
    return _year_less(context, candidate, parts)
