"""Neighbours that make a pattern's match no date: durations, issue numbers, report titles, amounts."""

import re
from bisect import bisect_right
from functools import cache, lru_cache

from mingdan.core.fold import is_han
from mingdan.extract.entities.dates.parts import Parts
from mingdan.extract.entities.dates.words import listed, matcher

_BLANK = re.compile(r"\s*[×✕xX*_＿□〇○]+\s*月|\s+月|[×xX*_＿□]+日")
_REPORT_GAP = r"(?:年度|半年度|年|半年|度|第?[一二三四]季度?|社会责任|审计|可持续发展|信息披露|ESG|财务){0,3}"
_LIST_NUMBER = re.compile(r"(?:^|[|(])\s*\d{1,2}$")
_TABLE_ROW = re.compile(r"^[|][^\n]*(?:\n|\Z)", re.MULTILINE)
_TIME_HEAD = re.compile(r"年份|年度|时间|日期|起始|起止|期限|年$")
_DAY_LIST = re.compile(r"(?:[、,/和或]\d{1,3}日){0,8}")
_LABEL = re.compile(r"[\s:(\[\"“]*$")


def _before(text: str, start: int, key: str) -> bool:
    head = text[max(0, start - 8) : start]
    return head.endswith(listed("before", key))


def _is_month_only(parts: Parts) -> bool:
    whole = parts.month is not None or parts.months is not None
    finer = (parts.day, parts.third, parts.fortnight, parts.nth, parts.edge)
    return whole and not parts.has_year and all(value is None for value in finer)


@cache
def _report() -> re.Pattern[str]:
    return re.compile(_REPORT_GAP + f"(?:{matcher('after', 'report').pattern})")


def _year_refused(text: str, parts: Parts, end: int) -> bool:
    if not (parts.absolute or parts.year_offset is not None):
        return False
    if parts.month is None and parts.absolute and _report().match(text, end):
        return True
    bare = parts.rule in {"year", "year_offset"}
    return bare and (matcher("after", "year").match(text, end) is not None or _BLANK.match(text, end) is not None)


def _after_point(text: str, start: int) -> bool:
    """Whether a decimal point stands before ``start`` (2.6月); the point of a list number (1.6月30日) is none."""
    head = text[text.rfind("\n", 0, start) + 1 : start]
    return head.endswith(".") and _LIST_NUMBER.search(head[:-1]) is None and head[-2:-1].isdecimal()


def _day_count(text: str, end: int) -> bool:
    """Whether a bare day or the list that it opens counts days (7日内; 30日、60日、90日)."""
    chain = _DAY_LIST.match(text, end)
    stop = chain.end() if chain else end
    counts = re.findall(r"\d+", text[end:stop])
    return any(int(count) > 31 for count in counts) or matcher("after", "bare_day").match(text, stop) is not None


def refused(text: str, parts: Parts, start: int, end: int) -> bool:
    """Whether the neighbours of ``[start, end)`` in compact ``text`` show that it is no date."""
    if _before(text, start, "never") or matcher("after", "never").match(text, end):
        return True
    if _after_point(text, start) and not parts.absolute:
        return True
    if _is_month_only(parts):
        if parts.counted and is_han(text[start - 1 : start] or "."):
            return True
        counted = not text[start].isdecimal() and text.startswith(("内", "之内", "以内", "以上", "以下"), end)
        return (
            counted or _before(text, start, "bare_month") or matcher("after", "bare_month").match(text, end) is not None
        )
    if parts.bare and _before(text, start, "bare_edge"):
        return True
    if parts.rule == "day_of_month":
        return _before(text, start, "bare_day") or _day_count(text, end)
    return _year_refused(text, parts, end)


def _line(text: str, start: int, end: int) -> tuple[str, str]:
    left = text[text.rfind("\n", 0, start) + 1 : start].rstrip(" \t#*")
    stop = text.find("\n", end)
    return left, text[end : stop if stop >= 0 else len(text)].lstrip(" \t#*")


def alone(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills its line, table cell or brackets."""
    left, right = _line(text, start, end)
    return left[-1:] in ("", "|", "(") and right[:1] in ("", "|", ")")


def heading(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills a line of its own."""
    return _line(text, start, end) == ("", "")


@lru_cache(maxsize=2)
def _table_heads(text: str) -> tuple[int, ...]:
    """Begins of the first rows of tables; the text's begin stands first."""
    heads, reached = [0], -1
    for row in _TABLE_ROW.finditer(text):
        if row.start() != reached:
            heads.append(row.start())
        reached = row.end()
    return tuple(heads)


def _year_column(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills a table cell under a head that speaks of time."""
    left, right = _line(text, start, end)
    if left[-1:] != "|" or right[:1] != "|":
        return False
    heads = _table_heads(text)
    row = heads[bisect_right(heads, start) - 1]
    stop = text.find("\n", row)
    cells = text[row : stop if stop >= 0 else len(text)].split("|")
    column = left.count("|")
    return column < len(cells) and _TIME_HEAD.search(cells[column]) is not None


def number_refused(text: str, match: re.Match[str]) -> bool:
    """Whether a loose numeric form (2025.10, 20251001, 2025) lacks the surroundings of a date."""
    groups = match.groupdict()
    if not any(groups.get(name) is not None for name in ("sep", "loose", "packed", "alone")):
        return False
    head = _LABEL.sub("", text[max(0, match.start() - 10) : match.start()])
    if head.endswith(listed("before", "number")) or matcher("after", "number").match(
        text[match.end() : match.end() + 8].lstrip(" \t")
    ):
        return True
    if groups.get("sep") is not None or (alone(text, match.start(), match.end()) and groups.get("alone") is None):
        return False
    if groups.get("alone") is not None:
        return not (heading(text, match.start(), match.end()) or _year_column(text, match.start(), match.end()))
    before = text[max(0, match.start() - 6) : match.start()].rstrip(" \t")
    after = text[match.end() : match.end() + 4].lstrip(" \t")
    known = before.endswith(listed("numeric_month", "before")) or after.startswith(listed("numeric_month", "after"))
    return not known
