"""Learning curves: how figures grow with the number of labelled documents that a system is made from."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.errors import UsageError
from mingdan.core.records import Document
from mingdan.evaluation.bootstrap import SEED
from mingdan.evaluation.commands import Predictor, bare
from mingdan.evaluation.scorer import score
from mingdan.evaluation.scores import Estimate

Trainer = Callable[[Sequence[Document]], Predictor]
"""Takes labelled documents and gives what predicts on documents without labels."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A measure after training on ``size`` documents: the mean over ``runs``, the lowest and the highest run."""

    size: int
    measure: str
    runs: int
    value: Estimate


def learning_curve(
    train: Trainer,
    pool: Sequence[Document],
    test: Sequence[Document],
    sizes: Sequence[int],
    *,
    measures: Sequence[str] = ("mentions", "rows_with_role"),
    runs: int = 3,
    seed: int = SEED,
) -> list[CurvePoint]:
    """Train on growing samples of ``pool`` and score each on ``test``.

    In one run the samples grow: a larger one holds the smaller ones. Raises :class:`UsageError` for a size that the
    pool does not have and where a test document stands in the pool.
    """
    _check(pool, test, sizes)
    values: dict[tuple[int, str], list[float]] = {(size, measure): [] for size in sizes for measure in measures}
    rng = random.Random(seed)
    for _ in range(runs):
        order = rng.sample(list(pool), len(pool))
        for size in sizes:
            predict = train(order[:size])
            scores = score([(document, predict(bare(document))) for document in test], replicates=0)
            for measure in measures:
                value = scores.value(measure)
                values[size, measure] += [] if value is None else [value]
    return [CurvePoint(size, measure, len(found), _spread(found)) for (size, measure), found in values.items()]


def curve_lines(points: Sequence[CurvePoint]) -> Iterator[str]:
    """A line a point.

    >>> list(curve_lines([CurvePoint(5, "rows", 2, Estimate(0.5, 0.25, 0.75))]))[1]
    'rows                    5  0.500 [0.250, 0.750] 2 runs'
    """
    yield f"{'measure':<18}{'size':>7}  mean [lowest, highest]"
    for point in points:
        mean, low, high = (
            "-" if v is None else f"{v:.3f}" for v in (point.value.value, point.value.low, point.value.high)
        )
        yield f"{point.measure:<18}{point.size:>7}  {mean} [{low}, {high}] {point.runs} runs"


def _check(pool: Sequence[Document], test: Sequence[Document], sizes: Sequence[int]) -> None:
    wrong = [size for size in sizes if not 0 < size <= len(pool)]
    if wrong:
        raise UsageError(f"size {wrong[0]} of {len(pool)} documents", hint="give sizes from 1 to the size of the pool")
    both = {document.id for document in pool} & {document.id for document in test}
    if both:
        raise UsageError(f"document {min(both)} is in the pool and in the test", hint="test on other documents")


def _spread(values: Sequence[float]) -> Estimate:
    return Estimate(sum(values) / len(values), min(values), max(values)) if values else Estimate(None)
