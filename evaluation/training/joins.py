"""Trains the model that tells which lines of a scrambled page belong together, on pages made by program.

``python -m mingdan.evaluation.training.joins`` prints how many cases there are; ``--write`` stores the weights of all
writers. Cross-validated figures are printed by ``evaluation/benchmarks/scramble.py``. Needs the extra ``train``.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.parts import load_part, writer_of
from mingdan.corpus.scramble import Scrambled, scramble
from mingdan.evaluation.training.logistic import fit
from mingdan.evaluation.training.trees import fit_trees, write_trees
from mingdan.extract.reading.features import CONTEXT, Page, content_features, far_features, near_features
from mingdan.extract.reading.joins import (
    cut_case,
    cut_features,
    far_pairs,
    first_opinions,
    make_page,
    near_probabilities,
    open_ends,
    open_lines,
)
from mingdan.extract.reading.language import count_pairs, pair_lines, shipped_pairs
from mingdan.extract.reading.lines import page_lines
from mingdan.extract.reading.repair import Language
from mingdan.extract.reading.weighing import Numbers, far_numbers, near_numbers
from mingdan.models.linear import LinearModel
from mingdan.models.trees import Trees

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"
STRENGTH, SMALLEST, FEWEST = 0.5, 0.03, 5
"""Inverse strength of the penalty; weights below ``SMALLEST``, features of fewer than ``FEWEST`` cases are left out."""
KINDS = ("near", "far", "end", "start")
TREES = {"max_iter": 150, "max_leaf_nodes": 12, "learning_rate": 0.06}
PLACES = 150
"""Places inside sentences that are taken from a document."""
SEEDS = (101, 102, 103, 104, 105, 106)
"""Pages of training; other seeds than those of the benchmark."""


@dataclass(frozen=True, slots=True)
class Case:
    """A place with its features and whether it is one looked for."""

    features: tuple[str, ...]
    gold: bool


def pages(documents: Sequence[Document], seeds: Iterable[int] = SEEDS) -> Iterator[Scrambled]:
    """Pages of one document and of two, each document first in one page a seed."""
    for seed in seeds:
        chance = random.Random(seed)
        for document in documents:
            others = [d for d in documents if writer_of(d.id) == writer_of(document.id) and d.id != document.id]
            pair = [document, chance.choice(others)] if others and chance.random() < 0.5 else [document]
            yield scramble(pair, seed, chance.choice((0.5, 0.8, 1.0)))


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so on a page, by numbers of its lines."""

    follows: Mapping[int, int]
    cut_ends: frozenset[int]
    cut_starts: frozenset[int]


def truth_of(page: Scrambled, lines: Page) -> Truth:
    """The truth of a page as the repair sees its lines."""
    last = {line.end - 1: i for i, line in enumerate(lines.lines)}
    first = {line.start: i for i, line in enumerate(lines.lines)}
    return Truth(
        {last[j.left]: first[j.right] for j in page.joins if j.left in last and j.right in first},
        frozenset(last[cut.offset] for cut in page.cuts if cut.side == "end" and cut.offset in last),
        frozenset(first[cut.offset] for cut in page.cuts if cut.side == "start" and cut.offset in first),
    )


def content_cases(documents: Sequence[Document]) -> Iterator[Case]:
    """Places inside sentences, and the same ends with starts from elsewhere in the document or its writer's others."""
    places = {document.id: list(_places(document.text)) for document in documents}
    stocked = [document for document in documents if places[document.id]]
    for document in stocked:
        chance, text = random.Random(document.id), document.text
        own = places[document.id]
        for left, right in chance.sample(own, min(PLACES, len(own))):
            page = text.replace(left[-6:] + right[:6], "")
            yield Case(tuple(content_features(page, left, right)), True)
            for other in (document, chance.choice(stocked)):
                yield Case(tuple(content_features(text, left, chance.choice(places[other.id])[1])), False)


def _places(text: str) -> Iterator[tuple[str, str]]:
    """What stands before and after each place inside a sentence where a line may be broken."""
    for paragraph in re.findall(r"[^\n|]{20,}", text):
        for i in range(8, len(paragraph) - 8):
            before, after = paragraph[i - 1], paragraph[i]
            broken = before in "。！？；：（“《" or after in "，。、；：！？）”》" or (before + after).isascii()
            if not broken and not before.isspace() and not after.isspace():
                yield paragraph[max(0, i - CONTEXT) : i], paragraph[i : i + CONTEXT]


def near_cases(page: Page, truth: Truth) -> Iterator[Case]:
    """Whether each line goes on in the next."""
    for i in range(len(page.lines) - 1):
        yield Case(tuple(near_features(page, i)), truth.follows.get(i) == i + 1)


