"""The publication date that a document states: label, masthead, dateline or signature."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from mingdan.core.fold import fold
from mingdan.core.records import Entity, Span
from mingdan.extract.entities.dates import find_dates
from mingdan.extract.header.lines import Line, either, words

_HEAD, _TAIL = 12, 12
_SHORT_LABELS = {"时间", "日期"}
_AFTER_LABEL = re.compile(r"\s*(?:更新|发布|公布|公示|披露)\s*(?=[)\]|]|$)")
_CLOSE_DAYS = 45
_NOTES = ("附件", "附:", "附表", "附录", "联系", "抄送", "(", "注:", "备注", "地址", "电话", "网址", "责任编辑", "编辑")
_TIME = re.compile(r"[\sT]*\d{1,2}[:时]\d{2}(?:[:分]\d{2})?")
_WEEKDAY = re.compile(r"[\s(（]*(?:星期|周)[一二三四五六日天][)）]?")
_DATELINE = re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:晚间?)?(?:电|讯|消息)")


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


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{either('published', 'labels')})(?:为|是)?\s*[:：|]?\s*$")


def _is_whole(before: str, label: str) -> bool:
    """Whether a label is no end of a longer one; 时间 and 日期 must open their line or cell."""
    if before.rstrip().endswith(words("published", "not_after")):
        return False
    return label not in _SHORT_LABELS or not before or not before[-1].isalnum()


def _labelled(line: Line, dates: list[Entity]) -> Entity | None:
    for entity in dates:
        head = line.folded[: entity.start - line.start]
        label = _label().search(head)
        if label and _is_whole(head[: label.start()], label.group().strip(" \t:：|")):
            return entity
        if _AFTER_LABEL.match(line.folded, entity.end - line.start):
            return entity
    return None


def _rest(line: Line, entity: Entity) -> str:
    head = line.folded[: entity.start - line.start]
    tail = line.folded[entity.end - line.start :]
    tail = _WEEKDAY.sub("", _TIME.sub("", tail, count=1), count=1)
    return (head + tail).strip(" \t()[]:,|/·　")


def is_institution(line: Line) -> bool:
    """Whether the line holds an institution's name and nothing else."""
    name = line.folded.strip().removesuffix("(盖章)").removesuffix("(公章)")
    if not 3 <= len(name) <= 40 or re.search(r"[,，。:：;；、|\d]", name):
        return False
    return name.endswith(words("publisher", "ends"))


def _on(line: Line, dates: list[Entity]) -> list[Entity]:
    first = bisect_left(dates, line.start, key=lambda entity: entity.start)
    last = bisect_right(dates, line.end, key=lambda entity: entity.end)
    return dates[first:last]


def _masthead(line: Line, dates: list[Entity]) -> Entity | None:
    if len(dates) != 1 or line.text.endswith(("。", "；", ";")):
        return None
    rest = _rest(line, dates[0])
    if not rest:
        return dates[0]
    head = line.folded[: dates[0].start - line.start].rstrip()
    if len(rest) > 40 or head.endswith(words("published", "not_after")) or re.search(r"[,，。]", rest):
        return None
    after = line.folded[dates[0].end - line.start :]
    timed = _TIME.match(after) or _WEEKDAY.match(after)
    paper = re.search(r"第\s*\d+\s*[期版号]|总第|星期|[A-Z]?\d{1,2}\s*版|来源[:：]|作者[:：]", rest)
    medium = len(rest) <= 12 and rest.endswith(words("publisher", "media_ends"))
    bracketed = re.match(r"[【\[]\s*$", head) and re.match(r"\s*[】\]]", after)
    return dates[0] if timed or paper or medium or bracketed else None


def _byline(line: Line, dates: list[Entity]) -> Entity | None:
    """A short line of names and one date at its begin or end (甲 2025-10-31)."""
    if len(dates) != 1:
        return None
    entity, rest = dates[0], _rest(line, dates[0])
    at_edge = entity.start - line.start <= 1 or line.end - entity.end <= 3
    plain = (
        len(rest) <= 16
        and not re.search(r"[:：]", line.folded[: entity.start - line.start])
        and not re.search(r"[,，。、:：;；《“]", rest)
    )
    return entity if at_edge and plain and not any(word in rest for word in words("published", "no_byline")) else None


