"""Newspaper pages as PDF files with their truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mingdan.core.records import Document
from mingdan.corpus.render.browser import html_to_pdf
from mingdan.corpus.render.news.compose import compose
from mingdan.corpus.render.news.draw import draw_reportlab
from mingdan.corpus.render.news.options import NewsOptions, draw_options
from mingdan.corpus.render.news.truth import truth_of
from mingdan.corpus.render.news.web import page_html


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The bytes of a PDF, its truth (see :mod:`mingdan.corpus.render.news.truth`), and the options of its layout."""

    pdf: bytes
    truth: dict[str, Any]
    options: NewsOptions


def newspaper(articles: Sequence[Document], seed: int, options: NewsOptions | None = None) -> Newspaper:
    """Set gold documents, and fillers beside them, as a newspaper page; two pages where an article jumps.

    Options that are not given are drawn by ``seed``. The truth and, by reportlab, the bytes are the same for the same
    input. Raises :class:`MissingExtraError` where a library, font or browser is missing, naming what to install.
    """
    options = options or draw_options(seed)
    issue = compose(articles, options, seed)
    truth = truth_of(f"news_{seed}", issue.stories, issue.sheets)
    if options.producer == "reportlab":
        return Newspaper(draw_reportlab(issue.sheets, options, seed), truth, options)
    return Newspaper(html_to_pdf(page_html(issue.sheets, options, seed), options.producer), truth, options)
