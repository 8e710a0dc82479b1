"""A document as a printed announcement: A4 pages with a title, paragraphs and tables, by one of three producers."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from mingdan.core.errors import UsageError
from mingdan.core.records import Document
from mingdan.corpus.render import fonts, libraries
from mingdan.corpus.render.blocks import blocks
from mingdan.corpus.render.browser import html_to_pdf
from mingdan.corpus.render.html import content

_A4 = (595.28, 841.89)
_FONTS = ("zenhei", "microhei", "songti", "stsong")
PRODUCERS = ("reportlab", "weasyprint", "chromium")


@dataclass(frozen=True, slots=True)
class NoticeStyle:
    """Look of an announcement. Sizes in points; ``font`` as in ``data/fonts.toml``, ``producer`` of PRODUCERS."""

    producer: str = "reportlab"
    font: str = "stsong"
    size: float = 10.5
    margin: float = 64
    rules: bool = True
    page_numbers: bool = True


def draw_style(seed: int, producer: str | None = None, font: str | None = None) -> NoticeStyle:
    """The style of a seed; what is given stands fixed. Two out of three are set by reportlab."""
    rng = random.Random(f"notice:{seed}")
    drawn = NoticeStyle(
        producer=rng.choice(("reportlab", "reportlab", "weasyprint")),
        font=rng.choice(_FONTS),
        size=rng.choice((9.5, 10.5, 12.0)),
        margin=rng.choice((48.0, 64.0, 80.0)),
        rules=rng.random() < 0.8,
        page_numbers=rng.random() < 0.7,
    )
    return NoticeStyle(
        producer or drawn.producer, font or drawn.font, drawn.size, drawn.margin, drawn.rules, drawn.page_numbers
    )


def write_notice(document: Document, path: Path, style: NoticeStyle) -> None:
    """Write the PDF. Raises :class:`MissingExtraError` where producer or font is missing, UsageError if unknown."""
    if style.producer not in PRODUCERS:
        raise UsageError(f"unknown producer {style.producer!r}", hint=f"one of {', '.join(PRODUCERS)}")
    if style.producer == "reportlab":
        path.write_bytes(_reportlab(document, style))
    else:
        path.write_bytes(html_to_pdf(_page(document, style), style.producer))


def _page(document: Document, style: NoticeStyle) -> str:
    family = fonts.font(style.font).family
    if style.font != "stsong":
        fonts.font_path(style.font)
    edge = "1px solid #333" if style.rules else "0"
    number = '@bottom-center{content:"第 " counter(page) " 页";font-size:8pt}' if style.page_numbers else ""
    css = (
        f"@page{{size:A4;margin:{style.margin}pt;{number}}}"
        f"body{{font-family:'{family}';font-size:{style.size}pt;line-height:1.6}}"
        "h1{font-size:150%;text-align:center}p{text-indent:2em;margin:.3em 0}"
        f"table{{border-collapse:collapse;width:100%}}td,th{{border:{edge};padding:2pt 4pt;font-weight:normal}}"
    )
    title = escape(document.title or document.id)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{css}</style></head><body>{content(document)}</body></html>"
    )


def _reportlab(document: Document, style: NoticeStyle) -> bytes:
    name = fonts.register(fonts.covering(style.font, document.text))
    buffer = BytesIO()
    made = libraries.platypus().SimpleDocTemplate(
        buffer,
        pagesize=_A4,
        title=document.title or document.id,
        invariant=1,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), style.margin),
    )
    footer = _footer(name) if style.page_numbers else _nothing
    made.build(_story(document, style, name), onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue()


def _footer(name: str) -> Any:
    def draw(canvas: Any, made: Any) -> None:
        canvas.setFont(name, 8)
        canvas.drawCentredString(_A4[0] / 2, 28, f"第 {canvas.getPageNumber()} 页")

    return draw


def _nothing(canvas: Any, made: Any) -> None:
    """Draw nothing around a page."""


def _story(document: Document, style: NoticeStyle, name: str) -> list[Any]:
    platypus, styles = libraries.platypus(), libraries.styles()
    about = {"fontName": name, "wordWrap": "CJK"}
    body = styles.ParagraphStyle(
        "body", fontSize=style.size, leading=style.size * 1.6, firstLineIndent=style.size * 2, **about
    )
    head = styles.ParagraphStyle(
        "head", fontSize=style.size * 1.5, leading=style.size * 2.1, alignment=1, spaceAfter=style.size, **about
    )
    cell = styles.ParagraphStyle("cell", fontSize=style.size - 1.5, leading=(style.size - 1.5) * 1.35, **about)
    story: list[Any] = []
    for index, block in enumerate(blocks(document.text)):
        if block.rows:
            story += [_table(block.rows, style, cell), platypus.Spacer(1, style.size)]
        else:
            chosen = head if index == 0 and len(block.text) <= 60 else body
            story.append(platypus.Paragraph(escape(block.text), chosen))
    return story


def _table(rows: Sequence[Sequence[str]], style: NoticeStyle, cell: Any) -> Any:
    platypus = libraries.platypus()
    weights = [min(16, 2 + max(len(row[k]) for row in rows)) for k in range(len(rows[0]))]
    room = _A4[0] - 2 * style.margin - 12
    widths = [room * weight / sum(weights) for weight in weights]
    texts = [[platypus.Paragraph(escape(text), cell) for text in row] for row in rows]
    look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if style.rules:
        look.append(("GRID", (0, 0), (-1, -1), 0.5, "#333333"))
    return platypus.Table(texts, colWidths=widths, repeatRows=1, style=platypus.TableStyle(look))
