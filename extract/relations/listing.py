"""Rows from list lines under a heading: one partner a line, or a line of partners."""

import re
from collections.abc import Iterator

from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.status import item_status
from mingdan.extract.segment.units import Line

_FILLER = re.compile(
    r"[、，,；;。.:：“”\"「」‘’\s（）()/]|以及|和|与|及|等|App|APP|小程序|平台名称|运营主体|运营方|品牌|名称|简称|共|计|家|\d"
)


def item_facts(context: Context, line: Line, scope: Scope) -> Iterator[Fact]:
    """Facts of a line that consists of partners (with brackets, contacts or roles beside them)."""
    names = _heads(context, line)
    if not names or scope.discloser is None or not _mostly_names(context, line, names):
        return
    for name in names:
        if is_own(name, scope.discloser, context) or name.type in NOT_PARTNER:
            continue
        stop = min((n.start for n in names if n.start > name.start), default=line.end)
        status, cue = item_status(context, Span(line.start, line.end), name.span, stop, scope)
        for role in _own_roles(context, line, name, names, scope) or [_leading(context, line, name) or scope.role]:
            yield Fact(scope.discloser, name, role, status, "list", scope.date, scope.policy, cue, 0.9)
        for role in _extra_roles(context, line, name, names, scope):
            yield Fact(scope.discloser, name, role, status, "list", scope.date, scope.policy, cue, 0.75)


def record_lines(context: Context) -> frozenset[int]:
    """Starts of lines that belong to a run of at least three lines of one partner each (a list without a heading)."""
    found: set[int] = set()
    run: list[Line] = []
    for line in [*context.lines, None]:
        if line is not None and _is_record(context, line):
            run.append(line)
            continue
        if len(run) >= 3:
            found |= {member.start for member in run}
        run = []
    return frozenset(found)


def _is_record(context: Context, line: Line) -> bool:
    names = _heads(context, line)
    if len(names) != 1 or "|" in line.text or len(line.text) > 120:
        return False
    plain = re.sub(r"[\d\s\-—()（）.、．:：]", "", line.text)
    return len(names[0].text) * 5 >= len(plain) * 2 and _mostly_names(context, line, names)


def is_own(name: Name, discloser: Name, context: Context | None = None) -> bool:
    """Whether the name is the discloser itself or a department or branch of it."""
    forms = {discloser.value, discloser.text}
    if context is not None:
        forms |= {n.text for n in context.draft.names if n.value == discloser.value}
    return any(name.value.startswith(form) or name.text.startswith(form) for form in forms)


def _leading(context: Context, line: Line, name: Name) -> RoleWord | None:
    """The role phrase in front of the names of the line: ``B类 营销获客机构：甲公司；乙公司``."""
    roles = context.roles_in(line.start, name.start)
    return roles[-1] if roles else None


def _heads(context: Context, line: Line) -> list[Name]:
    """Partners of the line: names outside brackets, each institution once."""
    text = context.draft.folded
    heads: dict[str, Name] = {}
    for name in context.names_in(line.start, line.end):
        before = text[line.start : name.start]
        if before.count("(") > before.count(")"):
            continue
        heads.setdefault(name.value, name)
    return list(heads.values())


def _mostly_names(context: Context, line: Line, names: list[Name]) -> bool:
    body = line.body
    first = names[0]
    lead = context.draft.folded[body.start : first.start].strip(' “"「《\t*-:：0123456789')
    if len(lead) > 12 or (
        lead
        and not re.search(
            r"[:：]$|^(?:合作|机构|平台|公司|名称)", context.draft.folded[body.start : first.start].strip()
        )
    ):
        return False
    rest = re.split(r"——|--|──", context.draft.folded[body.start : body.end])[0]
    for name in context.names_in(body.start, body.end):
        rest = rest.replace(context.draft.folded[name.start : name.end], "")
    rest = re.sub(r"\([^()]*\)", "", rest)
    rest = _FILLER.sub("", rest)
    return len(rest) <= 14 or (line.marker > 0 and len(rest) <= 40 and not cues().plan.search(rest))


_CONTENT = re.compile(r"[\s,，;；(（]{0,8}(?:合作模式|合作内容|服务内容|服务类型|服务事项|业务类型|合作领域)[:：]\s*")


def _own_roles(context: Context, line: Line, name: Name, names: list[Name], scope: Scope) -> list[RoleWord | None]:
    """Role phrases right behind the name in its brackets or column: ``甲公司（助贷类）``."""
    stop = min((n.start for n in names if n.start > name.start), default=line.end)
    text = context.draft.folded
    roles: list[RoleWord | None] = []
    for role in context.roles_in(name.end, stop):
        gap = text[name.end : role.start]
        if re.fullmatch(r"(?:[（(:：\-—–,，/\t]|\s{1,12}){1,4}(?:合作类型|合作方式|类型|类别|角色)?[:：]?\s*", gap):
            roles.append(role)
            continue
        finer = scope.role is None or role.code.startswith(f"{scope.role.code}.")
        if finer and _CONTENT.fullmatch(gap):
            roles.append(role)
    return roles


def _extra_roles(context: Context, line: Line, name: Name, names: list[Name], scope: Scope) -> Iterator[RoleWord]:
    stop = min((n.start for n in names if n.start > name.start), default=line.end)
    for role in context.roles_in(name.end, stop):
        gap = context.draft.folded[name.end : role.start]
        if re.search(r"(?:同时|兼|另|并|还)(?:提供|负责|承担|担任|从事|做)?$", gap) and len(gap) < 20:
            yield role
