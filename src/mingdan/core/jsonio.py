"""JSON in and out of records: validated on the way in, one line a document on the way out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mingdan.core.errors import MissingFileError, RecordError
from mingdan.core.records import Document

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def to_plain(value: Any) -> Any:
    """Turn records into JSON-ready values (tuples to lists, dataclasses to dicts in field order).

    >>> from mingdan.core.records import Span
    >>> to_plain((Span(0, 2),))
    [{'start': 0, 'end': 2}]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [to_plain(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    return value


@cache
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def parse_document(data: Mapping[str, Any], *, where: str = "record") -> Document:
    """Validate one JSON object into a :class:`Document`.

    Raises :class:`RecordError` naming the first wrong field.
    """
    from pydantic import ValidationError

    known = {f.name for f in fields(Document)}
    try:
        document = _adapter().validate_python({k: v for k, v in data.items() if k in known})
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(p) for p in first["loc"])
        raise RecordError(f"field {path}: {first['msg']}", where=where, hint="see mingdan schema") from error
    _check_spans(document, where)
    return document


def _check_spans(document: Document, where: str) -> None:
    size = len(document.text)
    for entity in document.entities:
        if not 0 <= entity.start < entity.end <= size or document.text[entity.start : entity.end] != entity.text:
            raise RecordError(
                f"entity {entity.text!r} does not stand at {entity.start}-{entity.end}",
                where=where,
                hint="offsets are code points into text, end exclusive",
            )


def escaped(text: str) -> str:
    """The text with lone surrogates, which no file or database can hold, as their escapes.

    >>> escaped("甲" + chr(0xD800)) == "甲" + chr(92) + "ud800"
    True
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def dumps(document: Document) -> str:
    """One line of JSON, keys in schema order, Chinese unescaped; lone surrogates are escaped."""
    return escaped(json.dumps(to_plain(document), ensure_ascii=False, separators=(",", ":")))


def iter_jsonl(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield ``(line number from 1, object)``; raises RecordError at a line that is no JSON object."""
    try:
        handle = Path(path).open(encoding="utf-8")  # noqa: SIM115 closed below
    except OSError as error:
        raise MissingFileError(error.strerror or "cannot be opened", where=str(path), hint="check the path") from error
    with handle:
        for number, line in enumerate(_decoded(handle, path), 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except json.JSONDecodeError as error:
                where = f"{path}:{number}"
                raise RecordError(f"no JSON: {error.msg}", where=where, hint="one object a line") from error
            if not isinstance(value, dict):
                raise RecordError("no JSON object", where=f"{path}:{number}", hint="one object a line")
            yield number, value  # pyright: ignore[reportUnknownVariableType]


def _decoded(handle: TextIO, path: str | Path) -> Iterator[str]:
    try:
        yield from handle
    except UnicodeDecodeError as error:
        raise RecordError("is not UTF-8", where=str(path), hint="give a JSONL file of records") from error


def read_jsonl(path: str | Path) -> list[Document]:
    """Read and validate a file of records."""
    return [parse_document(value, where=f"{path}:{number}") for number, value in iter_jsonl(path)]


def write_jsonl(path: str | Path, documents: Iterable[Document]) -> None:
    """Write one document a line, UTF-8."""
    with Path(path).open("w", encoding="utf-8") as handle:
        handle.writelines(dumps(document) + "\n" for document in documents)
