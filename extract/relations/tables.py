"""Rows from tables: columns say discloser, partner, role, status, dates."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.entities.institutions import lists_else
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.dated import AS_OF, Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.table_cells import reclassified_facts, row_facts, row_roles
from mingdan.extract.relations.table_forms import change_facts, is_change_table, lender_column_facts, lender_columns
from mingdan.extract.segment.cells import Cell, Table, column_rules

_MARKS = frozenset({"√", "✓", "✔", "是", "Y", "●", "○", "有", "☑", "■"})
_NONE = ("无", "暂无")
_PARTNER_KINDS = ("operator", "new_name", "partner", "brand")


def table_facts(context: Context, table: Table, scope: Scope) -> Iterator[Fact]:
    """Facts of one table; ``scope`` holds what the text above it says (discloser, role, status, date)."""
    if scope.plan or lists_else(table):
        return
    if is_change_table(table):
        yield from change_facts(context, table, scope)
        return
    if lender_columns(context, table):
        yield from lender_column_facts(context, table, scope)
        return
    rows = list(table.rows)
    heads = top = _head_roles(context, table.header)
    opening = _section(context, table.header)
    if opening is not None:
        scope = scope.with_role(opening)
    if rows and _is_subheader(context, rows[0]):
        below = _head_roles(context, rows.pop(0))
        heads = [low or high for low, high in zip(below, top, strict=True)]
    columns = _role_columns(context, rows, heads)
    if columns:
        facts = list(_matrix_facts(context, table, rows, heads, columns, scope))
        for role in (*top, *heads) if facts else ():
            if role is not None:
                role.used = True
        yield from facts
        return
    pairs = list(_pair_facts(context, table, rows, scope))
    if pairs:
        yield from pairs
        return
    for kinds, columns in _blocks(context, table, rows, scope):
        part = Table(
            table.start,
            table.end,
            tuple(table.header[c] for c in columns),
            tuple(tuple(row[c] for c in columns) for row in rows),
            kinds,
        )
        yield from _block_facts(context, part, [heads[c] for c in columns], scope)


def says_nothing(table: Table) -> bool:
    """Whether a table of partners has rows, and all of them say only that there are none."""
    if not set(_PARTNER_KINDS) & set(table.kinds) or lists_else(table):
        return False
    empty = set(column_rules()["values"]["empty"])
    told = [{c.text for c, kind in zip(row, table.kinds, strict=True) if kind != "index"} for row in table.rows]
    return bool(told) and all(words <= empty for words in told) and any(words & set(_NONE) for words in told)


def _role_columns(context: Context, rows: list[tuple[Cell, ...]], heads: list[RoleWord | None]) -> list[int]:
    """Columns headed by a role whose cells hold the partners; empty unless there are two, or one beside lenders."""
    columns = [c for c, head in enumerate(heads) if head and any(context.names_in(r[c].start, r[c].end) for r in rows)]
    beside = [
        n for r in rows for c, cell in enumerate(r) if c not in columns for n in context.names_in(cell.start, cell.end)
    ]
    lenders = [n for n in beside if is_lender(n)]
    if beside and len(lenders) < 0.6 * len(beside):
        return []
    return columns if len(columns) > 1 or (columns and lenders) else []


def _matrix_facts(
    context: Context,
    table: Table,
    rows: list[tuple[Cell, ...]],
    heads: list[RoleWord | None],
    columns: list[int],
    scope: Scope,
) -> Iterator[Fact]:
    """Facts of a table with a column for each role; a lender in another column of the row discloses."""
    for row in rows:
        beside = [n for c, cell in enumerate(row) if c not in columns for n in context.names_in(cell.start, cell.end)]
        discloser = next((n for n in beside if is_lender(n)), scope.discloser)
        date = row_day(context, table, row) or scope.date
        for column in columns:
            for partner in context.names_in(row[column].start, row[column].end):
                if discloser is not None and not partner.value.startswith(discloser.value):
                    yield Fact(
                        discloser,
                        partner,
                        heads[column],
                        scope.status,
                        "list",
                        date,
                        scope.policy,
                        scope.status_span,
                        0.9,
                    )


_DAY_HEAD = re.compile(r"更新|公布|披露|公示|时间|日期|时点|截至|落款|挂网|版本")


def row_day(context: Context, table: Table, row: Sequence[Cell]) -> Dated | None:
    """The one date of a row's cells under heads such as 更新日期, where the table has such a column."""
    cells = [cell for head, cell in zip(table.header, row, strict=False) if _DAY_HEAD.search(head.text)]
    dates = [date for cell in cells for date in context.dates_in(cell.start, cell.end)]
    return Dated.of(dates[0], AS_OF) if len(dates) == 1 and dates[0].value else None


