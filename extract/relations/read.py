"""Relations of one document: rows, counts and lists into the draft."""

import re

from mingdan.extract.draft import Draft, RoleWord
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.counts import find_counts
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.lists import find_lists, link_rows
from mingdan.extract.relations.rows import build_row, unique_rows
from mingdan.extract.relations.walk import collect
from mingdan.extract.segment.tables import Table


def read_relations(draft: Draft, tables: list[Table]) -> None:
    """Fill ``draft.rows``, ``draft.counts``, ``draft.lists`` and mark the role phrases that are used."""
    context, facts = collect(draft, tables)
    rows = unique_rows(build_row(draft, fact) for fact in facts)
    counts = find_counts(context, rows)
    lists = find_lists(context, rows, counts)
    draft.rows, draft.counts, draft.lists = link_rows(rows, lists), counts, lists
    _mark_table_roles(context, tables)
    _mark_enumerations(context)
    _mark_plans(context)


def _mark_table_roles(context: Context, tables: list[Table]) -> None:
    """Every cell of a role column that lists a partner is a role mention."""
    used = {role.text for role in context.draft.roles if role.used}
    for table in tables:
        column = table.column("role")
        if column is None:
            continue
        for row in table.rows:
            for role in context.roles_in(row[column].start, row[column].end):
                role.used = role.used or role.text in used


def _mark_enumerations(context: Context) -> None:
    """Role phrases in one coordination, in a sentence about a lender's list, list its partners' roles."""
    text = context.draft.folded
    chain: list[RoleWord] = []
    for role in [*context.draft.roles, None]:
        if (
            chain
            and role is not None
            and re.fullmatch(r"[、,，和与及以及\s“”\"]{1,4}", text[chain[-1].end : role.start])
        ):
            chain.append(role)
            continue
        if len(chain) > 2 and _lists_roles(context, chain):
            for word in chain:
                word.used = True
        chain = [role] if role is not None else []


def _lists_roles(context: Context, chain: list[RoleWord]) -> bool:
    line = next((ln for ln in context.lines if ln.start <= chain[0].start < ln.end), None)
    if line is None:
        return False
    left = max(line.start, context.draft.folded.rfind("。", 0, chain[0].start) + 1)
    lead = context.draft.folded[left : chain[0].start]
    lenders = [n for n in context.names_in(left, line.end) if is_lender(n)]
    return bool(lenders) and bool(re.search(r"分别|分为|名单|细化|几类|类[,，:：]", lead)) and "应当" not in lead


def _mark_plans(context: Context) -> None:
    """A role word between two named parties counts also in a plan, question or denial (GUIDELINES 4.2)."""
    text = context.draft.folded
    for role in context.draft.roles:
        if role.used or role.kind == "weak":
            continue
        line = next((ln for ln in context.lines if ln.start <= role.start < ln.end), None)
        if line is None:
            continue
        left = max(line.start, text.rfind("。", 0, role.start) + 1)
        right = text.find("。", role.end)
        right = line.end if right < 0 else min(line.end, right)
        parties = {
            n.value for n in context.names_in(left, right) if n.type not in {"regulator", "media", "association"}
        }
        near = re.search(r"[与和跟同由][^，。]{2,24}$|曾|拟|谈", text[left : role.start])
        if len(parties) >= 2 and near and cues().plan.search(text[left:right]):
            role.used = True
