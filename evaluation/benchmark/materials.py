"""Test sets: gold documents with the measures that make sense on them, or the reason why a set is not there."""

import gzip
import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from mingdan.core.codes import Label
from mingdan.core.errors import MingdanError, MissingFileError, unknown_name
from mingdan.core.records import Document, Entity
from mingdan.corpus.parts import load_documents, load_locked, load_part

DATA_VARIABLE = "MINGDAN_DATA"
DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class TestSet:
    """Gold documents and what is measured on them.

    ``missing`` says why there are no documents; ``ours`` is set where the labels follow the guidelines of this project;
    ``hidden`` sets show sums only, nothing of their text.
    """

    __test__ = False

    name: str
    title: str
    measures: tuple[str, ...]
    note: str
    documents: Sequence[Document] = ()
    missing: str | None = None
    ours: bool = False
    hidden: bool = False


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("mingdan.evaluation.benchmark").joinpath("materials.toml").read_text("utf-8"))


def set_names() -> list[str]:
    """Names of the test sets in the order of the tables.

    >>> set_names()
    ['documents', 'cluener', 'msra', 'finre', 'dates']
    """
    return [name for name in _table() if name != "measures"]


def measure_titles() -> Mapping[str, str]:
    """Measure -> its title."""
    return _table()["measures"]


def data_folder() -> Path:
    """Where others' data lie: ``$MINGDAN_DATA``, else ``../shared/data`` beside the checkout."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"


def check_set(name: str) -> None:
    """Raise :class:`UsageError` for an unknown name."""
    if name not in set_names():
        raise unknown_name("test set", name, set_names(), "the sets are")


def load_set(name: str, limit: int | None = None) -> TestSet:
    """A test set, of its first ``limit`` documents where given; raises UsageError for an unknown name."""
    check_set(name)
    entry = _table()[name]
    if name == DOCUMENTS:
        return _loaded(name, entry, lambda: [*load_part("own"), *load_part("open")], limit)
    path = data_folder() / entry["file"]
    read = _date_documents if name == "dates" else _sentences
    return _loaded(name, entry, lambda: list(read(_lines(path), entry.get("labels", {}))), limit)


def gold_set(path: Path, limit: int | None = None) -> TestSet:
    """Gold records of a JSONL file or folder in place of the set ``documents``; raises RecordError for a faulty one."""
    title, measures = f"gold records of {path.name}", tuple(_table()[DOCUMENTS]["measures"])
    return TestSet(DOCUMENTS, title, measures, "", load_documents(path)[:limit], ours=True)


def hidden_set(part: str) -> TestSet:
    """The part ``locked`` or ``unseen``, opened for measurement; only sums of it may be shown."""
    measures = tuple(_table()[DOCUMENTS]["measures"])
    documents = load_locked("measurement", part)
    title, note = f"corpus documents, part {part}", "nobody reads these documents while writing rules; sums only"
    return TestSet(part, title, measures, note, documents, ours=True, hidden=True)


def _loaded(name: str, entry: Mapping[str, Any], read: Callable[[], list[Document]], limit: int | None) -> TestSet:
    documents: Sequence[Document] = ()
    missing = None
    try:
        documents = read()[:limit]
    except MingdanError as error:
        missing = str(error)
    measures = tuple(entry["measures"])
    return TestSet(name, entry["title"], measures, entry["note"], documents, missing, ours=name == DOCUMENTS)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        hint = f"it lies in ../shared/data; {DATA_VARIABLE} may name another folder"
        raise MissingFileError(f"{path.name} is not there", hint=hint)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _sentences(lines: Iterator[dict[str, Any]], labels: Mapping[str, str]) -> Iterator[Document]:
    for line in lines:
        text = line["text"]
        marked = [(e["start"], e["end"], labels[e["label"]]) for e in line["entities"] if e["label"] in labels]
        found = tuple(Entity(start, end, cast(Label, label), text[start:end]) for start, end, label in marked)
        yield Document(line["id"], text, entities=found)


def _date_documents(lines: Iterator[dict[str, Any]], _: Mapping[str, str]) -> Iterator[Document]:
    for line in lines:
        if not line["relevant"]:
            continue
        text = line["text"]
        expected = [item for item in line["expected"] if item["type"] != "duration"]
        found = tuple(Entity(e["start"], e["end"], "DATE", text[e["start"] : e["end"]], e["value"]) for e in expected)
        yield Document(line["id"], text, published=line["reference"], entities=found)
