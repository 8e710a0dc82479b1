"""Characters per second, all systems in turn in every round, so that a busy moment meets each of them."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.quality import run_all, silence
from mingdan.evaluation.benchmark.systems import Predict

ROUNDS = 5
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Set to 1 before the systems are loaded."""


@dataclass(frozen=True, slots=True)
class Speed:
    """One system: CPU seconds of each round and characters per CPU-second in the best one.

    ``ratio``: speed of the first system by that of this one, both at their best; ``ratio_low`` and ``ratio_high`` are
    its extremes over single rounds.
    """

    seconds: tuple[float, ...]
    characters_per_second: float
    ratio: float
    ratio_low: float
    ratio_high: float


def measure_speed(
    systems: Mapping[str, Predict],
    documents: Sequence[Document],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, Speed]:
    """Time every system over the same documents, after one run to warm up; each round begins with another system.

    The clock is the CPU time of the process, so that waiting for other programs does not count.
    """
    names = list(systems)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    with silence():
        for predict in systems.values():
            run_all(predict, documents[:3])
        for turn in range(rounds):
            at = turn % len(names) if names else 0
            for name in names[at:] + names[:at]:
                seconds[name].append(_time(systems[name], documents, clock))
    characters = sum(len(document.text) for document in documents)
    return {name: _speed(seconds[name], seconds[names[0]], characters) for name in names}


def _time(predict: Predict, documents: Sequence[Document], clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    run_all(predict, documents)
    return max(clock() - start, 1e-9)


def _speed(mine: Sequence[float], first: Sequence[float], characters: int) -> Speed:
    ratios = [m / f for m, f in zip(mine, first, strict=True)]
    best = characters / min(mine)
    return Speed(tuple(round(s, 4) for s in mine), best, min(mine) / min(first), min(ratios), max(ratios))
