"""Short names that the document itself defines: 以下简称, 证券简称, App名称, brackets behind a full name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingdan.core.fold import Squeezed
from mingdan.extract.draft import Name
from mingdan.extract.entities.roles import is_role_phrase

_QUOTED = r"[“\"'‘「『]?(?P<alias>[^“”\"'‘’「」『』(),，。;；:：、|\n]{2,14}?)[”\"'’」』]?"
_DEFINED = re.compile(
    r"^\([^()]{0,30}?(?:以下简称|下称|以下称|简称|证券简称|股票简称|英文简称|App名称|APP名称|平台名称|品牌名|产品名称|原名|曾用名|更名前为|全称|即|前身为"
    r"|(?:平台|品牌)(?=[为:：\s“\"‘「『]))[为:：\s]*"
    + _QUOTED
    + r"(?:App|APP|平台|小程序)?(?:[,，;；、][^()]{0,40})?\)"
)
_BARE = re.compile(r"^\(" + _QUOTED + r"(?:App|APP|平台)?\)")
_PLAIN = r"[^“”\"「」,，。;；:：、|·\s()]{2,12}?"
_BRAND = rf"(?P<brand>{_PLAIN})"
_APP = r"[”\"」]?(?:App|APP|平台|小程序)?"
_OPERATOR = r"(?:运营方|运营主体|运营公司|运营机构|经营主体|运营单位)"
_OPERATED = re.compile(rf"[“\"「]?{_BRAND}{_APP}的?{_OPERATOR}(?:为|是|系)[“\"「]?$")
_IN_BRACKETS = re.compile(
    rf"(?:^|[“\"「、,，。;；:：|·\x02\d.)）\s])[“\"「]?{_BRAND}{_APP}\((?:{_OPERATOR}(?:为|是|系|[:：])?|由)[“\"「]?$"
)
_BY = re.compile(rf"[“\"「]{_BRAND}[”\"」](?:App|APP|平台|小程序)?(?:系|是)?由[“\"「]?$")
_RUNS = re.compile(r"^[”\"」]?(?:负责)?(?:运营|开发|经营|提供|所有)")
_RUNS_BEHIND = re.compile(rf"^[”\"」]?\([“\"「]?(?P<alias>{_PLAIN}){_APP}的?{_OPERATOR}\)")
_RENAMED = re.compile(
    r"[”\"」]?(?:已)?(?:于)?[^。；;,，]{0,16}?(?:更名为|变更为|改名为|名称变更为|现更名为|更名)[“\"「]?$"
)
_SELF = frozenset(
    {
        "本行",
        "我行",
        "本公司",
        "我司",
        "我公司",
        "贷款人",
        "公司",
        "本社",
        "我社",
        "该行",
        "该公司",
        "贵行",
        "甲方",
        "乙方",
        "丙方",
        "本集团",
        "总行",
        "我们",
        "平台",
    }
)
_CODE = re.compile(r"^(?:\d{4,6}(?:\.[A-Z]{2})?|[A-Z]{1,5}\.[A-Z]+|第?\d+.*)$")


@dataclass(frozen=True, slots=True)
class Alias:
    """``alias`` at ``[start, end)`` of the squeezed text stands for ``full``; ``self_word``: it is 本行 or the like."""

    start: int
    end: int
    alias: str
    full: Name
    self_word: bool


def find_aliases(squeezed: Squeezed, names: Sequence[Name]) -> Iterator[Alias]:
    """Yield the aliases defined right behind a name, or in front of it (“X”运营方为…)."""
    places = {offset: position for position, offset in enumerate(squeezed.index)}
    for name in names:
        end = places[name.end - 1] + 1
        tail = squeezed.text[end : end + 90]
        shift = len(tail) - len(tail.lstrip('”"」’'))
        match = _DEFINED.match(tail[shift:]) or _RUNS_BEHIND.match(tail[shift:]) or _bare_alias(name, tail[shift:])
        if match:
            start = end + shift + match.start("alias")
            alias = match["alias"].strip()
            if alias and not _CODE.match(alias) and not is_role_phrase(alias):
                yield Alias(start, start + len(match["alias"]), alias, name, alias in _SELF)
            yield from _more(squeezed.text, start + len(match["alias"]), name)
        yield from _in_front(squeezed.text, places[name.start], end, name)


_OTHER = re.compile(r"[”\"’」]?(?:或者|或|、|和)[“\"‘「](?P<alias>[^“”\"‘’「」()]{2,14})[”\"’」]")


def _more(text: str, position: int, name: Name) -> Iterator[Alias]:
    """Further aliases of one definition: ``以下称“贷款人”或“甲银行”``."""
    match = _OTHER.match(text, position)
    if match:
        alias = match["alias"]
        yield Alias(match.start("alias"), match.end("alias"), alias, name, alias in _SELF)


def _bare_alias(name: Name, tail: str) -> re.Match[str] | None:
    match = _BARE.match(tail)
    if match is None:
        return None
    quoted = match.group()[1] in '“"「'
    inside = all(char in name.text for char in match["alias"])
    return match if quoted or (inside and len(match["alias"]) >= 3) else None


def _in_front(text: str, start: int, end: int, name: Name) -> Iterator[Alias]:
    """The brand that the text says this company runs."""
    head, runs = text[max(0, start - 40) : start], _RUNS.match(text[end : end + 6])
    match = _brand_before(head, runs=runs is not None)
    by_other = match is not None and match.group().endswith(("由", "由“")) and not runs
    if match and not by_other and not is_role_phrase(match["brand"]):
        first = max(0, start - 40) + match.start("brand")
        yield Alias(first, first + len(match["brand"]), match["brand"], name, False)


def _brand_before(head: str, *, runs: bool) -> re.Match[str] | None:
    """The brand at the end of ``head``. The patterns are slow, so the word that each ends with is looked for first."""
    match = _OPERATED.search(head) if "营" in head[-8:] else None
    match = match or (_IN_BRACKETS.search(head) if "(" in head[-8:] else None)
    return match or (_BY.search(head) if runs and "由" in head[-2:] else None)


def find_renames(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Pairs ``(old, new)`` of names where the text says that one became the other."""
    for old, new in pairwise(names):
        gap = text[old.end : new.start]
        if len(gap) <= 40 and _RENAMED.fullmatch(gap):
            yield old, new
