"""How well a stretch of text fits a column of a kind: what cells look like where nothing parts them."""

import re
from functools import cache, lru_cache

from mingdan.core.fold import fold
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.segment.cells import column_rules
from mingdan.extract.segment.words import is_place

NAMED = frozenset({"partner", "operator", "brand", "discloser", "old_name", "new_name"})
DATED = frozenset({"start", "end", "term"})
_EMPTY = {"index": -6.0, "partner": -3.0, "operator": -3.0, "brand": -1.0, "role": -0.7}
_BLANK = -0.4
_NAME = re.compile(
    r"(?!\()(?:(?!公司|事务所|机构|类\)).)*?(?:公司|事务所|银行|农商行|村镇银行|联社|信用社|中心|经营部|小贷|融担|担保|消金|征信|支行|分行|科技|数科|信息|保险|财险)"
    r"(?:\([^()]{1,20}\))?"
)
_LEGAL = re.compile(r"(?:公司|事务所|联社|信用社)(?:\([^()]{1,20}\))?")
_TAIL = re.compile(r"(?:集团|控股)?(?:股份|有限|责任)*(?:公司|事务所)(?:\([^()]*\))?$")
_MIN_CORE = 4
_PLACE_BEHIND = re.compile(r"[^()]{2,6}\([\u3400-\u9fff]{2,4}\)")
_BRAND = re.compile(r"(?:钱包|App|APP|借条|金条|贷|花|付|分期|同城|平台|网|宝|通|借)$")
_DAY = r"\d{4}(?:年度?|[./-])(?:\d{1,2}(?:月末?|[./-])?(?:\d{1,2}日?)?)?"
_DATE = re.compile(rf"{_DAY}(?:[起止]|\s*(?:至|到|-|—|–|~|～)+\s*(?:{_DAY}|今))?|长期|待定|不定期|未标注")
_PHONE = re.compile(r"(?=.*[\dx]{3})[\dxX*()\s-]{4,24}(?:转\d+)?")
_FIGURE = re.compile(r"[+-]?[\d,.]+(?:%|万元?|亿元?|元|家)?")
_DASH = re.compile(r"[-—–－/无]+|未提供|暂无")
_MAX_ROLE, _MAX_STATUS, _MAX_PLAIN = 16, 18, 60


def empty_fit(kind: str) -> float:
    """What it costs to leave a cell of this kind empty (0 or less)."""
    return _EMPTY.get(kind, _BLANK)


@lru_cache(maxsize=1 << 15)
def cell_fit(kind: str, text: str) -> float:
    """How well ``text`` fits; above 2 where its form alone tells the kind, below 0 where it speaks against it.

    >>> cell_fit("partner", "望川科技有限公司") > 2, cell_fit("start", "2023/5") > 2, cell_fit("role", "望川科技") < 2
    (True, True, True)
    """
    folded = fold(text)
    if kind == "index":
        return 3.0 if re.fullmatch(r"[A-Za-z]{0,3}-?\d{1,4}", folded) else -9.0
    if kind in NAMED:
        return _name_fit(kind, folded)
    if kind in DATED:
        return 4.0 if _DATE.fullmatch(folded) else 0.5 if _DASH.fullmatch(folded) else -3.0
    if kind == "contact":
        return 3.0 if _PHONE.fullmatch(folded) else 0.8 if _DASH.fullmatch(folded) else -2.0
    if _LEGAL.search(folded) and _NAME.fullmatch(folded):
        return -3.0
    if kind == "role":
        return _role_fit(folded)
    if kind == "status":
        return _status_fit(folded)
    return _plain_fit(folded)


def _name_fit(kind: str, text: str) -> float:
    if _DASH.fullmatch(text):
        return 0.5
    if len(text) > 40 or re.search(r"[。；:]|\d{5}|\d{4}年", text) or _DATE.fullmatch(text) or is_role_phrase(text):
        return -3.0
    if _NAME.fullmatch(text):
        legal = bool(_LEGAL.search(text))
        if legal and len(_TAIL.sub("", text)) < _MIN_CORE:
            return -3.0
        return (4.0 if legal else 2.5) + (0.5 if legal and starts_with_place(text) else 0.0)
    if "有限" in text or "司" in text[:1] or not 1 < len(text) <= 10:
        return -3.0
    if kind == "brand":
        return 2.5 if _BRAND.search(text) else 1.0
    return -1.0 if kind == "discloser" else 0.6


@lru_cache(maxsize=1 << 12)
def starts_with_place(text: str) -> bool:
    """Whether a name begins with a place, or has one in brackets behind its core.

    >>> starts_with_place("上海望川科技有限公司"), starts_with_place("望川科技有限公司")
    (True, False)
    """
    return any(is_place(text[:size]) for size in (2, 3, 4)) or bool(
        re.match(r"[^()]{2,6}\([\u3400-\u9fff]{2,4}\)", text)
    )


def _role_fit(text: str) -> float:
    if is_role_phrase(text):
        return 3.0
    if not 1 < len(text) <= _MAX_ROLE or _FIGURE.fullmatch(text) or _PHONE.fullmatch(text):
        return 0.8 if _DASH.fullmatch(text) else -2.0
    parts = (text[start:] for start in range(1, len(text) - 1))
    return 1.5 if any(map(is_role_phrase, parts)) else -0.9


@cache
def _status_words() -> tuple[str, ...]:
    values = column_rules()["values"]
    return tuple(fold(word) for part in ("added", "removed", "listed") for word in values[part])


def _status_fit(text: str) -> float:
    if len(text) <= _MAX_STATUS and any(word in text for word in _status_words()):
        return 3.5 - 0.1 * len(text)
    return 0.8 if _DASH.fullmatch(text) else -1.0


def _plain_fit(text: str) -> float:
    if len(text) > _MAX_PLAIN:
        return -2.0
    return 0.5 if _FIGURE.fullmatch(text) else 0.2 - 0.02 * len(text)
