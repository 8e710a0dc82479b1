"""Columns of the batch tables beyond those of ``mingdan extract``, from ``columns.csv``."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from mingdan.batch.arrow import Table, pa
from mingdan.extract.table import TABLES, columns
from mingdan.extract.table.columns import Column

WHOLE = ("sources", "quarantine")
"""Tables that are one file; the others are cut by month."""


@cache
def batch_columns(table: str) -> tuple[Column, ...]:
    """Columns of a table of a batch run, without the month that names its folder.

    >>> [column.name for column in batch_columns("partnerships")][-3:]
    ['story', 'first', 'sources']
    """
    text = files("mingdan.batch").joinpath("columns.csv").read_text("utf-8")
    own = [row for row in csv.DictReader(text.splitlines()) if row["table"] == table]
    found = tuple(Column(row["column"], row["dtype"], row["meaning"]) for row in own)
    return (*columns(table), *found) if table in TABLES else found


def table_of(table: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows as an Arrow table with the columns of ``table``; what a row lacks is null."""
    schema = pa.schema([(column.name, _types()[column.dtype]) for column in batch_columns(table)])
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def empty_table(table: str) -> Table:
    """A table without rows; those that are cut by month have that column as well."""
    found = table_of(table, [])
    return found if table in WHOLE else found.append_column("month", pa.array([], type=pa.string()))


def _types() -> dict[str, Any]:
    return {"string": pa.large_string(), "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_()}
