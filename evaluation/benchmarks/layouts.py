"""How well the PDF reader gives back generated newspaper pages: scores by option over seeded layouts.

Prints the means of adj, sent, assign and head (see :mod:`mingdan.corpus.render.news.scores`) and of the share of the
gold document's mentions that can be found again, over all pages and over the pages with each option. ``--locked`` takes
the layouts that are for measurement only, and prints nothing but the means over all::

    python evaluation/benchmarks/layouts.py [--pages 30] [--locked] [--font NAME] [--producer NAME] [--seeds]
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import count, islice
from typing import Any

from mingdan.core.errors import InputError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import NewsOptions, align_gold, best_text, draw_options, is_locked_layout, newspaper
from mingdan.corpus.render.news.scores import layout_scores
from mingdan.extract.readers.pdf import PdfReader

COLUMNS = ("adj", "sent", "assign", "head", "mentions")


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: its seed, its options and its scores by column name."""

    seed: int
    options: NewsOptions
    scores: dict[str, float]


def seeds(*, locked: bool) -> Iterator[int]:
    """Seeds of the open or of the locked layouts, without end."""
    return (seed for seed in count(1) if is_locked_layout(seed) == locked)


def read_texts(pdf: bytes) -> list[str]:
    """The texts that the reader makes of a page; none where it refuses the page."""
    try:
        return [document.text for document in PdfReader().read(pdf, "page")]
    except InputError:
        return []


def score_page(gold: Document, seed: int, given: dict[str, Any]) -> PageScore:
    """Set, read and score one page."""
    page = newspaper([gold], seed, draw_options(seed, **given))
    texts = read_texts(page.pdf)
    scores = asdict(layout_scores(page.truth, texts))
    at = best_text(gold, texts)
    found = len(align_gold(gold, texts[at]).document.entities) if texts else 0
    return PageScore(seed, page.options, scores | {"mentions": found / len(gold.entities) if gold.entities else 1.0})


def groups(pages: Sequence[PageScore]) -> dict[str, list[PageScore]]:
    """Pages by option: those with it on, or with each of its values."""
    found: dict[str, list[PageScore]] = defaultdict(list)
    for page in pages:
        for field in fields(NewsOptions):
            value = getattr(page.options, field.name)
            if value is not False and field.name != "size":
                found[field.name if value is True else f"{field.name}={value}"].append(page)
    return {"all": list(pages), **dict(sorted(found.items()))}


def line(name: str, pages: Sequence[PageScore]) -> str:
    """The means of some pages as one line of the report."""
    means = "".join(f"{sum(p.scores[c] for p in pages) / len(pages):9.3f}" for c in COLUMNS)
    return f"{name:24}{len(pages):4}{means}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--locked", action="store_true")
    parser.add_argument("--font")
    parser.add_argument("--producer")
    parser.add_argument("--seeds", action="store_true", help="a line for each page, too")
    told = parser.parse_args()
    given = {"font": told.font, "head_font": told.font, "producer": told.producer}
    given = {name: value for name, value in given.items() if value}
    documents = [document for document in load_part("own") if document.genre != "regulation"]
    chosen = islice(seeds(locked=told.locked), told.pages)
    pages = [score_page(documents[n % len(documents)], seed, given) for n, seed in enumerate(chosen)]
    print(f"{'option':24}{'n':>4}" + "".join(f"{c:>9}" for c in COLUMNS))
    for name, some in groups(pages).items():
        if name == "all" or not told.locked:
            print(line(name, some))
    if told.seeds and not told.locked:
        for page in pages:
            print(line(f"seed {page.seed}", [page]))


if __name__ == "__main__":
    main()
