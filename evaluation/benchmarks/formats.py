"""One gold, every format: documents are rendered, read back and extracted, and scored by their gold at its new places.

``python -m mingdan.evaluation.benchmarks.formats [--documents N] [--formats pdf,html] [--json OUT]``. A scan is left
out where no recognition engine is installed. The readable parts were used to write rules, so only the differences
between lines tell something; the first line is the plain text.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mingdan.core.errors import MingdanError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import FORMATS, best_text, map_gold, render
from mingdan.evaluation.scorer import Pair, score
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers import read_path

MEASURES = ("mentions.INST", "mentions.ROLE", "mentions.DATE", "mentions.POLICY", "rows", "rows_with_role")


def rendered_pair(pipeline: Pipeline, gold: Document, path: Path) -> Pair:
    """The gold mapped to the document read from the file, and what is extracted from that.

    Of several documents of a file (articles of a page) the one that holds the gold text counts.
    """
    raws = read_path(path)[1]
    raw = raws[best_text(gold, [raw.text for raw in raws])]
    found = pipeline.process(raw, id=gold.id, published=gold.published, publisher=gold.publisher)
    return map_gold(gold, found.text), found


def figures(pairs: Sequence[Pair]) -> dict[str, float | None]:
    """F1 of each measure."""
    scores = score(pairs, replicates=1)
    return {name: scores.value(name) for name in MEASURES}


Figures = dict[str, dict[str, float | None]]


def measure(documents: Sequence[Document], formats: Sequence[str]) -> tuple[Figures, list[str]]:
    """Figures by format, plain text first, and what failed as lines ``format id: reason``."""
    pipeline = load()
    plain = [(d, pipeline(d.text, published=d.published, publisher=d.publisher, id=d.id)) for d in documents]
    found, failed = {"plain": figures(plain)}, list[str]()
    for name in FORMATS:
        if name not in formats:
            continue
        pairs: list[Pair] = []
        with tempfile.TemporaryDirectory() as folder:
            for seed, gold in enumerate(documents):
                try:
                    pairs.append(rendered_pair(pipeline, gold, render(gold, name, folder, seed).path))
                except MingdanError as error:
                    failed.append(f"{name} {gold.id}: {error}")
        if pairs:
            found[name] = figures(pairs)
    return found, failed


def lines(found: Mapping[str, Mapping[str, float | None]], failed: Sequence[str]) -> Iterator[str]:
    """A table, one format a line, then the failures."""
    yield f"{'format':<12}" + "".join(f"{name.removeprefix('mentions.'):>16}" for name in MEASURES)
    for name, values in found.items():
        yield f"{name:<12}" + "".join(f"{values[measure] or 0:>16.3f}" for measure in MEASURES)
    yield from failed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, help="only the first documents")
    parser.add_argument("--formats", default=",".join(FORMATS), help="formats, with commas")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    documents = [*load_part("open"), *load_part("own")][: options.documents]
    found, failed = measure(documents, options.formats.split(","))
    print("\n".join(lines(found, failed)))
    if options.json:
        options.json.write_text(json.dumps({"figures": found, "failed": failed}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
