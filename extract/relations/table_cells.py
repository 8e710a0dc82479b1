"""Facts of one table row from its cells: roles, status, dates, term and contact."""

import re

from mingdan.core.codes import Status
from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.segment.cells import Cell, column_rules


def row_facts(
    context: Context,
    cells: dict[str, Cell],
    discloser: Name,
    partner: Name,
    roles: list[RoleWord | None],
    scope: Scope,
) -> list[Fact]:
    """One fact for each of the partner's roles in this row."""
    status, status_span = _status(cells, scope)
    date = _date(context, cells, status, scope)
    return [
        Fact(
            discloser,
            partner,
            role,
            status,
            "list",
            date,
            scope.policy,
            status_span,
            0.93 if role else 0.85,
            product=_text(cells.get("product")),
            contact=_text(cells.get("contact")),
            term_start=_cell_date(context, cells.get("start") or cells.get("began")),
            term_end=_cell_date(context, cells.get("end")),
        )
        for role in roles
    ]


def reclassified_facts(
    context: Context, cells: dict[str, Cell], discloser: Name, partner: Name, scope: Scope
) -> list[Fact]:
    """A cell like ``由技术服务调整为数据服务``: removed from one role, added to the other."""
    for kind in ("status", "remark", "role"):
        cell = cells.get(kind)
        roles = context.roles_in(cell.start, cell.end) if cell else []
        if (
            cell
            and len(roles) == 2
            and re.search(r"调整|变更|转|改", context.draft.text[roles[0].end : roles[1].start])
        ):
            status = cell.span
            date = _date(context, cells, "added", scope)
            common = (date, scope.policy, status, 0.85)
            return [
                Fact(discloser, partner, roles[0], "removed", "list", *common),
                Fact(discloser, partner, roles[1], "added", "list", *common),
            ]
    return []


def row_roles(context: Context, cells: dict[str, Cell], scope: Scope) -> list[RoleWord | None]:
    """Roles of the role cell; without that column a role that opens a remark, else the role of the scope."""
    cell = cells.get("role")
    if cell is not None:
        found = context.roles_in(cell.start, cell.end)
        if found:
            return list({r.code: r for r in found}.values())
        unknown = cell.text not in column_rules()["values"]["empty"] and len(cell.text) <= 12
        if unknown and scope.role is None and not context.names_in(cell.start, cell.end):
            return [_other_role(context, cell)]
    for kind in ("remark", "product", "status"):
        other = cells.get(kind)
        leading = [r for r in context.roles_in(other.start, other.end) if r.start == other.start] if other else []
        if cell is None and leading:
            return [leading[0]]
    return [scope.role]


def _other_role(context: Context, cell: Cell) -> RoleWord:
    """A role cell in words that no data file knows is a role all the same: ``other``."""
    word = RoleWord(cell.start, cell.end, context.draft.text[cell.start : cell.end], "other", "cell", "role:column")
    context.draft.roles.append(word)
    context.draft.roles.sort(key=lambda role: role.start)
    return word


def _status(cells: dict[str, Cell], scope: Scope) -> tuple[Status, Span | None]:
    cell = cells.get("status") or cells.get("remark")
    values = column_rules()["values"]
    text = fold(cell.text) if cell else ""
    if cell is not None and any(word in text for word in values["removed"]) and not re.search(r"不|未", text):
        return "removed", cell.span
    if cell is not None and any(word in text for word in values["added"]) and "暂停" not in text:
        return "added", cell.span
    if cell is not None and text and any(word in text for word in values["listed"]):
        return "listed", cell.span
    return scope.status, scope.status_span


def _date(context: Context, cells: dict[str, Cell], status: Status, scope: Scope) -> Dated | None:
    if status in {"added", "removed"}:
        for kind in ("status", *(("end", "start") if status == "removed" else ("start", "began")), "remark"):
            cell = cells.get(kind)
            dates = context.dates_in(cell.start, cell.end) if cell else []
            if dates and dates[0].value:
                return Dated.of(dates[0])
    return scope.date


def _text(cell: Cell | None) -> str | None:
    if cell is None or cell.text in column_rules()["values"]["empty"]:
        return None
    return cell.text


def _cell_date(context: Context, cell: Cell | None) -> str | None:
    dates = context.dates_in(cell.start, cell.end) if cell else []
    return dates[0].value if dates else None
