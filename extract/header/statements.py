"""Forms in which a document states its publication date: label, masthead, byline, dateline and signature."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from mingdan.extract.header.days import Day, dateline
from mingdan.extract.header.lines import Line, either, words

_TAIL = 12
REACH = 1000
"""How far a line is looked at on either side of a day; without it a line of many days takes quadratic time."""
_SHORT_LABELS = {"时间", "日期"}
_AFTER_LABEL = re.compile(r"\s*(?:更新|发布|公布|公示|披露)\s*(?=[)\]|]|$)")
_NOTES = ("附件", "附:", "附表", "附录", "联系", "抄送", "(", "注:", "备注", "地址", "电话", "网址", "责任编辑", "编辑")
_TIME = re.compile(r"[\sT]*(?:上午|下午|晚上|早上|中午|凌晨|晚|早)?\s*\d{1,2}[:时点]\d{2}(?:[:分]\d{2})?")
_WEEKDAY = re.compile(r"[\s(（,，]*(?:星期|周)[一二三四五六日天][)）]?")
_PAPER = re.compile(r"第\s*\d+\s*[期版号]|总第|星期|[A-Z]?\d{1,2}\s*版|来源[:：]|作者[:：]")
_CLOSING = re.compile(r"特此(?:公告|通知|公示|说明|声明|通告|函告)。?$")


class DatedLines:
    """The lines of a document with the days that stand on each of them.

    ``times`` counts how often each value is written, ``values`` are the different ones in order.
    """

    def __init__(self, lines: Sequence[Line], days: Sequence[Day]) -> None:
        self.lines = lines
        self.days = days
        self._on: dict[int, list[Day]] = defaultdict(list)
        for day in days:
            self._on[day.line].append(day)
        self.prose = [index for index, line in enumerate(lines) if not line.table]
        self._place = {index: place for place, index in enumerate(self.prose)}
        self.times = Counter(day.value for day in days)
        self.values = sorted(self.times)
        self.chronology = sum(self._alone(index) for index in self.prose[:-2]) > 1
        self.closing = self._closing()

    @cached_property
    def claims(self) -> list[str]:
        """The different values of the days that have a form of statement, in order."""
        return sorted({day.value for day in self.days if any(forms_of(self, day))})

    def on(self, day: Day) -> list[Day]:
        """All days on the line of ``day``."""
        return self._on[day.line]

    def place(self, day: Day) -> int:
        """The number of the day's line among the lines outside tables; -1 within a table."""
        return self._place.get(day.line, -1)

    def later(self, day: Day) -> int:
        """How many different days of the document are later."""
        return len(self.values) - bisect_right(self.values, day.value)

    def near(self, day: Day, step: int) -> Line | None:
        """The line ``step`` lines below (above, if negative) among those outside tables."""
        place = self.place(day) + step
        return self.lines[self.prose[place]] if self.place(day) >= 0 and 0 <= place < len(self.prose) else None

    def _alone(self, index: int) -> bool:
        line = self.lines[index]
        return any(day.start - 1 <= line.start and line.end <= day.end + 1 for day in self._on[index])

    def _closing(self) -> int:
        """The place of the first prose line below which only annexes and notes stand."""
        place = len(self.prose) - 1
        while place > 0 and len(self.prose) - place <= _TAIL and _is_note(self.lines[self.prose[place]]):
            place -= 1
        return place


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{either('published', 'labels')})(?:为|是)?\s*[:：|]?\s*$")


def _is_whole(before: str, label: str) -> bool:
    """Whether a label is no end of a longer one; 时间 and 日期 must open their line or cell."""
    if before.rstrip().endswith(words("published", "not_after")):
        return False
    return label not in _SHORT_LABELS or not before or not before[-1].isalnum()


def head_of(line: Line, day: Day) -> str:
    """What stands before the day on its line, folded; of a longer line the nearest :data:`REACH` code points."""
    end = day.start - line.start
    return line.folded[max(0, end - REACH) : end]


def tail_of(line: Line, day: Day) -> str:
    """What stands behind the day on its line, folded; of a longer line the nearest :data:`REACH` code points."""
    start = day.end - line.start
    return line.folded[start : start + REACH]


