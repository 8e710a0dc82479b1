"""Files that somebody drags in: kept under their hash, read, and shown before they go into the registry."""

import hashlib
import re
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, cached_property
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any

from mingdan.core.errors import LimitError, UnknownTypeError, UsageError
from mingdan.extract.inputs import SUFFIXES, collect
from mingdan.extract.job import Job, check_folder
from mingdan.extract.output import write_output
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers.containers.names import clean_name

SECONDS = 120
"""For which a file may be read."""
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
    """Reads files into ``data``, one after the other, in a process that ends where a file takes too long."""

    def __init__(self, data: Path, profile: str, most: int) -> None:
        self.data, self._profile, self.most = data, profile, most
        self._lock = Lock()
        self._process: ProcessPoolExecutor | None = None

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
            hint = "extract it on the command line"
            raise LimitError(f"more than {self.most:,} bytes", where=_shown(name), hint=hint)
        if not data:
            raise UsageError("is empty", where=_shown(name), hint="choose another file")
        digest = hashlib.sha256(suffix.encode() + b"\0" + data).hexdigest()
        place = self.data / "uploads" / digest
        with self._lock:
            return self._read(digest, place, _kept(name, suffix), data)

    def _read(self, digest: str, place: Path, name: str, data: bytes) -> Upload:
        check_folder(place / "out")
        for other in place.iterdir():
            if other.is_file():
                other.unlink()
        (place / name).write_bytes(data)
        if self._process is None:
            self._process = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            found = self._process.submit(read_file, place / name, place / "out", self._profile).result(SECONDS)
        except (TimeoutError, BrokenProcessPool) as error:
            self.close()
            reason = f"takes longer than {SECONDS} s" if isinstance(error, TimeoutError) else "ends its reader"
            raise LimitError(reason, where=name, hint="extract it on the command line") from error
        return Upload(digest, place / "out", *found)

    def close(self) -> None:
        """End the process that reads."""
        process, self._process = self._process, None
        if process is not None:
            for one in list((process._processes or {}).values()):  # pyright: ignore[reportPrivateUsage]
                one.kill()
            process.shutdown(wait=False, cancel_futures=True)

    def folder(self, digest: str) -> Path:
        """The output of an upload. Raises :class:`UsageError` where there is none."""
        place = self.data / "uploads" / digest / "out"
        if not _NAME.fullmatch(digest) or not (place / "run.json").is_file():
            raise UsageError("no such upload", where=digest[:64], hint="drag the file in again")
        return place


@cache
def _pipeline(profile: str) -> Pipeline:
    return load(profile)


def read_file(source: Path, out: Path, profile: str) -> tuple[int, int, int]:
    """Read a file into an output folder; how many documents, rows, and inputs set aside. Runs in its own process."""
    pipeline = _pipeline(profile)
    result = Job(pipeline).run(collect([str(source)]))
    summary: dict[str, Any] = write_output(out, result, pipeline, profile)
    return len(result.documents), summary["rows"]["partnerships"], len(result.quarantined)


def _kept(name: str, suffix: str) -> str:
    """The file's own name without anything that leads elsewhere."""
    stem = clean_name(Path(name).name).replace("/", "_").removesuffix(suffix).strip(". ")
    return f"{stem.encode()[:120].decode('utf-8', 'ignore') or 'source'}{suffix}"


def _shown(name: str) -> str:
    return clean_name(name)[:200]
