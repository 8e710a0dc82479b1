"""The published lists of a document: one object for each list or version of it that the lender's own paper holds."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from mingdan.core.codes import CountRole, Role
from mingdan.core.records import Partnership, PublishedList, StatedCount
from mingdan.extract.relations.context import Context

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("collection", frozenset({"collection"})),
    ("payment", frozenset({"payment"})),
    ("data", frozenset({"data", "technology"})),
)
_EXTRACT = re.compile(r"部分(?:合作)?(?:机构|方|平台)?名单|名单[（(](?:部分|节选|摘录)|第\d+页[/／，,]?共[2-9]\d*页")
"""What says that only a part of the list is here."""
_DELTA = re.compile(r"新增|退出|调整|变更|终止|移出|更正")


def find_lists(context: Context, rows: Sequence[Partnership], counts: Sequence[StatedCount]) -> list[PublishedList]:
    """Lists that the document itself publishes; a press report publishes none (its mentions are never a full list)."""
    if not context.notice or context.signer is None:
        return []
    disclosers = list(dict.fromkeys([context.signer.value, *(row.discloser for row in rows if row.basis == "list")]))
    lists = [_list(context, discloser, rows, counts) for discloser in disclosers]
    return [found for found in lists if found is not None]


def _list(
    context: Context, discloser: str, rows: Sequence[Partnership], counts: Sequence[StatedCount]
) -> PublishedList | None:
    own = [row for row in rows if row.discloser == discloser and row.basis == "list" and row.status != "denied"]
    empty: list[CountRole] = [c.role for c in counts if c.discloser == discloser and c.count == 0]
    if not own and not empty:
        return None
    title = context.draft.title
    roles = _roles(context, own, empty)
    delta = _is_delta(own)
    full = (not own and "all" in empty) or (not delta and not _DELTA.search(title or ""))
    full = full and not _EXTRACT.search(f"{title or ''}\n{context.draft.text[:200]}")
    start = min((row.start for row in own), default=0)
    end = max((row.end for row in own), default=len(context.draft.text))
    date = context.list_date.value if context.list_date else None
    published = context.draft.published.isoformat() if context.draft.published else None
    key = "|".join([discloser, title or "", date or "", ",".join(roles)])
    identity = hashlib.sha256(key.encode()).hexdigest()[:12]
    kind = _kind(roles, context.draft.text[:200])
    completeness = "full" if full else "partial"
    return PublishedList(identity, discloser, title, kind, roles, date, published, None, completeness, None, start, end)


def _is_delta(own: Sequence[Partnership]) -> bool:
    """Whether the rows tell changes; a list of those who stay may say of a few that they came or left."""
    changed = sum(row.status in {"added", "removed"} for row in own)
    return changed > 0 and len(own) - changed < 2 * changed


def _roles(context: Context, own: Sequence[Partnership], empty: Sequence[CountRole]) -> tuple[Role, ...]:
    """Roles that the list speaks for: those of its rows and those that it says nobody has; of one that is empty as a
    whole the role of its title, where that names one."""
    named: list[Role] = [row.role for row in own]
    for role in empty:
        if role != "all":
            named.append(role)
    if not named and context.title_role is not None:
        named = [context.title_role]
    return tuple(dict.fromkeys(named))


def _kind(roles: Sequence[Role], head: str) -> str:
    for kind, codes in _KINDS:
        if roles and set(roles) <= codes:
            return kind
    if re.search(r"第三方合作机构", head):
        return "third_party_loan"
    return "internet_loan"


def link_rows(rows: Sequence[Partnership], lists: Sequence[PublishedList]) -> list[Partnership]:
    """Rows of a list carry its id."""
    by_discloser = {found.discloser: found.id for found in lists}
    return [replace(r, list=by_discloser.get(r.discloser)) if r.basis == "list" else r for r in rows]