def _pair_facts(context: Context, table: Table, rows: list[tuple[Cell, ...]], scope: Scope) -> Iterator[Fact]:
    """Rows whose cells hold a name and its role together (``甲公司，助贷类``); of two such cells the last counts."""
    if scope.discloser is None or any(kind in table.kinds for kind in _PARTNER_KINDS):
        return
    for row in rows:
        for cell in reversed(row):
            names, roles = context.names_in(cell.start, cell.end), context.roles_in(cell.start, cell.end)
            if len(names) == 1 and len(roles) == 1 and not names[0].value.startswith(scope.discloser.value):
                yield Fact(
                    scope.discloser, names[0], roles[0], scope.status, "list", scope.date, scope.policy, None, 0.8
                )
                break


def _head_roles(context: Context, cells: tuple[Cell, ...]) -> list[RoleWord | None]:
    """For each header cell the role phrase that makes up most of it."""
    found: list[RoleWord | None] = []
    for cell in cells:
        roles = [r for r in context.roles_in(cell.start, cell.end) if len(r.text) * 5 >= len(cell.text) * 3]
        found.append(roles[-1] if roles else None)
    return found


def _is_subheader(context: Context, row: tuple[Cell, ...]) -> bool:
    """Whether the first row goes on with the header: several role phrases and no name."""
    filled = [cell for cell in row if cell.text]
    roles = [cell for cell in filled if context.roles_in(cell.start, cell.end)]
    names = [cell for cell in filled if context.names_in(cell.start, cell.end)]
    return len(roles) >= 2 and not names and len(roles) * 2 >= len(filled)


