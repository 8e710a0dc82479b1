"""Draw composed pages with reportlab: text objects in a chosen order, whole lines or glyph by glyph."""

import random
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from mingdan.corpus.render import fonts, libraries
from mingdan.corpus.render.news.geometry import Rect, Run, Shape, Sheet
from mingdan.corpus.render.news.options import NewsOptions

_ASCENT = 0.86
_TURNED = frozenset("（）《》〈〉「」『』【】〔〕—…～()[]-–")


def ordered(runs: Sequence[Run], order: str, seed: int) -> list[Run]:
    """Runs in the order of the content stream.

    ``good``: as read. ``frame``: frames shuffled, each whole. ``font``: by font and size. ``line``: across the page.
    ``random``: every line by itself.
    """
    rng = random.Random(f"order:{seed}")
    if order == "frame":
        keys = {frame: rng.random() for frame in sorted({run.frame for run in runs})}
        return sorted(runs, key=lambda run: keys[run.frame])
    if order == "font":
        return sorted(runs, key=lambda run: (run.font, run.bold, run.size))
    if order == "line":
        return sorted(runs, key=lambda run: (round(run.top), run.x))
    return rng.sample(list(runs), len(runs)) if order == "random" else list(runs)


def draw_reportlab(sheets: Sequence[Sheet], options: NewsOptions, seed: int) -> bytes:
    """The pages as a PDF; the same bytes for the same input and the same version of reportlab."""
    buffer = BytesIO()
    made = libraries.canvas().Canvas(buffer, invariant=1, pageCompression=1)
    for sheet in sheets:
        made.setPageSize((sheet.width, sheet.height))
        for shape in sheet.shapes:
            _shape(made, shape, sheet.height)
        for run in ordered(sheet.runs, options.order, seed):
            _run(made, run, sheet.height, glyphs=options.glyphs)
        made.showPage()
    made.save()
    return buffer.getvalue()


def _shape(made: Any, shape: Shape, height: float) -> None:
    rect = shape.rect
    box = (rect.x0, height - rect.bottom, rect.width, rect.height)
    if shape.kind == "picture":
        made.drawImage(libraries.image_reader()(_picture(rect)), *box)
        return
    made.setFillGray({"tint": 0.93}.get(shape.kind, 0.0))
    made.setLineWidth(0.7)
    made.rect(*box, stroke=int(shape.kind == "frame"), fill=int(shape.kind != "frame"))
    made.setFillGray(0)


def _picture(rect: Rect) -> Any:
    """A small grey image: lighter above, as a sky, dark at the foot."""
    rng = random.Random(f"{rect.x0}:{rect.top}")
    image = libraries.image().new("L", (12, 8))
    image.putdata([max(40, 215 - 22 * (k // 12) + rng.randint(-14, 14)) for k in range(96)])
    return image.resize((96, 64))


def _run(made: Any, run: Run, height: float, *, glyphs: bool) -> None:
    text = made.beginText()
    text.setFont(fonts.register(run.font), run.size)
    if run.bold:
        made.setLineWidth(run.size * 0.03)
        text.setTextRenderMode(2)
    text.setFillGray(1 if run.white else 0)
    if run.vertical or glyphs:
        _glyphs(text, run, height)
    else:
        text.setTextOrigin(run.x, height - run.top - run.size * _ASCENT)
        text.setCharSpace(run.extra)
        text.textOut(run.text)
        text.setCharSpace(0)
    if run.bold:
        text.setTextRenderMode(0)
    made.drawText(text)


def glyph_places(run: Run) -> list[tuple[str, float, float, bool]]:
    """``(character, x, top, turned)`` of each glyph; a turned one stands on its side, with ``x`` at its left edge."""
    found: list[tuple[str, float, float, bool]] = []
    x, top = run.x, run.top
    for char in run.text:
        wide = fonts.width(run.font, char) * run.size
        if run.vertical:
            turned = char in _TURNED
            found.append((char, x if turned else x + (run.size - wide) / 2, top, turned))
            top += run.size + run.extra
        else:
            found.append((char, x, top, False))
            x += wide + run.extra
    return found


def _glyphs(text: Any, run: Run, height: float) -> None:
    for char, x, top, turned in glyph_places(run):
        if turned:
            text.setTextTransform(0, -1, 1, 0, x + run.size * (1 - _ASCENT), height - top)
        else:
            text.setTextOrigin(x, height - top - run.size * _ASCENT)
        text.textOut(char)
