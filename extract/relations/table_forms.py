"""Tables of two special forms: before and after a change, and lenders across with roles down."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.fold import fold
from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.segment.cells import Cell, Table

_RENAMED = re.compile(r"名称|更名|改名")


def is_change_table(table: Table) -> bool:
    """Whether the columns say what stood before and what stands after."""
    return {"old_name", "new_name"} <= set(table.kinds)


def change_facts(context: Context, table: Table, scope: Scope) -> Iterator[Fact]:
    """Facts of a table with the partner before and after: it comes, leaves, changes its class or its legal entity."""
    before, after = table.column("old_name"), table.column("new_name")
    if before is None or after is None or scope.discloser is None:
        return
    for row in table.rows:
        old, new = _entry(context, row[before]), _entry(context, row[after])
        changes = list(_changes(old, new, _label(table, row)))
        for status, (partner, role) in changes:
            date, span = _change_day(context, table, row), _span(table, row)
            if status == "listed":
                yield Fact(scope.discloser, partner, role, "listed", "list", scope.date, scope.policy, None, 0.85)
            else:
                yield Fact(scope.discloser, partner, role, status, "list", date or scope.date, scope.policy, span, 0.85)


_Entry = tuple[Name, RoleWord | None]


def _entry(context: Context, cell: Cell) -> _Entry | None:
    names, roles = context.names_in(cell.start, cell.end), context.roles_in(cell.start, cell.end)
    return (names[-1], roles[-1] if roles else None) if names else None


def _changes(old: _Entry | None, new: _Entry | None, label: str) -> Iterator[tuple[Status, _Entry]]:
    """What a row says of the partner before and after."""
    if old is not None and new is not None:
        same_role = (old[1].code if old[1] else None) == (new[1].code if new[1] else None)
        if same_role and (old[0].value == new[0].value or _RENAMED.search(label)):
            yield "listed", new
            return
    if old is not None:
        yield "removed", old
    if new is not None:
        yield "added", new


def _label(table: Table, row: tuple[Cell, ...]) -> str:
    """The words that name the kind of change."""
    texts = [cell.text for cell, kind in zip(row, table.kinds, strict=True) if kind in {"status", "remark", "role"}]
    return fold("".join(texts))


def _span(table: Table, row: tuple[Cell, ...]) -> Span | None:
    column = table.column("status")
    return row[column].span if column is not None and row[column].text else None


def _change_day(context: Context, table: Table, row: tuple[Cell, ...]) -> Dated | None:
    for cell, kind in zip(row, table.kinds, strict=True):
        dates = context.dates_in(cell.start, cell.end) if kind in {"start", "end", "remark"} else []
        if dates and dates[0].value:
            return Dated.of(dates[0])
    return None


def lender_columns(context: Context, table: Table) -> list[tuple[int, Name]]:
    """Columns headed by a lender's name, where the first column of the rows (numbers aside) holds roles; else empty."""
    heads = [(c, context.names_in(cell.start, cell.end)) for c, cell in enumerate(table.header)]
    lenders = [(c, names[0]) for c, names in heads if len(names) == 1 and is_lender(names[0])]
    first = _role_column(table)
    roles = sum(bool(context.roles_in(row[first].start, row[first].end)) for row in table.rows)
    return lenders if len(lenders) > 1 and lenders[0][0] > first and roles * 2 >= len(table.rows) else []


def _role_column(table: Table) -> int:
    return 1 if table.kinds[0] == "index" and len(table.kinds) > 1 else 0


def lender_column_facts(context: Context, table: Table, scope: Scope) -> Iterator[Fact]:
    """Facts of a table with a lender for each column and a role for each row."""
    columns = lender_columns(context, table)
    first = _role_column(table)
    for row in table.rows:
        roles = context.roles_in(row[first].start, row[first].end)
        for column, lender in columns:
            for partner in context.names_in(row[column].start, row[column].end):
                if partner.value != lender.value:
                    role = roles[0] if roles else None
                    yield Fact(lender, partner, role, scope.status, "list", scope.date, scope.policy, None, 0.85)
