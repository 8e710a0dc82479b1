"""Renderings of labelled documents: PDF, newspaper page, web page, Word, workbook and scan, with their labels kept.

:func:`render` writes a file; what a reader makes of it is measured with the same gold record, whose labels
:func:`map_gold` carries over to the text read back. :func:`newspaper` sets several documents on one page.
"""

from mingdan.corpus.render.align import Mapped, Unmapped, align_gold, best_text, map_gold, place
from mingdan.corpus.render.news.options import NewsOptions, draw_options, is_locked_layout, split
from mingdan.corpus.render.news.page import Newspaper, newspaper
from mingdan.corpus.render.news.truth import article_text, truth_prediction, write_truth
from mingdan.corpus.render.rendered import FORMATS, Rendered, render

__all__ = [
    "FORMATS",
    "Mapped",
    "NewsOptions",
    "Newspaper",
    "Rendered",
    "Unmapped",
    "align_gold",
    "article_text",
    "best_text",
    "draw_options",
    "is_locked_layout",
    "map_gold",
    "newspaper",
    "place",
    "render",
    "split",
    "truth_prediction",
    "write_truth",
]
