"""Scores of parts of a corpus: by genre, layout and author. Counts only, never text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.evaluation.scorer import Pair, document_tallies
from mingdan.evaluation.scores import Tally

MEASURES = ("mentions.INST", "mentions.ROLE", "rows_with_role", "stated_counts")


@dataclass(frozen=True, slots=True)
class Slice:
    """One part: its name (``layout:table``), number of documents, and ``measure -> (right, predicted, gold)``."""

    name: str
    documents: int
    counts: dict[str, tuple[int, int, int]]


def slices(pairs: Sequence[Pair]) -> list[Slice]:
    """Every slice with at least two documents, so that no figure speaks of a single one."""
    names = sorted({name for gold, _ in pairs for name in _names(gold.id, gold.genre, gold.layout)})
    found: list[Slice] = []
    for name in names:
        part = [pair for pair in pairs if name in _names(pair[0].id, pair[0].genre, pair[0].layout)]
        if len(part) > 1:
            found.append(Slice(name, len(part), _counts(part)))
    return found


def _names(id: str, genre: str | None, layout: str | None) -> tuple[str, str, str]:
    return f"author:{id[:1]}", f"genre:{genre}", f"layout:{layout}"


def _counts(part: Sequence[Pair]) -> dict[str, tuple[int, int, int]]:
    tallies = [document_tallies(gold, predicted) for gold, predicted in part]
    counts: dict[str, tuple[int, int, int]] = {}
    for measure in MEASURES:
        total = sum((tally[measure] for tally in tallies), Tally())
        counts[measure] = (total.right, total.predicted, total.gold)
    return counts


def slice_lines(found: Sequence[Slice]) -> Iterator[str]:
    """A line a slice: right / predicted / gold of each measure."""
    yield f"{'slice':22s}docs  " + "  ".join(f"{m:>16s}" for m in MEASURES)
    for part in found:
        cells = "  ".join(f"{'/'.join(map(str, part.counts[m])):>16s}" for m in MEASURES)
        yield f"{part.name:22s}{part.documents:4d}  {cells}"
