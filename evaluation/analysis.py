"""Everything that is measured beyond the guidelines' scores, in one object. Figures only, never text of a document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mingdan.core.codes import INSTITUTION_TYPES, LABELS
from mingdan.core.records import Document
from mingdan.evaluation.bootstrap import REPLICATES, Bootstrap, interval
from mingdan.evaluation.measures.confidence import Calibration, mention_calibration, row_calibration
from mingdan.evaluation.measures.confusion import Confusion, mention_labels, mention_roles, row_roles
from mingdan.evaluation.measures.kinds import KINDS, kind_tallies
from mingdan.evaluation.measures.known import known_tallies
from mingdan.evaluation.measures.macro import macro
from mingdan.evaluation.measures.names import ClusterSums, cluster_sums, found_cluster_sums, name_tallies
from mingdan.evaluation.measures.overlap import SCHEMES, SchemeCounts, overlap_tallies, scheme_counts
from mingdan.evaluation.measures.parts import Part, score_parts, type_tallies
from mingdan.evaluation.scorer import Pair, document_tallies, found_score, share_score
from mingdan.evaluation.scores import Estimate, FoundScore, ShareScore, Tally

MORE_FOUND: tuple[str, ...] = (
    *(f"type.{label}" for label in LABELS),
    "type",
    "exact",
    "overlap",
    "inst_real",
    "inst_invented",
    "rows_real",
    "rows_invented",
)
"""Measures with precision and recall beside those of :mod:`~mingdan.evaluation.scores`."""

MORE_SHARES: tuple[str, ...] = (
    "inst_name",
    "inst_name_other",
    "inst_name_same",
    *(f"inst_found.{kind}" for kind in INSTITUTION_TYPES),
)
"""Measures that are right or wrong on each case."""

MACRO: tuple[str, ...] = (
    *(f"mentions.{label}" for label in LABELS),
    "mentions",
    "rows",
    "rows_with_role",
    "policies",
    "stated_counts",
)
"""Measures whose F1 is also averaged over documents."""


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """B³ of the names of institutions."""

    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Analysis:
    """Figures of one evaluation.

    ``kinds`` holds rows by role, status and basis, those that occur. ``macro`` is the mean F1 over documents where it
    is defined. ``clusters`` holds ``b3`` (all INST mentions) and ``b3_found`` (those that both sides have). ``schemes``
    counts mentions of all labels by nervaluate's schemes.
    """

    found: Mapping[str, FoundScore]
    shares: Mapping[str, ShareScore]
    kinds: Mapping[str, FoundScore]
    macro: Mapping[str, Estimate]
    clusters: Mapping[str, ClusterScore]
    schemes: Mapping[str, SchemeCounts]
    parts: tuple[Part, ...]
    row_roles: Confusion
    mention_roles: Confusion
    mention_labels: Confusion
    row_confidence: Calibration
    mention_confidence: Calibration


def all_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Every measure's counts in one document."""
    return (
        document_tallies(gold, predicted)
        | overlap_tallies(gold, predicted)
        | known_tallies(gold, predicted)
        | name_tallies(gold, predicted)
        | type_tallies(gold, predicted)
        | kind_tallies(gold, predicted)
    )


def analyse(pairs: Sequence[Pair], replicates: int = REPLICATES) -> Analysis:
    """Measure ``(gold, predicted)`` pairs of the same documents.

    >>> analyse([(Document("d", ""), Document("d", ""))]).row_confidence.predictions
    0
    """
    tallies = [all_tallies(gold, predicted) for gold, predicted in pairs]
    bootstrap = Bootstrap(len(pairs), replicates)
    shares = {m: share_score([t[m] for t in tallies], bootstrap) for m in MORE_SHARES}
    kinds = {m: found_score([t[m] for t in tallies], bootstrap) for m in KINDS}
    return Analysis(
        found={m: found_score([t[m] for t in tallies], bootstrap) for m in MORE_FOUND},
        shares={m: share for m, share in shares.items() if share.total},
        kinds={m: kind for m, kind in kinds.items() if kind.gold or kind.predicted},
        macro={m: macro([t[m].f1 for t in tallies], bootstrap) for m in MACRO},
        clusters={
            "b3": _clusters(pairs, cluster_sums, bootstrap),
            "b3_found": _clusters(pairs, found_cluster_sums, bootstrap),
        },
        schemes=_schemes(pairs),
        parts=score_parts(pairs, tallies, replicates),
        row_roles=row_roles(pairs),
        mention_roles=mention_roles(pairs),
        mention_labels=mention_labels(pairs),
        row_confidence=row_calibration(pairs),
        mention_confidence=mention_calibration(pairs),
    )


def _schemes(pairs: Sequence[Pair]) -> dict[str, SchemeCounts]:
    counts = [scheme_counts(gold.entities, predicted.entities) for gold, predicted in pairs]
    return {scheme: sum((count[scheme] for count in counts), SchemeCounts()) for scheme in SCHEMES}


def _clusters(
    pairs: Sequence[Pair], measure: Callable[[Document, Document], ClusterSums], bootstrap: Bootstrap
) -> ClusterScore:
    sums = [measure(gold, predicted) for gold, predicted in pairs]
    columns = (
        [s.precision for s in sums],
        [float(s.predicted) for s in sums],
        [s.recall for s in sums],
        [float(s.gold) for s in sums],
    )
    whole = _b3([sum(column) for column in columns])
    draws = [_b3(draw) for draw in bootstrap.weighted(columns)]
    return ClusterScore(*(interval(value, [draw[at] for draw in draws]) for at, value in enumerate(whole)))


def _b3(sums: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and their harmonic mean from the four sums of :class:`ClusterSums`."""
    precision = sums[0] / sums[1] if sums[1] else None
    recall = sums[2] / sums[3] if sums[3] else None
    if precision is None or recall is None:
        return precision, recall, None
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
