"""The main job: inputs through reader and pipeline, the bad ones aside, everything written at once."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from mingdan.core.errors import (
    DuplicateIdError,
    EmptyInputError,
    MingdanError,
    MissingFileError,
    UnreadableTextError,
    UsageError,
)
from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document, Issue, Source
from mingdan.extract.bundles import Unit, bundles_of, groups, read_notice
from mingdan.extract.inputs import Input, Inputs
from mingdan.extract.readers.base import Parts, RawDocument

Read = Callable[[bytes, str], Parts]
"""Reads the bytes of one input; the second argument is its name for messages."""

INTERNAL = "internal"
"""Code of a quarantined input on which the program itself failed."""


class Extractor(Protocol):
    """The part of a pipeline that the job needs."""

    def process(
        self,
        raw: RawDocument,
        *,
        source: Source | None,
        id: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
    ) -> Document:
        """Turn one document as read into a record."""
        ...


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An input set aside: what (``uri``, ``sha256`` where it could be read), why and what to do; ``time`` is UTC."""

    uri: str
    sha256: str | None
    code: str
    message: str
    hint: str | None
    time: str

    def __str__(self) -> str:
        """One line: ``uri: message; hint``."""
        line = " ".join(f"{self.uri}: {self.message}".split())
        return f"{line}; {self.hint}" if self.hint else line


@dataclass(slots=True)
class JobResult:
    """What came out, in input order."""

    documents: list[Document] = field(default_factory=list[Document])
    quarantined: list[Quarantined] = field(default_factory=list[Quarantined])
    notes: list[str] = field(default_factory=list[str])

    @property
    def exit_code(self) -> int:
        """0 all fine, 3 something quarantined, 1 where the program itself failed on an input."""
        if any(item.code == INTERNAL for item in self.quarantined):
            return 1
        return 3 if self.quarantined else 0


@dataclass(frozen=True, slots=True)
class Listener:
    """Callbacks: each quarantined input, each note, each input done, each unexpected exception."""

    quarantined: Callable[[Quarantined], None] = lambda item: None
    note: Callable[[str], None] = lambda text: None
    done: Callable[[Input], None] = lambda item: None
    failed: Callable[[Exception], None] = lambda error: None


