"""Walks a document line by line and collects the facts that it states."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mingdan.core.codes import Status
from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.draft import Draft, RoleWord
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.entries import entry_facts
from mingdan.extract.relations.fact_dates import dated, led_in
from mingdan.extract.relations.frames import reclassified
from mingdan.extract.relations.host import find_host, host_facts
from mingdan.extract.relations.listing import item_facts, record_lines
from mingdan.extract.relations.opening import bases_list, read_context
from mingdan.extract.relations.prose import sentence_facts
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.tables import row_day, says_nothing, table_facts
from mingdan.extract.segment.cells import Table
from mingdan.extract.segment.units import Line, split_sentences

MAX_HEADING = 42
_LIST_OPENS = re.compile(r"(?:如下|下列[^。]{0,60}|名单|以下|包括|公示|合作机构|见下表)[^。]{0,12}[:：。]?\s*$")
_OWN_TITLE = re.compile(r"贷款合作|助贷|互联网贷款|催收合作|合作机构名单|合作方名单")
_FOLLOWING = re.compile(r"下列|以下|如下")
_PLANNED = re.compile(r"拟|候选|意向|洽谈|尽职调查|审批中|准入评审|未(?:合作|签约|准入)|不属于|无关")
_NOTES = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[、)）])?(?:特别|重要|温馨|风险)?(?:提示|说明|备注|注|注意事项|附注)[:：]?$"
)
_EMPTY = re.compile(r"[:：\s]\s*(?:无|暂无|没有|0家)[。]?$")
_NOBODY = re.compile(r"(?:无|暂无|没有|0家)[。]?")
_EMPTY_LIST = re.compile(
    r"[^。；;，,:]{0,20}(?:合作机构|合作方|合作平台)(?:名单)?(?:如下)?[:：]\s*(?:无|暂无|没有|0家)[。]?"
)
_UNRELATED = re.compile(
    r"(?:代理销售|代销|保险产品|理财产品|采购|招标|中标|投诉|提示|说明|备注|注[:：]|附则|联系|咨询|股东|董事|监事|处罚|其他事项|常见问题|问答)"
)


def collect(draft: Draft, tables: list[Table]) -> tuple[Context, list[Fact]]:
    """All facts of the document with its context; marks the role phrases that rows and headings use."""
    context = read_context(draft, tables)
    scope = _opening(context)
    facts: list[Fact] = []
    heading_scope = scope
    host = find_host(context)
    records = record_lines(context)
    covered = 0
    for line in context.lines:
        if host is not None:
            facts += (replace(fact, firm=True) for fact in host_facts(context, host, line))
            continue
        if line.start < covered:
            continue
        table = next((t for t in tables if line.start <= t.start < line.end), None)
        if table is not None:
            covered = table.end
            _table_dates(context, table)
            _note_empty(context, table, heading_scope)
            facts += table_facts(context, table, heading_scope)
            continue
        if _nobody(context, line, heading_scope):
            continue
        if _is_heading(context, line):
            heading_scope = scope = _under_heading(context, line, heading_scope)
            context.speakers.append((line.start, scope.discloser, scope.date))
            continue
        scope, found = _line_facts(context, line, scope, heading_scope, records)
        facts += found
        if found or scope.listing or context.roles_in(line.start, line.end):
            heading_scope = _after_line(context, line, scope, heading_scope)
    return context, [led_in(context, tables, dated(context, fact)) for fact in facts]


def _after_line(context: Context, line: Line, scope: Scope, heading: Scope) -> Scope:
    """What the lines below go on with: what the line stated, over what the heading said."""
    changed = scope.base_status != "listed"
    return replace(
        heading,
        role=_announced(context, line) or heading.role,
        status=scope.status if changed else heading.status,
        status_span=scope.status_span if changed else heading.status_span,
        base_status=scope.base_status,
        date=scope.date if changed else heading.date,
        discloser=scope.discloser,
        listing=scope.listing or heading.listing,
    )


def _note_empty(context: Context, table: Table, scope: Scope) -> None:
    """Remember a table that says that there are no partners, and the role that it says so of."""
    if says_nothing(table):
        context.empty_lists.append(Span(table.start, table.end))
        context.empty_roles += [scope.role] if scope.role else []


def _table_dates(context: Context, table: Table) -> None:
    """Dates of lists from a press table with a lender and a day in each row."""
    if context.notice:
        return
    for row in table.rows:
        names = [n for cell in row for n in context.names_in(cell.start, cell.end)]
        date = row_day(context, table, row)
        if date is not None and names and is_lender(names[0]) and not any(map(is_lender, names[1:])):
            context.lender_dates.setdefault(names[0].value, []).append(date)


def _line_policy(context: Context, line: Line) -> None:
    """Remember the rule to which a press paragraph ties the list of the lender that it names."""
    if context.notice:
        return
    lenders = [n for n in context.names_in(line.start, line.end) if is_lender(n)]
    for policy in context.draft.policies_on(line.start, line.end):
        if lenders and bases_list(context, policy) and re.search(r"公布|公示|披露|晒出|发布", line.text):
            context.lender_policies.setdefault(lenders[0].value, policy)


def _opening(context: Context) -> Scope:
    """The scope at the top: what the title says of role and of other business."""
    title = context.lines[0] if context.lines else None
    roles = context.roles_in(title.start, title.end) if title and context.notice else []
    other = bool(title and cues().other_list.search(fold(title.text)) and not _OWN_TITLE.search(fold(title.text)))
    role = roles[0] if len({r.code for r in roles}) == 1 and not other else None
    context.title_role = role.code if role else None
    context.other_paper = other
    return Scope(
        context.signer, role, date=context.list_date, policy=context.policy, plan=other, listing=role is not None
    )


def _line_facts(
    context: Context, line: Line, scope: Scope, heading: Scope, records: frozenset[int]
) -> tuple[Scope, list[Fact]]:
    facts: list[Fact] = list(reclassified(context, Span(line.start, line.end), heading))
    if facts:
        return scope, [replace(fact, firm=True) for fact in facts]
    in_list = heading.listing or heading.role is not None or line.start in records
    listed = in_list and not heading.plan and (context.notice or line.marker > 0)
    item = list(item_facts(context, line, heading)) if listed else []
    item = item or list(entry_facts(context, line, heading))
    if item:
        return heading, [replace(fact, firm=context.notice) for fact in item]
    kept = [n.span for n in context.names_in(line.start, line.end)] + [
        r.span for r in context.roles_in(line.start, line.end)
    ]
    if not context.notice and not _refers_back(context, line):
        scope = replace(scope, discloser=None, date=None)
        heading = replace(heading, discloser=None, date=None)
    current = replace(
        heading, discloser=scope.discloser or heading.discloser, date=scope.date if not context.notice else heading.date
    )
    _line_policy(context, line)
    for sentence in split_sentences(context.draft.text, line.start, line.end, kept):
        current, found = sentence_facts(context, sentence, current)
        facts += found
        context.speakers.append((sentence.start, current.discloser, current.date))
    announced = _announced(context, line)
    if not facts and (announced is not None or _LIST_OPENS.search(fold(line.text))):
        current = replace(current, listing=True, role=announced or heading.role)
        status, span = _heading_status(context.draft.folded[line.start : line.end], line)
        if span is not None and _FOLLOWING.search(line.text):
            day = _effective_day(context, line) or current.date
            current = replace(current, status=status, status_span=span, base_status=status, date=day)
    return current, facts


def _effective_day(context: Context, line: Line) -> Dated | None:
    """The day from which the change that the line announces holds (``自5月6日起新增以下机构``)."""
    for date in context.dates_in(line.start, line.end):
        if (
            date.value
            and len(date.value) == 10
            and cues().effective.match(context.draft.folded[date.end : date.end + 8])
        ):
            return Dated.of(date)
    return None


_ANNOUNCES = re.compile(r"^[^。；;]{0,40}?(?:如下|予以公[布示]|名单公布|名单公示|见下表|详见下)")


def _announced(context: Context, line: Line) -> RoleWord | None:
    """The one role that the sentence which opens a list names (``提供营销获客服务的渠道名单公布如下``)."""
    text = context.draft.folded
    roles = [r for r in context.roles_in(line.start, line.end) if r.kind != "weak"]
    opened = [r for r in roles if _ANNOUNCES.search(text[r.end : line.end])]
    return opened[0] if len({r.code for r in opened}) == 1 else None


_BACK = re.compile(
    r"该行|该公司|该社|该机构|该信托|我行|本行|我司|我公司|名单(?:显示|中|里|上|还|则|共|的|所)|其中|另有|此外|具体|[0-9一二两三四五六七八九十]{1,6}家"
)


def _refers_back(context: Context, line: Line) -> bool:
    """Whether a paragraph of a press text goes on about the lender of the one before."""
    lenders = any(is_lender(n) for n in context.names_in(line.start, line.end))
    roles = any(r.kind == "strong" for r in context.roles_in(line.start, line.end))
    return lenders or roles or bool(_BACK.search(context.draft.folded[line.start : line.end]))


def _nobody(context: Context, line: Line, heading: Scope) -> bool:
    """Whether the line says ``无`` right below the heading of a role."""
    role = heading.role
    if not context.notice or role is None or not _NOBODY.fullmatch(fold(line.text).strip()):
        return False
    if context.draft.folded[role.end : line.start].strip().count("\n"):
        return False
    _note_empty_roles(context, [role])
    return True


def _note_empty_roles(context: Context, roles: Sequence[RoleWord]) -> None:
    for role in roles:
        role.used = True
        if role not in context.empty_roles:
            context.empty_roles.append(role)


def _is_heading(context: Context, line: Line) -> bool:
    text = fold(line.text).strip()
    if _NOTES.match(text):
        return True
    if _EMPTY.search(text) and (line.heading_mark or (len(text) <= 24 and context.roles_in(line.start, line.end))):
        _note_empty_roles(context, context.roles_in(line.start, line.end))
        return True
    if context.notice and _EMPTY_LIST.fullmatch(text):
        context.empty_lists.append(Span(line.start, line.end))
        return True
    if len(text) > MAX_HEADING or re.search(r"[。；;，,！？!?]$", text):
        return False
    body = line.body
    names = context.names_in(body.start, body.end)
    roles = context.roles_in(body.start, body.end)
    if context.notice and not names and _ONLY_CHANGE.fullmatch(text):
        return True
    if names and not _LIST_OPENS.search(text) and not (line.heading_mark and all(is_lender(n) for n in names)):
        return False
    return (
        line.heading_mark
        or bool(roles and _only_role(context, line, roles))
        or (not names and bool(_LIST_OPENS.search(text)))
    )


_ONLY_CHANGE = re.compile(
    r"[\W\d_]*(?:本次|本期|已|拟)?(?:新增|增加|纳入|引入|加入|准入|退出|终止|移出|移除|剔除|清退|调入|调出|更名|变更|调整|保留|存续)"
    r"(?:的|合作|机构|平台|单位|名单|名录|类别|部分|情况|[,，:：\s])*(?:不影响合作)?(?:\(?共?[\d一二两三四五六七八九十]+[家个]\)?)?[\W_]*"
)
"""A line that says nothing but what happened to the partners below it, with any mark before it."""


def _only_role(context: Context, line: Line, roles: list[RoleWord]) -> bool:
    rest = context.draft.folded[line.body.start : line.body.end]
    rest = re.sub(r"\([^()]*\)|[\d\s]", "", rest)
    used = sum(len(role.text) for role in roles)
    return len(rest) - used <= 12


def _under_heading(context: Context, line: Line, scope: Scope) -> Scope:
    text = context.draft.folded[line.start : line.end]
    body = line.body.end - line.body.start
    roles = [
        r for r in context.roles_in(line.body.start, line.body.end) if r.kind != "weak" or (r.end - r.start) * 2 >= body
    ]
    lenders = [n for n in context.names_in(line.start, line.end) if is_lender(n)]
    status, span = _heading_status(text, line)
    role = _heading_role(roles)
    unrelated = bool(_UNRELATED.search(text)) and role is None
    listing = (
        role is not None or status != "listed" or bool(_LIST_OPENS.search(text)) or bool(cues().list_word.search(text))
    )
    announces = span is not None and not line.heading_mark and bool(_FOLLOWING.search(text))
    discloser = scope.discloser
    if lenders and not (context.notice and context.signer is not None and lenders[0].value == context.signer.value):
        discloser = lenders[0]
    return replace(
        scope,
        discloser=discloser,
        role=None if unrelated else role,
        status=status if span is not None else scope.base_status,
        status_span=span if span is not None else (scope.status_span if scope.base_status != "listed" else None),
        base_status=status if announces else scope.base_status,
        listing=listing and not unrelated,
        plan=bool(_PLANNED.search(text)) or (context.other_paper and not _OWN_TITLE.search(text)),
        date=(_effective_day(context, line) if span is not None else None) or scope.date,
    )


def _heading_role(roles: list[RoleWord]) -> RoleWord | None:
    """The role of a heading: the last phrase is the class, unless a bracket after it names the class."""
    if not roles:
        return None
    best = roles[0]
    for role in roles[1:]:
        if role.code.startswith(best.code + ".") or role.kind == "strong":
            best = role
    return best


def _heading_status(text: str, line: Line) -> tuple[Status, Span | None]:
    patterns: tuple[tuple[Status, re.Pattern[str]], ...] = (("removed", cues().removed), ("added", cues().added))
    outside = re.sub(r"\((?:不|除|未)[^()]*\)", lambda m: " " * len(m.group()), text)
    for status, pattern in patterns:
        match = pattern.search(outside)
        if match:
            return status, Span(line.start + match.start(), line.start + match.end())
    return "listed", None
