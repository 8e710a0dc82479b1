"""The day as of which a lender's own list holds: as-of date, day of effect, else the paper's own date."""

import re

from mingdan.core.records import Entity
from mingdan.extract.draft import Draft
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.segment.units import Line

FIGURES = re.compile(r"余额|不良|资产总额|营业收入|净利润|投诉量|笔贷款")
_EFFECT_LABEL = re.compile(r"(?:生效日期?|生效时间|执行日期?|启用日期?|施行日期?)(?:[:：]|(?:仍|均|统一)?[为是])?\s*$")
_VERSION = re.compile(r"\s*(?:[)）]?\s*(?:更新|修订)?版(?!本?(?:相比|比))|[)）]\s*(?:起|公示|公布|更新|$))")
_COMPARED = re.compile(r"(?:较|与|比|同|对照|相比|上一?版|旧版|原|此前|前版|首版)[^，。；,;]{0,12}$")
_BRACKET = re.compile(r"[(（][^()（）]{0,24}$")
_HEAD = 4
_LIST = re.compile(r"名单|名录|清单|公示|本(?:公告|通告|通知|表|版)|合作")
_QUESTION = re.compile(
    r"^(?:【?(?:[QＱ问]\s*\d*|第?[一二三四五六七八九十\d]{1,3}问)\s*[】:：、.．]|\d{1,2}\s*[.、．][^。]{4,60}[?？]$)|^[^。；;]{6,60}[?？]$"
)
_COUNTED = re.compile(r"合作(?:机构|方|伙伴|平台)(?:总数|数量)?(?:为|共|共计|合计|有)?[0-9一二三四五六七八九十百]+家")
_FIGURED = re.compile(r"余额|资产|收入|利润|投诉|公示期|[起止]")
_OWN_DATE = re.compile(
    r"(?:公示日期?|公告日期?|发布日期|更新日期|公示时间|发布时间|更新时间|最近更新|最近修订|挂网日期|最近一次修改(?:是|为)?|更新|(?<!回复)(?<!答复)日期|更新于)[:：]?\s*$"
)


def list_date(draft: Draft, lines: list[Line]) -> Dated | None:
    """As-of date, else the version, else the day of effect, else the paper's own date (GUIDELINES 4.10)."""
    asked = {line.start for line in answers(lines)}
    for rule in (_is_as_of, _is_version, _is_effect, _is_counted):
        for date in draft.dates:
            line = next((ln for ln in lines if ln.start <= date.start < ln.end), None)
            if line is None or not date.value or "/" in date.value or line.start in asked:
                continue
            if rule(draft, line, date):
                return Dated.of(date)
    return own_date(draft, lines) or _head_date(draft, lines)


def answers(lines: list[Line]) -> list[Line]:
    """The lines of answers where a paper is made of questions and answers; what they date holds for them alone."""
    asked = [place for place, line in enumerate(lines) if _QUESTION.search(line.text.strip())]
    return lines[asked[0] :] if len(asked) > 2 else []


def answer_date(draft: Draft, lines: list[Line], offset: int) -> Dated | None:
    """The as-of date of the answer that holds ``offset``."""
    block: list[Line] = []
    for line in answers(lines):
        if _QUESTION.search(line.text.strip()):
            if line.start > offset:
                break
            block = []
        block.append(line)
    for line in block:
        for date in draft.dates:
            if line.start <= date.start < line.end and date.value and _is_as_of(draft, line, date):
                return Dated.of(date)
    return None


def _is_version(draft: Draft, line: Line, date: Entity) -> bool:
    """Whether the date names the version at hand (``2025年8月15日版``, ``本次（2025年12月24日）起``)."""
    before = draft.folded[line.start : date.start]
    after = draft.folded[date.end : date.end + 8]
    if _COMPARED.search(before) or not _VERSION.match(after):
        return False
    return after.lstrip(" )）").startswith(("版", "更新版", "修订版")) or bool(
        re.search(r"本(?:次|期|版)[(（]$", before)
    )


def _is_counted(draft: Draft, line: Line, date: Entity) -> bool:
    """Whether the sentence counts the partners at the end of a period (``2025年末，…合作机构12家``)."""
    rest = draft.folded[date.end : min(line.end, date.end + 70)]
    ended = draft.text[date.start : date.end].endswith(("末", "底"))
    return ended and bool(_COUNTED.search(rest)) and not _COMPARED.search(draft.folded[line.start : date.start])


def _head_date(draft: Draft, lines: list[Line]) -> Dated | None:
    """The date that ends a bracket below or in the title (``（零售部编制，2025年三季度）``)."""
    for line in lines[:_HEAD]:
        for date in (d for d in draft.dates if line.start <= d.start and d.end <= line.end and d.value):
            before, after = draft.folded[line.start : date.start], draft.folded[date.end : line.end].strip()
            if _BRACKET.search(before) and after in {")", "）"} and not _FIGURED.search(before):
                return Dated.of(date)
    return None


def _is_as_of(draft: Draft, line: Line, date: Entity) -> bool:
    near = draft.folded[max(0, date.start - 10) : date.start]
    return bool(cues().as_of.search(near)) and not FIGURES.search(draft.folded[date.end : date.end + 24])


def _is_effect(draft: Draft, line: Line, date: Entity) -> bool:
    """Whether the list, not a rule and not a single change, takes effect on the date."""
    before = draft.folded[line.start : date.start]
    if _EFFECT_LABEL.search(before):
        return True
    if not cues().effective.match(draft.folded[date.end : date.end + 8]):
        return False
    clause = re.split(r"[。；;]", before)[-1]
    rest = re.split(r"[。；;]", draft.folded[date.end : min(line.end, date.end + 60)])[0]
    offset = date.start - len(clause)
    rules = [p for p in draft.policies_on(offset, date.start) if p.end > date.start - 14]
    changed = cues().added.search(clause) or cues().removed.search(clause)
    told = re.search(r"合作机构|合作方|名单|合作伙伴", rest) and not (
        cues().added.search(rest) or cues().removed.search(rest)
    )
    return bool(_LIST.search(clause) or told) and not rules and not changed


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
