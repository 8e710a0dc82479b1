"""Parquet files: one row a document, with columns named like the fields of a manifest."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mingdan.batch.archives.base import Found
from mingdan.batch.arrow import pa, parquet
from mingdan.core.errors import DamagedDocumentError, MingdanError, UsageError
from mingdan.extract.inputs import Rejected
from mingdan.extract.manifest import FIELDS, to_input

_ROWS = 256
"""Rows that are in memory at a time."""


def column_inputs(path: Path, published: str | None) -> Iterator[Found]:
    """The rows of a Parquet file; a wrong row is rejected with its number, counted from 1."""
    try:
        with parquet.ParquetFile(str(path)) as file:
            names = [name for name in FIELDS if name in file.schema_arrow.names]
            others = [name for name in file.schema_arrow.names if name not in FIELDS]
            if not {"path", "text"} & set(names):
                hint = f"columns are {', '.join(FIELDS)}"
                raise UsageError("no column path or text", where=str(path), hint=hint)
            yield from _rows(file, names, path, published)
    except (OSError, pa.ArrowException) as error:
        message = f"cannot be read as Parquet ({' '.join(str(error).split())[:120]})"
        yield Rejected(str(path), DamagedDocumentError(message, where=str(path), hint="write or fetch it again")), 0
        return
    except MingdanError as error:
        yield Rejected(str(path), error), 0
        return
    if others:
        yield f"{path}: columns left out: {', '.join(sorted(others))}", 0


def _rows(file: Any, names: list[str], path: Path, published: str | None) -> Iterator[Found]:
    share = path.stat().st_size / max(file.metadata.num_rows, 1)
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=names):
        for row in batch.to_pylist():
            number += 1
            where = f"{path}:{number}"
            size = int(share * number) - int(share * (number - 1))
            try:
                line = {name: _plain(value) for name, value in row.items() if value is not None}
                yield to_input(line, where, path.parent, published), size
            except MingdanError as error:
                yield Rejected(where, error), size


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
