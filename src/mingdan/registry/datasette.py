"""Metadata for datasette, which opens the SQLite file as it is: what tables and columns mean."""

import csv
from importlib.resources import files
from typing import Any

from mingdan.registry.tables import metadata

_LABELS = {"names": "name", "documents": "name", "versions": "title"}
_FACETS = {"observations": ["role", "status", "basis", "current", "verdict"], "versions": ["kind", "completeness"]}


def datasette_metadata(database: str) -> dict[str, Any]:
    """The object for ``datasette FILE --metadata``; ``database`` is the file's name without its suffix."""
    text = files("mingdan.registry").joinpath("meanings.csv").read_text("utf-8")
    meanings = {(row["table"], row["column"]): row["meaning"] for row in csv.DictReader(text.splitlines())}
    tables: dict[str, Any] = {}
    for name, table in metadata.tables.items():
        named = [column.name for column in table.columns]
        columns = {column: meanings.get((name, column)) or meanings[("", column)] for column in named}
        tables[name] = {"description": meanings[(name, "")], "columns": columns}
        if name in _LABELS:
            tables[name]["label_column"] = _LABELS[name]
        if name in _FACETS:
            tables[name]["facets"] = _FACETS[name]
    title = "mingdan registry: lenders, partners and the lists that name them"
    return {"title": title, "databases": {database: {"tables": tables}}}
