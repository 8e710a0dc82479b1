"""Known rules and the words that tell a rule's title, from the data files."""

import re
from dataclasses import dataclass
from functools import cache

from mingdan.core.fold import fold
from mingdan.extract.knowledge import read_rules, read_table

_DASHES = str.maketrans("－–—―", "----")


def title_key(title: str) -> str:
    """Key under which spellings of one title are equal: folded, without white space, commas and quotes.

    >>> a = title_key("关于加强商业银行互联网助贷业务管理 提升金融服务质效的通知")
    >>> a == title_key("关于加强商业银行互联网助贷业务管理，提升金融服务质效的通知")
    True
    >>> a == title_key("关于加强商业银行互联网贷款业务管理 提升金融服务质效的通知")
    False
    """
    return re.sub(r"[\s,，、“”\"‘’'·]", "", fold(title).translate(_DASHES))


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A rule of the data file."""

    name: str
    aliases: tuple[str, ...]
    number: str
    issuers: tuple[str, ...]


@cache
def known_policies() -> tuple[KnownPolicy, ...]:
    """All rules of ``policies.csv``."""
    rows = read_table("policies.csv")
    return tuple(
        KnownPolicy(
            row["name"],
            tuple(a for a in row["aliases"].split(";") if a),
            row["number"] or "",
            tuple(i for i in row["issuers"].split(";") if i),
        )
        for row in rows
    )


@cache
def names_by_key() -> dict[str, str]:
    """Key of a rule's full title -> the title."""
    return {title_key(policy.name): policy.name for policy in known_policies()}


@cache
def by_title() -> dict[str, KnownPolicy]:
    """Title or alias key -> rule. Also the title without 中华人民共和国 and without its issuer in front."""
    table: dict[str, KnownPolicy] = {}
    for policy in known_policies():
        for title in (policy.name, *policy.aliases):
            key = title_key(title)
            table.setdefault(key, policy)
            table.setdefault(key.removeprefix("中华人民共和国"), policy)
    return table


@cache
def by_number() -> dict[str, KnownPolicy]:
    """Number key -> rule."""
    return {number_key(p.number): p for p in known_policies() if p.number}


def number_key(number: str) -> str:
    """Key of a document number: digits and letters without brackets and white space.

    >>> number_key("金规〔2025〕9号") == number_key("金规【2025】 9 号")
    True
    """
    return re.sub(r"[^\w]|第", "", fold(number).translate(_DASHES)).replace("_", "")


@dataclass(frozen=True, slots=True)
class TitleRules:
    """Compiled words of ``policy_titles.toml``."""

    head: re.Pattern[str]
    weak_head: re.Pattern[str]
    not_head: re.Pattern[str]
    exceptions: re.Pattern[str]
    generic: frozenset[str]
    company: re.Pattern[str]
    notice: re.Pattern[str]
    draft: re.Pattern[str]
    company_end: re.Pattern[str]
    company_self: re.Pattern[str]
    authority_end: re.Pattern[str]


def _ends(words: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")$")


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def title_rules() -> TitleRules:
    """Load and compile once."""
    data = read_rules("policy_titles.toml")
    return TitleRules(
        head=_ends(data["heads"]),
        weak_head=_ends(data["weak_heads"]),
        not_head=_ends(data["not_heads"]),
        exceptions=_any(data["rules_all_the_same"]),
        generic=frozenset(data["generic"]),
        company=_any(data["company_words"]),
        notice=_any(data["notice_words"]),
        draft=re.compile(r"[(（](?:" + "|".join(map(re.escape, data["draft"]["suffixes"])) + r")[)）]$"),
        company_end=_ends([*data["company"]["name_ends"]]),
        company_self=_ends(data["company"]["selves"]),
        authority_end=_ends(data["authority"]["name_ends"]),
    )


@cache
def number_issuers() -> dict[str, str]:
    """Prefix of a document number -> the body that gives such numbers."""
    return dict(read_rules("policy_issuers.toml")["prefixes"])
