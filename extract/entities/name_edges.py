"""Where an institution name begins: what stands left of its last word is name or sentence."""

import re
from dataclasses import dataclass
from functools import cache

from mingdan.core.fold import name_key
from mingdan.extract.knowledge import default_knowledge, read_rules, read_table
from mingdan.extract.segment.words import cut, is_place, tag

MAX_NAME = 40
_NAME_CHAR = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇A-Za-z0-9·&°α-ω!]")
_OPEN_BRACKET = re.compile(r"\([\u3400-\u9fffA-Za-z0-9]{1,8}\)$")
_ITEM_EDGES = '、;；:：|“‘"\n.．·()[]'
_ALWAYS = frozenset("的是由为对向被把将给从在经于以因至自据称让电讯按")
_NUMBER = re.compile(r"\((?:[一二三四五六七八九十0-9]{1,3}|[a-z])\)")
_NUMBERING = re.compile(r"^(?:\d{1,3}(?=[\u4e00-\u9fff]))?(?:第?[一二三四五六七八九十]+、)?")


@dataclass(frozen=True, slots=True)
class NameRules:
    """Compiled knowledge about name edges."""

    breakers: frozenset[str]
    verbs: frozenset[str]
    generic: frozenset[str]
    suffix: re.Pattern[str]
    types: dict[str, tuple[str, str]]
    after: re.Pattern[str]
    business: re.Pattern[str]


@cache
def name_rules() -> NameRules:
    """Load ``name_rules.toml`` and ``name_suffixes.csv``."""
    rules = read_rules("name_rules.toml")
    rows = read_table("name_suffixes.csv")
    types = {row["suffix"]: (row["type"], row["strength"]) for row in rows}
    pattern = "|".join(re.escape(s) for s in sorted(types, key=len, reverse=True))
    after = re.compile(f"(?:{rules['department']}|{rules['branch']})")
    return NameRules(
        frozenset(rules["breakers"]),
        frozenset(rules["name_verbs"]),
        frozenset(rules["generic"]),
        re.compile(pattern),
        types,
        after,
        re.compile(f"(?:{'|'.join(rules['business'])})+"),
    )


def stretch_start(text: str, end: int) -> int:
    """Leftmost position from which name characters (with short brackets) run up to ``end``."""
    position = end
    while position > max(0, end - MAX_NAME):
        char = text[position - 1]
        if _NAME_CHAR.match(char):
            position -= 1
            continue
        if char == "-" and position - 2 >= 0 and text[position - 2].isascii() and text[position - 2].isalnum():
            position -= 1
            continue
        bracket = _OPEN_BRACKET.search(text, 0, position) if char == ")" else None
        if (
            bracket is None
            or bracket.start() == 0
            or _NUMBER.match(bracket.group())
            or not _NAME_CHAR.match(text[bracket.start() - 1])
        ):
            break
        position = bracket.start()
    return position


def name_start(text: str, start: int, end: int, breaks: frozenset[int] = frozenset(), first: int = 0) -> int:
    """Start of the name that ends with the business word ``text[start:end]``; ``start`` where there is no core.

    ``breaks`` are positions before which a line end was dropped: a name begins there rather than before, unless
    nothing but the business word would be left. No name begins before ``first``.

    >>> text = "该行与江左省信用融资担保"
    >>> text[name_start(text, 8, 12):]
    '江左省信用融资担保'
    """
    left = max(stretch_start(text, start), min(first, start))
    for position in range(start - 1, left, -1):
        if position in breaks and position < start:
            left = position
            break
    left += _numbering(text[left:start])
    return _after_breakers(text, left, start)


def _numbering(head: str) -> int:
    match = _NUMBERING.match(head)
    return match.end() if match and match.end() < len(head) else 0


def _after_breakers(text: str, left: int, start: int) -> int:
    words = cut(text[left:start])
    position, after_edge = left, False
    edges = [left]
    unclear = _whole_segment(text, left, words)
    for word in words:
        applied = False
        edge = is_edge_word(word) and not (position + len(word) == start and _is_business(word))
        if edge and not (unclear and not _splits(text, left, position, word)):
            edges.append(position + len(word))
            unclear, applied = False, True
        elif after_edge and is_place(word):
            edges.append(position)
        after_edge = applied
        position += len(word)
    return _with_core(text, edges, start)


def _is_business(word: str) -> bool:
    """Whether a verb right before the business word belongs to it (兴银理财 + 有限责任公司)."""
    return len(word) > 1 and word not in name_rules().breakers


def _with_core(text: str, edges: list[int], start: int) -> int:
    """The last edge that leaves more than business words; ``start`` if an edge word stands right before it."""
    if len(edges) > 1 and edges[-1] >= start and not name_rules().business.fullmatch(text[edges[-2] : start]):
        return start
    for edge in reversed(edges):
        if edge < start and not name_rules().business.fullmatch(text[edge:start]):
            return edge
    return start


def _whole_segment(text: str, left: int, words: list[str]) -> bool:
    """Whether the stretch fills its list item or cell, so that edge words inside may belong to the name."""
    if not words or is_edge_word(words[0]) or any(len(w) > 1 and w in name_rules().breakers for w in words):
        return False
    return left == 0 or text[left - 1] in _ITEM_EDGES or text[left - 1].isspace() or text[left - 1].isdigit()


def _splits(text: str, left: int, position: int, word: str) -> bool:
    """Whether the conjunction at ``position`` stands between two names rather than inside one."""
    head = text[left:position]
    if word not in name_rules().breakers:
        return False
    return word in _ALWAYS or bool(name_rules().suffix.search(head)) or _known(head)


@cache
def _known(name: str) -> bool:
    return name_key(name) in default_knowledge().by_key


@cache
def is_edge_word(word: str) -> bool:
    """Whether a name begins after this word: function words, and verbs that do not occur in names.

    >>> [w for w in ("与", "会同", "以及", "蚂蚁", "发展", "望") if is_edge_word(w)]
    ['与', '会同', '以及']
    """
    rules = name_rules()
    if word in rules.breakers:
        return True
    if len(word) < 2 or word in rules.verbs or word in rules.types or is_place(word):
        return False
    if word[-1] == "的" or (word[-1] in "家个位名批项笔" and word[0] in "一二两三四五六七八九十几多数首0123456789"):
        return True
    return tag(word) in {"v", "d", "c", "p", "r", "u", "ul", "uj", "uz", "uv", "vn", "vd", "t", "q"}
