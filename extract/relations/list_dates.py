"""The day as of which a lender's own list holds: as-of date, day of effect, else the paper's own date."""

import re

from mingdan.core.records import Entity
from mingdan.extract.draft import Draft
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.segment.units import Line

_FIGURES = re.compile(r"余额|不良|资产总额|营业收入|净利润|投诉量|笔贷款")
_EFFECT_LABEL = re.compile(r"(?:生效日期?|生效时间|执行日期?|启用日期?|施行日期?)[:：]?\s*$")
_LIST = re.compile(r"名单|名录|清单|公示|本(?:公告|通告|通知|表|版)|合作")
_OWN_DATE = re.compile(
    r"(?:公示日期|公告日期|发布日期|更新日期|公示时间|发布时间|更新时间|最近更新|最近修订|挂网日期|最近一次修改(?:是|为)?|更新|日期|更新于)[:：]?\s*$"
)


def list_date(draft: Draft, lines: list[Line]) -> Dated | None:
    """As-of date, else the day on which the list takes effect, else the paper's own date (GUIDELINES 4.10)."""
    for rule in (_is_as_of, _is_effect):
        for date in draft.dates:
            line = next((ln for ln in lines if ln.start <= date.start < ln.end), None)
            if line is not None and date.value and "/" not in date.value and rule(draft, line, date):
                return Dated.of(date)
    return own_date(draft, lines)


def _is_as_of(draft: Draft, line: Line, date: Entity) -> bool:
    near = draft.folded[max(0, date.start - 10) : date.start]
    return bool(cues().as_of.search(near)) and not _FIGURES.search(draft.folded[date.end : date.end + 24])


def _is_effect(draft: Draft, line: Line, date: Entity) -> bool:
    """Whether the list, not a rule and not a single change, takes effect on the date."""
    before = draft.folded[line.start : date.start]
    if _EFFECT_LABEL.search(before):
        return True
    if not cues().effective.match(draft.folded[date.end : date.end + 8]):
        return False
    clause = re.split(r"[。；;]", before)[-1]
    offset = date.start - len(clause)
    rules = [p for p in draft.policies_on(offset, date.start) if p.end > date.start - 14]
    changed = cues().added.search(clause) or cues().removed.search(clause)
    return bool(_LIST.search(clause)) and not rules and not changed


def own_date(draft: Draft, lines: list[Line]) -> Dated | None:
    """The date that the paper gives itself: signed at the end, or labelled 公示日期, 更新时间 and the like."""
    for line in reversed(lines[-4:]):
        dates = [d for d in draft.dates if line.start <= d.start and d.end <= line.end]
        if dates and len(line.text.strip()) <= 30 and dates[-1].value and len(dates[-1].value) == 10:
            return Dated.of(dates[-1])
    for date in draft.dates:
        if date.value and _OWN_DATE.search(draft.folded[max(0, date.start - 10) : date.start]):
            return Dated.of(date)
    return None
