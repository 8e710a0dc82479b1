"""The published lists of a document: one object for each list or version of it that the lender's own paper holds."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from mingdan.core.codes import Role
from mingdan.core.records import Partnership, PublishedList, StatedCount
from mingdan.extract.relations.context import Context

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("collection", frozenset({"collection"})),
    ("payment", frozenset({"payment"})),
    ("data", frozenset({"data", "technology"})),
)
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
    emptied = any(c.discloser == discloser and c.count == 0 and c.role == "all" for c in counts)
    if not own and not emptied:
        return None
    title = context.draft.title
    roles: tuple[Role, ...] = tuple(dict.fromkeys(row.role for row in own))
    delta = any(row.status in {"added", "removed"} for row in own)
    full = emptied or (not delta and not _DELTA.search(title or ""))
    start = min((row.start for row in own), default=0)
    end = max((row.end for row in own), default=len(context.draft.text))
    date = context.list_date.value if context.list_date else None
    published = context.draft.published.isoformat() if context.draft.published else None
    key = "|".join([discloser, title or "", date or "", ",".join(roles)])
    identity = hashlib.sha256(key.encode()).hexdigest()[:12]
    kind = _kind(roles, context.draft.text[:200])
    completeness = "full" if full else "partial"
    return PublishedList(identity, discloser, title, kind, roles, date, published, None, completeness, None, start, end)


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
