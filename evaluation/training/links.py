"""Trains the models that weigh what follows what on newspaper pages, on pages made by program.

``python -m mingdan.evaluation.training.links`` makes the pages, fits on most of them and prints on the rest how many
links are right; ``--write`` fits on all and stores the weights. The layouts are open ones: those that
``evaluation/benchmarks/layouts.py --locked`` measures are never made here. Needs the extra ``train``.
"""

import argparse
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.corpus.render import draw_options, newspaper
from mingdan.evaluation.benchmarks.layouts import seeds, set_documents
from mingdan.evaluation.training.link_truth import LinkTruth
from mingdan.evaluation.training.trees import fit_trees, write_trees
from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.link_choice import MODELS
from mingdan.extract.layout.link_features import link_features
from mingdan.extract.layout.news import page_frames_of
from mingdan.extract.layout.notice import drop_furniture
from mingdan.extract.readers.pdf_pages import load_pages
from mingdan.models.trees import Trees

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"
PAGES, HELD, SKIPPED = 1800, 300, 150
"""Pages made; those of them that are only judged; the first open layouts, which are left to the benchmark."""


@dataclass(frozen=True, slots=True)
class Case:
    """A link that may be made: whether it begins at a head, its features, and whether it is right."""

    head: bool
    features: dict[str, float]
    gold: bool


def page_cases(seed: int, number: int) -> list[Case]:
    """The cases of the page that a layout's seed and a number of a document make."""
    documents = set_documents()
    page = newspaper([documents[number % len(documents)]], seed, draw_options(seed))
    return cases_of(page.pdf, page.truth)


def cases_of(pdf: bytes, truth: dict[str, Any]) -> list[Case]:
    """The cases of a file whose truth is known."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = load_pages(document, pdf, "page").pages
    drop_furniture(pages)
    found: list[Case] = []
    for page in pages:
        links = page_frames_of(page).links
        truths = LinkTruth(truth, page.number)
        for link, features in zip(links, link_features(links), strict=True):
            found.append(Case(isinstance(link.before, Cluster), features, truths.is_right(link, features)))
    return found


def make_cases(pages: int, workers: int) -> list[list[Case]]:
    """The cases of many pages, a list for each."""
    chosen = list(islice(seeds(locked=False), SKIPPED, SKIPPED + pages))
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return list(pool.map(page_cases, chosen, range(len(chosen)), chunksize=20))


def of_kind(pages: Iterable[Sequence[Case]], head: bool) -> tuple[list[dict[str, float]], list[bool]]:
    """Features and answers of the links from heads, or of those from blocks."""
    cases = [case for page in pages for case in page if case.head == head]
    return [case.features for case in cases], [case.gold for case in cases]


def main() -> None:
    """Fit, print, store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    pages = make_cases(told.pages, told.workers)
    held = max(1, told.pages * HELD // PAGES)
    for head, name in MODELS.items():
        print(f"{name}: {judge(pages[held:], pages[:held], head)}")
        if told.write:
            write_trees(WEIGHTS, name, *fit_trees(*of_kind(pages, head)))


def judge(learned: list[list[Case]], held: list[list[Case]], head: bool) -> str:
    """Average precision of the model and of the first opinion alone on pages that were not learned from."""
    from sklearn.metrics import average_precision_score  # pyright: ignore

    cases, gold = of_kind(held, head)
    scores = Trees(*fit_trees(*of_kind(learned, head)), "trial").scores(cases)
    figures: list[float] = [
        average_precision_score(gold, scores),
        average_precision_score(gold, [case["opinion"] for case in cases]),
    ]
    text = "average precision {:.3f}, first opinion {:.3f}".format(*figures)
    return f"{len(cases)} links, {sum(gold)} right; {text}"


if __name__ == "__main__":
    main()
