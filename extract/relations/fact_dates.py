"""The dates and rules that a row takes from what the text says elsewhere of its lender's list."""

import re
from collections.abc import Iterator, Sequence

from mingdan.core.records import Entity, Span, Status
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import AS_OF, CAME_OUT, Dated
from mingdan.extract.relations.list_dates import answer_date
from mingdan.extract.relations.rows import Fact
from mingdan.extract.segment.cells import Table

_DAY = 10
"""Characters of a value that tells a day."""
_STATEMENT = re.compile(r"声明|澄清|回应")
_CHANGED: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("added", re.compile(r"(?:新增|新加入|新纳入|新准入|新合作)的?[\"“”]?(?:合作)?(?:机构|单位|公司|者)")),
    ("removed", re.compile(r"(?:退出|终止|移出|停止合作|被清退)的?[\"“”]?(?:合作)?(?:机构|单位|公司|者)")),
)


def dated(context: Context, fact: Fact) -> Fact:
    """The fact with the date and the rule of its lender's list, where it has none of its own."""
    if context.notice:
        return _in_notice(context, fact)
    if fact.policy is None and fact.basis == "list":
        fact.policy = context.lender_policies.get(fact.discloser.value)
    known = context.lender_dates.get(fact.discloser.value, [])
    if fact.status == "listed" and fact.basis == "report" and known:
        fact.basis = "list"
    if fact.status == "listed" and fact.basis == "list":
        fact.date = list_date(fact.date, known) or _stated(context, fact)
    elif fact.status == "denied" and fact.date is None:
        fact.date = context.statement_dates.get(fact.discloser.value)
    return fact


def led_in(context: Context, tables: Sequence[Table], fact: Fact) -> Fact:
    """The fact; one of a table that nothing dates has the only day that the line above the table tells."""
    table = next((table for table in tables if table.start <= fact.partner.start < table.end), None)
    if table is None or fact.date is not None or fact.status == "denied":
        return fact
    above = next((line for line in reversed(context.lines) if line.end <= table.start and line.text.strip()), None)
    points = context.points_in(above.start, above.end) if above else []
    days = [point for point in points if len(point.value or "") == _DAY]
    if len({day.value for day in days}) == 1:
        fact.date = Dated.of(days[0])
    return fact


def list_date(own: Dated | None, known: list[Dated]) -> Dated | None:
    """The best date: the one as of which the list holds comes before the one on which it came out."""
    if own is None:
        best = max((date.rank for date in known), default=0)
        found = [date for date in known if date.rank == best]
        return (found[0] if best == CAME_OUT else max(found, key=lambda date: date.value)) if found else None
    held = {date.value: date for date in known if date.rank == AS_OF and date.value < own.value}
    return next(iter(held.values())) if own.rank == CAME_OUT and len(held) == 1 else own


def _stated(context: Context, fact: Fact) -> Dated | None:
    line = context.line_at(fact.partner.start)
    told = line is not None and _STATEMENT.search(context.draft.folded[line.start : line.end])
    return context.statement_dates.get(fact.discloser.value) if told else None


def _in_notice(context: Context, fact: Fact) -> Fact:
    """Changes take the day that the paper gives for all of their kind; an answer of questions its own as-of date."""
    if fact.date is not None and fact.date != context.list_date:
        return fact
    if fact.status in {"added", "removed"}:
        fact.date = next((date for status, date in _changes(context) if status == fact.status), fact.date)
    elif fact.status == "listed":
        place = fact.discloser.start if fact.basis == "report" else fact.partner.start
        fact.date = answer_date(context.draft, context.lines, place) or fact.date
    return fact


def _changes(context: Context) -> Iterator[tuple[Status, Dated]]:
    """Days of effect of sentences that speak of all added or all removed partners and name none."""
    text = context.draft.folded
    for date in context.points_in(0, len(text)):
        if not cues().effective.match(text[date.end : date.end + 8]):
            continue
        start = max(text.rfind(mark, 0, date.start) for mark in "。；;\n(（") + 1
        clause = Span(start, date.start)
        if context.names_in(clause.start, clause.end):
            continue
        for status, words in _CHANGED:
            if words.search(text[clause.start : clause.end]):
                yield status, Dated.of(date)


def statement(context: Context, sentence: Span) -> Entity | None:
    """The day of a lender's statement that the sentence tells (``12月17日，甲银行发布声明``)."""
    text = context.draft.folded
    for date in context.points_in(sentence.start, sentence.end):
        if len(date.value or "") == 10 and re.search(
            r"(?:发布|发出|刊发|发表|作出)[^。,，]{0,10}(?:声明|澄清|说明|公告)|(?:书面)?(?:回应|回复|答复|澄清|否认)",
            text[date.end : min(sentence.end, date.end + 40)],
        ):
            return date
    return None
