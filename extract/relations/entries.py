"""Rows from entries: a line that begins with a partner's name and goes on to say what it does (``甲公司：它属于…``)."""

import re
from collections.abc import Iterator

from mingdan.core.records import Span
from mingdan.extract.draft import RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.listing import is_own
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.segment.units import Line

_NEGATED = re.compile(r"(?:不是|并非|不属于|而非|不做|不承担|不提供)[^，,。；;]{0,8}$")


def entry_facts(context: Context, line: Line, scope: Scope) -> Iterator[Fact]:
    """Facts of an entry line in a lender's own paper."""
    if not context.notice or scope.discloser is None:
        return
    names = context.names_in(line.start, line.end)
    text = context.draft.folded
    if not names or text[line.body.start : names[0].start].strip(' “"「') or names[0].type in NOT_PARTNER:
        return
    partner = names[0]
    rest = text[partner.end : line.end]
    if not re.match(r"[”\"」]?(?:\([^()]*\))?[:：]", rest) or is_own(partner, scope.discloser):
        return
    denied = cues().denied.search(rest)
    if denied:
        span = Span(partner.end + denied.start(), partner.end + denied.end())
        yield Fact(scope.discloser, partner, None, "denied", "report", context.page_date, None, span, 0.8)
        return
    if cues().plan.search(rest) and not re.search(r"合作机构|名单", rest):
        return
    role = _role(context, line, partner.end)
    if role is not None or re.search(r"合作", rest):
        yield Fact(
            scope.discloser, partner, role, scope.status, "list", scope.date, scope.policy, scope.status_span, 0.8
        )


def _role(context: Context, line: Line, start: int) -> RoleWord | None:
    text = context.draft.folded
    for role in context.roles_in(start, line.end):
        if role.kind != "weak" and not _NEGATED.search(text[start : role.start]):
            return role
    return None
