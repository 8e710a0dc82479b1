"""How well the beginning of one block continues the end of another: by brackets, numbers and words."""

import re

import rjieba

_TAIL = 6
_PAIRS = {"》": "《", "」": "「", "』": "『", "）": "（", "”": "“", "】": "【"}
_OPENERS = frozenset(_PAIRS.values())
_NO_START = frozenset("，。、；：？！）》〉」』】〕”’…％%,.;:?!)]}")
_UNIT = re.compile(r"^[\d.,%％]*[年月日号时分秒%％元万亿千百家个名人余多倍期款条版届次位户米公里吨亩度岁天]")
_SEARCH = 80


def open_brackets(text: str) -> list[str]:
    """Brackets and quotation marks that are still open at the end of ``text``.

    >>> open_brackets("《暂行办法》（以下简称“办法")
    ['（', '“']
    """
    found: list[str] = []
    for char in text:
        if char in _OPENERS:
            found.append(char)
        elif found and _PAIRS.get(char) == found[-1]:
            found.pop()
    return found


def first_unopened(text: str) -> str | None:
    """The opening mark that the first closing one of ``text`` without a partner asks for."""
    found: list[str] = []
    for char in text:
        if char in _OPENERS:
            found.append(char)
        elif char in _PAIRS:
            if not found:
                return _PAIRS[char]
            if found[-1] == _PAIRS[char]:
                found.pop()
    return None


def joins(before: str, after: str) -> float:
    """Evidence in about [-3, 3] that ``after`` goes on where ``before`` breaks off inside a sentence.

    >>> joins("披露了合作机", "构名单。") > joins("披露了合作机", "的天气。")
    True
    """
    if not before or not after:
        return 0.0
    score = _brackets(before[-_SEARCH:], after[:_SEARCH])
    if after[0] in _NO_START and after[0] not in _PAIRS:
        score -= 1.0
    if before[-1].isascii() and before[-1].isalnum():
        score += 1.0 if _UNIT.match(after) or (after[0].isascii() and after[0].isalnum()) else -0.7
    elif _crosses(before[-_TAIL:], after[:_TAIL]):
        score += 1.2
    return score


def _brackets(before: str, after: str) -> float:
    still, wanted = open_brackets(before), first_unopened(after)
    if wanted is not None:
        return 1.5 if wanted in still else -2.0
    return -0.8 if still and len(after) >= _SEARCH // 2 else 0.0


def _crosses(before: str, after: str) -> bool:
    """Whether a word stands over the joint."""
    if not ("\u4e00" <= before[-1] <= "\u9fff" and "\u4e00" <= after[0] <= "\u9fff"):
        return False
    at = 0
    for word in rjieba.cut(before + after, hmm=False):
        if at < len(before) < at + len(word):
            return True
        at += len(word)
    return False
