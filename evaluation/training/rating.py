"""Trains the models of confidence of mentions and rows, and measures them on writers they did not learn from.

They learn from documents that the tagger has not seen, so that it is as sure of them as of new texts.

``python -m mingdan.evaluation.training.rating`` prints the figures; ``--write`` stores the weights too. Needs
the extra ``train``.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingdan.core.records import Document
from mingdan.corpus.parts import RATED, READABLE, load_part, writer_of
from mingdan.evaluation.measures.confidence import Calibration, calibration
from mingdan.evaluation.rows import match_rows
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.evaluation.training.pairs import KNOWN, Page, fit, folds, pages
from mingdan.evaluation.training.trees import fit_trees, write_trees
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import read_unrated
from mingdan.extract.draft import RowHints
from mingdan.extract.pipeline import load
from mingdan.extract.rating.mentions import MentionView, mention_features
from mingdan.extract.rating.rate import MENTIONS, ROWS, rate_mentions
from mingdan.extract.rating.rows import RowView, row_numbers
from mingdan.models.linear import LinearModel, probability
from mingdan.models.row_encoder import shipped_row_encoder
from mingdan.models.trees import Trees

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"
STRENGTH = 0.3
"""The strength of mentions' weights."""
TREES = {"max_iter": 80, "learning_rate": 0.05, "min_samples_leaf": 40, "max_features": 0.5}
Pair = tuple[Document, Document, RowHints]
"""A labelled document, its unrated record, and what the readers know of its rows."""


@dataclass(frozen=True, slots=True)
class Case:
    """A mention: its writer, its features, whether it is right, and what its finder says of it."""

    author: str
    features: tuple[str, ...]
    gold: bool
    before: float


@dataclass(frozen=True, slots=True)
class RowCase:
    """A row: its writer, its numbers, whether it is right, and what its finder says of it."""

    author: str
    numbers: Mapping[str, float]
    gold: bool
    before: float


def rated() -> list[Document]:
    """The documents of writers that the tagger does not know, and those that the rules were written with.

    The latter have the lists and tables that the others lack.
    """
    parts = ((part, document) for part in READABLE for document in load_part(part))
    return [document for part, document in parts if part in KNOWN or writer_of(document.id) in RATED]


def predictions(documents: Sequence[Document], known: Sequence[Page] | None = None) -> Iterator[Pair]:
    """Labelled documents, each with its unrated record.

    Running text is read with models that have learned from the other writers (of ``known``, all that may be read unless
    given), so that their odds are as on new texts; the encoder beside them has not learned from :data:`RATED`.
    """
    nlp = load().nlp
    relations: Any = nlp.get_pipe("mingdan_relations")
    known = list(pages()) if known is None else known
    shipped, encoder = relations.models, shipped_row_encoder()
    try:
        for fold in folds(writer_of(gold.id) for gold in documents):
            models = fit(page for page in known if page.author not in fold)
            relations.models = replace(models, encoder=encoder)
            for gold in (gold for gold in documents if writer_of(gold.id) in fold):
                yield gold, *read_unrated(nlp, *unlabelled(gold))
    finally:
        relations.models = shipped


def mention_cases(pairs: Iterable[Pair]) -> Iterator[Case]:
    """All mentions that were found."""
    for gold, found, _ in pairs:
        right = {(entity.start, entity.end, entity.label) for entity in gold.entities}
        view = MentionView.of(found)
        for entity in found.entities:
            is_right = (entity.start, entity.end, entity.label) in right
            yield Case(writer_of(gold.id), tuple(mention_features(view, entity)), is_right, entity.confidence or 0.5)


def row_cases(pairs: Iterable[Pair], mentions: LinearModel) -> Iterator[RowCase]:
    """All rows that were found, their mentions rated by ``mentions``."""
    for gold, unrated, hints in pairs:
        found = rate_mentions(unrated, mentions)
        right = {place for _, place in match_rows(gold, found).with_role}
        view = RowView.of(found, hints)
        for place, row in enumerate(found.partnerships):
            yield RowCase(writer_of(gold.id), row_numbers(view, row), place in right, row.confidence or 0.5)


def cross_validated(pairs: Sequence[Pair]) -> Mapping[str, tuple[Calibration, Calibration]]:
    """For mentions and rows the calibration of their finders and of models trained on the other writers."""
    mentions = list(mention_cases(pairs))
    empty = list[tuple[float, bool]]
    figures = {MENTIONS: (_before(mentions), empty()), ROWS: (empty(), empty())}
    for fold in folds(case.author for case in mentions):
        model = train([case for case in mentions if case.author not in fold], STRENGTH)
        figures[MENTIONS][1].extend(_judged(model, mentions, fold))
        rows = list(row_cases(pairs, model))
        own = [case for case in rows if case.author in fold]
        judge = train_rows([case for case in rows if case.author not in fold])
        figures[ROWS][0].extend(_before(own))
        figures[ROWS][1].extend(_rated(judge, own))
    gold = {
        MENTIONS: sum(len(wanted.entities) for wanted, *_ in pairs),
        ROWS: sum(len(wanted.partnerships) for wanted, *_ in pairs),
    }
    return {name: (calibration(a, gold[name]), calibration(b, gold[name])) for name, (a, b) in figures.items()}


def train_rows(cases: Sequence[RowCase]) -> Trees:
    """Trees that give the log odds of rows."""
    return Trees(*fit_trees([case.numbers for case in cases], [case.gold for case in cases], **TREES), ROWS)


def _rated(model: Trees, cases: Sequence[RowCase]) -> Iterator[tuple[float, bool]]:
    scores = model.scores([case.numbers for case in cases]).tolist()
    return ((probability(odds), case.gold) for odds, case in zip(scores, cases, strict=True))


def _before(cases: Iterable[Case | RowCase]) -> list[tuple[float, bool]]:
    return [(case.before, case.gold) for case in cases]


def _judged(model: LinearModel, cases: Iterable[Case], fold: frozenset[str]) -> Iterator[tuple[float, bool]]:
    return ((model.probability(case.features), case.gold) for case in cases if case.author in fold)


def report(figures: Mapping[str, tuple[Calibration, Calibration]]) -> Iterator[str]:
    """ECE, AUROC and recall at precision .98, of the finders and of the models."""
    yield f"{'':<12}{'':<10}{'ECE':>7}{'AUROC':>8}{'recall at .98':>15}"
    for name, pair in figures.items():
        for who, found in zip(("finders", "model"), pair, strict=True):
            shown = [found.ece, found.auroc, found.recall]
            texts = ["-" if value is None else f"{value:.3f}" for value in shown]
            yield f"{name:<12}{who:<10}{texts[0]:>7}{texts[1]:>8}{texts[2]:>15}"


def main() -> None:
    """Print the cross-validated figures and, with ``--write``, store the models trained on all writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights")
    options = parser.parse_args()
    pairs = list(predictions(rated()))
    print("\n".join(report(cross_validated(pairs))))
    if options.write:
        mentions = train(list(mention_cases(pairs)), STRENGTH)
        (WEIGHTS / f"{MENTIONS}.tsv").write_text("\n".join(model_lines(mentions)) + "\n", "utf-8")
        rows = train_rows(list(row_cases(pairs, mentions)))
        write_trees(WEIGHTS, ROWS, rows.names, rows.weights)


if __name__ == "__main__":
    main()
