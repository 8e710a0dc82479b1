"""Columns of the tables: order, pandas dtype and meaning, from ``columns.csv``."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLES: tuple[str, ...] = ("mentions", "partnerships", "lists", "institutions", "policies", "counts")
"""Names of the tables in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``dtype`` is a nullable pandas dtype: string, Int64, Float64 or boolean."""

    name: str
    dtype: str
    meaning: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Columns of ``table`` in their order; raises KeyError for a name that is no table.

    >>> [column.name for column in columns("counts")][:5]
    ['document', 'sha256', 'discloser', 'role', 'count']
    """
    if table not in TABLES:
        raise KeyError(table)
    text = files("mingdan.extract.table").joinpath("columns.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["table"] == table]
    return tuple(Column(row["column"], row["dtype"], row["meaning"]) for row in rows)
