"""Rows as people state them: corrected or added, kept as decisions, and written anew into every later reading."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.core.parts import parts
from mingdan.core.records import MapPiece
from mingdan.extract.table.places import Places
from mingdan.registry.dates import last_day
from mingdan.registry.signing import signature_of
from mingdan.registry.stating import Stated, moved, parse_stated, words_of
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


def correct(
    connection: Connection, observation: int, value: Mapping[str, Any], reason: str, who: str, document: str | None
) -> int:
    """State what a row should say; the row as it was is rejected. Returns the number of the decision."""
    o, d = observations.c, documents.c
    columns = (d.name, d.text, o.signature, o.start, o.end, lender_names.c.name, partner_names.c.name, o.decision_id)
    told = (*columns, o.role, o.status, o.evidence)
    row = connection.execute(select(*told).select_from(stated).where(o.id == observation, o.current)).first()
    if row is None or (document is not None and row[0] != document):
        raise UsageError(f"no row {observation} in this document", hint="open the document anew")
    if row[7] is None:
        refuse_corrected(connection, row[0], row[2])
    made = parse_stated(value, row[1])
    about = {"document": row[0], "signature": row[2], "start": row[3], "end": row[4], "name": row[5], "other": row[6]}
    was = {"lender": row[5], "partner": row[6], "role": row[8], "status": row[9], "evidence": row[10]}
    before = _replaced(connection, row[7], who)
    if before:
        return _keep(connection, before, made, row[1], reason, who, {"replaces": row[7], "was": before.pop("was")})
    return _keep(connection, about | {"verdict": "correct"}, made, row[1], reason, who, {"was": was})


def refuse_corrected(connection: Connection, document: str, signature: str) -> None:
    """Raise :class:`UsageError` where somebody has corrected the row already."""
    c = decisions.c
    where = (c.document == document, c.signature == signature, c.verdict == "correct", c.undone_time.is_(None))
    known = connection.execute(select(c.id, c.who).where(*where)).first()
    if known is not None:
        hint = f"undo decision {known[0]} first, or correct what it states"
        raise UsageError(f"{known[1]} has corrected this row", where=document, hint=hint)


def _replaced(connection: Connection, decision: int | None, who: str) -> dict[str, Any]:
    """Take back the decision that stated the row, and give what it was about: what was stated last holds."""
    if decision is None:
        return {}
    c = decisions.c
    columns = (c.document, c.signature, c.start, c.end, c.name, c.other, c.verdict, c.value)
    row = dict(connection.execute(select(*columns).where(c.id == decision)).mappings().one())
    connection.execute(update(decisions).where(c.id == decision).values(undone_time=now(), undone_by=who))
    return row | {"was": json.loads(row.pop("value")).get("was")}


def restore_replaced(connection: Connection, value: str | None) -> None:
    """Where a correction of a correction is taken back, the one before it holds again."""
    replaced = json.loads(value or "{}").get("replaces")
    if replaced is not None:
        again = update(decisions).where(decisions.c.id == replaced).values(undone_time=None, undone_by=None)
        connection.execute(again)


def add(connection: Connection, document: str, value: Mapping[str, Any], reason: str, who: str) -> int:
    """State a row that was missed. Returns the number of the decision."""
    query = select(documents.c.text).where(documents.c.name == document, documents.c.current)
    text = connection.execute(query).scalar()
    if text is None:
        raise UsageError(f"no document {document!r}", hint="open the queue anew")
    made = parse_stated(value, text)
    about = {"document": document, "start": made.start, "end": made.end, "name": made.lender, "other": made.partner}
    return _keep(connection, about | {"verdict": "add"}, made, text, reason, who, {})


def now() -> str:
    """The time, UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _keep(
    connection: Connection,
    about: dict[str, Any],
    made: Stated,
    text: str,
    reason: str,
    who: str,
    more: Mapping[str, Any],
) -> int:
    if not reason.strip() or not who.strip():
        raise UsageError("is empty", where="reason or who", hint="a decision needs a reason and a name")
    number = (connection.execute(select(func.max(decisions.c.id))).scalar() or 0) + 1
    told = asdict(made) | {"evidence": text[made.start : made.end], "words": words_of(made, text), **more}
    values = {"id": number, "kind": "row", "time": now(), "reason": reason, "who": who}
    value = json.dumps(told, ensure_ascii=False)
    connection.execute(insert(decisions).values(**about, **values, value=value))
    return number


