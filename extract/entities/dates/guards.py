"""Neighbours that make a pattern's match no date: durations, issue numbers, report titles, amounts."""

import re

from mingdan.extract.entities.dates.parts import Parts
from mingdan.extract.entities.dates.words import listed, matcher

_BLANK = re.compile(r"\s*[×✕xX*_＿□〇○]+\s*月|\s+月|[×xX*_＿□]+日")
_REPORT_GAP = re.compile(
    r"(?:年度|半年度|年|半年|度|第?[一二三四]季度|[一二三四]季|社会责任|审计|ESG|环境、社会和治理|\()*"
)
_LIST_NUMBER = re.compile(r"(?:^|[\n|(])\s*\d{1,2}$")
_LABEL = re.compile(r"[\s:(\[\"“]*$")


def _before(text: str, start: int, key: str) -> bool:
    head = text[max(0, start - 8) : start]
    return head.endswith(listed("before", key))


def _is_month_only(parts: Parts) -> bool:
    whole = parts.month is not None or parts.months is not None
    finer = (parts.day, parts.third, parts.fortnight, parts.edge)
    return whole and not parts.has_year and all(value is None for value in finer)


def _report_title(text: str, end: int) -> bool:
    gap = _REPORT_GAP.match(text, end)
    return matcher("after", "report").match(text, gap.end() if gap else end) is not None


def _year_refused(text: str, parts: Parts, end: int) -> bool:
    if not (parts.absolute or parts.year_offset is not None):
        return False
    if parts.month is None and parts.absolute and _report_title(text, end):
        return True
    bare = parts.rule in {"year", "year_offset"}
    return bare and (matcher("after", "year").match(text, end) is not None or _BLANK.match(text, end) is not None)


def refused(text: str, parts: Parts, start: int, end: int) -> bool:
    """Whether the neighbours of ``[start, end)`` in compact ``text`` show that it is no date."""
    if _before(text, start, "never") or matcher("after", "never").match(text, end):
        return True
    if text[max(0, start - 1) : start] == "." and not parts.absolute and not _LIST_NUMBER.search(text[: start - 1]):
        return True
    if _is_month_only(parts):
        return _before(text, start, "bare_month") or matcher("after", "bare_month").match(text, end) is not None
    if parts.rule == "day_of_month":
        return _before(text, start, "bare_day") or matcher("after", "bare_day").match(text, end) is not None
    return _year_refused(text, parts, end)


def alone(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills its line, table cell or brackets."""
    left, right = text[:start].rstrip(" \t#*"), text[end:].lstrip(" \t#*")
    return (not left or left[-1] in "\n|(") and (not right or right[0] in "\n|)")


def number_refused(text: str, match: re.Match[str]) -> bool:
    """Whether a loose numeric form (2025.10, 20251001, 2025) lacks the surroundings of a date."""
    groups = match.groupdict()
    if not any(groups.get(name) is not None for name in ("sep", "loose", "packed", "alone")):
        return False
    head = _LABEL.sub("", text[max(0, match.start() - 10) : match.start()])
    if head.endswith(listed("before", "number")) or matcher("after", "number").match(text[match.end() :].lstrip()):
        return True
    if groups.get("sep") is not None or (alone(text, match.start(), match.end()) and groups.get("alone") is None):
        return False
    if groups.get("alone") is not None:
        return not heading(text, match.start(), match.end())
    before = text[max(0, match.start() - 6) : match.start()].rstrip()
    after = text[match.end() : match.end() + 4].lstrip()
    known = before.endswith(listed("numeric_month", "before")) or after.startswith(listed("numeric_month", "after"))
    return not known


def heading(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills a line of its own."""
    left, right = text[:start].rstrip(" \t#*"), text[end:].lstrip(" \t#*")
    return (not left or left[-1] == "\n") and (not right or right[0] == "\n")
