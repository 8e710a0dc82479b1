"""Counts and figures of an evaluation. Figures lie in [0, 1]; null where there is nothing to divide by."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingdan.core.codes import LABELS

FOUND: tuple[str, ...] = (
    *(f"mentions.{label}" for label in LABELS),
    "mentions",
    "rows",
    "rows_with_role",
    "policies",
    "policy_issued",
    "policy_effective",
    "policy_number",
    "stated_counts",
)
"""Measures with precision and recall."""

SHARES: tuple[str, ...] = (
    "date_value",
    "role_code",
    "row_date",
    "row_date_all",
    "row_policy",
    "row_policy_all",
    "row_basis",
    "row_names",
    "row_evidence",
    "clean_documents",
)
"""Measures that are right or wrong on what was found. ``row_date`` and ``row_policy`` count matched rows where gold or
prediction has one, their ``_all`` forms all matched rows; ``clean_documents`` counts documents without gold rows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Items right, predicted and in gold; of a share the last two are the number of cases.

    >>> Tally(2, 4, 5) + Tally.share([True, False])
    Tally(right=3, predicted=6, gold=7)
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @classmethod
    def share(cls, cases: list[bool]) -> "Tally":
        """The true ones among ``cases``."""
        return cls(sum(cases), len(cases), len(cases))

    @property
    def precision(self) -> float | None:
        """Right among predicted."""
        return ratio(self.right, self.predicted)

    @property
    def recall(self) -> float | None:
        """Right among gold."""
        return ratio(self.right, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 where nothing is right but something was there."""
        return ratio(2 * self.right, self.predicted + self.gold)


def ratio(part: int, whole: int) -> float | None:
    """``part / whole``; null for an empty whole."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its 95 % interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FoundScore:
    """Precision, recall and F1 with the counts behind them."""

    right: int
    predicted: int
    gold: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class ShareScore:
    """Share of the right ones among ``total`` cases."""

    right: int
    total: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one evaluation, summed over documents.

    ``false_rows`` counts predicted rows in documents that have none, ``documents_without_rows`` those documents.
    """

    documents: int
    found: Mapping[str, FoundScore]
    shares: Mapping[str, ShareScore]
    false_rows: int
    documents_without_rows: int

    def value(self, measure: str) -> float | None:
        """F1 of a found measure or the share of a share measure."""
        return self.found[measure].f1.value if measure in self.found else self.shares[measure].share.value
