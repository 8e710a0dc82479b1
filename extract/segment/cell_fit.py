"""How well a stretch of text fits a column of a kind: what cells look like where nothing parts them."""

import re
from functools import cache, lru_cache

from mingdan.core.fold import fold
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.segment.cells import column_rules
from mingdan.extract.segment.words import business_words, cut, is_place

NAMED = frozenset({"partner", "operator", "brand", "discloser", "old_name", "new_name"})
DATED = frozenset({"start", "end", "term"})
_EMPTY = {"index": -6.0, "partner": -3.0, "operator": -3.0, "brand": -1.0, "role": -0.7}
_BLANK, _PLAIN_BLANK = -0.4, -0.1
_NAME = re.compile(
    r"(?!\()(?:(?!公司|事务所|机构|类\)).)*?(?:公司|事务所|银行|农商行|村镇银行|联社|信用社|中心|经营部|服务部|工作室|合作社|旅行社|商行|小贷|融担|担保|消金|征信|支行|分行|科技|数科|信息|保险|财险)"
    r"(?:\([^()]{1,20}\))?"
)
_LEGAL = re.compile(r"(?:公司|事务所|联社|信用社|经营部|服务部|工作室|合作社)(?:\([^()]{1,20}\))?")
_TAIL = re.compile(r"(?:集团|控股)?(?:股份|有限|责任)*(?:公司|事务所)(?:\([^()]*\))?$")
_MIN_CORE = 4
_PLACE_BEHIND = re.compile(r"[^()]{2,6}\([\u3400-\u9fff]{2,4}\)")
_BRAND = re.compile(r"(?:钱包|App|APP|借条|金条|贷|花|付|分期|同城|平台|网|宝|通|借)$")
_DAY = r"\d{4}(?:年度?|[./-])(?:\d{1,2}(?:月末?|[./-])?(?:\d{1,2}日?)?)?"
_DATE = re.compile(rf"{_DAY}(?:[起止]|\s*(?:至|到|-|—|–|~|～)+\s*(?:{_DAY}|今))?|长期|待定|不定期|未标注")
_PHONE = re.compile(r"(?=.*[\dx]{3})[\dxX*()\s-]{4,24}(?:转\d+)?")
_FIGURE = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?(?:%|万元?|亿元?|元|家)?")
_DASH = re.compile(r"[-—–－/无]+|未提供|暂无")
_MAX_ROLE, _MAX_STATUS, _MAX_PLAIN = 16, 18, 60
_ROLE_CHAR, _NAME_CHAR, _DATE_INSIDE, _LIKELY = 0.12, 0.02, 0.8, 0.6
_WITH_BRACKET = re.compile(r"([^()]+(?:\([^()]*\)[^()]+)*)\(([^()]+)\)")
_LABEL = re.compile(r"(?:^|(?<=;))[^\d:;、][^:;、]{1,7}:")
_LIST = re.compile(r"[;、]")
_ORGAN = re.compile(r"[\u3400-\u9fff]{2,}?(?:公司|事务所|中心|银行|支行|分行)")
_INSIDE = re.compile(_DAY + r"(?!\d)")
ANY = "any "
_PLAIN = frozenset({"remark", "product"})
_LIKELY_KINDS = ("partner", "role", "start", "contact", "status")


