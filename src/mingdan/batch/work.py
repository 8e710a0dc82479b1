"""What a worker does: the pure function from one part of the inputs to its tables.

The result of an input depends on the input and the setup alone, not on the other inputs of the part, the engine, the
worker or the time.
"""

import json
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingdan.batch.arrow import pa, parquet
from mingdan.batch.near import fingerprint_text
from mingdan.core.errors import LimitError
from mingdan.core.jsonio import dumps, escaped, to_plain
from mingdan.core.records import Document
from mingdan.extract.inputs import Input, Inputs
from mingdan.extract.job import Job, JobResult, Quarantined
from mingdan.extract.readers.limits import limited
from mingdan.extract.readers.options import ReadOptions, use_options

if TYPE_CHECKING:
    from pandas import DataFrame

    from mingdan.extract.pipeline import Pipeline

ATTEMPTS = 2
"""How often an input is tried that takes too long or takes its worker with it."""


class TimeLimitError(LimitError):
    """The input takes longer than the limit allows."""

    code = "time_limit"


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decides what is found; ``seconds`` is the time limit of one input."""

    profile: str = "default"
    names: Path | None = None
    roles: Path | None = None
    model: Path | None = None
    min_confidence: float | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)
    limits: tuple[tuple[str, int], ...] = ()
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Task:
    """Inputs to read, those of one notice together; ``items`` are their numbers in the ledger."""

    part: int
    piece: int
    groups: tuple[tuple[Input, ...], ...]
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input or a part of one that was set aside."""

    uri: str
    sha256: str | None
    code: str
    message: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What the ledger keeps of a document: the place of its item in the task, id, month (``YYYY-MM``)."""

    item: int
    id: str
    month: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task: its tables as Parquet, and what the ledger wants to know. ``seconds`` is what it took."""

    documents: tuple[DocumentRow, ...]
    failures: tuple[tuple[int, Failure], ...]
    notes: tuple[str, ...]
    tables: dict[str, bytes]
    partnerships: int
    seconds: float


class Worker:
    """Reads tasks one after the other with one pipeline."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup

    @cached_property
    def pipeline(self) -> "Pipeline":
        """The pipeline, loaded on first use."""
        from mingdan.extract.pipeline import load

        setup = self.setup
        return load(setup.profile, names=setup.names, roles=setup.roles, model=setup.model)

    def run(self, task: Task, tell: Callable[[int], None] = lambda place: None) -> Result:
        """Read a task; ``tell`` is called with the place of each notice before it is read."""
        begun = time.perf_counter()
        results: list[JobResult] = []
        with use_options(self.setup.reading), limited(**dict(self.setup.limits)):
            for place, group in enumerate(task.groups):
                tell(place)
                results.append(self._group(group))
        return _result(results, time.perf_counter() - begun)

    def _group(self, group: Sequence[Input]) -> JobResult:
        result = JobResult()
        for _ in range(ATTEMPTS):
            result = self._once(group)
            if all(item.code != TimeLimitError.code for item in result.quarantined):
                break
        return result

    def _once(self, group: Sequence[Input]) -> JobResult:
        try:
            pipeline = self.pipeline
            with time_limit(self.setup.seconds * len(group), group[0].where):
                return Job(pipeline, min_confidence=self.setup.min_confidence).run(Inputs(tuple(group)))
        except TimeLimitError as error:  # between two steps that set inputs aside by themselves
            stopped = [Quarantined(item.where, None, error.code, error.message, error.hint, "") for item in group]
            return JobResult(quarantined=stopped)


@contextmanager
def time_limit(seconds: float, where: str) -> Generator[None]:
    """Raise :class:`TimeLimitError` inside the block after ``seconds``.

    Where signals cannot be had (another thread, another system) there is no limit; code outside Python is not
    interrupted, so whoever runs a worker watches it as well.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        hint = "raise it with --time-limit, or split the document"
        raise TimeLimitError(f"takes more than {seconds:g} s", where=where, hint=hint)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, max(seconds, 1.0))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _result(results: Sequence[JobResult], seconds: float) -> Result:
    documents = [(place, document) for place, result in enumerate(results) for document in result.documents]
    failures = [
        (place, Failure(item.uri, item.sha256, item.code, item.message, item.hint))
        for place, result in enumerate(results)
        for item in result.quarantined
    ]
    rows = tuple(DocumentRow(place, document.id, month_of(document)) for place, document in documents)
    found = [document for _, document in documents]
    notes = tuple(note for result in results for note in result.notes)
    count = sum(len(document.partnerships) for document in found)
    return Result(rows, tuple(failures), notes, dict(_tables(found)), count, seconds)


def month_of(document: Document) -> str | None:
    """The month of publication, ``YYYY-MM``."""
    return document.published[:7] if document.published else None


def _tables(documents: Sequence[Document]) -> Iterator[tuple[str, bytes]]:
    import pandas as pd

    from mingdan.extract.table import to_frames

    records = [
        {
            **_source(document),
            "published": document.published,
            "publisher": document.publisher,
            "title": document.title,
            "genre": document.genre,
            "layout": document.layout,
            "text": document.text,
            "map": json.dumps(to_plain(document.map), separators=(",", ":")),
            "record": dumps(document),
            "print": fingerprint_text(document),
        }
        for document in documents
    ]
    frame = pd.DataFrame([_escaped(record) for record in records], columns=_DOCUMENT_COLUMNS)
    yield "documents", _parquet(frame.astype(dict.fromkeys(_DOCUMENT_COLUMNS[:-1], "string")))
    for name, table in to_frames(documents).items():
        yield name, _parquet(table)


_DOCUMENT_COLUMNS = (
    *("document", "sha256", "uri", "media_type", "parent", "published", "publisher", "title", "genre", "layout"),
    *("text", "map", "record", "print"),
)


def _escaped(record: dict[str, Any]) -> dict[str, Any]:
    """Lone surrogates, which no file can hold, as their escapes."""
    return {name: escaped(value) if isinstance(value, str) else value for name, value in record.items()}


def _source(document: Document) -> dict[str, Any]:
    source = document.source
    if source is None:
        return {"document": document.id}
    about = {"sha256": source.sha256, "uri": source.uri, "media_type": source.media_type, "parent": source.parent}
    return {"document": document.id, **about}


def _parquet(frame: "DataFrame") -> bytes:
    buffer = BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
