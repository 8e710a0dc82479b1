"""Folded text without the white space that stands inside date expressions, and the way back."""

import re
from collections.abc import Iterator

from mingdan.core.fold import Squeezed, fold

_WS = r"[^\S\n]*\n?[^\S\n]*"
_CN = "〇零○一二三四五六七八九十廿"
# Text directly left and right of white space (at most one line end) that may be dropped.
_JOINS = (
    rf"(?<=[\d{_CN}])(?=年|[月日](?!常|期|益|供|均))",
    rf"(?<=年)(?=[\d{_CN}]{{1,3}}\s*月)",
    rf"(?<=月)(?=[\d{_CN}]{{1,3}}\s*[日号])",
    r"(?<=[月年])(?=[末底](?![层线价]))",
    r"(?<=月)(?=[上中下]旬)",
    r"(?<=年)(?=[上下]\s*半年|第?[一二三四]\s*季度|度(?!过|假))",
    r"(?<=[今去明前])(?=年(?!轻|龄))",
    r"(?<=[上下])(?=半\s?年)",
    r"(?<=[上下]半)(?=年)",
    r"(?<=[一二三四])(?=季度)",
    r"(?<=[一二三四]季)(?=度)",
    r"(?<=季度)(?=末)",
    r"(?<=[上中下])(?=旬)",
)
_DIGIT_BREAKS = (  # a line end inside a number
    r"(?<=年1)\n(?=[012]月)",
    r"(?<=月[123])\n(?=\d日)",
    r"(?<=\b2)\n(?=0\d\d年)",
    r"(?<=\b20)\n(?=\d\d年)",
    r"(?<=\b20\d)\n(?=\d年)",
)


def _gap(join: str) -> str:
    left, right = join.split("(?=", 1)
    return rf"{left}{_WS}(?={right}"


_GAPS = re.compile("|".join([_gap(join) for join in _JOINS] + list(_DIGIT_BREAKS)))
_S = r"[^\S\n]?"
_SPACED_DAY = rf"(?:{_S}[123]{_S}\d|{_S}[123]\d|{_S}\d){_S}[日号]"
_SPACED = re.compile(  # every character of the line set apart: 2 0 2 5 年 1 0 月 2 1 日
    rf"(?<!\d)(?<!\d )[12]{_S}[09] \d{_S}\d{_S}年(?:{_S}1{_S}[012]|{_S}\d){_S}月(?:{_SPACED_DAY})?"
    rf"|(?<!\d)(?<!\d )1 [012] 月(?:{_SPACED_DAY})?"
    rf"|(?<!\d)(?<!\d )\d 月 [123] \d{_S}日"
)
_MAY_BE_SPACED = re.compile(r"\d (?:\d|月)")
_SPACE = re.compile(r"[^\S\n]")
_WHITE = re.compile(r"\s+")


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    spaced = [match.span() for match in _SPACED.finditer(text)] if _MAY_BE_SPACED.search(text) else []
    inside = {place for start, end in spaced for place in range(start, end) if _SPACE.match(text, place)}
    for white in _WHITE.finditer(text):
        gap = _GAPS.match(text, white.start())
        if gap and gap.start() < gap.end() and not inside.intersection(range(gap.start(), gap.end())):
            yield gap.span()
    for place in inside:
        yield place, place + 1


def compact(text: str) -> Squeezed:
    """Fold ``text`` and drop white space inside dates; ``index`` maps every character back.

    >>> compact("截至２０２５年6\\n月 30 日,共5家").text
    '截至2025年6月30日,共5家'
    """
    folded = fold(text)
    kept: list[str] = []
    index: list[int] = []
    breaks: set[int] = set()
    position = 0
    for start, end in sorted(_gaps(folded)):
        kept.append(folded[position:start])
        index.extend(range(position, start))
        if "\n" in folded[start:end]:
            breaks.add(len(index))
        position = end
    kept.append(folded[position:])
    index.extend(range(position, len(folded)))
    return Squeezed("".join(kept), tuple(index), frozenset(breaks))
