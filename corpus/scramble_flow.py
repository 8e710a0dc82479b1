"""How a newspaper page breaks a text: lines, columns, losses, order and what stands between."""

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NOT_FIRST = frozenset("，。、；：？！,.;:?!）)》〉”’」』】%％·…")
"""Characters that begin no line."""
_NOT_LAST = frozenset("（(《〈“‘「『【")
"""Characters that end no line."""
_END = re.compile(r"[。！？；…][”’」』）)]*$")
_ATOMIC = 26
"""A paragraph that is no longer and ends no sentence (a heading, an entry) is set on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: a stretch of the document's text. ``first`` opens its paragraph."""

    start: int
    end: int
    paragraph: int
    first: bool
    inner: bool
    """Whether the paragraph goes on behind this line."""


@dataclass(frozen=True, slots=True)
class Options:
    """The page: ``width`` characters a line (0: lines are not broken but at columns), and the chance of each damage."""

    width: int
    columns: int
    blank: float
    furniture: float
    cuts: float
    shuffle: float
    indent: bool
    apart: bool
    """Whether a blank line parts paragraphs."""


def draw_options(chance: random.Random, strength: float) -> Options:
    """The options of one page."""
    return Options(
        width=chance.choice((0, 12, 14, 16, 18, 20, 24)),
        columns=chance.randint(2, 3 + round(3 * strength)),
        blank=chance.choice((0.0, 0.05, 0.25)) * strength,
        furniture=strength * 0.6,
        cuts=strength * chance.choice((0.0, 0.5, 1.0)),
        shuffle=strength,
        indent=chance.random() < 0.3,
        apart=chance.random() < 0.5,
    )


def lines_of(text: str, options: Options, chance: random.Random) -> list[Line]:
    """All lines of a text; table rows, headings and entries stay whole."""
    lines: list[Line] = []
    for paragraph, match in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        start, end = match.span()
        ends = _breaks(text, start, end, options, chance) if _is_prose(match.group()) else []
        starts = [start, *ends]
        for a, b in zip(starts, [*ends, end], strict=True):
            lines.append(Line(a, b, paragraph, a == start, b != end))
    return lines


def _is_prose(paragraph: str) -> bool:
    bare = paragraph.strip()
    return "|" not in bare and "\t" not in bare and (len(bare) > _ATOMIC or bool(_END.search(bare)))


def _breaks(text: str, start: int, end: int, options: Options, chance: random.Random) -> list[int]:
    breaks: list[int] = []
    step = options.width or chance.randint(30, 90)
    position = start + step - (2 if options.indent and options.width else 0)
    while position < end - 1:
        place = _legal(text, position, end)
        if place >= end - 1:
            break
        breaks.append(place)
        position = place + (options.width or chance.randint(40, 160))
    return breaks


def _legal(text: str, position: int, end: int) -> int:
    while position < end and (
        text[position] in _NOT_FIRST
        or text[position - 1] in _NOT_LAST
        or text[position].isspace()
        or text[position - 1].isspace()
        or (text[position].isascii() and text[position - 1].isascii())
    ):
        position += 1
    return position


def blocks_of(lines: Sequence[Line], options: Options, chance: random.Random) -> list[list[Line]]:
    """The lines in columns; lost lines are left out, and a column ends where some are lost."""
    count = min(options.columns, max(1, len(lines) // 3))
    ends = set(chance.sample(range(2, len(lines)), count - 1)) if len(lines) > count + 2 else set[int]()
    lost = _lost(lines, options, chance)
    blocks: list[list[Line]] = [[]]
    for number, line in enumerate(lines):
        if blocks[-1] and (number in ends or number in lost):
            blocks.append([])
        if number not in lost:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _lost(lines: Sequence[Line], options: Options, chance: random.Random) -> set[int]:
    """Numbers of lost lines: behind a line that its paragraph goes on after, one to three lines of the paragraph."""
    inner = [number for number, line in enumerate(lines[:-1]) if line.inner and number > 1]
    count = sum(chance.random() < options.cuts for _ in range(1 + len(lines) // 25))
    lost: set[int] = set()
    for number in chance.sample(inner, min(count, len(inner))):
        for other in range(number + 1, min(number + 1 + chance.randint(1, 3), len(lines))):
            if lines[other].paragraph != lines[number].paragraph:
                break
            lost.add(other)
    return lost


def page_order(
    flows: Sequence[list[list[Line]]], options: Options, chance: random.Random
) -> list[tuple[int, list[Line]]]:
    """Columns of all articles in the page's order; each article's first column usually comes first."""
    orders = [_shuffled(blocks, options, chance) for blocks in flows]
    page: list[tuple[int, list[Line]]] = []
    while any(orders):
        for article, blocks in enumerate(orders):
            for _ in range(chance.randint(1, 2)):
                if blocks:
                    page.append((article, blocks.pop(0)))
    return page


def _shuffled(blocks: list[list[Line]], options: Options, chance: random.Random) -> list[list[Line]]:
    blocks = list(blocks)
    if chance.random() < options.shuffle:
        head = blocks[:1] if chance.random() < 0.7 else []
        rest = blocks[len(head) :]
        chance.shuffle(rest)
        return head + rest
    return blocks


def separator(*, follows: bool, column: bool, options: Options, chance: random.Random) -> str:
    """What stands between two lines of the page; ``follows``: they are of one paragraph and column."""
    likely = options.furniture if column else options.furniture / 15
    if chance.random() < likely:
        gaps = [chance.choice(("\n", "\n\n")) for _ in range(2)]
        return f"{gaps[0]}{_furniture(chance)}{gaps[1]}"
    if follows:
        return "\n\n" if chance.random() < options.blank else "\n"
    if column:
        return chance.choice(("\n", "\n\n"))
    return "\n\n" if options.apart else "\n"


def _furniture(chance: random.Random) -> str:
    stock = _stock()
    return chance.choice(stock[chance.choice(sorted(stock))])


@cache
def _stock() -> dict[str, list[str]]:
    return tomllib.loads(files("mingdan.corpus").joinpath("data/scramble.toml").read_text("utf-8"))