def loose_cases(page: Page, truth: Truth, near: Sequence[float]) -> Iterator[Case]:
    """Ends and starts that stand apart, and those that nothing continues."""
    loose = len(open_ends(page, near))
    for end, start in far_pairs(page, near):
        yield Case(tuple(far_features(page, end, start, near, loose)), truth.follows.get(end) == start)
    for i in open_lines(page, truth.follows, end=True):
        yield Case(tuple(cut_features(page, i, near, end=True)), i in truth.cut_ends)
    for i in open_lines(page, truth.follows, end=False):
        yield Case(tuple(cut_features(page, i, near, end=False)), i in truth.cut_starts)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case of the second stage: its kind, its numbers, whether it is one looked for."""

    kind: str
    numbers: Numbers
    gold: bool


def weighed_cases(page: Page, truth: Truth, judge: LinearModel) -> Iterator[Weighed]:
    """All places of a page with the first opinions of a model that has not seen its writer."""
    seen = first_opinions(page, judge, near_probabilities(page, judge))
    for i in range(len(seen.near)):
        yield Weighed("near", near_numbers(seen, i), truth.follows.get(i) == i + 1)
    for end, start in seen.far:
        yield Weighed("far", far_numbers(seen, (end, start)), truth.follows.get(end) == start)
    for i in open_lines(page, truth.follows, end=True):
        yield Weighed("end", cut_case(seen, i, judge, end=True), i in truth.cut_ends)
    for i in open_lines(page, truth.follows, end=False):
        yield Weighed("start", cut_case(seen, i, judge, end=False), i in truth.cut_starts)


def train(documents: Sequence[Document]) -> Language:
    """The models of joins, learned in steps, and the character pairs of some documents.

    Each half of the writers is seen through what was learned from the other half, as unseen pages are.
    """
    writers = sorted({writer_of(d.id) for d in documents})
    halves = [[d for d in documents if writers.index(writer_of(d.id)) % 2 == side] for side in (0, 1)]
    stock = [list(content_cases(half)) for half in halves]
    judges = [_fit(found, "content") for found in stock]
    views = [_views(halves[side], LinearModel(0.0, judges[1 - side])) for side in (0, 1)]
    places = [[case for page, truth in view for case in near_cases(page, truth)] for view in views]
    for side in (0, 1):
        judges[side] |= _fit(places[side], "near")
    models = [LinearModel(0.0, judges[1 - side]) for side in (0, 1)]
    loose = [
        [case for page, truth in view for case in loose_cases(page, truth, near_probabilities(page, model))]
        for view, model in zip(views, models, strict=True)
    ]
    for side in (0, 1):
        judges[side] |= _fit_loose(loose[side])
    models = [LinearModel(0.0, judges[1 - side]) for side in (0, 1)]
    second = [
        case
        for view, model in zip(views, models, strict=True)
        for page, truth in view
        for case in weighed_cases(page, truth, model)
    ]
    weights = _fit([*stock[0], *stock[1]], "content") | _fit([*places[0], *places[1]], "near")
    weights |= _fit_loose([*loose[0], *loose[1]])
    return Language(LinearModel(0.0, weights), count_pairs(d.text for d in documents), _fit_trees(second))


def _views(documents: Sequence[Document], judge: LinearModel) -> list[tuple[Page, Truth]]:
    """Pages of some documents as the repair sees them, with their truth."""
    pairs = ((made, make_page(page_lines(made.document.text), judge)) for made in _all(documents))
    return [(page, truth_of(made, page)) for made, page in pairs]


def _fit_loose(cases: Sequence[Case]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for kind in ("far", "end", "start"):
        weights |= _fit([case for case in cases if case.features[0].startswith(f"{kind}:")], kind)
    return weights


def _fit_trees(cases: Sequence[Weighed]) -> dict[str, Trees]:
    found: dict[str, Trees] = {}
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind]
        found[kind] = Trees(*fit_trees([c.numbers for c in own], [c.gold for c in own], **TREES), f"reading_{kind}")
    return found


def _all(documents: Sequence[Document]) -> Iterator[Scrambled]:
    """Scrambled pages, and the documents as they are, where nothing is to be joined."""
    yield from pages(documents)
    yield from (Scrambled(document, (), (), ()) for document in documents)


def _fit(examples: Sequence[Case], kind: str) -> dict[str, float]:
    """Weights of one logistic model. Raises MissingExtraError without scikit-learn."""
    counts = Counter(name for case in examples for name in case.features)
    kept = [[n for n in case.features if counts[n] >= FEWEST and "(bias)" not in n] for case in examples]
    bias, found = fit(kept, [case.gold for case in examples], STRENGTH, solver="liblinear")
    chosen = {name: round(weight, 2) for name, weight in found.items() if abs(weight) >= SMALLEST}
    return {f"{kind}:(bias)": round(bias, 2)} | chosen


def model_lines(model: LinearModel) -> Iterator[str]:
    """The model as :func:`mingdan.models.linear.read_model` reads it."""
    yield f"(bias)\t{model.bias}"
    for name, weight in sorted(model.weights.items()):
        yield f"{name}\t{weight}"


def main() -> None:
    """Train on all readable documents."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    language = train([*load_part("open"), *load_part("own")])
    model, pairs = language.model, language.pairs or shipped_pairs()
    print(f"{len(model.weights)} weights, {len(pairs.counts)} characters and pairs")
    if options.write:
        (WEIGHTS / "reading.tsv").write_text("\n".join(model_lines(model)) + "\n", "utf-8")
        (WEIGHTS / "reading_pairs.tsv").write_text("\n".join(pair_lines(pairs)) + "\n", "utf-8")
        for kind, trees in (language.trees or {}).items():
            write_trees(WEIGHTS, f"reading_{kind}", trees.names, trees.weights)


if __name__ == "__main__":
    main()
