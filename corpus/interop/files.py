"""Text, JSON and file names of exported documents, with errors that name file and line."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from mingdan.core.errors import MissingFileError, RecordError, UsageError
from mingdan.core.records import Document

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029/\\:*?"<>|%]|^[. ]|[. ]$')
_LINE_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
_LONGEST_NAME = 160


def read_bytes(path: Path) -> bytes:
    """Content of a file; raises :class:`MissingFileError` where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFileError(error.strerror or "cannot be opened", where=str(path), hint="check the path") from error


def read_text(path: Path) -> str:
    """UTF-8 content with its line breaks as they are; raises :class:`RecordError` naming the line that is no UTF-8."""
    data = read_bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecordError("is not UTF-8", where=f"{path}:{line}", hint="save the file as UTF-8") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file and the folders above it; raises :class:`UsageError` where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        hint = "choose another place"
        raise UsageError(error.strerror or "cannot be written", where=str(path), hint=hint) from error


def write_text(path: Path, text: str) -> None:
    """Write UTF-8; no line break is changed."""
    write_bytes(path, text.encode("utf-8"))


def read_json(path: Path) -> Any:
    """Parsed JSON; raises :class:`RecordError` naming the line that is none."""
    try:
        return json.loads(read_text(path).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}"
        raise RecordError(f"no JSON: {error.msg}", where=where, hint="export the file anew") from error


def write_json(path: Path, value: Any) -> None:
    """Write indented JSON, Chinese unescaped."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def one_line_json(value: Any) -> str:
    r"""JSON without any character that some tool takes for the end of a line.

    >>> one_line_json({"名": "a\nb\u2028"})
    '{"名": "a\\nb\\u2028"}'
    """
    line = json.dumps(value, ensure_ascii=False)
    return _LINE_BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def package_text(name: str) -> str:
    """A data file of this package."""
    return resources.files("mingdan.corpus.interop").joinpath("data", name).read_text("utf-8")


def file_names(documents: Iterable[Document]) -> list[str]:
    """One safe file name, without suffix, for each document, by its id.

    Raises :class:`UsageError` where two documents share an id.

    >>> file_names([Document("a/1", ""), Document("公告", "")])
    ['a%2F1', '公告']
    """
    names: list[str] = []
    ids: set[str] = set()
    taken: set[str] = set()
    for document in documents:
        if document.id in ids:
            raise UsageError("two documents share the id", where=document.id, hint="give each its own id")
        name = _safe_name(document.id)
        if name.casefold() in taken:
            name = f"{name}-{_digest(document.id)}"
        ids.add(document.id)
        taken.add(name.casefold())
        names.append(name)
    return names


def _safe_name(doc_id: str) -> str:
    name = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", doc_id)
    if name and len(name.encode("utf-8")) <= _LONGEST_NAME:
        return name
    short = name.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore")
    return f"{short}-{_digest(doc_id)}".lstrip("-")


def _digest(doc_id: str) -> str:
    return hashlib.sha256(doc_id.encode("utf-8")).hexdigest()[:12]


def check_folder(path: Path, names: Sequence[str], suffix: str) -> None:
    """Raise :class:`UsageError` where ``path`` is a file or holds documents that this export would not replace."""
    if path.exists() and not path.is_dir():
        raise UsageError("is a file, a folder is wanted", where=str(path), hint="choose another place")
    strangers = sorted({file.name for file in path.glob(f"*{suffix}")} - {name + suffix for name in names})
    if strangers:
        message = f"holds other documents already ({strangers[0]})"
        raise UsageError(message, where=str(path), hint="give an empty or new folder")


def members(path: Path, suffixes: Sequence[str]) -> list[Path]:
    """Files of a folder by suffix in the order of their names, or the one file that ``path`` is.

    Raises :class:`MissingFileError` where there are none.
    """
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix in suffixes)
    else:
        found = [path] if path.exists() else []
    if not found:
        hint = "check the path"
        raise MissingFileError(f"no *{' or *'.join(suffixes)} there", where=str(path), hint=hint)
    return found
