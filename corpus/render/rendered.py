"""Render one labelled document as a file of a chosen format, with its truth beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from mingdan.core.errors import UsageError
from mingdan.core.records import Document
from mingdan.corpus.render.blocks import blocks
from mingdan.corpus.render.html import write_html
from mingdan.corpus.render.news.options import NewsOptions, draw_options
from mingdan.corpus.render.news.page import newspaper
from mingdan.corpus.render.news.truth import article_text, write_truth
from mingdan.corpus.render.notice import draw_style, write_notice
from mingdan.corpus.render.office import write_docx, write_xlsx
from mingdan.corpus.render.scan import draw_scan_style, write_scan

Format = Literal["pdf", "newspaper", "html", "docx", "xlsx", "scan"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file and what stands in it. ``truth["text"]`` is the document in the file's reading order; for a newspaper page
    ``truth`` also has ``articles`` and ``furniture``, and the same truth lies as JSON beside the file."""

    path: Path
    format: Format
    truth: dict[str, Any]


def render(
    document: Document,
    format: Format,
    folder: str | Path,
    seed: int = 0,
    *,
    producer: str | None = None,
    font: str | None = None,
    options: NewsOptions | None = None,
) -> Rendered:
    """Write ``document`` to ``folder`` as ``ID.pdf``, ``ID.news.pdf``, ``ID.html``, ``ID.docx``, ``ID.xlsx`` or
    ``ID.scan.pdf`` (with ``ID.scan_pN.jpg``).

    Looks are drawn by ``seed``; ``producer`` and ``font`` stand fixed where given, ``options`` replace those of a
    newspaper page. Raises :class:`UsageError` for an unknown format, :class:`MissingExtraError` where a library, a font
    or a browser is missing, naming what to install.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}", hint=f"one of {', '.join(FORMATS)}")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    if format == "newspaper":
        return _newspaper(document, target, seed, options or _options(seed, producer, font))
    if format in ("pdf", "scan"):
        return _paper(document, format, target, seed, producer, font)
    writers: dict[str, Callable[[Document, Path], None]] = {"html": write_html, "docx": write_docx, "xlsx": write_xlsx}
    path = target / f"{document.id}.{format}"
    writers[format](document, path)
    return Rendered(path, format, {"text": reading_text(document)})


def _options(seed: int, producer: str | None, font: str | None) -> NewsOptions:
    given = {"producer": producer, "font": font, "head_font": font}
    return draw_options(seed, **{name: value for name, value in given.items() if value is not None})


def _paper(
    document: Document, format: Literal["pdf", "scan"], folder: Path, seed: int, producer: str | None, font: str | None
) -> Rendered:
    path = folder / f"{document.id}.pdf"
    write_notice(document, path, draw_style(seed, producer, font))
    if format == "scan":
        printed, path = path, folder / f"{document.id}.scan.pdf"
        write_scan(printed.read_bytes(), path, draw_scan_style(seed), seed)
    return Rendered(path, format, {"text": reading_text(document)})


def _newspaper(document: Document, folder: Path, seed: int, options: NewsOptions) -> Rendered:
    made = newspaper([document], seed, options)
    path = folder / f"{document.id}.news.pdf"
    path.write_bytes(made.pdf)
    own = next(article for article in made.truth["articles"] if article["document"] == document.id)
    truth = {**made.truth, "page": f"{document.id}.news", "text": article_text(own)}
    write_truth(truth, path.with_suffix(".json"))
    return Rendered(path, "newspaper", truth)


def reading_text(document: Document) -> str:
    """The text of a document as a reader without fault gives it: lines of prose, tables as Markdown rows.

    >>> reading_text(Document("d", "甲\\n\\n| a | b |\\n|---|---|\\n| 1 | |"))
    '甲\\n| a | b |\\n| 1 |  |'
    """
    parts = [
        "\n".join(f"| {' | '.join(row)} |" for row in block.rows) if block.rows else block.text
        for block in blocks(document.text)
    ]
    return "\n".join(parts)
