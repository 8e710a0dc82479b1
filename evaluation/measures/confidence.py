"""Whether confidences mean what they say: reliability, expected calibration error, AUROC, recall at high precision."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isfinite

from mingdan.core.records import Document
from mingdan.evaluation.mentions import Place, place
from mingdan.evaluation.rows import match_rows

BINS = 10
WANTED_PRECISION = 0.98

Pair = tuple[Document, Document]
Case = tuple[float, bool]
"""A confidence and whether the prediction is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions with a confidence in ``[low, high)``, the last bin with ``high`` itself; means are null if empty."""

    low: float
    high: float
    predictions: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences of one kind of prediction.

    ``ece``: mean distance of confidence and share of right ones over the bins, weighted by predictions. ``auroc``: the
    chance that a right prediction has a higher confidence than a wrong one. ``threshold``: the lowest confidence from
    which on ``precision`` is at least .98, ``recall`` the share of gold found there. ``unknown`` predictions have no
    confidence and are left out. Figures are null where they are not defined.
    """

    predictions: int
    right: int
    gold: int
    unknown: int
    bins: tuple[Bin, ...]
    ece: float | None
    auroc: float | None
    threshold: float | None
    precision: float | None
    recall: float | None


def row_calibration(pairs: Iterable[Pair]) -> Calibration:
    """Confidences of rows; right: matched with role."""
    return _calibration(pairs, _row_cases, lambda gold: len(gold.partnerships))


def mention_calibration(pairs: Iterable[Pair]) -> Calibration:
    """Confidences of mentions; right: label, start and end equal."""
    return _calibration(pairs, _mention_cases, lambda gold: len(gold.entities))


def calibration(cases: Sequence[Case], gold: int, unknown: int = 0) -> Calibration:
    """Figures of ``cases``; ``gold`` is the number of items that could have been found.

    >>> found = calibration([(0.9, True), (0.8, True), (0.3, False)], gold=4)
    >>> found.auroc, found.threshold, found.recall
    (1.0, 0.8, 0.5)
    """
    bins = _bins(cases)
    threshold, precision, recall = _operating_point(cases, gold)
    return Calibration(
        predictions=len(cases),
        right=sum(right for _, right in cases),
        gold=gold,
        unknown=unknown,
        bins=bins,
        ece=_ece(bins, len(cases)),
        auroc=auroc(cases),
        threshold=threshold,
        precision=precision,
        recall=recall,
    )


def auroc(cases: Sequence[Case]) -> float | None:
    """Area under the ROC curve, ties counted half; null unless there are right and wrong predictions.

    >>> auroc([(0.9, True), (0.5, False), (0.5, True)])
    0.75
    """
    right, wrong = sum(case[1] for case in cases), sum(not case[1] for case in cases)
    if not right or not wrong:
        return None
    won, below = 0.0, 0
    for _, group in groupby(sorted(cases), key=lambda case: case[0]):
        outcomes = [case[1] for case in group]
        lost = outcomes.count(False)
        won += outcomes.count(True) * (below + lost / 2)
        below += lost
    return won / (right * wrong)


def _calibration(
    pairs: Iterable[Pair],
    judge: Callable[[Document, Document], list[tuple[float | None, bool]]],
    size: Callable[[Document], int],
) -> Calibration:
    cases: list[Case] = []
    gold = unknown = 0
    for wanted, given in pairs:
        gold += size(wanted)
        for confidence, right in judge(wanted, given):
            if confidence is None or not isfinite(confidence):
                unknown += 1
            else:
                cases.append((confidence, right))
    return calibration(cases, gold, unknown)


def _row_cases(gold: Document, predicted: Document) -> list[tuple[float | None, bool]]:
    right = {p for _, p in match_rows(gold, predicted).with_role}
    return [(row.confidence, p in right) for p, row in enumerate(predicted.partnerships)]


def _mention_cases(gold: Document, predicted: Document) -> list[tuple[float | None, bool]]:
    free: Counter[Place] = Counter(place(entity) for entity in gold.entities)
    cases: list[tuple[float | None, bool]] = []
    for entity in predicted.entities:
        right = free[place(entity)] > 0
        free[place(entity)] -= right
        cases.append((entity.confidence, right))
    return cases


def _bins(cases: Sequence[Case]) -> tuple[Bin, ...]:
    groups: list[list[Case]] = [[] for _ in range(BINS)]
    for case in cases:
        groups[min(BINS - 1, max(0, int(case[0] * BINS)))].append(case)
    return tuple(_bin(number, group) for number, group in enumerate(groups))


def _bin(number: int, group: Sequence[Case]) -> Bin:
    low, high = number / BINS, (number + 1) / BINS
    if not group:
        return Bin(low, high, 0, None, None)
    return Bin(low, high, len(group), _mean([c for c, _ in group]), _mean([float(right) for _, right in group]))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _ece(bins: Iterable[Bin], total: int) -> float | None:
    if not total:
        return None
    return (
        sum(
            b.predictions * abs(b.confidence - b.right)
            for b in bins
            if b.confidence is not None and b.right is not None
        )
        / total
    )


def _operating_point(cases: Sequence[Case], gold: int) -> tuple[float | None, float | None, float | None]:
    """The lowest threshold with the wanted precision, with its precision and recall."""
    best: tuple[float | None, float | None, float | None] = (None, None, None)
    kept = right = 0
    for confidence, group in groupby(sorted(cases, reverse=True), key=lambda case: case[0]):
        outcomes = [case[1] for case in group]
        kept, right = kept + len(outcomes), right + sum(outcomes)
        if right >= WANTED_PRECISION * kept:
            best = (confidence, right / kept, right / gold if gold else None)
    return best
