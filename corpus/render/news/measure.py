"""Line breaking by the widths of characters: marks that may not open or close a line, words and numbers kept whole."""

from mingdan.corpus.render import fonts

NO_START = frozenset("，。、；：？！）》〉」』】〕”’…—～·％%,.;:?!)]}")
_NO_START_OR_END = NO_START | {""}
NO_END = frozenset("（《〈「『【〔“‘([{¥￥")
_STRETCH = 0.5
_SQUEEZE = 0.08


def advance(text: str, size: float, font: str) -> float:
    """Width of ``text`` set in one line, in points."""
    return sum(fonts.width(font, char) for char in text) * size


def fit(text: str, start: int, width: float, size: float, font: str, *, squeeze: bool = True) -> int:
    """End of the line that begins at ``start``: as much of ``text`` as ``width`` points hold, at least one character.

    A mark that may not open a line is taken along where a little ``squeeze`` makes room, else the character before it
    goes to the next line with it. ``font`` empty: every character is one em wide (vertical text).

    >>> fit("甲乙丙，丁", 0, 30, 10, "")
    2
    """
    used, end = 0.0, start
    while end < len(text):
        used += size * (fonts.width(font, text[end]) if font else 1.0)
        if used > width + 0.01:
            break
        end += 1
    end = max(end, start + 1)
    hangs = end < len(text) and text[end] in NO_START and text[end + 1 : end + 2] not in _NO_START_OR_END
    if squeeze and hangs and used - width <= _SQUEEZE * size * (end - start):
        return end + 1
    return end if end >= len(text) else _allowed(text, start, end)


def _allowed(text: str, start: int, end: int) -> int:
    at = end
    while at > start + 1 and _bound(text[at - 1], text[at]):
        at -= 1
    if at > start + (end - start) // 2:
        return at
    return end - 1 if text[end] in NO_START and end - 1 > start else end


def _bound(before: str, after: str) -> bool:
    if after in NO_START or before in NO_END:
        return True
    return _wordlike(before) and _wordlike(after)


def _wordlike(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".-_/@")


def stretch(text: str, width: float, size: float, font: str) -> float:
    """Points to add after each glyph so that the line fills ``width``; 0 where that would tear it apart.

    >>> stretch("甲乙丙", 32, 10, "")
    1.0
    """
    used = advance(text, size, font) if font else len(text) * size
    if len(text) < 2:
        return 0.0
    extra = (width - used) / (len(text) - 1)
    return extra if extra <= _STRETCH * size else 0.0  # below 0 for a line that was squeezed


def wrap(text: str, width: float, size: float, font: str) -> list[str]:
    """``text`` as lines of at most ``width`` points.

    >>> wrap("甲乙丙丁", 20, 10, "")
    ['甲乙', '丙丁']
    """
    lines: list[str] = []
    at = 0
    while at < len(text):
        end = fit(text, at, width, size, font, squeeze=False)
        lines.append(text[at:end])
        at = end
    return lines
