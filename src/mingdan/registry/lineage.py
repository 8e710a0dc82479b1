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
SPEAKS_FOR_ALL = frozenset({"unspecified"})
"""Role of lists that give none: such a list of partners in lending speaks for the families of :data:`LENDING`."""
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


def speaks_for(roles: Sequence[str], role: str) -> bool:
    """Whether a list whose rows have ``roles`` says something about partners in ``role``.

    A list without rows is an emptied one and speaks for every role of its lineage, which the caller adds.

    >>> speaks_for(["collection"], "platform"), speaks_for(["platform.co_lending"], "platform.facilitation")
    (False, True)
    """
    families = {family(one) for one in roles}
    return family(role) in families or (bool(SPEAKS_FOR_ALL & set(roles)) and family(role) in LENDING)


@dataclass(frozen=True, slots=True)
class Lineage:
    """A list of a lender through its versions; ``roles`` are those of all of them."""

    id: int
    kind: str
    title_key: str
    roles: frozenset[str]


def belongs(lineages: Sequence[Lineage], kind: str, title: str | None, roles: Sequence[str]) -> Lineage | None:
    """The lineage that a list continues: of its kind, first by the title, else by the families of its roles.

    A list without rows continues the only lineage of its kind.
    """
    same = [one for one in lineages if one.kind == kind]
    key = title_key(title)
    for one in same:
        if key and one.title_key == key:
            return one
    families = {family(role) for role in roles}
    if not families:
        return same[0] if len(same) == 1 else None
    near = [one for one in same if families & {family(role) for role in one.roles}]
    return max(near, key=lambda one: len(families & {family(role) for role in one.roles}), default=None)


def roles_of(text: str) -> tuple[str, ...]:
    """Role codes of a JSON list."""
    found: list[str] = json.loads(text)
    return tuple(found)