def _blocks(
    context: Context, table: Table, rows: list[tuple[Cell, ...]], scope: Scope
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Column groups that each list partners: side-by-side lists are read one after the other."""
    kinds = _with_partner(context, table, rows, scope)
    width = len(kinds)
    places = [i for i, kind in enumerate(kinds) if kind == "partner"]
    texts = {"".join(table.header[i].text.split()) for i in places}
    by_role = all(_head_roles(context, tuple(table.header[i] for i in places)))
    if len(places) < 2 or (len(texts) > 1 and not by_role):
        return [(kinds, list(range(width)))]
    step = places[1] - places[0]
    starts = [place - places[0] % step if places[0] >= step else place - places[0] for place in places]
    groups = [list(range(a, b)) for a, b in pairwise([*starts, width]) if a < b]
    return [(tuple(kinds[c] for c in group), group) for group in groups]


def _with_partner(context: Context, table: Table, rows: list[tuple[Cell, ...]], scope: Scope) -> tuple[str, ...]:
    """Column kinds; where no head names the partner, the column that consists of names is it."""
    kinds = list(table.kinds)
    _set_role_column(context, kinds, rows, [cell.text for cell in table.header])
    _set_discloser_column(context, kinds, rows)
    best, share = _best_names(context, kinds, rows)
    named = [c for c, kind in enumerate(kinds) if kind in _PARTNER_KINDS]
    if named and (share < 0.6 or any(_share_of_names(context, [row[c] for row in rows]) >= 0.3 for c in named)):
        return tuple(kinds)
    if named and best is not None and len(rows) >= 2:
        kinds = ["" if c in named else kind for c, kind in enumerate(kinds)]
        kinds[best] = "partner"
        return tuple(kinds)
    if "discloser" in kinds and context.notice and not any(_head_roles(context, table.header)):
        kinds[kinds.index("discloser")] = "partner"
        return tuple(kinds)
    if "discloser" in kinds or not (scope.listing or "role" in kinds or any(_head_roles(context, table.header))):
        return tuple(kinds)
    if best is not None and share >= 0.6 and len(rows) >= 2:
        kinds[best] = "partner"
    return tuple(kinds)


def _set_role_column(context: Context, kinds: list[str], rows: list[tuple[Cell, ...]], heads: list[str]) -> None:
    """The column whose cells are role phrases is the role column, whatever its head says; twins under one head stay."""
    if len(rows) < 2:
        return
    shares = [_share_of_roles(context, [row[c] for row in rows]) for c in range(len(kinds))]
    best = max(range(len(kinds)), key=lambda c: shares[c], default=None)
    if best is None or shares[best] < 0.6:
        return
    for column, kind in enumerate(kinds):
        if kind == "role" and heads[column] != heads[best]:
            kinds[column] = ""
    kinds[best] = "role"


def _set_discloser_column(context: Context, kinds: list[str], rows: list[tuple[Cell, ...]]) -> None:
    """A column of lenders beside the partner column says who discloses, whatever its head says."""
    if "discloser" in kinds or len(rows) < 2:
        return
    partners = [c for c, kind in enumerate(kinds) if kind in _PARTNER_KINDS]
    for column, kind in enumerate(kinds):
        others = [c for c in partners if c != column]
        if kind in {"role", "index"} or not (others or kind == ""):
            continue
        filled = [row[column] for row in rows if row[column].text]
        lenders = [n for cell in filled for n in context.names_in(cell.start, cell.end) if is_lender(n)]
        if others and filled and len(lenders) >= 0.6 * len(filled) and not _is_partner_list(context, rows, others):
            kinds[column] = "discloser"
            return


def _is_partner_list(context: Context, rows: list[tuple[Cell, ...]], columns: list[int]) -> bool:
    """Whether the other columns hold no names, so that the lenders themselves are the partners."""
    return max(_share_of_names(context, [row[c] for row in rows]) for c in columns) < 0.3


def _best_names(context: Context, kinds: list[str], rows: list[tuple[Cell, ...]]) -> tuple[int | None, float]:
    """The column that consists of names to the largest part, role and discloser columns apart."""
    columns = [c for c, kind in enumerate(kinds) if kind not in {"role", "discloser"}]
    shares = {c: _share_of_names(context, [row[c] for row in rows]) for c in columns}
    best = max(columns, key=lambda c: shares[c], default=None)
    return best, shares[best] if best is not None else 0.0


def _share_of_roles(context: Context, cells: list[Cell]) -> float:
    filled = [cell for cell in cells if cell.text]
    full = [c for c in filled if sum(r.end - r.start for r in context.roles_in(c.start, c.end)) * 10 >= len(c.text) * 6]
    return len(full) / len(filled) if filled else 0.0


def _share_of_names(context: Context, cells: list[Cell]) -> float:
    filled = [cell for cell in cells if cell.text]
    full = [
        cell
        for cell in filled
        if sum(n.end - n.start for n in context.names_in(cell.start, cell.end)) * 10 >= (cell.end - cell.start) * 7
    ]
    return len(full) / len(filled) if filled else 0.0


def _block_facts(context: Context, table: Table, heads: list[RoleWord | None], scope: Scope) -> Iterator[Fact]:
    carried: dict[str, Cell] = {}
    sectioned = False
    for row in table.rows:
        section = _section(context, row)
        if section is not None:
            scope, sectioned = scope.with_role(section), True
            carried.pop("role", None)
            continue
        cells = _with_beginnings(table, _filled(table, row, carried))
        discloser = _name(context, cells.get("discloser")) or scope.discloser
        if discloser is None:
            continue
        for partner, roles in _row_partners(context, row, cells, heads):
            if not partner.value.startswith(discloser.value):
                own = roles or row_roles(context, cells, scope)
                if sectioned and scope.role and {r.code for r in own if r} == {scope.role.code}:
                    own = list[RoleWord | None]([scope.role])
                yield from reclassified_facts(context, cells, discloser, partner, scope) or row_facts(
                    context, cells, discloser, partner, own, scope
                )


def _with_beginnings(table: Table, cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells of a row; the day on which cooperation began is ``began``, which tells no end."""
    column = table.column("start")
    words = column_rules()["begins"]["heads"]
    if "start" not in cells or column is None or not any(word in table.header[column].text for word in words):
        return cells
    return {"began" if kind == "start" else kind: cell for kind, cell in cells.items()}


def _row_partners(
    context: Context, row: tuple[Cell, ...], cells: dict[str, Cell], heads: list[RoleWord | None]
) -> Iterator[tuple[Name, list[RoleWord | None]]]:
    """Partners of a row with the roles that the heads of their columns (or of ticked columns) give them."""
    ticked: list[RoleWord | None] = [h for h, cell in zip(heads, row, strict=True) if h and cell.text in _MARKS]
    own = _partners(context, cells)
    for partner in own:
        under = [h for h, cell in zip(heads, row, strict=True) if h and cell.start <= partner.start < cell.end]
        beside = [
            r for cell in row if cell.start <= partner.start < cell.end for r in context.roles_in(partner.end, cell.end)
        ]
        led = [] if beside or under or ticked else _leading(context, row, partner)
        yield (
            partner,
            led or ticked or list[RoleWord | None](beside[:1] if len(own) == 1 else []) or list[RoleWord | None](under),
        )
    if own:
        return
    for head, cell in zip(heads, row, strict=True):
        for partner in context.names_in(cell.start, cell.end) if head else []:
            yield partner, [head]


def _leading(context: Context, row: tuple[Cell, ...], partner: Name) -> list[RoleWord | None]:
    """The role in front of the partner in its cell (``助贷类：甲、乙；担保类：丙``)."""
    for cell in row:
        if cell.start <= partner.start < cell.end:
            roles = context.roles_in(cell.start, partner.start)
            labelled = [r for r in roles if context.draft.folded[r.end : r.end + 1] in ":-—"]
            return list[RoleWord | None](labelled[-1:])
    return []


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
    for kind in _PARTNER_KINDS:
        cell = cells.get(kind)
        if cell is not None and (names := context.names_in(cell.start, cell.end)):
            return _distinct(names)
    return []


def _distinct(names: list[Name]) -> list[Name]:
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.value, name)
    return list(seen.values())
