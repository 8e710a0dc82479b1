"""The registry for other programs: tables, FollowTheMoney entities, W3C annotations.

No cell of a table becomes a formula (:mod:`mingdan.extract.table.write`). Rejected rows stay out unless asked for.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, select

from mingdan.core.errors import UsageError
from mingdan.extract.table.safe import spreadsheet_safe
from mingdan.registry.tables import documents, lender_names, observations, partner_names, stated, versions

Format = Literal["csv", "xlsx", "parquet", "jsonl", "ftm", "annotations"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "jsonl", "ftm", "annotations")
SUFFIXES = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "parquet": ".parquet",
    "jsonl": ".jsonl",
    "ftm": ".ftm.json",
    "annotations": ".json",
}
COLUMNS = (
    *("observation", "lender", "lender_type", "partner", "partner_type", "partner_group", "role", "status", "basis"),
    *("date", "day", "policy", "product", "term_start", "term_end", "contact", "lender_text", "partner_text"),
    *("role_text", "confidence", "verdict", "evidence", "document", "uri", "sha256", "published", "publisher", "start"),
    *("end", "page", "box", "element", "version", "list_title", "list_kind", "list_day", "completeness", "config"),
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows: of one lender (its numbers), with rejected ones, with superseded readings."""

    lenders: tuple[int, ...] | None = None
    rejected: bool = False
    superseded: bool = False


def rows(connection: Connection, chosen: Chosen) -> Iterator[Row]:
    """Rows with :data:`COLUMNS`, in the order in which they came in."""
    o, d, v = observations.c, documents.c, versions.c
    labelled = {
        "observation": o.id,
        **{"lender": lender_names.c.name, "lender_type": lender_names.c.type},
        **{
            "partner": partner_names.c.name,
            "partner_type": partner_names.c.type,
            "partner_group": partner_names.c.group_name,
        },
        **{"lender_text": o.discloser_text, "document": d.name, "version": o.version_id},
        **{"list_title": v.title, "list_kind": v.kind, "list_day": v.day, "completeness": v.completeness},
        **{name: d[name] for name in ("uri", "sha256", "published", "publisher", "config")},
    }
    columns = [labelled.get(name, o.get(name)).label(name) for name in COLUMNS]  # pyright: ignore[reportOptionalMemberAccess]
    query = select(*columns).select_from(stated).outerjoin(versions, v.id == o.version_id).order_by(o.id)
    if chosen.lenders is not None:
        query = query.where(o.discloser_id.in_(chosen.lenders))
    if not chosen.superseded:
        query = query.where(o.current)
    if not chosen.rejected:
        query = query.where((o.verdict != "reject") | o.verdict.is_(None))
    for row in connection.execution_options(yield_per=5_000).execute(query).mappings():
        yield dict(row)


def export(connection: Connection, path: Path, form: str, chosen: Chosen) -> int:
    """Write rows to a file; returns how many. Raises :class:`UsageError` for an unknown format, OSError."""
    if form not in _WRITERS:
        raise UsageError(f"no format {form!r}", hint=f"use one of {', '.join(FORMATS)}")
    partial = path.with_name(f".{path.name}.partial")
    try:
        count = _WRITERS[form](rows(connection, chosen), partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _csv(found: Iterator[Row], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for count, row in enumerate(found, 1):  # noqa: B007 - the last one is the number of rows
            writer.writerow([_safe(row[name]) for name in COLUMNS])
    return count


def _safe(value: object) -> object:
    return spreadsheet_safe(value) if isinstance(value, str) else value


def _jsonl(found: Iterator[Row], path: Path) -> int:
    return _lines(found, path, lambda row: [row])


def _lines(found: Iterator[Row], path: Path, make: Callable[[Row], list[Any]]) -> int:
    """Objects of rows, one a line, each once; returns the number of rows."""
    count = 0
    seen: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        for row in found:
            count += 1
            for value in make(row):
                text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
                key = str(value.get("id", text))
                if key not in seen:
                    seen.add(key)
                    file.write(text + "\n")
    return count


def _frame(found: Iterator[Row]) -> Any:
    import pandas as pd

    whole = {"observation", "start", "end", "page", "version"}
    held = list(found)
    kinds = {name: "Int64" if name in whole else "Float64" if name == "confidence" else "string" for name in COLUMNS}
    return pd.DataFrame({name: pd.Series([row[name] for row in held], dtype=kinds[name]) for name in COLUMNS})


def _parquet(found: Iterator[Row], path: Path) -> int:
    frame = _frame(found)
    frame.to_parquet(path, index=False, compression="zstd")
    return len(frame)


def _xlsx(found: Iterator[Row], path: Path) -> int:
    from mingdan.extract.table.write import write_xlsx

    frame = _frame(found)
    write_xlsx(path, frame, title="rows")
    return len(frame)


# FollowTheMoney: lenders and partners are companies, a row is a relationship between them, a document its proof


def _ftm(found: Iterator[Row], path: Path) -> int:
    return _lines(found, path, _entities)


def _entities(row: Row) -> list[Any]:
    """Nothing of a denial: it states that there is no relationship."""
    if row["status"] == "denied":
        return []
    lender, partner, proof = (
        _id(kind, row[name]) for kind, name in (("n", "lender"), ("n", "partner"), ("d", "document"))
    )
    link = {
        "subject": [lender],
        "object": [partner],
        "role": [row["role"]],
        "status": [row["status"]],
        "startDate": [row["term_start"]] if row["term_start"] else [],
        "endDate": [row["term_end"]] if row["term_end"] else [],
        "date": [row["day"]] if row["day"] else [],
        "summary": [row["evidence"]],
        "proof": [proof],
    }
    return [
        _entity(lender, "Company", {"name": [row["lender"]]}),
        _entity(partner, "Company", {"name": [row["partner"]]}),
        _entity(proof, "Document", {"title": [row["list_title"] or row["document"]], "contentHash": [row["sha256"]]}),
        _entity(_id("r", str(row["observation"])), "UnknownLink", link),
    ]


def _entity(id: str, schema: str, properties: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": {name: told for name, told in properties.items() if any(told)}}


def _id(kind: str, text: str) -> str:
    return f"{kind}-{hashlib.sha1(text.encode('utf-8', 'surrogatepass'), usedforsecurity=False).hexdigest()}"


# W3C Web Annotation: one annotation a row, with a position and a quote in the document's text


def _annotations(found: Iterator[Row], path: Path) -> int:
    items = [_annotation(row) for row in found]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "id": "urn:mingdan:registry",
        "items": items,
    }
    path.write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(items)


def _annotation(row: Row) -> dict[str, Any]:
    told = {
        name: row[name] for name in ("lender", "partner", "role", "status", "date", "policy", "confidence", "verdict")
    }
    return {
        "id": f"urn:mingdan:observation:{row['observation']}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {"type": "Dataset", "value": {name: value for name, value in told.items() if value is not None}},
        "target": {
            "source": f"urn:sha256:{row['sha256']}",
            "selector": [
                {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]},
                {"type": "TextQuoteSelector", "exact": row["evidence"]},
            ],
        },
    }


_WRITERS: dict[str, Callable[[Iterator[Row], Path], int]] = {
    **{"csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "xlsx": _xlsx},
    **{"ftm": _ftm, "annotations": _annotations},
}
