"""Rows from tables: columns say discloser, partner, role, status, dates."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.entities.institutions import is_partner_table
from mingdan.extract.relations.context import Context, Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.segment.tables import Cell, Table, column_rules


def table_facts(context: Context, table: Table, scope: Scope) -> Iterator[Fact]:
    """Facts of one table; ``scope`` holds what the text above it says (discloser, role, status, date)."""
    if not is_partner_table(table) or scope.plan:
        return
    carried: dict[str, Cell] = {}
    for row in table.rows:
        section = _section(context, row)
        if section is not None:
            scope = scope.with_role(section)
            carried.pop("role", None)
            continue
        cells = _filled(table, row, carried)
        discloser = _name(context, cells.get("discloser")) or scope.discloser
        if discloser is None:
            continue
        for partner in _partners(context, cells):
            if partner.value != discloser.value:
                yield from _reclassified(context, cells, discloser, partner, scope) or _facts(
                    context, table, cells, discloser, partner, scope
                )


def _section(context: Context, row: tuple[Cell, ...]) -> RoleWord | None:
    """The role of a row that is a heading inside the table: one filled cell (or one merged over all), no name."""
    filled = {cell.text: cell for cell in row if cell.text}
    if len(filled) != 1:
        return None
    cell = next(iter(filled.values()))
    roles = context.roles_in(cell.start, cell.end)
    return roles[-1] if roles and not context.names_in(cell.start, cell.end) else None


def _filled(table: Table, row: tuple[Cell, ...], carried: dict[str, Cell]) -> dict[str, Cell]:
    """The row's cells by kind; blank discloser and role cells take the merged cell above."""
    cells: dict[str, Cell] = {}
    for kind, cell in zip(table.kinds, row, strict=True):
        if not kind or kind in cells:
            continue
        if cell.text:
            carried[kind] = cell
        elif kind in {"discloser", "role", "product"} and kind in carried:
            cell = carried[kind]
        cells[kind] = cell
    return cells


def _name(context: Context, cell: Cell | None) -> Name | None:
    if cell is None:
        return None
    return next(iter(context.names_in(cell.start, cell.end)), None)


def _partners(context: Context, cells: dict[str, Cell]) -> list[Name]:
    for kind in ("operator", "new_name", "partner", "brand"):
        cell = cells.get(kind)
        if cell is not None and (names := context.names_in(cell.start, cell.end)):
            return _distinct(names)
    return []


def _distinct(names: list[Name]) -> list[Name]:
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.value, name)
    return list(seen.values())


def _facts(
    context: Context, table: Table, cells: dict[str, Cell], discloser: Name, partner: Name, scope: Scope
) -> Iterator[Fact]:
    status, status_span = _status(cells, scope)
    date = _date(context, cells, status, scope)
    for role in _roles(context, table, cells, scope):
        yield Fact(
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
            term_start=_cell_date(context, cells.get("start")),
            term_end=_cell_date(context, cells.get("end")),
        )


def _reclassified(context: Context, cells: dict[str, Cell], discloser: Name, partner: Name, scope: Scope) -> list[Fact]:
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


def _roles(context: Context, table: Table, cells: dict[str, Cell], scope: Scope) -> list[RoleWord | None]:
    cell = cells.get("role")
    if cell is not None:
        found = context.roles_in(cell.start, cell.end)
        if found:
            return list({r.code: r for r in found}.values())
    remark = cells.get("remark")
    if cell is None and remark is not None:
        leading = [r for r in context.roles_in(remark.start, remark.end) if r.start == remark.start]
        if leading:
            return [leading[0]]
    heads = [
        r
        for kind, head in zip(table.kinds, table.header, strict=True)
        if kind == "partner"
        for r in context.roles_in(head.start, head.end)
    ]
    if heads:
        return [heads[0]]
    return [scope.role]


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
        for kind in ("status", "end" if status == "removed" else "start", "start", "remark"):
            cell = cells.get(kind)
            dates = context.dates_in(cell.start, cell.end) if cell else []
            if dates and dates[0].value:
                return Dated(dates[0].value, Span(dates[0].start, dates[0].end))
    return scope.date


def _text(cell: Cell | None) -> str | None:
    if cell is None or cell.text in column_rules()["values"]["empty"]:
        return None
    return cell.text


def _cell_date(context: Context, cell: Cell | None) -> str | None:
    dates = context.dates_in(cell.start, cell.end) if cell else []
    return dates[0].value if dates else None
