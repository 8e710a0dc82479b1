"""JSONL: one object a line with the fields of a manifest, read line by line."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from mingdan.batch.archives.base import Found
from mingdan.core.errors import DamagedDocumentError, MingdanError, MissingFileError, UsageError
from mingdan.extract.inputs import Rejected
from mingdan.extract.manifest import FIELDS, to_input

_HINT = "write one JSON object a line, in UTF-8"


def line_inputs(path: Path, published: str | None) -> Iterator[Found]:
    """The lines of a JSONL file, packed by gzip or not; a wrong line is rejected with its number."""
    unknown: Counter[str] = Counter()
    try:
        with path.open("rb") as raw, _plain(raw, path) as lines:
            yield from _lines(lines, raw, path, published, unknown)
    except (OSError, EOFError) as error:
        yield Rejected(str(path), _broken(path, error)), 0
    for name, count in unknown.items():
        yield f"{path}: field {name!r} is unknown and left out ({count} lines)", 0


def _plain(raw: IO[bytes], path: Path) -> IO[bytes]:
    return gzip.open(raw) if path.name.lower().endswith(".gz") else raw  # pyright: ignore[reportReturnType]


def _broken(path: Path, error: Exception) -> MingdanError:
    if isinstance(error, OSError) and error.strerror:
        return MissingFileError(error.strerror, where=str(path), hint="check the path and its rights")
    return DamagedDocumentError("the gzip stream is damaged", where=str(path), hint="fetch the file again")


def _lines(
    lines: IO[bytes], raw: IO[bytes], path: Path, published: str | None, unknown: Counter[str]
) -> Iterator[Found]:
    passed = 0
    for number, line in enumerate(lines, 1):
        now = raw.tell()
        where = f"{path}:{number}"
        if line.strip():
            try:
                value = _object(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, where)
                unknown.update(name for name in value if name not in FIELDS)
                yield to_input(value, where, path.parent, published), now - passed
            except MingdanError as error:
                yield Rejected(where, error), now - passed
            passed = now


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8", where=where, hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"no JSON: {getattr(error, 'msg', error)}", where=where, hint=_HINT) from error
    if not isinstance(value, dict):
        raise UsageError("no JSON object", where=where, hint=_HINT)
    return value  # pyright: ignore[reportUnknownVariableType]
