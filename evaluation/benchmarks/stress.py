"""Stress tests: figures on variants of the readable corpus made by program, beside those on the plain documents.

``python -m mingdan.evaluation.benchmarks.stress [--json OUT]``. The readable parts were used to write rules and to
train, so only the differences between the lines tell something.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mingdan.core.fold import name_key
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.variants import VARIANTS, names_of, vary
from mingdan.evaluation.scorer import score
from mingdan.extract.knowledge import default_knowledge
from mingdan.extract.pipeline import load

MEASURES = ("mentions.INST", "mentions.ROLE", "mentions.DATE", "mentions.POLICY", "rows", "rows_with_role")


def figures(documents: Sequence[Document]) -> dict[str, float | None]:
    """F1 of each measure on the documents."""
    pipeline = load()
    pairs = [(d, pipeline(d.text, published=d.published, publisher=d.publisher, id=d.id)) for d in documents]
    scores = score(pairs, replicates=1)
    return {name: scores.value(name) for name in MEASURES}


def measure(documents: Sequence[Document], seed: int = 1) -> Mapping[str, Mapping[str, float | None]]:
    """Figures of the plain documents and of each kind of variant."""
    real = default_knowledge().by_key
    names = names_of(documents, lambda name: name_key(name) in real)
    varied = {kind: figures([vary(d, kind, seed, names) for d in documents]) for kind in VARIANTS}
    return {"plain": figures(documents)} | varied


def lines(found: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    """A table, one kind a line."""
    yield f"{'variant':<14}" + "".join(f"{name.removeprefix('mentions.'):>16}" for name in MEASURES)
    for kind, values in found.items():
        yield f"{kind:<14}" + "".join(f"{values[name] or 0:>16.3f}" for name in MEASURES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    found = measure([*load_part("open"), *load_part("own")])
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
