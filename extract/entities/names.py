"""Institution names by their form: a core and a business word (银行, 消费金融, 融资担保 … 有限公司)."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from mingdan.core.codes import InstitutionType
from mingdan.core.fold import Squeezed
from mingdan.extract.draft import Name
from mingdan.extract.entities.name_edges import MAX_NAME, name_rules, name_start
from mingdan.extract.segment.words import cut, is_common, tag

_LEGAL_TAIL = re.compile(
    r"(?:\([\u3400-\u9fffA-Za-z]{1,8}\))?(?:集团)?(?:\([\u3400-\u9fffA-Za-z]{1,8}\))?"
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司|\((?:有限|普通|特殊普通)合伙\))"
)
_BRACKET_TAIL = re.compile(r"\((?:[\u3400-\u9fff]{2,6})\)(?=[、,，;；。\s|]|$)")
_PERSON = re.compile(r"(?:一位|某|相关|有关|的|总经理|副总|研究员|工作人员|负责|人士|经理|专家)")
_KINDS: tuple[tuple[str, InstitutionType], ...] = (
    ("消费金融", "consumer_finance"),
    ("融资担保", "guarantor"),
    ("融资再担保", "guarantor"),
    ("再担保", "guarantor"),
    ("担保", "guarantor"),
    ("小额贷款", "microloan"),
    ("信托", "trust"),
    ("银行", "bank"),
    ("信用社", "bank"),
    ("联社", "bank"),
    ("保险", "insurer"),
    ("支付", "payment"),
    ("律师事务所", "other"),
    ("资产管理", "collection"),
    ("催收", "collection"),
    ("商务", "collection"),
    ("信用管理", "collection"),
    ("外包", "collection"),
    ("征信", "technology"),
    ("智能", "technology"),
    ("数据", "technology"),
    ("软件", "technology"),
    ("传媒", "platform"),
    ("证券", "other"),
    ("租赁", "other"),
    ("工程", "other"),
    ("科技", "platform"),
    ("网络", "platform"),
    ("信息", "platform"),
)


def legal_type(name: str) -> InstitutionType:
    """Type of a registered name by the business words in it.

    >>> legal_type("和煦融资担保(海南)有限公司"), legal_type("杭州云享花网络科技有限公司")
    ('guarantor', 'platform')
    """
    for word, kind in _KINDS:
        if word in name:
            return kind
    return "other"


def find_names(squeezed: Squeezed, text: str) -> list[Name]:
    """All names by form in a squeezed, folded text; ``text`` is the original that the spans refer to."""
    legal = list(_legal(squeezed))
    numbered = {start: end for start, end, *_ in legal if squeezed.text[start - 1 : start].isdigit()}
    found = [*legal, *(name for name in _short(squeezed) if not _with_number(squeezed.text, name[:2], numbered))]
    names: list[Name] = []
    taken = 0
    for start, end, kind, rule, confidence in sorted(found, key=lambda item: (item[0], -item[1])):
        if start < taken:
            continue
        taken = end
        first, last = squeezed.span(start, end)
        names.append(Name(first, last, text[first:last], kind, rule, confidence))
    return names


def _with_number(text: str, span: tuple[int, int], numbered: Mapping[int, int]) -> bool:
    """Whether a short name is the beginning of a legal one with the item's number before it."""
    start = span[0] + len(text[slice(*span)]) - len(text[slice(*span)].lstrip("0123456789"))
    return start > span[0] and numbered.get(start, 0) >= span[1]


_GLUED_NUMBER: re.Pattern[str] = re.compile(r"\d{0,3}")
"""The number of an item right behind the name of the item before: ``1甲有限公司2乙有限公司``."""


def _legal(squeezed: Squeezed) -> Iterator[tuple[int, int, InstitutionType, str, float]]:
    text, last = squeezed.text, 0
    for match in _LEGAL_TAIL.finditer(text):
        glued = _GLUED_NUMBER.match(text, last, max(last, match.start() - 1)) if last else None
        first = glued.end() if glued else 0
        start = name_start(text, match.start(), match.end(), squeezed.breaks, first)
        core = text[start : match.start()]
        if len(core) < 2 or core in name_rules().generic:
            wide = _beyond_break(squeezed, match.start())
            if match.start() - wide < 2:
                continue
            start = wide
        last = end = with_branch(text, match.end())
        yield start, end, legal_type(text[start : match.end()]), "form:legal", 0.97


