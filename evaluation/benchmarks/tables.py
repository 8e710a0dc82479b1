"""Tables in other forms of plain text: rows of every document with a table, beside those of the original.

``python -m mingdan.evaluation.benchmarks.tables [--documents] [--json OUT]``. The gold rows stay the same. ``equal``
counts documents whose rows (discloser, partner, role, status, date) are those found in the original; ``--documents``
names the others.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mingdan.core.fold import name_key
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.table_forms import TABLE_FORMS, has_tables, in_form
from mingdan.evaluation.scorer import score
from mingdan.extract.pipeline import Pipeline, load


@dataclass(frozen=True, slots=True)
class FormFigures:
    """F1 of rows with role in one form and how many documents give the rows of the original."""

    form: str
    f1: float | None
    documents: int
    equal: int
    different: tuple[str, ...]


def row_keys(document: Document) -> Counter[tuple[str, ...]]:
    """What two readings of one document are compared by, with the number of such rows."""
    return Counter(
        (name_key(row.discloser), name_key(row.partner), row.role, row.status, row.date or "")
        for row in document.partnerships
    )


def read(pipeline: Pipeline, gold: Document) -> Document:
    """The prediction for a gold document's text."""
    return pipeline(gold.text, published=gold.published, publisher=gold.publisher, id=gold.id)


def compare(form: str, golds: Sequence[Document], plain: Sequence[Document], pipeline: Pipeline) -> FormFigures:
    """Figures of documents in a form; ``plain`` are the predictions for the originals in the same order."""
    found = [read(pipeline, gold) for gold in golds]
    different = tuple(a.id for a, b in zip(found, plain, strict=True) if row_keys(a) != row_keys(b))
    f1 = score(list(zip(golds, found, strict=True)), replicates=1).value("rows_with_role")
    return FormFigures(form, f1, len(golds), len(golds) - len(different), different)


def measure(documents: Sequence[Document], pipeline: Pipeline | None = None) -> Iterator[FormFigures]:
    """Figures of the original and of each form over the documents that have a Markdown table."""
    pipeline = pipeline or load()
    golds = [document for document in documents if has_tables(document)]
    plain = [read(pipeline, gold) for gold in golds]
    f1 = score(list(zip(golds, plain, strict=True)), replicates=1).value("rows_with_role")
    yield FormFigures("markdown", f1, len(golds), len(golds), ())
    for form in TABLE_FORMS:
        yield compare(form, [in_form(gold, form) for gold in golds], plain, pipeline)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", action="store_true", help="name the documents with other rows")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    told = parser.parse_args()
    found = list(measure([*load_part("open"), *load_part("own")]))
    print(f"{'form':<14}{'rows with role':>16}{'documents':>11}{'equal':>7}")
    for figures in found:
        print(f"{figures.form:<14}{figures.f1 or 0:>16.3f}{figures.documents:>11}{figures.equal:>7}")
        if told.documents and figures.different:
            print(f"    {' '.join(figures.different)}")
    if told.json:
        told.json.write_text(json.dumps([asdict(f) for f in found], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
