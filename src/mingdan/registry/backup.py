"""Backups: one file that a registry on either database is restored from, rows and all, whole or not at all."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from mingdan.core.errors import UsageError
from mingdan.registry.database import check_version, newest, reading, version_of, writing
from mingdan.registry.tables import metadata

FORMAT = "mingdan-registry-backup/1"
_PER_STATEMENT = 2_000


def backup(engine: Engine, path: Path) -> int:
    """Write all tables, as of one moment, to a gzipped JSONL file; returns the number of rows. Raises OSError."""
    if path.exists():
        raise UsageError("is there already", where=str(path), hint="give another file")
    partial = path.with_name(f".{path.name}.partial")
    count = 0
    digest = hashlib.sha256()
    try:
        with reading(engine) as connection, gzip.open(partial, "wt", encoding="utf-8") as file:
            file.write(json.dumps({"format": FORMAT, "version": version_of(engine)}) + "\n")
            for table in metadata.sorted_tables:
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                    line = json.dumps([table.name, *row], ensure_ascii=False)
                    digest.update(line.encode("utf-8", "surrogatepass"))
                    file.write(line + "\n")
                    count += 1
            file.write(json.dumps({"rows": count, "sha256": digest.hexdigest()}) + "\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def restore(engine: Engine, path: Path) -> int:
    """Fill an empty registry from a backup; returns the number of rows.

    Raises :class:`UsageError` where the file is no whole backup of this version, or the registry is not empty.
    """
    check_version(engine)
    try:
        _check_whole(path)
        with writing(engine) as connection:
            _check_empty(engine, connection)
            return sum(_put(connection, name, rows) for name, rows in _tables(path))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
        hint = "take another backup; nothing was restored"
        raise UsageError(f"the backup cannot be read ({type(error).__name__})", where=str(path), hint=hint) from error


def _check_empty(engine: Engine, connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            hint = "restore into a new file or an empty database"
            raise UsageError("the registry is not empty", where=str(engine.url.database), hint=hint)


def _check_whole(path: Path) -> None:
    """Head, number of rows and hash fit."""
    lines = _lines(path)
    _check_head(next(lines, ""), path)
    count, digest, last = 0, hashlib.sha256(), ""
    for line in lines:
        if line.startswith("{"):
            last = line
            break
        digest.update(line.rstrip("\n").encode("utf-8", "surrogatepass"))
        count += 1
    if not last or json.loads(last) != {"rows": count, "sha256": digest.hexdigest()}:
        raise UsageError("the backup is cut off or was changed", where=str(path), hint="take another backup")


def _tables(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Rows of one table after the other, so many at a time."""
    held: list[tuple[Any, ...]] = []
    name = ""
    for line in _lines(path):
        if line.startswith("{"):
            continue
        value: list[Any] = json.loads(line)
        if held and (value[0] != name or len(held) >= _PER_STATEMENT):
            yield name, held
            held = []
        name = value[0]
        held.append(tuple(value[1:]))
    if held:
        yield name, held


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def _check_head(line: str, path: Path) -> None:
    head = _object(line)
    if head.get("format") != FORMAT:
        raise UsageError("is no backup of a registry", where=str(path), hint="mingdan registry backup writes one")
    if head["version"] != newest():
        message = f"the backup is of version {head.get('version')}, this mingdan has {newest()}"
        raise UsageError(message, where=str(path), hint="restore it with the version that wrote it, then migrate")


def _object(line: str) -> dict[str, Any]:
    found: Any = json.loads(line or "{}")
    return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _put(connection: Connection, name: str, rows: list[tuple[Any, ...]]) -> int:
    table = metadata.tables[name]
    columns = table.columns.keys()
    connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
    return len(rows)
