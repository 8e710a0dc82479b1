"""Reads the output of ``mingdan batch`` or ``mingdan extract``, once it is known to be whole."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from mingdan.batch.arrow import pa, parquet
from mingdan.batch.columns import batch_columns
from mingdan.batch.publish import BY_MONTH
from mingdan.core.errors import MingdanError, UsageError

CHUNK = 20_000
"""Rows that are in memory at a time."""


class OutputError(MingdanError):
    """An output folder that is half-written, damaged or of another version."""

    code = "output"
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Output:
    """An output folder. ``config`` is the configuration of the pipeline that wrote it; ``written`` when, UTC."""

    folder: Path
    batch: bool
    config: str
    version: str
    written: str
    tables: dict[str, list[Path]] = field(repr=False)

    def chunks(self, table: str, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a table as tuples of ``columns``; a column that the table lacks is ``None``.

        Raises :class:`OutputError` where a file cannot be read.
        """
        for path in self.tables[table]:
            try:
                with parquet.ParquetFile(str(path)) as file:
                    there = [name for name in columns if name in file.schema_arrow.names]
                    for batch in file.iter_batches(batch_size=CHUNK, columns=there):
                        yield _tuples(batch, columns, there)
            except (OSError, pa.ArrowException) as error:
                message = f"cannot be read as Parquet ({' '.join(str(error).split())[:100]})"
                raise OutputError(message, where=str(path), hint="write the output anew") from error


def _tuples(batch: Any, columns: Sequence[str], there: Sequence[str]) -> list[tuple[Any, ...]]:
    held = {name: batch.column(name).to_pylist() for name in there}
    nothing = [None] * batch.num_rows
    return list(zip(*(held.get(name, nothing) for name in columns), strict=True))


def open_output(folder: Path) -> Output:
    """Look at an output folder. Raises :class:`OutputError` where it is none, or not whole."""
    if (folder / "run.json").is_file():
        return _extracted(folder)
    if (folder / ".mingdan" / "ledger.sqlite").is_file():
        return _batched(folder)
    hint = "name the folder that mingdan batch or mingdan extract wrote with -o"
    raise OutputError("is no output of mingdan batch or extract", where=str(folder), hint=hint)


def _batched(folder: Path) -> Output:
    from mingdan.batch.ledger import Ledger

    ledger = Ledger(folder / ".mingdan" / "ledger.sqlite")
    try:
        rows: dict[str, int] = json.loads(ledger.meta("rows") or "{}")
        written = ledger.meta("written") or ""
        config, open_ = ledger.meta("config") or "", json.loads(ledger.meta("publishing") or "[]")
    finally:
        ledger.close()
    if not rows or open_:
        hint = "let mingdan batch --resume finish, or run mingdan batch publish"
        raise OutputError("its tables are not written yet", where=str(folder), hint=hint)
    tables = {name: sorted((folder / name).rglob("*.parquet")) for name in BY_MONTH}
    _check(folder, tables, rows)
    return Output(folder, True, config, "", written, tables)


def _extracted(folder: Path) -> Output:
    try:
        summary: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
        config, version = str(summary["config_hash"]), str(summary["version"])
        stamp = (folder / "run.json").stat().st_mtime
        written = datetime.fromtimestamp(stamp, UTC).isoformat(timespec="microseconds")
        rows = {name: int(count) for name, count in summary["rows"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(f"run.json cannot be read ({error!r})", where=str(folder), hint="extract again") from error
    tables = {name: [folder / f"{name}.parquet"] for name in BY_MONTH if name != "documents"}
    _check(folder, tables, rows)
    return Output(folder, False, config, version, written, tables)


def _check(folder: Path, tables: dict[str, list[Path]], rows: dict[str, int]) -> None:
    """Every table has as many rows as were written, and the columns that this version knows."""
    for name, paths in tables.items():
        try:
            found = [parquet.read_metadata(str(path)) for path in paths]
        except (OSError, pa.ArrowException) as error:
            raise OutputError(f"table {name} is damaged or missing", where=str(folder), hint="write it anew") from error
        count = sum(item.num_rows for item in found)
        if count != rows.get(name, -1):
            message = f"table {name} has {count} rows, {rows.get(name, 'none')} were written"
            raise OutputError(f"half-written: {message}", where=str(folder), hint="write the output anew")
        there: list[str] = found[0].schema.to_arrow_schema().names if found else []
        lacking = {column.name for column in batch_columns(name)} - _ADDED - set(there)
        if there and lacking:
            message = f"table {name} lacks the column {sorted(lacking)[0]}"
            raise OutputError(message, where=str(folder), hint="write the output anew with this version")


_ADDED = frozenset({"story", "first", "sources"})
"""Columns that only ``mingdan batch`` writes."""


DOCUMENT_COLUMNS = (
    *("document", "sha256", "uri", "media_type", "published", "publisher", "title", "genre", "story", "text", "map"),
)


def document_rows(output: Output) -> Iterator[tuple[Any, ...]]:
    """Documents as tuples of :data:`DOCUMENT_COLUMNS`; ``map`` is JSON text."""
    if output.batch:
        for chunk in output.chunks("documents", DOCUMENT_COLUMNS):
            yield from chunk
        return
    path = output.folder / "documents.jsonl"
    try:
        with path.open(encoding="utf-8") as lines:
            yield from map(_of_record, lines)
    except (OSError, ValueError, KeyError) as error:
        raise OutputError(f"cannot be read ({error!r})", where=str(path), hint="extract again") from error


def _of_record(line: str) -> tuple[Any, ...]:
    record: dict[str, Any] = from_json(line)  # faster than json by far
    source: dict[str, Any] = record.get("source") or {}
    about = (record["id"], source.get("sha256"), source.get("uri"), source.get("media_type"))
    told = tuple(record.get(name) for name in ("published", "publisher", "title", "genre"))
    return (*about, *told, record["id"], record["text"], json.dumps(record.get("map") or [], separators=(",", ":")))


def check_folder_named(folder: Path) -> Path:
    """The folder, where it is one. Raises :class:`UsageError`."""
    if not folder.is_dir():
        raise UsageError("no such folder", where=str(folder), hint="check the path")
    return folder
