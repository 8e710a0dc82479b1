"""Files that somebody drags in: kept under their hash, read, and shown before they go into the registry."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from mingdan.core.errors import LimitError, UnknownTypeError, UsageError
from mingdan.extract.inputs import SUFFIXES, collect
from mingdan.extract.job import Job, check_folder
from mingdan.extract.output import write_output
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers.containers.names import clean_name

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read: ``folder`` is the output."""

    sha256: str
    folder: Path
    documents: int
    rows: int
    quarantined: int


class Uploads:
    """Reads files into ``data``; one at a time, since the pipeline is one."""

    def __init__(self, data: Path, profile: str, most: int) -> None:
        self.data, self._profile, self.most = data, profile, most
        self._lock = Lock()

    @cached_property
    def pipeline(self) -> Pipeline:
        """The pipeline, loaded on first use."""
        return load(self._profile)

    def take(self, name: str, data: bytes) -> Upload:
        """Read a file. Raises :class:`UnknownTypeError` for another type, :class:`LimitError` for one too large."""
        suffix = Path(name).suffix.lower()
        if suffix not in SUFFIXES:
            hint = f"it takes {' '.join(sorted(SUFFIXES))}"
            raise UnknownTypeError(f"no type that is read: {suffix or 'no suffix'}", where=_shown(name), hint=hint)
        if len(data) > self.most:
            raise LimitError(
                f"more than {self.most:,} bytes", where=_shown(name), hint="extract it on the command line"
            )
        if not data:
            raise UsageError("is empty", where=_shown(name), hint="choose another file")
        digest = hashlib.sha256(data).hexdigest()
        place = self.data / "uploads" / digest
        check_folder(place / "out")
        source = place / _kept(name, suffix)
        for other in place.iterdir():
            if other.is_file():
                other.unlink()
        source.write_bytes(data)
        with self._lock:
            result = Job(self.pipeline).run(collect([str(source)]))
            summary: dict[str, Any] = write_output(place / "out", result, self.pipeline, self._profile)
        rows = summary["rows"]["partnerships"]
        return Upload(digest, place / "out", len(result.documents), rows, len(result.quarantined))

    def folder(self, digest: str) -> Path:
        """The output of an upload. Raises :class:`UsageError` where there is none."""
        place = self.data / "uploads" / digest / "out"
        if not _NAME.fullmatch(digest) or not (place / "run.json").is_file():
            raise UsageError("no such upload", where=digest[:64], hint="drag the file in again")
        return place


def _kept(name: str, suffix: str) -> str:
    """The file's own name without anything that leads elsewhere."""
    stem = clean_name(Path(name).name).replace("/", "_").removesuffix(suffix).strip(". ")
    return f"{stem.encode()[:120].decode('utf-8', 'ignore') or 'source'}{suffix}"


def _shown(name: str) -> str:
    return clean_name(name)[:200]
