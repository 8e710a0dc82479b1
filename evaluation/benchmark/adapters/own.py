"""mingdan itself."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.systems import Predict, Read, SystemInfo
from mingdan.extract.pipeline import load


def make(info: SystemInfo) -> Predict:
    """Load the profile that the entry names."""
    pipeline = load(str(info.settings["profile"]))

    def predict(documents: Sequence[Document]) -> list[Document]:
        items = [(d.text, {"published": d.published, "publisher": d.publisher, "id": d.id}) for d in documents]
        return [replace(found, id=d.id) for found, d in zip(pipeline.pipe(items), documents, strict=True)]

    return predict


def make_reader(info: SystemInfo) -> Read:
    """Read files with mingdan's own reader."""
    pipeline = load(str(info.settings["profile"]))

    def read(path: Path) -> list[Document]:
        return pipeline.read(path)

    return read
