"""spaCy's EntityRuler with a phrase pattern for every name of mingdan's data files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import tagged
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo
from mingdan.extract.knowledge import read_table


def make(info: SystemInfo) -> Predict:
    """Build the pipeline; spaCy keeps the longest of overlapping names."""
    import spacy

    nlp: Any = spacy.blank("zh")
    labels = {name: label for table in info.settings["lists"] for name, label in names(table)}
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name, label in labels.items()])
    mapping = {label: label for label in info.gives}

    def predict(documents: Sequence[Document]) -> list[Document]:
        docs = nlp.pipe(document.text for document in documents)
        return [
            tagged(document, [(e.start_char, e.end_char, e.label_, None) for e in doc.ents], mapping)
            for document, doc in zip(documents, docs, strict=True)
        ]

    return predict


def names(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and label of each cell of the table's columns; ``;`` separates names in a cell."""
    for row in read_table(table["file"]):
        for column in table["columns"]:
            for name in (row[column] or "").split(";"):
                if name.strip():
                    yield name.strip(), table["label"]
