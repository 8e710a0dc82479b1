"""Recognised lines to segments of the page model: punctuation of Chinese text, type size, cuts at ruling lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.page import Segment
from mingdan.extract.ocr.engine import OcrLine
from mingdan.extract.ocr.prepare import Prepared

_WIDE = "\u2e80"
_HANZI = "\u3400-\u9fff\uf900-\ufaff"
_MARKS = {":": "：", ",": "，", ";": "；", "?": "？", "!": "！"}
_AFTER = re.compile(rf"(?<=[{_HANZI}》）」』”])\s?([:,;?!])\s?(?=[^\x00-\x7f]|$)")
_BRACKETS = re.compile(rf"\(([^()]*[{_HANZI}][^()]*)\)|(?<=[{_HANZI}])\(([^()]*)\)(?=[{_HANZI}]|$)")
_SPACE = re.compile(rf"(?<=[{_HANZI}，。：；、（）《》])[ ]+(?=[{_HANZI}，。：；、（）《》])")
_OPEN = re.compile(rf"\((?=[{_HANZI}])|(?<=[{_HANZI}])\((?=\d)|(?<=[{_HANZI}])\)")
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SURE_CHARS = 4.0
_INK = 0.72
_SAME = 0.15
_JOIN = 0.7


@dataclass(slots=True)
class ScanSegment(Segment):
    """A segment with its box on the page as it came (``place``, points) and its confidence."""

    place: Box = (0.0, 0.0, 0.0, 0.0)
    confidence: float = 1.0

    @property
    def box(self) -> Box:
        """The place on the page before it was straightened."""
        return self.place


def typeset(text: str) -> str:
    """Half-width punctuation between Chinese characters as Chinese texts have it, letters and digits half-width.

    Recognition mixes the widths at random.

    >>> typeset("公告如下:"), typeset("微众银行(深圳)"), typeset("9:30 ＡPP"), typeset("名单 如下,共3家")
    ('公告如下：', '微众银行（深圳）', '9:30 APP', '名单如下，共3家')
    """
    text = _SPACE.sub("", text.strip().translate(_NARROW))
    text = _AFTER.sub(lambda match: _MARKS[match.group(1)], text)
    text = re.sub(rf"(?<=[{_HANZI}]),(?=\d)", "，", text)
    text = _BRACKETS.sub(lambda match: f"（{match.group(1) or match.group(2) or ''}）", text)
    return _OPEN.sub(lambda match: "（" if match.group() == "(" else "）", text)


def units(text: str) -> float:
    """Width of a text in em: 1 for a wide character, half of it for others.

    >>> units("共3家")
    2.5
    """
    return sum(1.0 if char >= _WIDE else 0.5 for char in text)


def segments(lines: Sequence[OcrLine], page: Prepared, upright: Sequence[Box]) -> list[ScanSegment]:
    """Segments in points of the straightened page; lines are cut where an upright rule stands in them."""
    found: list[ScanSegment] = []
    for line, size in zip(lines, _sizes(lines), strict=True):
        em = size * page.unit
        for text, box in _cut(typeset(line.text), _points(line.box, page.unit), em, upright):
            found.append(_segment(text, box, em, line.confidence, page))
    return _merged(found, page, upright)


def _points(box: Box, unit: float) -> Box:
    return (box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit)


def _sizes(lines: Sequence[OcrLine]) -> list[float]:
    """Type sizes in pixels: by the width of long lines, for short ones by the long line next to them."""
    by_width = {number: _width(line) / units(line.text) for number, line in enumerate(lines) if _is_long(line)}
    ratio = min(1.0, median(size / _height(lines[number]) for number, size in by_width.items())) if by_width else _INK
    sizes: list[float] = []
    for number, line in enumerate(lines):
        size = by_width.get(number) or _near_size(line, lines, by_width, ratio)
        sizes.append(size if 0.6 < size / (_height(line) * ratio) < 1.5 else _height(line) * ratio)
    return _even_sizes(sizes)


def _is_long(line: OcrLine) -> bool:
    return units(line.text) >= _SURE_CHARS


def _near_size(line: OcrLine, lines: Sequence[OcrLine], known: Mapping[int, float], ratio: float) -> float:
    middle = line.box[1] + line.box[3]
    near = min(known, key=lambda number: abs(lines[number].box[1] + lines[number].box[3] - middle), default=None)
    return _height(line) * ratio if near is None else known[near]


def _width(line: OcrLine) -> float:
    return max(1.0, line.box[2] - line.box[0])


def _height(line: OcrLine) -> float:
    return max(1.0, line.box[3] - line.box[1])


def _even_sizes(sizes: Sequence[float]) -> list[float]:
    """Sizes that differ by little as one: boxes are drawn by eye, type is not."""
    found = list(sizes)
    for number, size in enumerate(sizes):
        close = [other for other in sizes if abs(other - size) <= _SAME * size]
        found[number] = median(close)
    return found


def _merged(found: list[ScanSegment], page: Prepared, upright: Sequence[Box]) -> list[ScanSegment]:
    """Neighbours on one line that belong together as one segment."""
    done: list[ScanSegment] = []
    for item in sorted(found, key=lambda item: item.x0):
        home = next((other for other in reversed(done) if _continues(other, item, upright)), None)
        if home is None:
            done.append(item)
            continue
        gap = " " if home.text[-1].isascii() and item.text[0].isascii() else ""
        share = len(home.text) / (len(home.text) + len(item.text))
        home.confidence = home.confidence * share + item.confidence * (1 - share)
        home.text = typeset(home.text + gap + item.text)
        home.x1, home.place = item.x1, _around(home.place, item.place)
    return done


def _continues(left: ScanSegment, right: ScanSegment, upright: Sequence[Box]) -> bool:
    em = max(left.em, right.em)
    level = abs(left.top + left.bottom - right.top - right.bottom) < 0.7 * em
    if not level or not -0.7 * em < right.x0 - left.x1 < _JOIN * em or abs(left.em - right.em) > 0.3 * em:
        return False
    y = (right.top + right.bottom) / 2
    return not any(rule[1] <= y <= rule[3] and left.middle < rule[0] < right.middle for rule in upright)


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _cut(text: str, box: Box, em: float, upright: Sequence[Box]) -> list[tuple[str, Box]]:
    """The line in parts, cut at the rules that stand well inside it; characters are taken as evenly set."""
    middle = (box[1] + box[3]) / 2
    inside = sorted(
        (rule[0] + rule[2]) / 2
        for rule in upright
        if rule[1] <= middle <= rule[3] and box[0] + 0.7 * em < rule[0] < box[2] - 0.7 * em
    )
    parts: list[tuple[str, Box]] = []
    left, scale = box[0], (box[2] - box[0]) / max(units(text), 0.5)
    rest = text
    for x in inside:
        count = _count(rest, (x - left) / scale)
        head, rest = rest[:count].strip(), rest[count:].strip()
        if head:
            parts.append((head, (left, box[1], x, box[3])))
        left = x
    if rest:
        parts.append((rest, (left, box[1], box[2], box[3])))
    return parts


def _count(text: str, width: float) -> int:
    """How many characters fill ``width`` em, to the nearest."""
    used = 0.0
    for number, char in enumerate(text):
        step = units(char)
        if used + step / 2 > width:
            return number
        used += step
    return len(text)


def _segment(text: str, box: Box, em: float, confidence: float, page: Prepared) -> ScanSegment:
    """Boxes come with a margin; the layout counts with the type itself, the map keeps the box."""
    spare = max(0.0, (box[3] - box[1] - em) / 2)
    pixels = (box[0] / page.unit, box[1] / page.unit, box[2] / page.unit, box[3] / page.unit)
    margin = min(spare, 0.2 * em)
    place = page.place(pixels)
    layout = (box[0] + margin, box[1] + spare, box[2] - margin, box[3] - spare)
    return ScanSegment(text, *layout, em, place=place, confidence=confidence)
