"""Two systems on the same documents: which is better, and whether chance could have made the difference.

Documents are the units. *Paired bootstrap*: documents are drawn with replacement, both systems on the same draw.
*Approximate randomisation*: the systems' results are exchanged document by document at random; its p-value is the
share of exchanges with a difference at least as large. Both are two-sided, from a fixed seed.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.records import Document
from mingdan.evaluation.analysis import MORE_FOUND, all_tallies
from mingdan.evaluation.bootstrap import REPLICATES, SEED, Bootstrap, interval
from mingdan.evaluation.report import show
from mingdan.evaluation.scores import FOUND, SHARES, Estimate, Tally

EXCHANGES = 2000
SIGNIFICANT = 0.05
_NAMES = ("inst_name", "inst_name_other")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of two systems. ``difference`` is ours minus theirs with its 95 % interval.

    ``better`` and ``worse`` count the documents on which ours has the higher or the lower F1 (or share). Figures and
    p-values are null where one side has no figure.
    """

    measure: str
    ours: float | None
    theirs: float | None
    difference: Estimate
    p_bootstrap: float | None
    p_randomisation: float | None
    better: int
    worse: int

    @property
    def significant(self) -> bool:
        """Whether the randomisation test speaks against chance at 5 %; measures are tested one by one."""
        return self.p_randomisation is not None and self.p_randomisation < SIGNIFICANT


def compare(
    gold: Sequence[Document],
    ours: Sequence[Document],
    theirs: Sequence[Document],
    *,
    replicates: int = REPLICATES,
    exchanges: int = EXCHANGES,
) -> list[Comparison]:
    """Compare two systems' documents, which stand in the order of ``gold``, in every measure.

    >>> gold = [Document("d", "")]
    >>> compare(gold, gold, gold)[0].difference.value is None
    True
    """
    one = [all_tallies(wanted, given) for wanted, given in zip(gold, ours, strict=True)]
    other = [all_tallies(wanted, given) for wanted, given in zip(gold, theirs, strict=True)]
    bootstrap = Bootstrap(len(gold), replicates)
    return [
        compare_tallies(measure, [t[measure] for t in one], [t[measure] for t in other], bootstrap, exchanges)
        for measure in (*FOUND, *SHARES, *MORE_FOUND, *_NAMES)
    ]


def compare_tallies(
    measure: str, ours: Sequence[Tally], theirs: Sequence[Tally], bootstrap: Bootstrap, exchanges: int = EXCHANGES
) -> Comparison:
    """Compare one measure; each side holds one entry a document."""
    one, other = sum(ours, Tally()), sum(theirs, Tally())
    draws = [_difference(a, b) for a, b in zip(bootstrap.sums(ours), bootstrap.sums(theirs), strict=True)]
    observed = _difference(one, other)
    changes = [d for a, b in zip(ours, theirs, strict=True) if (d := _difference(a, b)) is not None]
    return Comparison(
        measure,
        one.f1,
        other.f1,
        interval(observed, draws),
        _p_bootstrap([d for d in draws if d is not None]) if observed is not None else None,
        _p_randomisation(ours, theirs, observed, exchanges),
        sum(change > 0 for change in changes),
        sum(change < 0 for change in changes),
    )


def compare_lines(found: Sequence[Comparison]) -> Iterator[str]:
    """A line a measure; a star marks what the randomisation test does not leave to chance."""
    head = f"{'p rand.':>8}{'p boot.':>8}{'better':>8}{'worse':>7}"
    yield f"{'measure':<20}{'ours':>7}{'other':>7}  {'difference':<22}{head}"
    for one in found:
        figures = "".join(f"{_plain(figure):>7}" for figure in (one.ours, one.theirs))
        chances = "".join(f"{_plain(figure):>8}" for figure in (one.p_randomisation, one.p_bootstrap))
        star = " *" if one.significant else ""
        yield f"{one.measure:<20}{figures}  {show(one.difference):<22}{chances}{one.better:>8}{one.worse:>7}{star}"


def _plain(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def _difference(ours: Tally, theirs: Tally) -> float | None:
    """Difference of F1, which for a share is the share itself."""
    one, other = ours.f1, theirs.f1
    return None if one is None or other is None else one - other


def _p_bootstrap(draws: Sequence[float]) -> float | None:
    """Twice the smaller share of draws on one side of no difference."""
    if not draws:
        return None
    up, down = sum(draw >= 0 for draw in draws), sum(draw <= 0 for draw in draws)
    return min(1.0, 2 * (min(up, down) + 1) / (len(draws) + 1))


def _p_randomisation(
    ours: Sequence[Tally], theirs: Sequence[Tally], observed: float | None, exchanges: int
) -> float | None:
    if observed is None:
        return None
    swaps = [
        (b.right - a.right, b.predicted + b.gold - a.predicted - a.gold)
        for a, b in zip(ours, theirs, strict=True)
        if a != b
    ]
    one, other = sum(ours, Tally()), sum(theirs, Tally())
    right, whole = one.right + other.right, one.predicted + one.gold + other.predicted + other.gold
    rng = random.Random(SEED)
    as_large = 0
    for _ in range(exchanges):
        swapped = [swap for swap in swaps if rng.random() < 0.5]
        r, w = one.right + sum(swap[0] for swap in swapped), one.predicted + one.gold + sum(swap[1] for swap in swapped)
        if w and whole - w:
            as_large += abs(2 * r / w - 2 * (right - r) / (whole - w)) >= abs(observed) - 1e-12
    return (as_large + 1) / (exchanges + 1)