def rest_of(line: Line, day: Day) -> str:
    """The line without the day, its time and its weekday, and without marks at its ends."""
    tail = _WEEKDAY.sub("", _TIME.sub("", tail_of(line, day), count=1), count=1)
    return (head_of(line, day) + tail).strip(" \t()[]:,|/·　")


def is_institution(line: Line) -> bool:
    """Whether the line holds an institution's name and nothing else."""
    name = line.folded.strip().removesuffix("(盖章)").removesuffix("(公章)")
    if not 3 <= len(name) <= 40 or re.search(r"[,，。:：;；、|\d]", name):
        return False
    return name.endswith(words("publisher", "ends"))


def is_labelled(line: Line, day: Day) -> bool:
    """Whether a label for publication stands before or behind the day."""
    head = head_of(line, day)
    label = _label().search(head)
    if label and _is_whole(head[: label.start()], label.group().strip(" \t:：|为是")):
        return True
    return _AFTER_LABEL.match(line.folded, day.end - line.start) is not None


def is_timed(line: Line, day: Day) -> bool:
    """Whether a time or a weekday follows."""
    tail = tail_of(line, day)
    return bool(_TIME.match(tail) or _WEEKDAY.match(tail))


def _masthead(line: Line, day: Day) -> bool:
    if line.text.endswith(("。", "；", ";")):
        return False
    rest, head = rest_of(line, day), head_of(line, day).rstrip()
    if len(rest) > 40 or head.endswith(words("published", "not_after")) or re.search(r"[,，。]", rest):
        return not rest
    medium = len(rest) <= 12 and rest.endswith(words("publisher", "media_ends"))
    bracketed = re.match(r"[【\[]\s*$", head) and re.match(r"\s*[】\]]", tail_of(line, day))
    return bool(not rest or is_timed(line, day) or _PAPER.search(rest) or medium or bracketed)


def _byline(line: Line, day: Day) -> bool:
    """A short line of names and one date at its begin or end (甲 2025-10-31)."""
    rest = rest_of(line, day)
    at_edge = day.start - line.start <= 1 or line.end - day.end <= 3
    plain = (
        len(rest) <= 16 and not re.search(r"[:：]", head_of(line, day)) and not re.search(r"[,，。、:：;；《“]", rest)
    )
    return at_edge and plain and not any(word in rest for word in words("published", "no_byline"))


def _signed(line: Line, day: Day) -> bool:
    if line.text.endswith(("。", "；", ";")):
        return False
    rest = rest_of(line, day).removesuffix("印发")
    closing = _CLOSING.search(rest)
    signer = closing or (rest.endswith(words("publisher", "ends")) and not re.search(r"[,，:：截至|]|。(?!$)", rest))
    return bool(not rest or (signer and len(rest) <= 40))


def dateline_of(lines: Sequence[Line]) -> tuple[Line, re.Match[str]] | None:
    """The first line that opens with a dateline, year-less ones included."""
    return next(((line, match) for line in lines if (match := dateline(line))), None)


def _in_dateline(line: Line, day: Day) -> bool:
    match = dateline(line)
    return match is not None and day.start <= line.start + match.start() < day.end


def forms_of(page: DatedLines, day: Day) -> Iterator[str]:
    """The forms of statement that a day has where it stands."""
    line = page.lines[day.line]
    if is_labelled(line, day):
        yield "label"
    if line.table:
        return
    if _in_dateline(line, day):
        yield "dateline"
    if len(page.on(day)) == 1:
        yield from _alone_on_line(page, day, line)


def _alone_on_line(page: DatedLines, day: Day, line: Line) -> Iterator[str]:
    if _masthead(line, day) and (rest_of(line, day) or not page.chronology):
        yield "masthead"
    if _byline(line, day):
        yield "byline"
    above = page.near(day, -1)
    if _signed(line, day) and (page.place(day) >= page.closing or (above is not None and is_institution(above))):
        yield "signature"


def _is_note(line: Line) -> bool:
    return line.folded.startswith(_NOTES) or (len(line.folded) <= 30 and not line.folded.endswith(("。", ";", ",")))
