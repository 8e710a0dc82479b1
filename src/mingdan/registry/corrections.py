"""Rows as people state them: corrected or added, kept as decisions, and written anew into every later reading."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.core.parts import parts
from mingdan.core.records import MapPiece
from mingdan.extract.table.places import Places
from mingdan.registry.dates import last_day
from mingdan.registry.signing import signature_of
from mingdan.registry.stating import Stated, moved, parse_stated
from mingdan.registry.tables import (
    decisions,
    documents,
    lender_names,
    names,
    observations,
    partner_names,
    stated,
    versions,
)

MADE = ("correct", "add")
"""Verdicts that state a row."""


def correct(connection: Connection, observation: int, value: Mapping[str, Any], reason: str, who: str) -> int:
    """State what a row should say; the row as it was is rejected. Returns the number of the decision."""
    o, d = observations.c, documents.c
    columns = (d.name, d.text, o.signature, o.start, o.end, lender_names.c.name, partner_names.c.name, o.decision_id)
    row = connection.execute(select(*columns).select_from(stated).where(o.id == observation, o.current)).first()
    if row is None:
        raise UsageError(f"no row {observation}", hint="open the document anew")
    made = parse_stated(value, row[1])
    about = {"document": row[0], "signature": row[2], "start": row[3], "end": row[4], "name": row[5], "other": row[6]}
    about = _replaced(connection, row[7], who) or about | {"verdict": "correct"}
    return _keep(connection, about, made, row[1], reason, who)


def _replaced(connection: Connection, decision: int | None, who: str) -> dict[str, Any]:
    """Take back the decision that stated the row, and give what it was about: what was stated last holds."""
    if decision is None:
        return {}
    c = decisions.c
    columns = (c.document, c.signature, c.start, c.end, c.name, c.other, c.verdict)
    row = connection.execute(select(*columns).where(c.id == decision)).mappings().one()
    connection.execute(update(decisions).where(c.id == decision).values(undone_time=now(), undone_by=who))
    return dict(row)


def add(connection: Connection, document: str, value: Mapping[str, Any], reason: str, who: str) -> int:
    """State a row that was missed. Returns the number of the decision."""
    query = select(documents.c.text).where(documents.c.name == document, documents.c.current)
    text = connection.execute(query).scalar()
    if text is None:
        raise UsageError(f"no document {document!r}", hint="open the queue anew")
    made = parse_stated(value, text)
    about = {"document": document, "start": made.start, "end": made.end, "name": made.lender, "other": made.partner}
    return _keep(connection, about | {"verdict": "add"}, made, text, reason, who)


def now() -> str:
    """The time, UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _keep(connection: Connection, about: dict[str, Any], made: Stated, text: str, reason: str, who: str) -> int:
    if not reason.strip() or not who.strip():
        raise UsageError("is empty", where="reason or who", hint="a decision needs a reason and a name")
    number = (connection.execute(select(func.max(decisions.c.id))).scalar() or 0) + 1
    told = asdict(made) | {"evidence": text[made.start : made.end]}
    values = {
        "id": number,
        "kind": "row",
        "time": now(),
        "reason": reason,
        "who": who,
        "value": json.dumps(told, ensure_ascii=False),
    }
    connection.execute(insert(decisions).values(**about, **values))
    return number


def restate(connection: Connection, names_: Collection[str]) -> None:
    """Write the rows that people stated into the current readings of these documents, and take undone ones out.

    A row that was taken back goes, since only its decision was ever stated; it stays in ``decisions``.
    """
    c, o, d = decisions.c, observations.c, documents.c
    for part in parts(sorted(names_), 500):
        of_documents = o.document_id.in_(select(d.id).where(d.name.in_(part)))
        undone = select(c.id).where(c.undone_time.is_not(None), c.verdict.in_(MADE))
        connection.execute(delete(observations).where(of_documents, o.decision_id.in_(undone)))
        connection.execute(update(observations).where(of_documents, o.decision_id.is_not(None)).values(current=False))
        query = (
            select(c.id, c.value, d.id.label("document"), d.text, d.map, d.published)
            .join(documents, (d.name == c.document) & d.current)
            .where(c.kind == "row", c.verdict.in_(MADE), c.undone_time.is_(None), c.document.in_(part))
            .order_by(c.id)
        )
        for row in list(connection.execute(query)):
            _write(connection, row)


