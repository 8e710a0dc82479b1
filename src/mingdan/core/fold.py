"""Folding of text for matching: width, brackets and script. Never changes the length, so offsets stay."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LONG = 200


@cache
def _table() -> dict[str, str]:
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table["\u3000"] = " "
    lines = files("mingdan.core").joinpath("data/traditional.tsv").read_text("utf-8").splitlines()
    for line in lines[1:]:
        traditional, simplified = line.split("\t")
        table[traditional] = simplified
    table.update({"〔": "[", "〕": "]"})
    return table


@cache
def _folded() -> re.Pattern[str]:
    """A run of characters that folding changes; to look for them is faster than to translate each character."""
    return re.compile("[" + "".join(map(re.escape, _table())) + "]+")


def _fold_run(match: re.Match[str]) -> str:
    table = _table()
    return "".join([table[char] for char in match[0]])


def fold(text: str) -> str:
    """Half-width letters, digits and punctuation, simplified characters; same length as ``text``.

    >>> fold("徽商銀行（中国）ＡＰＰ１")
    '徽商银行(中国)APP1'
    """
    return _fold_long(text) if len(text) > _LONG else _folded().sub(_fold_run, text)


@lru_cache(maxsize=32)
def _fold_long(text: str) -> str:
    """The same; each component of the pipeline asks for its document."""
    return _folded().sub(_fold_run, text)


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Key under which spellings of one name are equal: folded, no white space, lower case.

    >>> name_key("蚂蚁智信（杭州）信息技术\\n有限公司") == name_key("蚂蚁智信(杭州)信息技术有限公司")
    True
    """
    return "".join(fold(name).split()).lower()


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Text without the white space that stands between two Chinese characters, and the way back.

    ``index[i]`` is the offset in the original of character ``i`` of ``text``; ``breaks`` holds the positions in
    ``text`` before which a line break was dropped.
    """

    text: str
    index: tuple[int, ...]
    breaks: frozenset[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map ``[start, end)`` of the squeezed text back to the original."""
        return self.index[start], self.index[end - 1] + 1


_MARKER = re.compile(r"[（(](?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,3})[）)]")


def is_han(char: str) -> bool:
    """Whether the character is a CJK ideograph: basic block, extension A or one of the supplementary planes."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _joins(left: str, right: str) -> bool:
    return (is_han(left) or left in "()（）") and (is_han(right) or right in "()（）")


def squeeze(text: str) -> Squeezed:
    """Drop white space between Chinese characters (a line end or stray space inside a name).

    >>> s = squeeze("海西\\n融资担保 abc")
    >>> s.text, s.span(0, 6), sorted(s.breaks)
    ('海西融资担保 abc', (0, 7), [2])
    """
    kept: list[str] = []
    index: list[int] = []
    breaks: set[int] = set()
    position, size = 0, len(text)
    while position < size:
        char = text[position]
        if not char.isspace():
            kept.append(char)
            index.append(position)
            position += 1
            continue
        stop = position
        while stop < size and text[stop].isspace():
            stop += 1
        gap = text[position:stop]
        listed = "\n" in gap and _MARKER.match(text, stop)
        if kept and stop < size and not listed and _joins(kept[-1], text[stop]):
            if "\n" in gap:
                breaks.add(len(kept))
        else:
            kept.extend(gap)
            index.extend(range(position, stop))
        position = stop
    return Squeezed("".join(kept), tuple(index), frozenset(breaks))
