"""Features of places where two lines may belong together, and of line ends and starts that dangle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingdan.extract.reading.language import gain, word_class, words_of
from mingdan.extract.reading.lines import PageLine
from mingdan.models.linear import LinearModel

_OPEN, _CLOSE = "（(《〈“‘「『【", "）)》〉”’」』】"
_UNITS = frozenset("年月日家亿万元个条名类期款项种次天号余%％岁点时分倍版")
_WINDOW = 7
CONTEXT = 160
_CONTENT = (-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6)


@dataclass(slots=True)
class Page:
    """The text lines of a page (furniture left out) with what their features are measured against."""

    lines: Sequence[PageLine]
    furniture_before: Sequence[bool]
    content_model: LinearModel
    joined: str = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.joined = "\n".join(line.text for line in self.lines)
        self.width = _width([len(line.text) for line in self.lines if line.kind == "text"])

    def content(self, number: int, other: int) -> float:
        """Logarithm of the odds that a line's end goes on in another line's start, by words alone."""
        names = content_features(self.joined, self.before(number), self.after(other))
        return self.content_model.score(names)

    def before(self, number: int) -> str:
        """The last characters of the page up to and with a line."""
        text = "".join(line.text for line in self.lines[max(0, number - 12) : number + 1])
        return text[-CONTEXT:]

    def after(self, number: int) -> str:
        """The next characters of the page from a line on."""
        return "".join(line.text for line in self.lines[number : number + 13])[:CONTEXT]


def _width(lengths: Sequence[int]) -> int:
    """The width at which lines are broken; 0 where most lines are not."""
    found = sorted(length for length in lengths if 8 <= length <= 40)
    if len(found) < 6 or len(found) < 0.6 * len(lengths):
        return 0
    width = max(set(found), key=lambda w: sum(w - 1 <= length <= w + 2 for length in found))
    near = sum(width - 2 <= length <= width + 4 for length in found)
    return width if near >= 0.45 * len(found) else 0


def _bin(value: float, *edges: float) -> int:
    return sum(value >= edge for edge in edges)


def _edge(char: str) -> str:
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "a"
    return (
        char if word_class(char) in "ucpydrm" or not "\u3400" <= char <= "\u9fff" or word_class(char) == char else "x"
    )


def open_brackets(text: str) -> str:
    """Kinds of brackets that are opened and not closed, innermost last."""
    stack: list[str] = []
    for char in text:
        if char in _OPEN:
            stack.append(char)
        elif char in _CLOSE and stack and _OPEN.index(stack[-1]) == _CLOSE.index(char):
            stack.pop()
    return "".join(stack)


def closes_first(text: str) -> str:
    """The first bracket that is closed without having been opened, or an empty string."""
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            if not depth:
                return char
            depth -= 1
    return ""


def bracket_features(left: str, right: str) -> Iterator[str]:
    """Whether ``right`` closes what ``left`` leaves open."""
    cut = max(left.rfind(mark) for mark in "。！？")
    opened, closed = open_brackets(left[cut + 1 :])[-1:], closes_first(right[:80])
    if opened and closed:
        fits = _OPEN.index(opened) == _CLOSE.index(closed)
        yield "bracket:closed" if fits else "bracket:other"
    elif opened or closed:
        yield "bracket:left open" if opened else "bracket:never opened"


def repeated(page: str, left: str, right: str) -> int:
    """Length of the longest stretch over the place that stands elsewhere on the page, too (0 below 3)."""
    best = 0
    for before in range(1, 6):
        for after in range(1, 6):
            stretch = left[-before:] + right[:after]
            size = before + after
            if size > best and size >= 3 and len(left) >= before and len(right) >= after and stretch in page:
                best = size
    return best


def content_features(page: str, left: str, right: str) -> list[str]:
    """How well two stretches go together by their words alone, wherever they stand; ``page`` is the whole text."""
    a, b = left[-_WINDOW:], right[:_WINDOW]
    before, after = words_of(a), words_of(b)
    last, first = before[-1], after[0]
    classes = word_class(last), word_class(first)
    found = [
        "(bias)",
        f"gain:{_bin(gain(a, b), 0.5, 2, 4, 7, 10)}",
        f"repeat:{min(7, repeated(page, a, b))}",
        f"classes:{classes[0]} {classes[1]}",
        f"classes:{word_class(before[-2]) if len(before) > 1 else '-'} {classes[0]} {classes[1]}",
        f"classes:{classes[0]} {classes[1]} {word_class(after[1]) if len(after) > 1 else '-'}",
        f"last:{last} {classes[1]}",
        f"first:{classes[0]} {first}",
        f"chars:{a[-1]}{b[0]}",
        f"chars:{a[-2:]}{b[0]}",
        f"chars:{a[-1]}{b[:2]}",
        f"last char:{a[-1]}",
        f"first char:{b[0]}",
        *_digits(a, b),
        *bracket_features(left, right),
    ]
    return [f"content:{name}" for name in found]


def _digits(a: str, b: str) -> Iterator[str]:
    if a[-1].isdigit():
        yield "digit:digit" if b[0].isdigit() else "digit:unit" if b[0] in _UNITS else "digit:other"
    elif b[0] in _UNITS and a[-1] in "一二三四五六七八九十几多数":
        yield "digit:unit"


def end_features(page: Page, number: int) -> Iterator[str]:
    """How the end of a line looks by itself."""
    line = page.lines[number]
    text = line.text
    yield f"end:{_edge(text[-1])}"
    yield f"end class:{word_class(words_of(text[-_WINDOW:])[-1])}"
    yield f"length:{_bin(len(text), 6, 10, 16, 22, 30, 45, 80)}"
    yield f"width:{'no' if not page.width else _bin(len(text) - page.width, -4, -2, 0, 2, 6)}"
    yield f"closed:{line.closed}" if line.ended else "closed:open"
    if line.marked:
        yield "marked"
    if line.kind == "table":
        yield "table"
    if number == 0:
        yield "first"
    if not any(mark in text for mark in "，。；：、"):
        yield "unpunctuated"


def start_features(page: Page, number: int) -> Iterator[str]:
    """How the start of a line looks by itself."""
    line = page.lines[number]
    yield f"start:{_edge(line.text[0])}"
    yield f"start class:{word_class(words_of(line.text[:_WINDOW])[0])}"
    yield f"next length:{_bin(len(line.text), 6, 10, 16, 22, 30, 45, 80)}"
    yield f"indent:{min(2, line.indent)}"
    if line.marked:
        yield "next marked"
    if line.kind == "table":
        yield "next table"
    if line.text[-1] not in "。！？；，：”" and not any(mark in line.text for mark in "，。；"):
        yield "next unpunctuated"


def near_features(page: Page, number: int) -> list[str]:
    """Features of the place between a line and the next one."""
    line, following = page.lines[number], page.lines[number + 1]
    gap = f"gap:{min(1, following.blank)}{page.furniture_before[number + 1]:d}"
    content = f"content:{_bin(page.content(number, number + 1), *_CONTENT)}"
    closed = "closed" if line.closed else "ended" if line.ended else "open"
    width = "no" if not page.width else str(_bin(len(line.text) - page.width, -2, 0))
    found = ["(bias)", gap, content, *end_features(page, number), *start_features(page, number + 1)]
    found += bracket_features(page.before(number), page.after(number + 1))
    found += [
        f"{closed}|{width}",
        f"{closed}|{gap}",
        f"{closed}|{width}|{gap}",
        f"{closed}|indent:{following.indent > 0}",
    ]
    found += [f"{closed}|{content}", f"{closed}|{gap}|{content}"]
    return [f"near:{name}" for name in found]


def far_features(page: Page, number: int, other: int, near: Sequence[float], loose: int) -> list[str]:
    """Features of a line's end and another line's start that do not stand together.

    ``near``: how likely each line goes on in the next; ``loose``: how many ends look for what goes on.
    """
    left, right = page.before(number), page.after(other)
    content = _bin(page.content(number, other), *_CONTENT)
    own = _bin(near[number], 0.02, 0.1, 0.3, 0.6, 0.9) if number < len(near) else "last"
    theirs = _bin(near[other - 1], 0.02, 0.1, 0.3, 0.6, 0.9)
    before = page.lines[other - 1]
    found = ["(bias)", f"content:{content}", f"own:{own}", f"theirs:{theirs}", f"{own}|{theirs}"]
    found += [*start_features(page, other), f"loose:{min(loose, 8)}", *bracket_features(left, right)]
    found += [name for name in end_features(page, number) if not name.startswith("length")]
    found.append(f"column:{'closed' if before.closed else 'ended' if before.ended else 'open'}")
    found.append(f"gap:{min(1, page.lines[other].blank)}{page.furniture_before[other]:d}")
    found.append(f"shared:{_bin(shared(left, right), 1, 2, 4, 7, 11)}")
    found.append("forward" if other > number else "backward")
    return [f"far:{name}" for name in found]


def shared(left: str, right: str) -> int:
    """How many words of three or more characters, and other words of two, two stretches share (the latter half)."""
    a, b = set(words_of(left)), set(words_of(right))
    return sum(2 if len(word) > 2 else 1 for word in a & b if len(word) > 1)
