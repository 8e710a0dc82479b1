"""What a report shows, read from an output by way of a registry that lives as long as the reading."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from mingdan.batch.arrow import parquet
from mingdan.registry.database import reading
from mingdan.registry.differences import KINDS, changes_of
from mingdan.registry.outputs import Output, OutputError, document_rows, open_output
from mingdan.registry.papers import spans_of
from mingdan.registry.store import Registry
from mingdan.registry.tables import (
    counts,
    documents,
    lender_names,
    names,
    observations,
    partner_names,
    stated,
    versions,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: what is known of it, its text, and its map (pieces with page and box where the source has pages)."""

    name: str
    title: str | None
    published: str | None
    publisher: str | None
    genre: str | None
    uri: str | None
    sha256: str | None
    media_type: str | None
    text: str
    map: list[Row]
    issues: list[Row]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a report shows. Rows, counts and lists name their document by its place in ``papers``.

    ``changes`` are the published versions of lists in the order of their days, each with what it changed.
    """

    papers: list[Paper]
    rows: list[Row]
    counts: list[Row]
    changes: list[Row]
    quarantine: list[Row] = field(default_factory=list[Row])
    version: str = ""


def read_contents(folder: Path) -> Contents:
    """Read an output of ``mingdan extract`` or ``batch``.

    Raises :class:`mingdan.registry.outputs.OutputError` where it is none, or not whole.
    """
    output = open_output(folder)
    issues = _issues(output)
    with tempfile.TemporaryDirectory(prefix="mingdan-report-") as place:
        registry = Registry(str(Path(place) / "report.sqlite"))
        try:
            registry.ingest(folder)
            order = {row[0]: at for at, row in enumerate(document_rows(output))}
            with reading(registry.engine) as connection:
                papers = sorted(_papers(connection, issues), key=lambda paper: order.get(paper.name, 0))
                places = {paper.name: at for at, paper in enumerate(papers)}
                read = (_rows(connection, places), _counts(connection, places), _changes(connection, places))
        finally:
            registry.close()
    return Contents(papers, *read, _quarantine(folder, batch=output.batch), output.version)


def _issues(output: Output) -> dict[str, list[Row]]:
    return {record["id"]: record["issues"] for record in _records(output) if record.get("issues")}


def _records(output: Output) -> Iterator[Row]:
    if output.batch:
        for chunk in output.chunks("documents", ("record",)):
            yield from (json.loads(record) for (record,) in chunk)
        return
    with (output.folder / "documents.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _papers(connection: Connection, issues: dict[str, list[Row]]) -> list[Paper]:
    d = documents.c
    columns = (d.name, d.title, d.published, d.publisher, d.genre, d.uri, d.sha256, d.media_type, d.text, d.map)
    found = connection.execute(select(*columns).where(d.current).order_by(d.id))
    return [Paper(*row[:9], json.loads(row[9]), issues.get(row[0], [])) for row in found]


_SHOWN = (
    "day",
    "role",
    "status",
    "basis",
    "date",
    "policy",
    "product",
    "confidence",
    "evidence",
    "start",
    "end",
    "page",
)


def _rows(connection: Connection, places: dict[str, int]) -> list[Row]:
    o = observations.c
    told = [o[name] for name in _SHOWN]
    who = (lender_names.c.name.label("lender"), partner_names.c.name.label("partner"))
    query = (
        select(documents.c.name.label("document"), *who, *told, o.cells)
        .select_from(stated)
        .where(o.current)
        .order_by(o.id)
    )
    return [_row(dict(row), places) for row in connection.execute(query).mappings()]


def _row(row: Row, places: dict[str, int]) -> Row:
    return row | {"document": places[row["document"]], "cells": spans_of(row["cells"])}


def _counts(connection: Connection, places: dict[str, int]) -> list[Row]:
    c = counts.c
    query = (
        select(
            documents.c.name.label("document"),
            names.c.name.label("lender"),
            *(c.role, c["count"], c.found, c.agrees, c.remark, c.date, c.start, c.end),
        )
        .join(documents, documents.c.id == c.document_id)
        .join(names, names.c.id == c.discloser_id)
        .where(c.current)
        .order_by(c.id)
    )
    found = connection.execute(query).mappings()
    return [dict(row) | {"document": places[row["document"]]} for row in found]


def _changes(connection: Connection, places: dict[str, int]) -> list[Row]:
    v = versions.c
    columns = (v.id, v.title, v.kind, v.day, v.completeness, v.rows)
    query = (
        select(documents.c.name.label("document"), names.c.name.label("lender"), *columns)
        .join(documents, documents.c.id == v.document_id)
        .join(names, names.c.id == v.discloser_id)
        .where(v.current)
        .order_by(v.day, v.id)
    )
    found: list[Row] = []
    for row in map(dict, connection.execute(query).mappings()):
        changed = (_since if row["completeness"] == "full" else _in_update)(connection, row["id"])
        row["document"] = places[row["document"]]
        found.append(row | changed)
    return found


def _since(connection: Connection, version: int) -> Row:
    """Names that came, went, changed their roles or are new names, of what was in force before."""
    found = changes_of(connection, version)
    if found is None:
        return {"since": None} | {kind: [] for kind in KINDS}
    return {"since": found.first} | {kind: list(dict.fromkeys(map(_name, found.rows(kind)))) for kind in KINDS}


def _name(row: Row) -> str:
    return f"{row['before']} → {row['after']}" if "partner" not in row else str(row["partner"])


def _in_update(connection: Connection, version: int) -> Row:
    """Names that a partial list adds and removes."""
    o = observations.c
    query = select(o.status, names.c.name).join(names, names.c.id == o.partner_id).where(o.version_id == version)
    told = list(connection.execute(query.order_by(o.id)))
    came, went = (list(dict.fromkeys(name for status, name in told if status == one)) for one in ("added", "removed"))
    return {"since": None, "added": came, "removed": went, "role_changed": [], "renamed": []}


_QUARANTINE = ("uri", "code", "message", "hint")


def _quarantine(folder: Path, *, batch: bool) -> list[Row]:
    try:
        if batch:
            paths = sorted((folder / "quarantine").rglob("*.parquet"))
            return [_chosen(row) for path in paths for row in parquet.read_table(str(path)).to_pylist()]
        text = (folder / "quarantine.jsonl").read_text("utf-8")
        return [_chosen(json.loads(line)) for line in text.splitlines()]
    except (OSError, ValueError) as error:
        message = f"what was set aside cannot be read ({error})"
        raise OutputError(message, where=str(folder), hint="write the output anew") from error


def _chosen(row: Row) -> Row:
    return {name: row.get(name) for name in _QUARANTINE}