def _signed(line: Line, dates: list[Entity]) -> Entity | None:
    if len(dates) != 1 or line.text.endswith(("。", "；", ";")):
        return None
    rest = _rest(line, dates[0]).removesuffix("印发")
    closing = re.search(r"特此(?:公告|通知|公示|说明|声明|通告|函告)。?$", rest)
    signer = closing or (rest.endswith(words("publisher", "ends")) and not re.search(r"[,，:：截至|]|。(?!$)", rest))
    return dates[0] if not rest or (signer and len(rest) <= 40) else None


def _dateline(line: Line) -> re.Match[str] | None:
    match = _DATELINE.search(line.folded[:60])
    return match if match and not re.search(r"[。，,;；]", line.folded[: match.start()]) else None


def _close_year(month: int, day: int, dates: list[Entity]) -> int | None:
    years: set[int] = set()
    for entity in dates:
        stated = date.fromisoformat(entity.value or "")
        for year in (stated.year - 1, stated.year, stated.year + 1):
            try:
                distance = abs((date(year, month, day) - stated).days)
            except ValueError:
                continue
            if distance <= _CLOSE_DAYS:
                years.add(year)
    return years.pop() if len(years) == 1 else None


def _from_dateline(line: Line, dates: list[Entity]) -> StatedDate | None:
    match = _dateline(line)
    if not match:
        return None
    own = [entity for entity in _on(line, dates) if entity.end - line.start >= match.start("day")]
    start, end = line.start + match.start(), line.start + match.end("day") + 1
    if own and own[0].start <= start < own[0].end:
        return StatedDate(own[0].value or "", own[0].start, own[0].end, "dateline")
    month, day = int(match["month"]), int(match["day"])
    year = _close_year(month, day, dates)
    return StatedDate(date(year, month, day).isoformat(), start, end, "dateline") if year else None


def dateline_of(lines: list[Line]) -> tuple[Line, re.Match[str]] | None:
    """The first line that opens with a dateline (浦岸财经6月5日电), year-less ones included."""
    return next(((line, match) for line in lines if (match := _dateline(line))), None)


def _found(entity: Entity, form: str) -> StatedDate:
    return StatedDate(entity.value or "", entity.start, entity.end, form)


def _statements(lines: list[Line], dates: list[Entity]) -> Iterator[StatedDate]:
    for line in [*lines[:_HEAD], *lines[-_TAIL:]]:
        if entity := _labelled(line, _on(line, dates)):
            yield _found(entity, "label")
    prose = [line for line in lines if not line.table]
    for index, line in enumerate(prose[:6]):
        own = _on(line, dates)
        entity = _masthead(line, own) or (_byline(line, own) if index else None)
        if entity and (_rest(line, entity) or not _is_chronology(prose, dates)):
            yield _found(entity, "masthead")
    for line in prose:
        if stated := _from_dateline(line, dates):
            yield stated
    for index in range(len(prose) - 1, -1, -1):
        if _closes(prose, index) and (entity := _signed(prose[index], _on(prose[index], dates))):
            yield _found(entity, "signature")


def _is_chronology(prose: list[Line], dates: list[Entity]) -> bool:
    """Whether date lines head sections: there are several above the closing lines."""
    body = prose[:-2]
    return sum(any(e.start - 1 <= line.start and line.end <= e.end + 1 for e in _on(line, dates)) for line in body) > 1


def _closes(prose: list[Line], index: int) -> bool:
    """Whether a signature may stand here: below a signer's line, or with only annexes and notes behind it."""
    if index and is_institution(prose[index - 1]):
        return True
    rest = prose[index + 1 :]
    return len(rest) <= _TAIL and all(_is_note(line) for line in rest)


def _is_note(line: Line) -> bool:
    return line.folded.startswith(_NOTES) or (len(line.folded) <= 30 and not line.folded.endswith(("。", ";", ",")))


def stated_date(text: str, lines: list[Line]) -> StatedDate | None:
    """The best statement of the publication date in ``text``, or None.

    Report periods, effective dates and dates of rules never count.
    """
    dates = full_dates(text)
    return next(_statements(lines, dates), None)


def hinted_date(hint: str | None) -> str | None:
    """The day that a format's own field (HTML meta, PDF info) holds, or None.

    >>> hinted_date("2025-10-09T08:30:00+08:00"), hinted_date("D:20251009083000+08'00'"), hinted_date("上周")
    ('2025-10-09', '2025-10-09', None)
    """
    match = re.search(r"(20\d\d|19\d\d)\D{0,2}([01]?\d)\D{0,2}([0-3]?\d)", fold(hint or ""))
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None


def span_of(stated: StatedDate | None) -> Span | None:
    """The statement's span."""
    return Span(stated.start, stated.end) if stated else None
