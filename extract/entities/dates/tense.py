"""Which year a date without one means: what the sentence says about past and future, then the nearest."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mingdan.extract.entities.dates.periods import Period
from mingdan.extract.entities.dates.words import matcher

Tense = Literal["past", "lean_past", "neutral", "none", "lean_future", "future"]

_ENDS = "。！？!?;；\n|"
_CUES: tuple[tuple[str, Tense], ...] = (("future_after", "future"), ("past_after", "past"), ("weak_after", "lean_past"))
_NEAR, _REACH, _WINDOW = 6, 12, 150
_LEAN = {"lean_past": 0.15, "neutral": 0.15, "none": 1.0, "lean_future": 2.0}
"""A future year is taken where its distance is less than this many times the past one's."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The text before and after an expression, up to the sentence's ends."""

    before: str
    after: str


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence (or table cell) around ``[start, end)``."""
    left = max(text.rfind(char, max(0, start - _WINDOW), start) for char in _ENDS) + 1
    left = left or max(0, start - _WINDOW)
    limit = min(len(text), end + _WINDOW)
    stops = [stop for char in _ENDS if (stop := text.find(char, end, limit)) >= 0]
    return Sentence(text[left:start], text[end : min(stops, default=limit)])


def _ends_with(text: str, key: str) -> bool:
    return any(match.end() == len(text) for match in matcher("tense", key).finditer(text))


def _first(text: str, key: str) -> int:
    found = matcher("tense", key).search(text)
    return found.start() if found else len(text) + 1


def tense_of(sentence: Sentence) -> Tense:
    """Tense by the words directly before, directly after, then by the first cue behind the expression.

    >>> tense_of(Sentence("本行拟于", "提交总行审议")), tense_of(Sentence("本行已于", "更名"))
    ('future', 'past')
    """
    if not re.search(r"\w", sentence.before + sentence.after):
        return "none"
    tail = sentence.before[-_NEAR:]
    if _ends_with(tail, "future_before"):
        return "future"
    if _ends_with(tail, "past_before") and not matcher("tense", "lean_future_after").match(sentence.after):
        return "past"
    if lean := matcher("tense", "lean_future_after").match(sentence.after):
        rest = sentence.after[lean.end() : lean.end() + 3]
        return "neutral" if rest.startswith("的") or "已" in rest else "lean_future"
    found = [(_first(sentence.after, key), order) for order, (key, _) in enumerate(_CUES)]
    place, order = min(found)
    if place > len(sentence.after):
        return "neutral"
    tense = _CUES[order][1]
    return "none" if tense == "future" and not _own_clause(sentence.after[:place]) else tense


def _own_clause(between: str) -> bool:
    """Whether a cue behind ``between`` still speaks of the date (三季度将改造; not: 三季度降速,拟改章程)."""
    return len(between) <= _REACH and not re.search(r"[,，、:：(（《]", between)


def nearest(build: Callable[[int], Period], published: date, tense: Tense) -> Period | None:
    """The period of the year that the tense allows, nearest to ``published``; None where no year has the day.

    ``build`` gives the period in a year and raises :class:`ValueError` where that year has no such day.
    """
    found: list[Period] = []
    for year in range(published.year - 4, published.year + 5):
        try:
            found.append(build(year))
        except ValueError:
            continue
    past = [period for period in found if period.first <= published]
    future = [period for period in found if period.last >= published]
    if tense == "past" or not future:
        return past[-1] if past else None
    if tense == "future" or not past:
        return future[0]
    back, ahead = (published - past[-1].last).days, (future[0].first - published).days
    return future[0] if ahead < _LEAN[tense] * max(back, 0) else past[-1]
