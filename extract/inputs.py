"""What the user named on the command line, as a list of inputs: files, folders, globs."""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mingdan.core.errors import MingdanError, MissingFileError, UsageError

SUFFIXES = frozenset(
    {".txt", ".md", ".html", ".htm", ".pdf"}
    | {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif"}
    | {".docx", ".docm", ".doc", ".wps", ".rtf", ".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv"}
    | {".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".eml", ".mht", ".mhtml", ".warc"}
)
"""Names that are taken from folders and globs; a file named outright is read whatever its name is."""
RESULT_FILES = ("documents.jsonl", "quarantine.jsonl")


@dataclass(frozen=True, slots=True)
class Input:
    """One input to read: a file (``path``), an inline ``text``, or ``data``, the bytes where someone read them already.

    ``id``, ``published`` (ISO date) and ``publisher`` are what the user states; ``where`` names the input in messages.
    """

    where: str
    path: Path | None = None
    text: str | None = None
    id: str | None = None
    published: str | None = None
    publisher: str | None = None
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is turned away before it is read, with the error that says why."""

    where: str
    error: MingdanError


@dataclass(frozen=True, slots=True)
class Inputs:
    """Inputs in the order given, those turned away, and notes for the user."""

    accepted: tuple[Input, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __add__(self, other: "Inputs") -> "Inputs":
        return Inputs(self.accepted + other.accepted, self.rejected + other.rejected, self.notes + other.notes)


def parse_date(value: str, *, where: str) -> str:
    """Check an ISO 8601 calendar date; raises :class:`UsageError` where it is none.

    >>> parse_date("2025-09-30", where="--published")
    '2025-09-30'
    """
    text = value.strip()
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError(text)
        return text
    except ValueError as error:
        hint = "write a date of the calendar as YYYY-MM-DD"
        raise UsageError(f"impossible date {value!r}", where=where, hint=hint) from error


def collect(paths: Iterable[str], *, published: str | None = None) -> Inputs:
    """Files behind ``paths``: files as named, folders recursively and globs by the known suffixes.

    Each file comes once, however often it is named. Hidden files and folders, and folders with the results of a former
    run, are left out of folders. A path that leads nowhere is rejected with :class:`MissingFileError`; skipped files of
    other types are noted.
    """
    found: dict[Path, Input] = {}
    rejected: list[Rejected] = []
    notes: list[str] = []
    for name in paths:
        try:
            files, skipped = _expand(name)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "cannot be opened"
            rejected.append(Rejected(name, MissingFileError(reason, where=name, hint="check the path and its rights")))
            continue
        if skipped:
            notes.append(f"{name}: {skipped} file(s) of other types skipped")
        if not files:
            rejected.append(Rejected(name, _nothing(name)))
        for path in files:
            found.setdefault(path.resolve(), Input(str(path), path=path, published=published))
    return Inputs(tuple(found.values()), tuple(rejected), tuple(notes))


def _nothing(name: str) -> MingdanError:
    known = " ".join(sorted(SUFFIXES))
    if Path(name).is_dir():
        return MissingFileError("the folder holds no document", where=name, hint=f"it needs files of {known}")
    if glob.has_magic(name):
        return MissingFileError("the pattern matches no document", where=name, hint=f"it needs files of {known}")
    return MissingFileError("no such file or folder", where=name, hint="check the path")


def _expand(name: str) -> tuple[list[Path], int]:
    path = Path(name)
    if path.is_dir():
        return _known(_walk(path))
    if path.exists():
        return [path], 0
    if not glob.has_magic(name):
        return [], 0
    matches = [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - absolute patterns too
    inside = [file for match in matches for file in (_walk(match) if match.is_dir() else [match])]
    return _known(inside)


def _walk(folder: Path) -> Iterator[Path]:
    if all((folder / name).is_file() for name in RESULT_FILES):
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _known(paths: Iterable[Path]) -> tuple[list[Path], int]:
    everything = list(paths)
    known = [path for path in everything if path.suffix.lower() in SUFFIXES]
    return known, len(everything) - len(known)
