"""Candidate expressions of a text, left to right, without overlaps."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from mingdan.extract.entities.dates.guards import number_refused, refused
from mingdan.extract.entities.dates.parts import Parts, read, read_range
from mingdan.extract.entities.dates.patterns import CONNECT, atoms, find_all, pairs, places, ranges
from mingdan.extract.entities.dates.resolve import possible
from mingdan.extract.entities.dates.words import relative

_BETWEEN = re.compile(rf"(?:\((?:周|星期)[一二三四五六日天]\))?(?:{CONNECT})(?P<next_year>次年)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One expression at ``[start, end)`` of compact text; ``to`` is a range's last end."""

    start: int
    end: int
    parts: Parts
    to: Parts | None = None


def titles(text: str) -> list[tuple[int, int]]:
    """Stretches inside 《》, nested ones included in the outer."""
    spans: list[tuple[int, int]] = []
    depth, begin = 0, 0
    for position, char in enumerate(text):
        if char == "《":
            begin = begin if depth else position
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if not depth:
                spans.append((begin, position + 1))
        elif char == "\n" and text[position - 1 : position] == "\n":
            depth = 0
    return spans


def _spoken(text: str, match: re.Match[str]) -> bool:
    word = match.groupdict().get("day_word")
    if not word or not relative(word).spoken:
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return line.count("“") > line.count("”")


def _matches(text: str) -> list[tuple[int, int, bool, re.Match[str]]]:
    at = places(text)
    found = [(m.start(), -m.end(), False, m) for pattern in ranges() for m in find_all(pattern, text, at)]
    close = (m for pattern in pairs() for m in find_all(pattern, text, at) if _adjacent(m))
    found += [(m.start(), -m.end(), False, m) for m in close]
    found += [(m.start(), -m.end(), True, m) for pattern in atoms() for m in find_all(pattern, text, at)]
    return sorted(found, key=lambda item: item[:3])


def _adjacent(match: re.Match[str]) -> bool:
    """Whether a pair counts on by one and its first number is no list number at a line's begin."""
    text, start = match.string, match.start()
    if not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t(|") and match.group("to") == "、":
        groups = match.groupdict()
        if not (groups.get("year") or groups.get("year_word") or groups.get("day")):
            return False
    first, last = read_range(match)
    ends = ((first.quarter, last.quarter), (first.day, last.day), (first.month, last.month))
    return any(a is not None and b is not None and b == a + 1 for a, b in ends)


def _candidate(text: str, match: re.Match[str], single: bool) -> Candidate | None:
    parts, to = (read(match), None) if single else read_range(match)
    start, end = match.span()
    if not possible(parts) or (to is not None and not possible(to)):
        return None
    if number_refused(text, match) or refused(text, parts, start, end) or _spoken(text, match):
        return None
    return Candidate(start, end, parts, to)


def _singles(text: str) -> Iterator[Candidate]:
    reached = 0
    for start, stop, single, match in _matches(text):
        if start < reached:
            continue
        candidate = _candidate(text, match, single)
        if candidate is None and not _blocks(match, single):
            continue
        reached = -stop
        if candidate:
            yield candidate


def _blocks(match: re.Match[str], single: bool) -> bool:
    """Whether a refused match keeps shorter ones inside it from being tried (no 2025年2月 in 2025年2月30日)."""
    groups = match.groupdict()
    return single and all(groups.get(name) is None for name in ("packed", "loose", "alone"))


def _fits(first: Parts, last: Parts) -> bool:
    """Whether two expressions around a connector make one range."""
    if first.bare or last.bare:
        return False
    return not (last.rule == "day_of_month" and first.day is None)


def _merge(text: str, first: Candidate, last: Candidate) -> Candidate | None:
    if first.to or last.to or not _fits(first.parts, last.parts):
        return None
    between = _BETWEEN.fullmatch(text, first.end, last.start)
    if not between:
        return None
    return replace(first, end=last.end, to=last.parts)


@lru_cache(maxsize=64)
def candidates(text: str) -> tuple[Candidate, ...]:
    """All expressions of compact ``text``; what stands in 《》 is left out. A document's are asked for twice."""
    quoted = titles(text)
    begins = [start for start, _ in quoted]
    merged: list[Candidate] = []
    for candidate in _singles(text):
        place = bisect_right(begins, candidate.end - 1) - 1
        if place >= 0 and candidate.start < quoted[place][1]:
            continue
        joined = _merge(text, merged[-1], candidate) if merged else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(candidate)
    return tuple(merged)
