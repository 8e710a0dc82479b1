"""How well the PDF reader gives back generated newspaper pages: scores by option over seeded layouts.

Prints the means of adj, sent, assign and head (see :mod:`mingdan.evaluation.layout_scores`) and of the share of the
gold document's mentions that can be found again, over all pages and over the pages with each option. ``--locked`` takes
the layouts that are for measurement only, and prints nothing but the means over all. ``--out`` keeps PDFs, truth and
predictions::

    python evaluation/benchmarks/layouts.py [--pages 30] [--locked] [--font NAME] [--producer NAME] [--seeds]
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from mingdan.core.errors import InputError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import (
    NewsOptions,
    align_gold,
    best_text,
    draw_options,
    is_locked_layout,
    newspaper,
    write_truth,
)
from mingdan.evaluation.layout_scores import LayoutScores, evaluate_layout
from mingdan.extract.readers.pdf import PdfReader

COLUMNS = {"adj": "adjacency", "sent": "sentences", "assign": "assigned", "head": "headlines"}


@dataclass(frozen=True, slots=True)
class Read:
    """One page as read: its options, the texts of its articles, the share of the gold document's mentions in one."""

    seed: int
    options: NewsOptions
    texts: list[str]
    mentions: float

    @property
    def name(self) -> str:
        """The name of the page in truth and prediction."""
        return f"news_{self.seed}"


def seeds(*, locked: bool) -> Iterator[int]:
    """Seeds of the open or of the locked layouts, without end."""
    return (seed for seed in count(1) if is_locked_layout(seed) == locked)


@cache
def set_documents() -> tuple[Document, ...]:
    """The documents that pages are made of."""
    return tuple(document for document in load_part("own") if document.genre != "regulation")


def read_texts(pdf: bytes) -> list[str]:
    """The texts that the reader makes of a page; none where it refuses the page."""
    try:
        return [document.text for document in PdfReader().read(pdf, "page")]
    except InputError:
        return []


def mentions_found(gold: Document, texts: Sequence[str]) -> float:
    """Share of the mentions that stand whole in the text that holds most of the document; 1 without mentions."""
    if not gold.entities:
        return 1.0
    return len(align_gold(gold, texts[best_text(gold, texts)]).document.entities) / len(gold.entities) if texts else 0.0


def read_page(gold: Document, seed: int, given: Mapping[str, Any], folder: Path) -> Read:
    """Set a page, write its PDF and truth, and read it."""
    page = newspaper([gold], seed, draw_options(seed, **given))
    (folder / f"news_{seed}.pdf").write_bytes(page.pdf)
    write_truth(page.truth, folder / f"news_{seed}.json")
    texts = read_texts(page.pdf)
    return Read(seed, page.options, texts, mentions_found(gold, texts))


def groups(pages: Sequence[Read]) -> dict[str, list[Read]]:
    """Pages by option: those with it on, or with each of its values."""
    found: dict[str, list[Read]] = defaultdict(list)
    for page in pages:
        for field in fields(NewsOptions):
            value = getattr(page.options, field.name)
            if value is not False and field.name != "size":
                found[field.name if value is True else f"{field.name}={value}"].append(page)
    return {"all": list(pages), **dict(sorted(found.items()))}


def line(name: str, pages: Sequence[Read], scores: Mapping[str, LayoutScores]) -> str:
    """The means of some pages as one line of the report."""
    values = [sum(getattr(scores[page.name], field) for page in pages) / len(pages) for field in COLUMNS.values()]
    values.append(sum(page.mentions for page in pages) / len(pages))
    return f"{name:24}{len(pages):4}" + "".join(f"{value:9.3f}" for value in values)


def measure(told: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The lines of the report; truth and predictions go to ``folder``."""
    given = {"font": told.font, "head_font": told.font, "producer": told.producer}
    given = {name: value for name, value in given.items() if value}
    documents = set_documents()
    chosen = islice(seeds(locked=told.locked), told.pages)
    pages = [read_page(documents[n % len(documents)], seed, given, folder) for n, seed in enumerate(chosen)]
    predicted = [json.dumps({"page": page.name, "articles": page.texts}, ensure_ascii=False) for page in pages]
    (folder / "predicted.jsonl").write_text("\n".join(predicted) + "\n", encoding="utf-8")
    scores = evaluate_layout(folder, folder / "predicted.jsonl").pages
    yield f"{'option':24}{'n':>4}" + "".join(f"{name:>9}" for name in (*COLUMNS, "mentions"))
    for name, some in groups(pages).items():
        if name == "all" or not told.locked:
            yield line(name, some, scores)
    if told.seeds and not told.locked:
        yield from (line(f"seed {page.seed}", [page], scores) for page in pages)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--locked", action="store_true")
    parser.add_argument("--font")
    parser.add_argument("--producer")
    parser.add_argument("--seeds", action="store_true", help="a line for each page, too")
    parser.add_argument("--out", type=Path, help="folder that keeps what was made")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = told.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for text in measure(told, folder):
            print(text)


if __name__ == "__main__":
    main()
