"""Scores of several systems on one test set, with intervals from the same draws of documents."""

import io
import logging
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import dates_as_ours
from mingdan.evaluation.benchmark.materials import TestSet
from mingdan.evaluation.benchmark.measures import NEEDS, tallies
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo
from mingdan.evaluation.bootstrap import Bootstrap, estimate, precision_recall_f1
from mingdan.evaluation.commands import bare
from mingdan.evaluation.scores import Estimate, Tally


@dataclass(frozen=True, slots=True)
class Score:
    """One system on one measure. ``lead``: F1 of the first system less that of this one, on the same draws."""

    right: int
    predicted: int
    gold: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    lead: Estimate | None


@dataclass(frozen=True, slots=True)
class SystemScores:
    """Measure -> score; a measure that the system cannot be held against is absent.

    ``failures`` counts documents by the type of the error, which score as documents without findings.
    """

    scores: Mapping[str, Score]
    failures: Mapping[str, int]


def measure(systems: Sequence[tuple[SystemInfo, Predict]], tests: TestSet) -> dict[str, SystemScores]:
    """Run every system over the set, labels removed, and score it; the first is the one that leads are taken of."""
    bootstrap = Bootstrap(len(tests.documents))
    results: dict[str, SystemScores] = {}
    first: dict[str, tuple[Tally, list[Tally]]] = {}
    for info, predict in systems:
        wanted = [name for name in tests.measures if NEEDS[name] in info.gives]
        if not wanted:
            continue
        predicted, failures = predictions(predict, tests.documents)
        if tests.ours and info.settings.get("times"):
            predicted = [dates_as_ours(document) for document in predicted]
        rows = [tallies(g, p, wanted) for g, p in zip(tests.documents, predicted, strict=True)]
        scores: dict[str, Score] = {}
        for name in wanted:
            column = [row[name] for row in rows]
            total, sums = sum(column, Tally()), bootstrap.sums(column)
            scores[name] = _score(total, sums, first.get(name))
            first.setdefault(name, (total, sums))
        results[info.name] = SystemScores(scores, failures)
    return results


def _score(total: Tally, sums: Sequence[Tally], first: tuple[Tally, list[Tally]] | None) -> Score:
    return Score(
        total.right,
        total.predicted,
        total.gold,
        *precision_recall_f1(total, sums),
        _lead(total, sums, *first) if first else None,
    )


def _lead(total: Tally, sums: Sequence[Tally], first: Tally, first_sums: Sequence[Tally]) -> Estimate:
    """Difference of two F1 with its paired interval."""
    pairs = {id(mine): (theirs, mine) for theirs, mine in zip(first_sums, sums, strict=True)}

    def difference(tally: Tally) -> float | None:
        theirs, mine = (first, total) if tally is total else pairs[id(tally)]
        return theirs.f1 - mine.f1 if theirs.f1 is not None and mine.f1 is not None else None

    return estimate(total, sums, difference)


def predictions(predict: Predict, gold: Sequence[Document]) -> tuple[list[Document], dict[str, int]]:
    """Findings for each document, and how many documents failed by type of error.

    Nothing that a system prints or logs goes on, and no message of an error, which could quote the text.
    """
    with silence():
        return run_all(predict, [bare(document) for document in gold])


def run_all(predict: Predict, given: Sequence[Document]) -> tuple[list[Document], dict[str, int]]:
    """Findings and failures; one by one where the whole fails, so that a document that fails costs only itself."""
    try:
        return _checked(given, predict(given)), {}
    except Exception:
        return _singly(predict, given)


def _checked(given: Sequence[Document], found: Sequence[Document]) -> list[Document]:
    if [d.text for d in given] != [d.text for d in found]:
        raise ValueError("a system gave back other texts")
    return list(found)


def _singly(predict: Predict, given: Sequence[Document]) -> tuple[list[Document], dict[str, int]]:
    failures: Counter[str] = Counter()
    found: list[Document] = []
    for document in given:
        try:
            found.extend(_checked([document], predict([document])))
        except Exception as error:
            failures[type(error).__name__] += 1
            found.append(document)
    return found, dict(failures)


@contextmanager
def silence() -> Generator[None]:
    """Drop what is printed or logged inside."""
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(level)
