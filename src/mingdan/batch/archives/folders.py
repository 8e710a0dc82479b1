"""Files of a folder, folder by folder in the order of their names."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mingdan.batch.archives.base import Found, size_of, skipped_note
from mingdan.core.errors import MissingFileError
from mingdan.extract.inputs import RESULT_FILES, SUFFIXES, Input, Rejected

MARK = ".mingdan"
"""Folder inside the output of a batch run; a folder that holds it is no archive."""
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson", ".parquet")
"""Files that hold many documents, wherever they are found."""


def folder_files(folder: Path) -> Iterator[Path]:
    """Files below ``folder``, no hidden ones and none of the results of a former run. Raises OSError."""
    if (folder / MARK).is_dir() or all((folder / name).is_file() for name in RESULT_FILES):
        return
    inner: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            inner.append(path)
        elif path.is_file():
            yield path
    for path in inner:
        yield from folder_files(path)


def holds_records(path: Path) -> bool:
    """Whether a file's name says that it holds many documents."""
    return path.name.lower().endswith(RECORD_SUFFIXES)


def folder_inputs(folder: Path, published: str | None) -> Iterator[Found | Path]:
    """The documents of a folder as inputs; files that hold many documents as paths. What is skipped is noted."""
    skipped: Counter[str] = Counter()
    try:
        for path in folder_files(folder):
            if holds_records(path):
                yield path
            elif path.suffix.lower() in SUFFIXES:
                yield Input(str(path), path=path, published=published), size_of(path)
            else:
                skipped[path.suffix.lower() or "(none)"] += 1
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be opened"
        hint = "check the path and its rights"
        yield Rejected(str(folder), MissingFileError(reason, where=str(folder), hint=hint)), 0
    yield from skipped_note(folder, skipped)
