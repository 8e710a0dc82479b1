"""Announcements as PDF: rows found in renders of the corpus beside those of the plain text, and drawn cases.

``python -m mingdan.evaluation.benchmarks.announcements [--seeds N] [--tables] [--producer NAME] [--documents]``.
Every announcement, update and report of the readable parts is rendered with each seed's producer, font and size, read
back, and held against the gold rows carried over. ``lost`` counts rows of the plain text that the render does not
give, ``new`` those that only the render gives.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import map_gold, render
from mingdan.corpus.table_forms import has_tables
from mingdan.evaluation.benchmarks.tables import read, row_keys
from mingdan.evaluation.scorer import score
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers import read_path


@dataclass(frozen=True, slots=True)
class RenderFigures:
    """Rows of one seed's renders: F1 with role of plain text and render, rows lost and new, documents that differ."""

    seed: int
    plain: float | None
    rendered: float | None
    lost: int
    new: int
    different: tuple[str, ...]


def read_render(gold: Document, pipeline: Pipeline, folder: Path, seed: int, producer: str | None) -> Document:
    """The prediction for a render of a document; the texts of several articles are one."""
    path = render(gold, "pdf", folder, seed, producer=producer).path
    text = "\n\n".join(raw.text for raw in read_path(path)[1])
    return pipeline(text, published=gold.published, publisher=gold.publisher, id=gold.id)


def measure(
    documents: Sequence[Document], pipeline: Pipeline, seeds: Sequence[int], producer: str | None = None
) -> Iterator[RenderFigures]:
    """Figures of each seed."""
    plain = [read(pipeline, gold) for gold in documents]
    base = score(list(zip(documents, plain, strict=True)), replicates=1).value("rows_with_role")
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            found = [read_render(gold, pipeline, Path(folder), seed, producer) for gold in documents]
        golds = [map_gold(gold, document.text) for gold, document in zip(documents, found, strict=True)]
        f1 = score(list(zip(golds, found, strict=True)), replicates=1).value("rows_with_role")
        pairs = [(row_keys(a), row_keys(b)) for a, b in zip(plain, found, strict=True)]
        lost, new = sum(sum((a - b).values()) for a, b in pairs), sum(sum((b - a).values()) for a, b in pairs)
        different = tuple(gold.id for gold, (a, b) in zip(documents, pairs, strict=True) if a != b)
        yield RenderFigures(seed, base, f1, lost, new, different)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--tables", action="store_true", help="only documents with a table")
    parser.add_argument("--producer")
    parser.add_argument("--documents", action="store_true", help="name the documents with other rows")
    told = parser.parse_args()
    genres = {"announcement", "update", "report"}
    documents = [d for part in ("open", "own") for d in load_part(part) if d.genre in genres]
    documents = [d for d in documents if has_tables(d) or not told.tables]
    print(f"{'seed':<6}{'documents':>10}{'plain':>8}{'render':>8}{'lost':>6}{'new':>6}{'equal':>7}")
    for f in measure(documents, load(), range(1, told.seeds + 1), told.producer):
        equal = len(documents) - len(f.different)
        print(f"{f.seed:<6}{len(documents):>10}{f.plain:>8.3f}{f.rendered:>8.3f}{f.lost:>6}{f.new:>6}{equal:>7}")
        if told.documents and f.different:
            print(f"      {' '.join(f.different)}")


if __name__ == "__main__":
    main()
