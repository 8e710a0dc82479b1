"""Rows from a platform's own page: each lender that it names is a discloser, the platform is the partner."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.records import Span
from mingdan.extract.draft import Name
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.segment.units import Line

_FUNDING = re.compile(
    r"资金方|放款机构|放款方|出资方|资金提供方|合作金融机构|持牌(?:金融)?机构|合作银行|贷款机构|贷款人"
)
_OWN = re.compile(r"本平台|我们|本公司|我司|自身不放款|App|APP|本App|本应用")
_QUESTION = re.compile(r"[?？]|股份|股东|持有|对账|举报")


def find_host(context: Context) -> Name | None:
    """The platform whose page this is: it speaks for itself and names who funds its loans."""
    head = context.draft.text[:600]
    if context.notice or not _FUNDING.search(head) or not _OWN.search(context.draft.text):
        return None
    names = [n for line in context.lines[:4] for n in context.names_in(line.start, line.end)]
    first = names[0] if names else None
    return first if first is not None and not is_lender(first) and first.type not in NOT_PARTNER else None


def host_facts(context: Context, host: Name, line: Line) -> Iterator[Fact]:
    """Facts of a line of the page that lists lenders or says that one has left."""
    text = context.draft.folded[line.start : line.end]
    names = context.names_in(line.start, line.end)
    lenders = [n for n in names if is_lender(n)]
    plain = text
    for name in names:
        plain = plain.replace(context.draft.folded[name.start : name.end], "")
    if not lenders or _QUESTION.search(plain):
        return
    record = bool(re.match(r"\s*(?:\||\d{1,3}[.、．\s]|[●•·○■▪\-*])", text)) and len(text) <= 120
    alone = not re.sub(r"[\s、,，;；。]", "", plain)
    if not record and not alone and not _FUNDING.search(text):
        return
    status, span = _status(text, line)
    date = _date(context, line, status)
    for lender in lenders:
        yield Fact(lender, host, None, status, "report", date, None, span, 0.75)


def _status(text: str, line: Line) -> tuple[Status, Span | None]:
    removed = re.search(r"不再作为|退出|下线|终止|停止", text)
    if removed:
        return "removed", Span(line.start + removed.start(), line.start + removed.end())
    added = re.search(r"加入|新增|接入|上线", text) or cues().added.search(text)
    return ("added", Span(line.start + added.start(), line.start + added.end())) if added else ("listed", None)


def _date(context: Context, line: Line, status: Status) -> Dated | None:
    own = context.points_in(line.start, line.end)
    if status != "listed":
        return Dated.of(own[0]) if own else None
    return context.page_date
