"""A manifest: one line an input, with the id and dates that its owner gives it.

JSONL (one object a line) or CSV (a header row). Fields: ``id``, ``path`` or ``text``, ``published``, ``publisher``.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mingdan.core.errors import DuplicateIdError, MingdanError, UsageError
from mingdan.extract.inputs import Input, Inputs, Rejected, parse_date

FIELDS = ("id", "path", "text", "published", "publisher")

Line = tuple[int, Mapping[str, Any] | MingdanError]


@dataclass(slots=True)
class _State:
    path: Path
    published: str | None
    first: dict[str, int] = field(default_factory=dict[str, int])
    unknown: Counter[str] = field(default_factory=Counter[str])


def read_manifest(path: Path, *, published: str | None = None) -> Inputs:
    """Inputs of a manifest; relative paths count from the manifest's folder, ``published`` fills lines without a date.

    A wrong line (no object, an impossible date, an id that an earlier line has, neither or both of path and text) is
    rejected with its line number and the others go on; unknown fields are noted. Raises :class:`UsageError` where the
    manifest itself cannot be read.
    """
    state = _State(path, published)
    accepted: list[Input] = []
    rejected: list[Rejected] = []
    for number, line in _lines(path):
        where = f"{path}:{number}"
        try:
            accepted.append(_input(state, number, line))
        except MingdanError as error:
            rejected.append(Rejected(where, error))
    if not accepted and not rejected:
        raise UsageError("the manifest has no lines", where=str(path), hint=f"fields are {', '.join(FIELDS)}")
    notes = [f"{path}: field {name!r} is unknown and left out ({n} lines)" for name, n in state.unknown.items()]
    return Inputs(tuple(accepted), tuple(rejected), tuple(notes))


def _lines(path: Path) -> Iterator[Line]:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UsageError(f"manifest: {reason}", where=str(path), hint="check the path") from error
    text = _decode(data, path)
    if path.suffix.lower() == ".csv":
        yield from _csv_lines(text, path)
    else:
        yield from _json_lines(text, path)


def _decode(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError("manifest: neither UTF-8 nor GB 18030", where=str(path), hint="save it as UTF-8")


def _csv_lines(text: str, path: Path) -> Iterator[Line]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = [name.strip() for name in reader.fieldnames or ()]
    if not {"path", "text"} & set(names):
        raise UsageError("manifest: no column path or text", where=str(path), hint=f"columns are {', '.join(FIELDS)}")
    reader.fieldnames = names
    before = reader.line_num
    try:
        for row in reader:
            yield before + 1, {k or "(no header)": v for k, v in row.items() if v not in (None, "")}
            before = reader.line_num
    except csv.Error as error:
        yield before + 1, UsageError(f"no CSV: {error}", where=f"{path}:{before + 1}", hint="check the quotes")


def _json_lines(text: str, path: Path) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where, hint = f"{path}:{number}", "write one JSON object a line"
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, UsageError(f"no JSON: {getattr(error, 'msg', error)}", where=where, hint=hint)
            continue
        yield number, value if isinstance(value, dict) else UsageError("no JSON object", where=where, hint=hint)


def _input(state: _State, number: int, line: Mapping[str, Any] | MingdanError) -> Input:
    where = f"{state.path}:{number}"
    if isinstance(line, MingdanError):
        raise line
    state.unknown.update(name for name in line if name not in FIELDS)
    _claim(state, _text(line.get("id"), "id", where), number, where)
    return to_input(line, where, state.path.parent, state.published)


def to_input(line: Mapping[str, Any], where: str, folder: Path, published: str | None = None) -> Input:
    """The input that one line states; a relative path counts from ``folder``, ``published`` fills in where it has none.

    Raises :class:`UsageError` for an impossible date, a field that is no text, and neither or both of path and text.
    """
    values = {name: _text(line.get(name), name, where) for name in FIELDS}
    path, text, stated = values["path"], values["text"], values["published"]
    if (path is None) == (text is None):
        raise UsageError("needs either path or text", where=where, hint="give exactly one of the two")
    return Input(
        where=where if path is None else f"{where}: {path}",
        path=None if path is None else folder / path,
        text=text,
        id=values["id"],
        published=published if stated is None else parse_date(stated, where=where),
        publisher=values["publisher"],
    )


def _text(value: object, name: str, where: str) -> str | None:
    if value is None or (value == "" and name != "text"):
        return None
    if isinstance(value, str):
        return value
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UsageError(f"field {name} is no text", where=where, hint="put it in quotes")


def _claim(state: _State, id: str | None, number: int, where: str) -> None:
    if id is None:
        return
    first = state.first.setdefault(id, number)
    if first != number:
        hint = "give each line its own id"
        raise DuplicateIdError(f"id {id!r} stands on lines {first} and {number}", where=where, hint=hint)