def fit_kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of columns for :func:`cell_fit`; one that no head tells may be any kind that the table lacks.

    >>> fit_kinds(("partner", "role", ""))
    ('partner', 'role', 'any start contact status')
    """
    taken = {one for one, alike in (("partner", NAMED), ("start", DATED)) if not alike.isdisjoint(kinds)}
    likely = [kind for kind in _LIKELY_KINDS if kind not in taken and kind not in kinds]
    return tuple(kind or ANY + " ".join(likely) for kind in kinds)


def empty_fit(kind: str) -> float:
    """What it costs to leave a cell of this kind empty (0 or less)."""
    return _EMPTY.get(kind, _PLAIN_BLANK if kind.startswith(ANY) or kind in _PLAIN else _BLANK)


@lru_cache(maxsize=1 << 15)
def cell_fit(kind: str, text: str) -> float:
    """How well ``text`` fits; above 2 where its form alone tells the kind, below 0 where it speaks against it.

    >>> cell_fit("partner", "望川科技有限公司") > 2, cell_fit("start", "2023/5") > 2, cell_fit("role", "望川科技") < 2
    (True, True, True)
    """
    folded = fold(text).replace("\n", "")
    if kind.startswith(ANY):
        likely = kind.removeprefix(ANY).split()
        return max([_plain_fit(folded), *(_LIKELY * cell_fit(one, folded) for one in likely)])
    if kind == "index":
        return 3.0 if re.fullmatch(r"[A-Za-z]{0,3}-?\d{1,4}", folded) else -9.0
    if kind in NAMED:
        return _names_fit(kind, folded)
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


@lru_cache(maxsize=1 << 14)
def shape(text: str) -> str:
    """The form of a folded cell that tells what it holds, or an empty string.

    >>> [shape(text) for text in ("2025/3", "30000", "0512-66961188", "望川科技有限公司", "电催")]
    ['date', 'figure', 'phone', 'name', '']
    """
    forms = {"date": _DATE, "figure": _FIGURE, "phone": _PHONE, "name": _NAME}
    return next((name for name, form in forms.items() if form.fullmatch(text)), "")


def _names_fit(kind: str, text: str) -> float:
    """One name, or several with marks between them, and what stands in brackets behind them."""
    parts = _LIST.split(_LABEL.sub("", text))
    if not all(parts):
        return -3.0
    if len(parts) > 1:
        fits = [_names_fit(kind, part) for part in parts]
        return -3.0 if min(fits) <= 0 else sum(fits) / len(fits) if min(fits) > _SURE else min(fits)
    value = _name_fit(kind, text)
    bracket = _WITH_BRACKET.fullmatch(text)
    if not bracket or value > _SURE:
        return value
    inner = 1.0 if _LEGAL.search(bracket[2]) else 0.0
    return max(value, _name_fit(kind, bracket[1]) + inner)


_SURE = 2.0


def _name_fit(kind: str, text: str) -> float:
    if _DASH.fullmatch(text):
        return 0.5
    if text[0] in "-—–(:":
        return -3.0
    if len(text) > 40 or re.search(r"[。；:]|\d{5}|\d{4}年", text) or _DATE.fullmatch(text) or is_role_phrase(text):
        return -3.0
    if _NAME.fullmatch(text):
        legal = bool(_LEGAL.search(text))
        if legal and not _has_core(text):
            return -3.0
        value = (4.0 if legal else 2.5 + _NAME_CHAR * min(len(text), 20)) - _other_start(text)
        return value + (0.5 if legal and starts_with_place(text) else 0.0)
    if "有限" in text or "司" in text[:1] or not 1 < len(text) <= 10:
        return -3.0
    if kind == "brand":
        return 2.5 if _BRAND.search(text) else 1.0
    return -1.0 if kind == "discloser" else 0.6


def _has_core(text: str) -> bool:
    """Whether a name is more than its legal form and its line of business."""
    core = _TAIL.sub("", text)
    return len(core) >= _MIN_CORE and not all(word in _business() for word in cut(core))


@cache
def _business() -> frozenset[str]:
    """Words of business and the pieces that they fall into."""
    return frozenset(piece for word in business_words() for piece in (word, *cut(word)))


def _other_start(text: str) -> float:
    """What speaks against a name: it begins with a word for what happened to it, or with a role."""
    if any(text.startswith(word) and len(word) > 1 for word in _status_words()):
        return 1.0
    return 0.5 if any(is_role_phrase(text[:size]) for size in range(4, 9)) else 0.0


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
        return 3.0 + _ROLE_CHAR * min(len(text), 10)
    bracket = _WITH_BRACKET.fullmatch(text)
    if bracket and is_role_phrase(bracket[1]):
        return _role_fit(bracket[1]) + _LIKELY
    if not 1 < len(text) <= _MAX_ROLE or _FIGURE.fullmatch(text) or _PHONE.fullmatch(text):
        return 0.8 if _DASH.fullmatch(text) else -2.0
    if _ORGAN.match(text):
        return -0.9
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
    inside = _DATE_INSIDE if _INSIDE.search(text) else 0.0
    return 0.5 if _FIGURE.fullmatch(text) else 0.1 - 0.02 * len(text) - inside
