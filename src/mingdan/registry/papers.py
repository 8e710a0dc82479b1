"""What a reviewer sees: documents with doubts, the worst first, and one document with all that was read from it."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from mingdan.core.errors import UsageError
from mingdan.core.parts import parts
from mingdan.registry.review import UNSURE
from mingdan.registry.tables import (
    counts,
    decisions,
    documents,
    lender_names,
    names,
    observations,
    partner_names,
    stated,
)

Row = dict[str, Any]


def papers_in_doubt(connection: Connection, limit: int = 50, offset: int = 0, unsure: float = UNSURE) -> list[Row]:
    """Documents with undecided rows of low confidence or counts that disagree, the most doubtful first.

    A document leaves when somebody says that it is done.
    """
    d, rows, wrong = documents.c, _unsure(unsure), _disagreeing()
    doubt = 1 - func.coalesce(rows.c.lowest, 1) + case((wrong.c.counts > 0, 0.25), else_=0)
    query = (
        select(
            *(d.id, d.name, d.title, d.publisher, d.published, rows.c.rows, rows.c.lowest),
            func.coalesce(wrong.c.counts, 0).label("counts"),
        )
        .outerjoin(rows, rows.c.document_id == d.id)
        .outerjoin(wrong, wrong.c.document_id == d.id)
        .where(d.current, or_(rows.c.rows > 0, wrong.c.counts > 0), d.name.not_in(_done_names()))
        .order_by(doubt.desc(), d.id)
        .limit(limit)
        .offset(offset)
    )
    return [dict(row) | {"rows": row["rows"] or 0} for row in connection.execute(query).mappings()]


def _unsure(unsure: float) -> Any:
    o = observations.c
    asked = and_(o.current, o.verdict.is_(None), o.confidence < unsure)
    columns = (o.document_id, func.count().label("rows"), func.min(o.confidence).label("lowest"))
    return select(*columns).where(asked).group_by(o.document_id).subquery("unsure")


def _disagreeing() -> Any:
    c = counts.c
    columns = (c.document_id, func.count().label("counts"))
    return select(*columns).where(c.current, c.agrees.is_(False)).group_by(c.document_id).subquery("wrong")


def _done_names() -> Any:
    return select(_done().subquery().c.document)


def _done() -> Any:
    """Names of documents that were looked through as they were read last."""
    c, d = decisions.c, documents.c
    reading = func.coalesce(d.sha256, "").concat(":").concat(d.config)
    query = select(c.document).join(documents, (d.name == c.document) & d.current)
    return query.where(c.kind == "document", c.verdict == "done", c.undone_time.is_(None), c.other == reading)


def all_papers(connection: Connection, limit: int, offset: int) -> list[Row]:
    """All documents in the order in which they came in, the last first."""
    d, o = documents.c, observations.c
    rows = select(func.count()).where(o.document_id == d.id, o.current).scalar_subquery()
    columns = (
        d.id,
        d.name,
        d.title,
        d.publisher,
        d.published,
        rows.label("rows"),
        d.name.in_(_done_names()).label("done"),
    )
    query = select(*columns).where(d.current).order_by(d.id.desc()).limit(limit).offset(offset)
    return [dict(row) for row in connection.execute(query).mappings()]


def all_lenders(connection: Connection, on: str) -> list[Row]:
    """Institutions that documents name as lenders, with the day of their last list."""
    from mingdan.registry.tables import versions

    n, o, v = names.c, observations.c, versions.c
    rows = select(o.discloser_id, func.count().label("rows")).where(o.current).group_by(o.discloser_id).subquery()
    held = (v.current, v.day <= on)
    lists = select(v.discloser_id, func.max(v.day).label("last"), func.count().label("versions")).where(*held)
    lists = lists.group_by(v.discloser_id).subquery()
    query = (
        select(n.name, n.type, lists.c.last, func.coalesce(lists.c.versions, 0).label("versions"))
        .add_columns(func.coalesce(rows.c.rows, 0).label("rows"))
        .outerjoin(rows, rows.c.discloser_id == n.id)
        .outerjoin(lists, lists.c.discloser_id == n.id)
        .where(or_(rows.c.rows > 0, lists.c.versions > 0))
        .order_by(n.name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def told_of(connection: Connection, ids: Sequence[int], limit: int = 500) -> list[Row]:
    """All rows of documents about partners with these numbers, the last first."""
    o, d = observations.c, documents.c
    columns = (o.day, lender_names.c.name.label("lender"), o.role, o.status, o.basis, o.verdict, o.evidence)
    query = select(*columns, d.id.label("document"), d.title, d.name).select_from(stated)
    query = query.where(o.partner_id.in_(ids), o.current).order_by(o.day.desc(), o.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def paper_titles(connection: Connection, wanted: Sequence[str]) -> dict[str, Row]:
    """Number and title of the current readings of documents, by name."""
    d = documents.c
    found: dict[str, Row] = {}
    for part in parts(dict.fromkeys(wanted), 500):
        query = select(d.name, d.id, d.title).where(d.name.in_(part), d.current)
        found.update((row["name"], dict(row)) for row in connection.execute(query).mappings())
    return found


def sums(connection: Connection) -> Row:
    """How many documents there are, how many are done, and how many rows and decisions."""
    d, o, c = documents.c, observations.c, decisions.c
    return {
        "documents": connection.execute(select(func.count()).where(d.current)).scalar(),
        "done": connection.execute(
            select(func.count(func.distinct(c.document))).where(c.document.in_(_done_names()))
        ).scalar(),
        "rows": connection.execute(select(func.count()).where(o.current)).scalar(),
        "decisions": connection.execute(select(func.count()).where(c.undone_time.is_(None))).scalar(),
    }


def paper_of(connection: Connection, id: int) -> Row:
    """A document with its text, map, rows, counts and decisions. Raises :class:`UsageError` where there is none."""
    d = documents.c
    columns = (d.id, d.name, d.title, d.publisher, d.published, d.genre, d.uri, d.sha256, d.media_type, d.text, d.map)
    row = connection.execute(select(*columns).where(d.id == id, d.current)).mappings().first()
    if row is None:
        raise UsageError(f"no document {id}", hint="it may have been read anew; open the queue")
    found = dict(row) | {
        "map": json.loads(row["map"]),
        "rows": _rows(connection, id),
        "counts": _counts(connection, id),
    }
    done = connection.execute(_done().where(decisions.c.document == row["name"])).first() is not None
    return found | {"decisions": _decisions(connection, str(row["name"])), "done": done}


def paper_number(connection: Connection, name: str) -> int | None:
    """The number of the current reading of a document."""
    return connection.execute(select(documents.c.id).where(documents.c.name == name, documents.c.current)).scalar()


_SHOWN = ("role", "status", "basis", "date", "policy", "confidence", "verdict", "evidence", "start", "end", "page")


def _rows(connection: Connection, document: int) -> list[Row]:
    o = observations.c
    who = (lender_names.c.name.label("lender"), partner_names.c.name.label("partner"))
    columns = (o.id, *who, *(o[name] for name in _SHOWN), o.cells, o.decision_id.label("decision"))
    query = select(*columns).select_from(stated).where(o.document_id == document, o.current).order_by(o.start, o.id)
    return [dict(row) | {"cells": spans_of(row["cells"])} for row in connection.execute(query).mappings()]


def spans_of(cells: str | None) -> dict[str, list[list[int]]]:
    """The stored cells of a row: for each that has words of its own their spans, start and end."""
    held: dict[str, list[dict[str, int]]] = json.loads(cells or "{}")
    return {name: [[one["start"], one["end"]] for one in spans] for name, spans in held.items() if spans}


def _counts(connection: Connection, document: int) -> list[Row]:
    c = counts.c
    columns = (names.c.name.label("lender"), c.role, c["count"], c.found, c.agrees, c.remark, c.start, c.end)
    query = select(*columns).join(names, names.c.id == c.discloser_id).where(c.document_id == document, c.current)
    return [dict(row) for row in connection.execute(query.order_by(c.id)).mappings()]


def _decisions(connection: Connection, name: str) -> list[Row]:
    c = decisions.c
    columns = (c.id, c.kind, c.verdict, c.name, c.other, c.reason, c.who, c.time, c.undone_time, c.undone_by)
    query = select(*columns).where(c.document == name).order_by(c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def find(connection: Connection, words: str, limit: int = 50) -> Row:
    """Institutions and documents whose names, titles or texts hold the words."""
    like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    n, d = names.c, documents.c
    query = (
        select(n.name, n.type, n.group_name).where(n.name.like(like, escape="\\")).order_by(func.length(n.name), n.name)
    )
    institutions = [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
    held = or_(*(column.like(like, escape="\\") for column in (d.title, d.name, d.publisher, d.text)))
    query = select(d.id, d.name, d.title, d.publisher, d.published).where(d.current, held).order_by(d.id).limit(limit)
    return {"institutions": institutions, "documents": [dict(row) for row in connection.execute(query).mappings()]}


def version_of_list(connection: Connection, id: int) -> Row:
    """A version of a list with its rows. Raises :class:`UsageError` where there is none."""
    from mingdan.registry.differences import changes_of
    from mingdan.registry.listed import rows_of
    from mingdan.registry.queries import version_row
    from mingdan.registry.tables import versions
    from mingdan.registry.validity import versions_of

    discloser = connection.execute(select(versions.c.discloser_id).where(versions.c.id == id)).scalar()
    known = versions_of(connection, [discloser]) if discloser is not None else []
    found = next((one for one in known if one.id == id), None)
    if found is None:
        raise UsageError(f"no version {id}", hint="it may have been read anew; open the lender's page")
    lender = connection.execute(select(names.c.name).where(names.c.id == discloser)).scalar()
    own = [one.id for one in known if (one.lineage == found.lineage and one.full) or one.id == id]
    before = own[own.index(id) - 1] if own.index(id) else None
    rows = rows_of(connection, [id], rejected=True)
    changes = changes_of(connection, id) if found.full else None
    return version_row(found) | {"lender": lender, "before": before, "listed": rows, "changes": changes}