def _write(connection: Connection, row: Any) -> None:
    o = observations.c
    there = select(o.id).where(o.decision_id == row.id, o.document_id == row.document)
    found = connection.execute(there).scalar()
    if found is not None:
        connection.execute(update(observations).where(o.id == found).values(current=True, verdict="accept"))
        return
    value = moved(json.loads(row.value), row.text)
    if value is None or _is_there(connection, row.document, value):
        return
    number = (connection.execute(select(func.max(o.id))).scalar() or 0) + 1
    connection.execute(insert(observations).values(id=number, **_values(connection, row, value)))


def _is_there(connection: Connection, document: int, value: Mapping[str, Any]) -> bool:
    """Whether the reading states the same row by itself."""
    o = observations.c
    columns = (lender_names.c.key, partner_names.c.key, o.role, o.status)
    where = (o.document_id == document, o.current, o.start < value["end"], o.end > value["start"])
    wanted = (name_key(value["lender"]), name_key(value["partner"]), value["role"], value["status"])
    kept = o.verdict.is_(None) | (o.verdict != "reject")
    found = connection.execute(select(*columns).select_from(stated).where(*where, kept))
    return any(tuple(row) == wanted for row in found)


def _values(connection: Connection, row: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    lender, partner = (number_of(connection, value[name]) for name in ("lender", "partner"))
    version, day = _version(connection, row.document, lender) if value["basis"] == "list" else (None, None)
    place = Places([MapPiece(**_piece(piece)) for piece in json.loads(row.map)]).of(value["start"], value["end"])
    cells = {name: [{"start": a, "end": b} for a, b in spans] for name, spans in value["cells"].items()}
    texts = {f"{name}_text": _words(row.text, value["cells"].get(name)) for name in ("discloser", "partner", "role")}
    told = {name: value[name] for name in ("role", "status", "basis", "date", "policy", "start", "end", "evidence")}
    made = told | texts | place | {"document_id": row.document, "version_id": version, "decision_id": row.id}
    made |= {"discloser_id": lender, "partner_id": partner, "verdict": "accept", "current": True, "confidence": 1.0}
    made |= {"day": last_day(value["date"]) or day or row.published, "cells": json.dumps(cells)}
    who = (texts["discloser_text"] or value["lender"], texts["partner_text"] or value["partner"])
    return made | {"signature": signature_of(*who, value["role"], value["status"], value["start"], value["end"])}


def _piece(piece: Mapping[str, Any]) -> dict[str, Any]:
    return {name: piece.get(name) for name in ("start", "end", "page", "box", "element")}


def _words(text: str, spans: Any) -> str | None:
    return text[spans[0][0] : spans[0][1]] if spans else None


def _version(connection: Connection, document: int, lender: int) -> tuple[int | None, str | None]:
    """The lender's list in the document, with its day."""
    v = versions.c
    query = select(v.id, v.day).where(v.document_id == document, v.discloser_id == lender, v.current).order_by(v.id)
    row = connection.execute(query).first()
    return (row[0], row[1]) if row else (None, None)


def number_of(connection: Connection, name: str) -> int:
    """The number of a name, which is new to the registry or known."""
    found = connection.execute(select(names.c.id).where(names.c.name == name)).scalar()
    if found is not None:
        return int(found)
    number = int(connection.execute(select(func.max(names.c.id))).scalar() or 0) + 1
    values = {"id": number, "name": name, "key": name_key(name), "type": None, "group_name": None}
    connection.execute(insert(names).values(**values, possible_companies="[]"))
    return number


def unmatched(connection: Connection) -> Iterator[int]:
    """Decisions whose row stands in no current reading of their document."""
    c, d, o = decisions.c, documents.c, observations.c
    query = (
        select(c.id, c.value, d.id.label("document"), d.text)
        .join(documents, (d.name == c.document) & d.current)
        .where(c.kind == "row", c.verdict.in_(MADE), c.undone_time.is_(None))
        .where(~select(o.id).where(o.decision_id == c.id, o.current).exists())
        .order_by(c.id)
    )
    for row in list(connection.execute(query)):
        value = moved(json.loads(row.value), row.text)
        if value is None or not _is_there(connection, row.document, value):
            yield row.id