class Job:
    """One run over inputs. ``read`` is :func:`mingdan.extract.readers.read_parts` unless given."""

    def __init__(
        self,
        pipeline: Extractor,
        *,
        read: Read | None = None,
        min_confidence: float | None = None,
        listener: Listener | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._read = read
        self._min_confidence = min_confidence
        self._listener = listener or Listener()
        self._seen: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.result = JobResult()

    def run(self, inputs: Inputs) -> JobResult:
        """Process every input; no bad input stops the others."""
        for note in inputs.notes:
            self._note(note)
        for rejected in inputs.rejected:
            self._quarantine(rejected.error.where or rejected.where, None, rejected.error)
        for group in groups(inputs.accepted):
            self._group(group)
        return self.result

    def _group(self, items: Sequence[Input]) -> None:
        """Inputs that may belong to one notice; most often one."""
        units: list[Unit] = []
        for item in items:
            units += self._units(item)
        for bundle in bundles_of(units):
            for unit, document in read_notice(bundle, units, self._process, self._again):
                self._keep(unit, document)
        for item in items:
            self._listener.done(item)

    def _units(self, item: Input) -> list[Unit]:
        digest: str | None = None
        try:
            data = _bytes(item)
            digest = hashlib.sha256(data).hexdigest()
            if item.id is None and digest in self._seen:
                self._note(f"{item.where}: same content as {self._seen[digest]}; read once")
                return []
            read = self._read or _default_read()
            parts = read(data, item.where) if item.text is None else Parts((_inline(item.text),))
            if not parts.documents and not parts.failures:
                raise UnreadableTextError("no document in it", where=item.where, hint="open it in a viewer")
        except Exception as error:
            self._quarantine(item.where, digest, error)
            return []
        for note in parts.notes:
            self._note(note)
        for failure in parts.failures:
            self._quarantine(failure.where or item.where, digest, failure)
        several = len(parts.documents) + len(parts.failures) > 1
        return [Unit(item, raw, digest, several) for raw in parts.documents]

    def _process(self, unit: Unit) -> Document | None:
        try:
            if unit.id in self._ids:
                hint = "give it another id in the manifest"
                raise DuplicateIdError(f"id {unit.id!r} is taken by {self._ids[unit.id]}", where=unit.where, hint=hint)
            document = self._pipeline.process(unit.raw, source=unit.source, id=unit.id, **_stated(unit.item))
        except Exception as error:
            self._quarantine(unit.where, unit.digest, error)
            return None
        self._ids[unit.id] = unit.where
        return document

    def _again(self, unit: Unit, id: str) -> Document:
        return self._pipeline.process(unit.raw, source=unit.source, id=id, **_stated(unit.item))

    def _keep(self, unit: Unit, document: Document) -> None:
        for item, digest in ((unit.item, unit.digest), *unit.others):
            if item.id is None:
                self._seen.setdefault(digest, item.where)
        self.result.documents.append(keep_confident(document, self._min_confidence))

    def _note(self, text: str) -> None:
        self.result.notes.append(text)
        self._listener.note(text)

    def _quarantine(self, where: str, digest: str | None, error: Exception) -> None:
        time = datetime.now(UTC).isoformat(timespec="seconds")
        if isinstance(error, MingdanError):
            item = Quarantined(where, digest, error.code, error.message, error.hint, time)
        else:
            self._listener.failed(error)
            message, hint = f"unexpected {type(error).__name__}: {error}", "run again with --debug and report it"
            item = Quarantined(where, digest, INTERNAL, message, hint, time)
        self.result.quarantined.append(item)
        self._listener.quarantined(item)


def keep_confident(document: Document, minimum: float | None) -> Document:
    """Drop mentions and rows whose confidence is below ``minimum`` (0 to 1); an issue says how many.

    What has no confidence stays. A list that loses rows is not known to be complete any more.
    """
    if minimum is None:
        return document
    entities = tuple(e for e in document.entities if e.confidence is None or e.confidence >= minimum)
    rows = tuple(p for p in document.partnerships if p.confidence is None or p.confidence >= minimum)
    mentions_out, rows_out = len(document.entities) - len(entities), len(document.partnerships) - len(rows)
    if not mentions_out and not rows_out:
        return document
    cut = {p.list for p in document.partnerships if p.confidence is not None and p.confidence < minimum}
    lists = tuple(replace(one, completeness="unknown") if one.id in cut else one for one in document.lists)
    message = f"{rows_out} rows and {mentions_out} mentions below confidence {minimum:g} left out"
    issues = (*document.issues, Issue("info", "below_min_confidence", message))
    return replace(document, entities=entities, partnerships=rows, lists=lists, issues=issues)


def _default_read() -> Read:
    from mingdan.extract.readers import read_parts

    return read_parts


def _stated(item: Input) -> dict[str, str | None]:
    return {"published": item.published, "publisher": item.publisher}


def _inline(text: str) -> RawDocument:
    from mingdan.extract.readers.text import normalize_lines

    lines, pieces = normalize_lines(text.removeprefix("\ufeff"))
    return RawDocument(lines, pieces, "text/plain")


def _bytes(item: Input) -> bytes:
    if item.text is not None:
        if not item.text.strip():
            raise EmptyInputError("the text is empty", where=item.where, hint="remove it from the input")
        return item.text.encode("utf-8", "surrogatepass")
    if item.data is not None:
        return item.data
    try:
        return Path(item.path or "").read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be opened"
        raise MissingFileError(reason, where=item.where, hint="check the path and its rights") from error


def check_folder(folder: Path) -> None:
    """Make ``folder`` where it is missing; raises :class:`UsageError` where it is a file or cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        taken = folder.exists() and not folder.is_dir()
        reason = "is a file" if taken else getattr(error, "strerror", None) or "cannot be written"
        hint = "give a folder that you may write with -o"
        raise UsageError(f"output folder: {reason}", where=str(folder), hint=hint) from error


@contextmanager
def staged(folder: Path) -> Generator[Path]:
    """A temporary folder inside ``folder`` whose files take their places, whole, when the block ends well.

    Where the block is interrupted, ``folder`` stays as it was.
    """
    stage = Path(tempfile.mkdtemp(prefix=".mingdan-", dir=folder))
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_records(folder: Path, documents: Iterable[Document], quarantined: Iterable[Quarantined]) -> list[str]:
    """Write ``documents.jsonl`` and ``quarantine.jsonl`` (one line each); returns the file names. Raises OSError."""
    write_jsonl(folder / "documents.jsonl", documents)
    lines = [json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in quarantined]
    data = "".join(lines).encode("utf-8", "backslashreplace")
    (folder / "quarantine.jsonl").write_bytes(data)
    return ["documents.jsonl", "quarantine.jsonl"]
