"""Whose paper it is: the institution that publishes a list of its partners."""

import re

from mingdan.core.fold import fold, name_key
from mingdan.extract.draft import Name
from mingdan.extract.entities.resolve import short_key
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.owner import most_likely_owner
from mingdan.extract.segment.units import Line

_TITLE = re.compile(r"(?:关于|公示|公告|名单|披露|名录|一览|说明|公布|声明|问答|汇总)")


def find_signer(context: Context) -> Name | None:
    """The institution whose own paper this is: it calls itself 本行, heads the title, or signs at the end."""
    if not context.lines or _is_press(context):
        return None
    if _PERIODIC.search(fold(context.lines[0].text)):
        return _reporting(context)
    publisher = _publisher(context) or _titled_signer(context) or _list_owner(context)
    return publisher or _by_words(context) or most_likely_owner(context) or _silent_speaker(context)


def _reporting(context: Context) -> Name | None:
    """The lender that opens the title of a periodic report of its own about its partners."""
    title = context.lines[0]
    named = [n for n in context.names_in(title.start, title.end) if n.start - title.start <= 4]
    own = named[0] if named and is_lender(named[0]) and _FIRST_PERSON.search(context.draft.folded) else None
    return own if own is not None and any(map(_heads_partners, context.lines)) else None


def _heads_partners(line: Line) -> bool:
    """Whether a heading opens a section about lending partners."""
    text = fold(line.text).strip()
    return len(text) <= MAX_SECTION and _SECTION.search(text) is not None and not _SENTENCE.search(text)


MAX_SECTION = 24
_SENTENCE = re.compile(r"[。；;，,|\t]")


def _silent_speaker(context: Context) -> Name | None:
    """The given publisher of a paper in the first person that names no lender of its own."""
    given = context.draft.silent_publisher
    quoted = _QUOTED.sub("", context.draft.folded)
    return given if given is not None and is_lender(given) and _FIRST_PERSON.search(quoted) else None


_QUOTED = re.compile(r"[“「][^”」]*[”」]")
_FIRST_PERSON = re.compile(r"本行|我行|我司|本公司|我公司|我社|本社")


def _by_words(context: Context) -> Name | None:
    """The lender that speaks of itself, else the one that defines its short name or signs."""
    draft = context.draft
    if not cues().notice.search(draft.folded):
        return _by_form(context) or _by_signature(context)
    for alias, full in draft.aliases.items():
        if cues().self_word.fullmatch(alias):
            return next((n for n in draft.names if n.text == full), None)
    for line in context.lines[:4]:
        for name in context.names_in(line.start, line.end):
            if is_lender(name) and name.start - line.start <= 4 and _TITLE.search(fold(line.text)):
                return name
    return _by_self_words(context) or _by_form(context)


_MEDIA = re.compile(
    r"(?:观察|日报|晚报|商报|时报|早报|晨报|导报|周刊|周报|周末|新闻|通讯社|电视台|评论|财经|杂志|论坛|证券报|经济报|[^通]报|[^官]网|经济)$"
)
_PERIODIC = re.compile(r"(?:年度|半年度|季度|中期)报告|年报|研究报告")
_BYLINE = re.compile(
    r"记者|本报讯|[报社网刊]讯(?!息|科|技|飞)|日电(?!话|子|脑|信|汇)|特约撰稿|通讯员|本刊|责编|编辑[:：]|作者[:：]|文[/／丨|]"
)
_REPORTS = re.compile(
    r"本报(?!告|表|价|送|批|名|销)|本刊|发稿|截稿|受访|采访|据记者|记者(?:注意|了解|发现|从|获悉|统计|梳理|逐)"
)


def _is_press(context: Context) -> bool:
    """Whether a byline, a dateline or a reporter's phrases show a newspaper's text."""
    head = "\n".join(fold(line.text) for line in context.lines[:6])
    if _MEDIA.search(context.draft.publisher or ""):
        return True
    return bool(_BYLINE.search(head) or _REPORTS.search(context.draft.folded))


def _titled_signer(context: Context) -> Name | None:
    """An institution of any kind that opens the title of a list of partners and signs it, unless it lists lenders."""
    title = next(iter(context.lines))
    names = context.names_in(title.start, title.end)
    if not names or names[0].start - title.start > 4 or not _PARTNER_LIST.search(fold(title.text)):
        return None
    own = names[0]
    tail = [n for line in context.lines[-4:] for n in context.names_in(line.start, line.end) if line is not title]
    signs = any(n.value == own.value and context.fills_line(n) for n in tail)
    others = [n for n in context.draft.names if n.value != own.value]
    lenders = sum(is_lender(n) for n in others)
    return own if signs and own.type not in NOT_PARTNER and lenders * 3 < len(others) else None