def restate(connection: Connection, names_: Collection[str]) -> None:
    """Write the rows that people stated into the current readings of these documents, and take undone ones out.

    A row that was taken back belongs to no list any more, and its number is never used again.
    """
    c, o, d = decisions.c, observations.c, documents.c
    for part in parts(sorted(names_), 500):
        of_documents = o.document_id.in_(select(d.id).where(d.name.in_(part)))
        undone = select(c.id).where(c.undone_time.is_not(None), c.verdict.in_(MADE))
        gone = update(observations).where(of_documents, o.decision_id.in_(undone))
        connection.execute(gone.values(current=False, version_id=None))
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
    told: dict[str, Any] = json.loads(row.value)
    _reject_moved(connection, row.document, told.get("was"))
    there = select(o.id).where(o.decision_id == row.id, o.document_id == row.document)
    found = connection.execute(there).scalar()
    if found is not None:
        version, _ = _version(connection, row.document, number_of(connection, told["lender"]), told["basis"])
        again = {"current": True, "verdict": "accept", "version_id": version}
        connection.execute(update(observations).where(o.id == found).values(again))
        return
    value = moved(told, row.text)
    if value is None or _is_there(connection, row.document, value):
        return
    number = (connection.execute(select(func.max(o.id))).scalar() or 0) + 1
    connection.execute(insert(observations).values(id=number, **_values(connection, row, value)))


def _reject_moved(connection: Connection, document: int, was: Mapping[str, Any] | None) -> None:
    """Reject the row that was corrected also where a later reading has it at another place."""
    if was is None:
        return
    o = observations.c
    same = (o.role == was["role"], o.status == was["status"], o.evidence == was["evidence"], o.decision_id.is_(None))
    query = select(o.id, lender_names.c.key, partner_names.c.key).select_from(stated)
    wanted = (name_key(was["lender"]), name_key(was["partner"]))
    for id, lender, partner in list(connection.execute(query.where(o.document_id == document, o.current, *same))):
        if (lender, partner) == wanted:
            connection.execute(update(observations).where(o.id == id).values(verdict="reject"))


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
    version, day = _version(connection, row.document, lender, value["basis"])
    place = Places([MapPiece(**_piece(piece)) for piece in json.loads(row.map)]).of(value["start"], value["end"])
    cells = {name: [{"start": a, "end": b} for a, b in spans] for name, spans in value["cells"].items()}
    texts = {f"{name}_text": _words(row.text, value["cells"].get(name)) for name in ("discloser", "partner", "role")}
    told = {name: value[name] for name in ("role", "status", "date", "policy", "start", "end", "evidence")}
    told["basis"] = "list" if version is not None else "report"  # a document without a list of the lender reports
    made = told | texts | place | {"document_id": row.document, "version_id": version, "decision_id": row.id}
    made |= {"discloser_id": lender, "partner_id": partner, "verdict": "accept", "current": True, "confidence": 1.0}
    made |= {"day": last_day(value["date"]) or day or row.published, "cells": json.dumps(cells)}
    who = (texts["discloser_text"] or value["lender"], texts["partner_text"] or value["partner"])
    return made | {"signature": signature_of(*who, value["role"], value["status"], value["start"], value["end"])}


def _piece(piece: Mapping[str, Any]) -> dict[str, Any]:
    return {name: piece.get(name) for name in ("start", "end", "page", "box", "element")}


def _words(text: str, spans: Any) -> str | None:
    return text[spans[0][0] : spans[0][1]] if spans else None


def _version(connection: Connection, document: int, lender: int, basis: str) -> tuple[int | None, str | None]:
    """The lender's list in the document that a row of this basis belongs to, with its day."""
    if basis != "list":
        return None, None
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