def _beyond_break(squeezed: Squeezed, stop: int) -> int:
    return name_start(squeezed.text, stop, stop)


def _short(squeezed: Squeezed) -> Iterator[tuple[int, int, InstitutionType, str, float]]:
    text, rules = squeezed.text, name_rules()
    last = 0
    for match in rules.suffix.finditer(text):
        kind, strength = rules.types[match.group()]
        if strength == "legal":
            last = match.end()
            continue
        start = max(last, name_start(text, match.start(), match.end(), squeezed.breaks))
        if start == match.start() and match.start() in squeezed.breaks:
            start = max(last, name_start(text, match.start(), match.end()))
        if _acceptable(text, start, match, strength):
            last = end = with_branch(text, match.end())
            rule = "form:branch" if end > match.end() else f"form:{strength}"
            yield start, end, _as_type(kind), rule, 0.9 if strength == "strong" else 0.6


def _as_type(kind: str) -> InstitutionType:
    return cast(InstitutionType, kind or "other")


def _acceptable(text: str, start: int, match: re.Match[str], strength: str) -> bool:
    core, whole = text[start : match.start()], text[start : match.end()]
    rules = name_rules()
    if (
        not core
        or whole in rules.generic
        or core[0] in "家个某多几各批两每"
        or re.search(r"某|[Xx×○]{2}|[*＊]", core)
        or len(whole) > MAX_NAME
        or _goes_on(text, match.end())
    ):
        return False
    if not _word_starts(text, start, match):
        return False
    if strength == "weak":
        return 2 <= len(core) <= 6 and _closed(text, match.end()) and core not in rules.generic and not _is_word(core)
    return len(core) >= 2 or (len(core) == 1 and len(match.group()) >= 4)


def _goes_on(text: str, end: int) -> bool:
    """Whether the business word runs on into another one (``银行业``, ``担保公司``, ``支付结算``)."""
    return text[end : end + 1] in {"业", "类", "系", "卡", "员", "法", "人", "界", "费", "额"} or text[
        end : end + 2
    ] in {
        "公司",
        "机构",
        "服务",
        "产品",
        "业务",
        "合同",
        "责任",
        "代偿",
        "余额",
        "监管",
        "结算",
        "平台",
        "体系",
        "贷款",
    }


def _closed(text: str, end: int) -> bool:
    return (
        end >= len(text)
        or not re.match(r"[\u3400-\u9fff]", text[end])
        or text[end] in "与和及等的在为是有做两三四五六七八九十一则也均都将已从被把由对未曾拟负提担承作"
        or bool(_CLOSES.match(text, end))
    )


_CLOSES = re.compile(
    r"合作|开展|签订|签署|签约|处理|催收|办理|之间|引流|导流|获客|增信|放款|共同|联合贷款|推荐|排在|位列|取代|接替|进入|成为|共|约|自(?!动|主|身)|于"
)


def _word_starts(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the segmenter lets the business word begin where it was found (``厂商会`` is no ``商会``)."""
    position = start
    for word in cut(text[start : match.end()]):
        if position == match.start():
            return True
        if position > match.start() or (position + len(word) > match.start() and len(word) > 4):
            return position > match.start() and len(match.group()) > 2
        position += len(word)
    return len(match.group()) > 2


def _is_word(core: str) -> bool:
    return all(
        len(word) > 1 and tag(word)[:1] in {"n", "v", "a", "b", "d", "f", "t", "i", "l", "j"} and is_common(word)
        for word in cut(core)
    )


def _of_person(text: str, match: re.Match[str]) -> bool:
    """Whether only a person of the department speaks (GUIDELINES 4.9): then the institution alone is the name."""
    return not match.group().endswith(("分行", "支行", "分局", "分公司")) and bool(_PERSON.match(text, match.end()))


def with_branch(text: str, end: int) -> int:
    """End of a name with the branch, department or bracket that belongs to it."""
    match = name_rules().after.match(text, end)
    if match and not re.search(r"[的与和及在后为由]", match.group()) and not _of_person(text, match):
        return match.end()
    bracket = _BRACKET_TAIL.match(text, end)
    if bracket and re.match(r"\((?:有限合伙|普通合伙|集团|中国|北京|上海|深圳|杭州|海南|苏州|广州)\)", bracket.group()):
        return bracket.end()
    return end