def _list_owner(context: Context) -> Name | None:
    """The one lender that opens the title of a bare list of partners (``甲银行 / 委外催收机构公示``)."""
    head = context.lines[:2]
    named = [n for line in head for n in context.names_in(line.start, line.end)]
    title = "".join(fold(line.text).strip() for line in head if len(line.text) <= MAX_TITLE)
    records = sum(line.marker > 0 or "|" in line.text or "\t" in line.text for line in context.lines)
    if len({n.value for n in named}) != 1 or not is_lender(named[0]) or records * 2 < len(context.lines):
        return None
    opens = named[0].start - context.lines[0].start <= 4
    return named[0] if opens and _LIST_TITLE.search(title) else None


MAX_TITLE = 40
_LIST_TITLE = re.compile(
    r"(?:合作|委外|催收|助贷|服务)(?:机构|方|单位|公司|平台)[^。，,:：]{0,8}"
    r"(?:名单|公示|名录|一览表?|披露|清单|目录)(?:\([^()]*\))?$"
)
_SECTION = re.compile(r"(?:合作|委外|催收|助贷|服务)(?:机构|方|单位|公司|平台)|贷款合作|外部合作|合作情况")
_PARTNER_LIST = re.compile(r"(?:合作|委外|催收|助贷|服务)(?:机构|方|单位|公司|平台)")


def _by_form(context: Context) -> Name | None:
    """The one lender whose short name the first lines define, in a paper about partners."""
    head = [n for line in context.lines[:8] for n in context.names_in(line.start, line.end)]
    defined = {full for alias, full in context.draft.aliases.items() if len(alias) > 2}
    lenders = [n for n in head if is_lender(n) and n.text in defined]
    title = "".join(fold(line.text) for line in context.lines[:3])
    return lenders[0] if lenders and re.search(r"合作|披露|公示|名单|名录", title) else None


def _signature(context: Context) -> Name | None:
    """The lender whose name makes up one of the last lines."""
    found = [_signing(context, number) for number in range(max(0, len(context.lines) - 4), len(context.lines))]
    return next((name for name in found if name is not None), None)


def _signing(context: Context, number: int) -> Name | None:
    """The lender that fills a line, unless the line is a row, an entry of a list or one of several like it."""
    line = context.lines[number]
    if re.search(r"[|│｜\t]", line.text) or line.marker > 0 or line.text.strip()[:1].isdigit():
        return None
    names = context.names_in(line.start, line.end)
    name = next((n for n in names if is_lender(n) and context.fills_line(n)), None)
    if name is None or _LABELLED.search(context.draft.folded[line.start : name.start]):
        return None
    above = context.lines[number - 1] if number else None
    listed = above is not None and any(
        is_lender(n) and n.value != name.value and context.fills_line(n)
        for n in context.names_in(above.start, above.end)
    )
    return None if listed else name


_LABELLED = re.compile(
    r"(?<!单位)(?<!机构)(?<!主体)(?<!公告人)(?<!发布人)[:：]\s*$|(?:理事|监事|会员|会长)单位[:：]\s*$"
)


def _by_signature(context: Context) -> Name | None:
    """The signer of a paper whose title says that it lists partners."""
    title = "".join(fold(line.text) for line in context.lines[:3])
    if not re.search(r"合作|名单|清单|名录|一览|披露|目录|公示|对接", title):
        return None
    return _signature(context)


def _by_self_words(context: Context) -> Name | None:
    draft = context.draft
    quoted = _QUOTED.sub("", draft.folded)
    if not re.search(r"本行|我行|我司|本公司|我公司|我社|本社|公示如下|公告如下|特此公告", quoted):
        return None
    signer = _signature(context)
    if signer is not None:
        return signer
    lenders = [n for line in context.lines[:6] for n in context.names_in(line.start, line.end) if is_lender(n)]
    if lenders and len({n.value for n in lenders}) == 1:
        return lenders[0]
    return None


def _publisher(context: Context) -> Name | None:
    """The lender that published the document, where the publisher is known and named in it."""
    key = name_key(context.draft.publisher or "")
    if not key:
        return None
    short = short_key(key)
    for name in context.draft.names:
        known = {short_key(name.text), short_key(name.value)}
        if is_lender(name) and any(form == short or (len(short) > 3 and form.endswith(short)) for form in known):
            return name
    return None
