"""Which published lists are versions of one list: the same lender, kind, and title but for its dates."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingdan.core.fold import name_key

_PASSING = re.compile(
    r"[（(【\[〔][^）)】\]〕]*(?:\d|年|月|季|版|期|批)[^）)】\]〕]*[）)】\]〕]"
    r"|截至|截止|更新|最新|调整|变更|修订|第?[\d〇零一二三四五六七八九十]+[年月日季期批次版号]度?|\d+"
    r"|关于|公布|公示|披露|公告|通告|的|我行|本行|我司|本公司"
)
UNSPECIFIED = "unspecified"
"""Role of rows that give none: a list of such partners speaks for the families of :data:`LENDING`."""
LENDING = frozenset({"platform", "credit_enhancement"})


def title_key(title: str | None) -> str:
    """The title without dates, numbers and what announces it.

    >>> title_key("关于公布合作机构名单的公告（2025年第2期）") == title_key("合作机构名单（截至10月）")
    True
    """
    return name_key(_PASSING.sub("", title or ""))


def family(role: str) -> str:
    """The role without its second part.

    >>> family("platform.co_lending")
    'platform'
    """
    return role.split(".")[0]


def related(one: str, other: str) -> bool:
    """Whether two roles are the same, or one is the other's family.

    >>> related("platform", "platform.co_lending"), related("platform.co_lending", "platform.facilitation")
    (True, False)
    """
    return one == other or family(one) == other or one == family(other)


def fits(role: str, asked: str) -> bool:
    """Whether a row in ``role`` is one of those asked for; a row without a role may be any of lending.

    >>> fits("unspecified", "platform"), fits("unspecified", "collection")
    (True, False)
    """
    return related(role, asked) or (role == UNSPECIFIED and family(asked) in LENDING)


def ends(removed: str, listed: str) -> bool:
    """Whether the removal in one role ends the listing in another.

    >>> ends("collection", "platform.facilitation"), ends("unspecified", "platform.facilitation")
    (False, True)
    """
    return fits(removed, listed) or (listed == UNSPECIFIED and family(removed) in LENDING)


def speaks_for(roles: Sequence[str], role: str) -> bool:
    """Whether a list whose rows have ``roles`` says something about partners in ``role``.

    A list without rows is an emptied one and speaks for every role of its lineage, which the caller adds.

    >>> speaks_for(["collection"], "platform"), speaks_for(["platform.co_lending"], "platform.facilitation")
    (False, True)
    """
    families = {family(one) for one in roles}
    if role == UNSPECIFIED:
        return bool(families & (LENDING | {UNSPECIFIED}))
    return family(role) in families or (UNSPECIFIED in families and family(role) in LENDING)


@dataclass(frozen=True, slots=True)
class Lineage:
    """A list of a lender through its versions; ``roles`` are those of all of them, ``days`` those of its full ones."""

    id: int
    kind: str
    title_key: str
    roles: frozenset[str]
    days: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a paper says of a list of its lender."""

    kind: str
    title: str | None
    roles: Sequence[str]
    day: str
    full: bool


def belongs(lineages: Sequence[Lineage], stated: Stated) -> Lineage | None:
    """The lineage that a list continues: of its kind, first by the title, else by roles.

    Two full lists of one day are never versions of one list by their roles alone. A list without rows continues the
    only lineage of its kind; an update, or a list that gives no roles, one with roles of the same families.
    """
    same = [one for one in lineages if one.kind == stated.kind]
    key = title_key(stated.title)
    for one in same:
        if key and one.title_key == key:
            return one
    if not stated.roles:
        return same[0] if len(same) == 1 else None
    free = [one for one in same if not (stated.full and stated.day in one.days)]
    near = [(_shared(one.roles, stated), -one.id, one) for one in free]
    best = max(near, default=(0, 0, None), key=lambda found: found[:2])
    return best[2] if best[0] else None


def _shared(roles: frozenset[str], stated: Stated) -> int:
    """How many roles of a list a lineage knows; of updates and of lists without roles the families count."""
    count = sum(any(related(role, one) for one in roles) for role in stated.roles)
    if count:
        return 1 + count
    families = {family(role) for role in roles}
    mine = {family(role) for role in stated.roles}
    loose = not stated.full or UNSPECIFIED in mine or UNSPECIFIED in families
    lending = LENDING | {UNSPECIFIED}
    return int(loose and bool(mine & families or (mine & lending and families & lending)))


def roles_of(text: str) -> tuple[str, ...]:
    """Role codes of a JSON list."""
    found: list[str] = json.loads(text)
    return tuple(found)
