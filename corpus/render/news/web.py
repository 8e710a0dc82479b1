"""Draw composed pages as HTML with every line at its place, to be printed by WeasyPrint or Chromium."""

from collections.abc import Iterator, Sequence
from html import escape

from mingdan.corpus.render import fonts
from mingdan.corpus.render.news.draw import glyph_places, ordered
from mingdan.corpus.render.news.geometry import Run, Shape, Sheet
from mingdan.corpus.render.news.options import NewsOptions

_LOOKS = {"rule": "background:#000", "frame": "border:.7pt solid #000", "tint": "background:#ededed"}
_PICTURE = "background:linear-gradient(#d8d8d8,#777)"


def page_html(sheets: Sequence[Sheet], options: NewsOptions, seed: int) -> str:
    """One HTML page with a printed page for each sheet; lines are stretched as composed, glyphs placed if asked for."""
    rules = "".join(
        f"@page p{n}{{size:{sheet.width:.2f}pt {sheet.height:.2f}pt;margin:0}}#s{n}{{page:p{n};"
        f"width:{sheet.width:.2f}pt;height:{sheet.height - 0.5:.2f}pt}}"
        for n, sheet in enumerate(sheets)
    )
    body = "".join(
        f'<section id="s{n}">{"".join(_parts(sheet, options, seed))}</section>' for n, sheet in enumerate(sheets)
    )
    css = (
        f"{rules}body{{margin:0}}section{{position:relative;overflow:hidden;break-after:page}}"
        "section:last-child{break-after:auto}div{position:absolute;white-space:pre;line-height:1;box-sizing:border-box}"
    )
    head = f'<head><meta charset="utf-8"><style>{css}</style></head>'
    return f'<!DOCTYPE html><html lang="zh-CN">{head}<body>{body}</body></html>'


def _parts(sheet: Sheet, options: NewsOptions, seed: int) -> Iterator[str]:
    yield from map(_shape, sheet.shapes)
    for run in ordered(sheet.runs, options.order, seed):
        yield from _glyphs(run) if options.glyphs or run.vertical else (_line(run),)


def _shape(shape: Shape) -> str:
    rect = shape.rect
    look = _LOOKS.get(shape.kind, _PICTURE)
    place = f"left:{rect.x0:.2f}pt;top:{rect.top:.2f}pt;width:{rect.width:.2f}pt;height:{rect.height:.2f}pt"
    return f'<div style="{place};{look}"></div>'


def _style(run: Run, x: float, top: float) -> str:
    look = f"font:{'bold ' if run.bold else ''}{run.size:.2f}pt '{fonts.font(run.font).family}'"
    return f"left:{x:.2f}pt;top:{top:.2f}pt;{look};line-height:1" + (";color:#fff" if run.white else "")


def _line(run: Run) -> str:
    return f'<div style="{_style(run, run.x, run.top)};letter-spacing:{run.extra:.3f}pt">{escape(run.text)}</div>'


def _glyphs(run: Run) -> Iterator[str]:
    for char, x, top, turned in glyph_places(run):
        turn = ";transform:rotate(90deg)" if turned else ""
        yield f'<div style="{_style(run, x, top)}{turn}">{escape(char)}</div>'
