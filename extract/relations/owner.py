"""Whose list a paper with a partner table or a run of records is, where no single rule tells: clues are weighed."""

import re

from mingdan.core.fold import fold, name_key
from mingdan.extract.draft import Name
from mingdan.extract.entities.institutions import is_partner_table, lists_else
from mingdan.extract.entities.publisher import is_abbreviation
from mingdan.extract.entities.resolve import short_key
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.listing import record_lines
from mingdan.extract.segment.cells import Table

_LIST_WORDS = re.compile(r"合作|委外|委托|外包|催收|助贷|服务商|供应商|服务机构|第三方")
_LENDING = re.compile(r"[借贷]|催收|信用卡|分期|授信")
_NEEDED = {True: 4, False: 6}
"""Points that a lender and any other institution need."""


def most_likely_owner(context: Context) -> Name | None:
    """The institution outside the list that most clues point to; none where clues are few or no partners are listed."""
    if not lists_partners(context):
        return None
    inside = _listed_spans(context)
    listed = [n for n in context.draft.names if _is_inside(n, inside)]
    partners = {n.value for n in listed}
    outside = {n.value for n in context.draft.names if is_lender(n) and not _is_inside(n, inside)} - partners
    best: tuple[int, Name] | None = None
    first = {name.value: name for name in reversed(context.draft.names)}
    for name in sorted(first.values(), key=lambda n: n.start):
        if name.type in NOT_PARTNER or name.value in partners:
            continue
        points = _points(context, name) + 2 * (outside == {name.value})
        if best is None or points > best[0]:
            best = points, name
    if best is None or best[0] < _NEEDED[is_lender(best[1])]:
        return context.draft.silent_publisher
    lenders = sum(is_lender(n) for n in listed)
    return best[1] if is_lender(best[1]) or lenders * 3 < len(listed) else None


def lists_partners(context: Context) -> bool:
    """Whether a table or a run of records lists partners, and the words around it speak of lending."""
    title = "".join(fold(line.text) for line in context.lines[:3])
    if cues().other_list.search(title) or not _LENDING.search(context.draft.folded):
        return False
    heads = "".join(fold(cell.text) for table in context.tables for cell in table.header)
    if not _LIST_WORDS.search(title + heads):
        return False
    return any(_holds_names(context, table) for table in context.tables) or bool(record_lines(context))


def _holds_names(context: Context, table: Table) -> bool:
    """Whether the table lists partners by its heads, or has about a name in each row."""
    named = len(context.names_in(table.start, table.end))
    rows = len(table.rows)
    return rows > 1 and not lists_else(table) and (is_partner_table(table) or named * 5 >= rows * 3) and named > 0


def _listed_spans(context: Context) -> list[tuple[int, int]]:
    records = record_lines(context)
    spans = [(line.start, line.end) for line in context.lines if line.start in records]
    return spans + [(table.start, table.end) for table in context.tables]


def _is_inside(name: Name, spans: list[tuple[int, int]]) -> bool:
    return any(start <= name.start < end for start, end in spans)


def _points(context: Context, name: Name) -> int:
    """Clues for an institution, by its places in the document."""
    same = [n for n in context.draft.names if n.value == name.value]
    forms = {n.text for n in same} | {name.value}
    head, tail = context.lines[:2], context.lines[-4:]
    opens = any(0 <= n.start - line.start <= 4 for n in same for line in head)
    titled = any(line.start <= n.start < line.end for n in same for line in head)
    signs = any(_signs(context, n) for n in same if n.start >= tail[0].start)
    defined = any(full in forms for full in context.draft.aliases.values())
    clues = (4 * _is_publisher(context, forms), 3 * opens, titled, 3 * signs, 2 * defined, 2 * is_lender(name))
    return sum(clues) + (len(same) > 2)


def _is_publisher(context: Context, forms: set[str]) -> bool:
    key = name_key(context.draft.publisher or "")
    if not key:
        return False
    short = short_key(key)
    return any(
        short_key(form) == short or is_abbreviation(key, name_key(form)) or is_abbreviation(name_key(form), key)
        for form in forms
    )


def _signs(context: Context, name: Name) -> bool:
    """Whether the name makes up half of a line that is no row of a table."""
    line = context.line_at(name.start)
    return line is not None and not re.search(r"[|│｜\t]", line.text) and context.fills_line(name)
