"""Heads of articles: kicker, headline, deck and byline over columns, or a vertical headline beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingdan.corpus.render.news.content import Story
from mingdan.corpus.render.news.geometry import Columns, Rect, Run, Sheet
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.measure import advance, wrap

_LONGEST_VERTICAL = 22
_LARGEST, _SMALLEST = 3.4, 1.5


@dataclass(frozen=True, slots=True)
class Head:
    """A head as set: where each column's body begins, and what is kept free besides.

    ``spare`` is the room under a head that stands in columns of its own; ``byline`` is true where it is yet to be set.
    """

    tops: tuple[float, ...]
    holes: tuple[Rect, ...] = ()
    spare: Rect | None = None
    byline: bool = False
    columns: Columns = field(default=())


def set_head(sheet: Sheet, look: Look, story: Story, mode: str, columns: Columns, top: float, bottom: float) -> Head:
    """Set the head of a story over or beside the columns of its region; the modes are those of ``NewsOptions``."""
    count = len(columns)
    if not story.headline:
        return Head((top,) * count, byline=True, columns=columns)
    if mode == "vertical" and len(story.headline) <= _LONGEST_VERTICAL:
        return _vertical(sheet, look, story, columns, top, bottom)
    if mode == "beside" and count >= 2:
        taken = 2 if count >= 5 else 1
        under = _block(sheet, look, story, columns[0][0], columns[taken - 1][1], top) + look.size
        spare = Rect(columns[0][0], under, columns[taken - 1][1], bottom)
        return Head((top,) * (count - taken), spare=spare, columns=columns[taken:])
    taken = (count + 1) // 2 if mode == "part" else count
    under = _block(sheet, look, story, columns[0][0], columns[taken - 1][1], top) + look.size * 0.8
    return Head((under,) * taken + (top,) * (count - taken), columns=columns)


def headline_size(look: Look, headline: str, width: float) -> float:
    """The size at which a headline fills its width, within limits that go up to 3.4 em."""
    wanted = width * 0.92 / max(1.0, advance(headline, 1.0, look.head_font))
    return round(min(_LARGEST, max(_SMALLEST, wanted / look.size)) * look.size, 1)


def _block(sheet: Sheet, look: Look, story: Story, x0: float, x1: float, top: float) -> float:
    """Set the whole head between ``x0`` and ``x1``; returns its bottom."""
    size = headline_size(look, story.headline or "", x1 - x0)
    parts = [([story.kicker], look.size * 1.1, look.font)] if story.kicker else []
    parts.append(([story.headline or ""], size, look.head_font))
    parts += [([line], look.size * 1.25, look.font) for line in story.deck]
    if story.byline:
        parts.append(([story.byline], look.size * 0.95, look.font))
    for texts, points, font in parts:
        top = _lines(sheet, look, texts, x0, x1, top, points, font)
    return top


def _lines(
    sheet: Sheet, look: Look, texts: Sequence[str], x0: float, x1: float, top: float, size: float, font: str
) -> float:
    frame = sheet.frame()
    bold = size > look.size * 1.4 and look.font == look.head_font
    for text in texts:
        for line in wrap(text, x1 - x0, size, font):
            sheet.runs.append(Run(line, x0, top, size, font, frame, bold=bold))
            top += size * 1.25
    return top + size * 0.15


def _vertical(sheet: Sheet, look: Look, story: Story, columns: Columns, top: float, bottom: float) -> Head:
    """A headline from top to bottom at the left edge, the deck left of it and smaller."""
    size = look.size * 2.2
    texts = [(strip, size) for strip in _strips(story.headline or "", size, bottom - top)]
    texts += [(strip, look.size * 1.2) for deck in story.deck for strip in _strips(deck, look.size * 1.2, bottom - top)]
    x = columns[0][0]
    deepest = top
    for text, points in reversed(texts):
        deepest = max(deepest, _strip(sheet, look, text, x, top, points))
        x += points * 1.35
    hole = Rect(columns[0][0] - 1, top - 1, x + look.size * 0.5, deepest + look.size * 0.6)
    return Head((top,) * len(columns), (hole,), byline=True, columns=columns)


def _strips(text: str, size: float, height: float) -> list[str]:
    room = max(4, int(height / (size * 1.05)))
    return [text[k : k + room] for k in range(0, len(text), room)]


def _strip(sheet: Sheet, look: Look, text: str, x: float, top: float, size: float) -> float:
    font = look.head_font
    run = Run(text, x, top, size, font, sheet.frame(), size * 0.05, look.font == font, vertical=True)
    sheet.runs.append(run)
    return top + len(text) * size * 1.05
