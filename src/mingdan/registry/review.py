"""The review queue and what people decide: kept for ever, keyed to document and span, undone at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.extract.knowledge import default_knowledge, read_table
from mingdan.registry.corrections import (
    MADE,
    add,
    correct,
    now,
    refuse_corrected,
    restate,
    restore_replaced,
    unmatched,
)
from mingdan.registry.tables import (
    aliases,
    decisions,
    documents,
    lender_names,
    names,
    observations,
    partner_names,
    stated,
)
from mingdan.registry.verdicts import verdicts_of

ROW_VERDICTS = ("accept", "reject", "dispute")
NAME_VERDICTS = ("same", "different", "group")
UNSURE = 0.6
"""Rows below this confidence are asked about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to decide: a ``row`` or a ``name``; ``why`` is the kind of doubt."""

    kind: str
    why: str
    id: int
    document: str | None
    uri: str | None
    lender: str | None
    partner: str
    role: str | None
    status: str | None
    confidence: float | None
    evidence: str | None
    start: int | None
    end: int | None
    choices: tuple[str, ...]


def queue(connection: Connection, limit: int = 50, unsure: float = UNSURE) -> list[Asked]:
    """What waits for a decision: decisions that no longer match, rows of low confidence, names without a company."""
    found = [*_stale(connection, limit), *_unsure(connection, limit, unsure), *_ambiguous(connection, limit)]
    return found[:limit]


def _rows(connection: Connection, where: Any, order: Any, limit: int) -> Sequence[Any]:
    o, d = observations.c, documents.c
    columns = (
        *(
            o.id,
            d.name,
            d.uri,
            lender_names.c.name.label("lender"),
            partner_names.c.name.label("partner"),
            o.role,
            o.status,
        ),
        *(o.confidence, o.evidence, o.start, o.end),
    )
    query = select(*columns).select_from(stated).where(where).order_by(*order).limit(limit)
    return connection.execute(query).all()


def _unsure(connection: Connection, limit: int, unsure: float) -> list[Asked]:
    o = observations.c
    where = and_(o.current, o.verdict.is_(None), o.confidence < unsure)
    found = _rows(connection, where, (o.confidence, o.id), limit)
    return [Asked("row", "low_confidence", *row, choices=ROW_VERDICTS) for row in found]


def _stale(connection: Connection, limit: int) -> list[Asked]:
    """Decisions about rows that the current reading of their document does not hold any more."""
    c, d, o = decisions.c, documents.c, observations.c
    there = (
        select(o.id)
        .join(documents, d.id == o.document_id)
        .where(d.name == c.document, o.signature == c.signature, o.current)
        .exists()
    )
    known = select(d.id).where(d.name == c.document, d.current).exists()
    query = (
        select(c.id, c.document, c.name, c.other, c.verdict, c.start, c.end, c.reason)
        .where(c.kind == "row", c.undone_time.is_(None), known)
        .where(or_(and_(c.verdict.not_in(MADE), ~there), c.id.in_(list(unmatched(connection)))))
        .order_by(c.id)
        .limit(limit)
    )
    return [
        Asked(
            *("row", "no_longer_matches", row.id, row.document, None, row.name, row.other or "", None, None, None),
            f"{row.verdict}: {row.reason}",
            row.start,
            row.end,
            ("undo",),
        )
        for row in connection.execute(query)
    ]


def _ambiguous(connection: Connection, limit: int) -> list[Asked]:
    """Partners that are brands of companies, share an alias, or whose names do not say what they are."""
    n, o, c, a = names.c, observations.c, decisions.c, aliases.c
    judged = select(c.id).where(c.kind == "name", c.undone_time.is_(None), or_(c.name == n.name, c.other == n.name))
    shared = select(a.key).group_by(a.key).having(func.count() > 1)
    several = select(a.name_id).where(a.key.in_(shared))
    count = func.count(o.id)
    query = (
        select(n.id, n.name, n.possible_companies, n.id.in_(several).label("shared"), count.label("rows"))
        .join(observations, and_(o.partner_id == n.id, o.current))
        .where(~judged.exists())
        .group_by(n.id, n.name, n.possible_companies)
        .order_by(count.desc(), n.id)
    )
    found: list[Asked] = []
    for row in connection.execute(query):
        why, told = _doubt(row.name, row.possible_companies, bool(row.shared))
        if why and len(found) < limit:
            nothing = (None, None, None)
            evidence = f"{row.rows} rows; {told}"
            found.append(Asked("name", why, row.id, *nothing, row.name, *nothing, evidence, None, None, NAME_VERDICTS))
    return found


def _doubt(name: str, companies: str, shared: bool) -> tuple[str, str]:
    if companies != "[]":
        return "ambiguous_name", f"a brand, may be {companies}"
    if shared:
        return "ambiguous_name", "an alias of it is one of another name too"
    if name_key(name) in default_knowledge().by_key or name.endswith(_telling_ends()):
        return "", ""
    return "unresolved_name", "no known institution, and no ending that says what it is"


@cache
def _telling_ends() -> tuple[str, ...]:
    rows = read_table("name_suffixes.csv")
    return tuple(row["suffix"] for row in rows if row["strength"] in ("legal", "strong"))


def decide_row(
    connection: Connection, observation: int, verdict: str, reason: str, who: str, document: str | None = None
) -> int:
    """Accept, reject or dispute a row, of ``document`` where that is given; returns the number of the decision.

    Raises :class:`UsageError`, also for rows that somebody stated or corrected: those are undone or corrected anew.
    """
    _check(verdict, ROW_VERDICTS, reason, who)
    o, d = observations.c, documents.c
    query = (
        select(
            d.name,
            o.start,
            o.end,
            o.signature,
            lender_names.c.name.label("lender"),
            partner_names.c.name.label("partner"),
            o.decision_id,
        )
        .select_from(stated)
        .where(o.id == observation, o.current)
    )
    row = connection.execute(query).first()
    if row is None or (document is not None and row[0] != document):
        raise UsageError(f"no row {observation}", hint="mingdan registry queue shows their numbers")
    if row.decision_id is not None:
        hint = "correct it, or undo that decision"
        raise UsageError(f"row {observation} is what decision {row.decision_id} states", hint=hint)
    refuse_corrected(connection, row[0], row[3])
    number = _add(
        connection,
        {
            **{"kind": "row", "verdict": verdict, "document": row[0], "start": row[1], "end": row[2]},
            **{"signature": row[3], "name": row.lender, "other": row.partner, "reason": reason, "who": who},
        },
    )
    apply_verdicts(connection, row[0])
    return number


def correct_row(
    connection: Connection,
    observation: int,
    value: Mapping[str, Any],
    reason: str,
    who: str,
    document: str | None = None,
) -> int:
    """State what a row should say; see :func:`mingdan.registry.corrections.correct`."""
    number = correct(connection, observation, value, reason, who, document)
    apply_verdicts(connection, _document_of(connection, number))
    return number


def add_row(connection: Connection, document: str, value: Mapping[str, Any], reason: str, who: str) -> int:
    """State a row that was missed; see :func:`mingdan.registry.corrections.add`."""
    number = add(connection, document, value, reason, who)
    apply_verdicts(connection, document)
    return number


def finish(connection: Connection, document: str, reason: str, who: str) -> int:
    """Say that a document is looked through as it was read; it leaves the queue, and its rows are gold.

    Another reading of it is not looked through.
    """
    _check("done", ("done",), reason, who)
    d, c = documents.c, decisions.c
    known = connection.execute(select(d.sha256, d.config).where(d.name == document, d.current)).first()
    if known is None:
        raise UsageError(f"no document {document!r}", hint="open the queue anew")
    reading = f"{known[0] or ''}:{known[1]}"
    where = (c.kind == "document", c.document == document, c.other == reading, c.undone_time.is_(None))
    there = connection.execute(select(c.id).where(*where)).scalar()
    if there is not None:
        return int(there)
    values = {"kind": "document", "verdict": "done", "document": document, "reason": reason, "who": who}
    return _add(connection, values | {"other": reading})


def _document_of(connection: Connection, decision: int) -> str:
    return str(connection.execute(select(decisions.c.document).where(decisions.c.id == decision)).scalar_one())


def decide_names(connection: Connection, name: str, other: str, verdict: str, reason: str, who: str) -> int:
    """Say that two names are the same institution, different ones, or one the group of the other."""
    _check(verdict, NAME_VERDICTS, reason, who)
    known = {found for (found,) in connection.execute(select(names.c.name).where(names.c.name.in_([name, other])))}
    if not known:
        raise UsageError(f"neither {name} nor {other} is in the registry", hint="give a name as the registry writes it")
    if name == other:
        raise UsageError("a name is always the same as itself", where=name, hint="give two names")
    values = {"kind": "name", "verdict": verdict, "name": name, "other": other, "reason": reason, "who": who}
    return _add(connection, values)


def undo(connection: Connection, number: int, who: str) -> str | None:
    """Take a decision back; it stays in the history. Returns the document that it was about.

    Raises :class:`UsageError` where there is none to undo.
    """
    c = decisions.c
    row = connection.execute(select(c.kind, c.document, c.undone_time, c.value).where(c.id == number)).first()
    if row is None or row.undone_time is not None:
        state = "no" if row is None else "is undone already:"
        raise UsageError(f"{state} decision {number}", hint="mingdan registry decisions lists them")
    connection.execute(update(decisions).where(c.id == number).values(undone_time=now(), undone_by=who))
    if row.kind == "row":
        restore_replaced(connection, row.value)
        apply_verdicts(connection, row.document)
    return None if row.document is None else str(row.document)


def apply_verdicts(connection: Connection, document: str) -> None:
    """Write the verdicts that hold into the rows of a document."""
    verdicts = verdicts_of(connection, {document})
    o, d = observations.c, documents.c
    own = o.document_id.in_(select(d.id).where(d.name == document)) & o.decision_id.is_(None)
    connection.execute(update(observations).where(own).values(verdict=None))
    for (_, signature), verdict in verdicts.items():
        connection.execute(update(observations).where(own, o.signature == signature).values(verdict=verdict))
    restate(connection, {document})


def decided(connection: Connection) -> list[dict[str, Any]]:
    """All decisions, the undone ones too, in their order."""
    query = select(decisions).order_by(decisions.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _check(verdict: str, known: Sequence[str], reason: str, who: str) -> None:
    if verdict not in known:
        raise UsageError(f"no verdict {verdict!r}", hint=f"use one of {', '.join(known)}")
    for name, text in (("--reason", reason), ("--who", who)):
        if not text.strip():
            raise UsageError("is empty", where=name, hint="a decision needs a reason and a name")


def _add(connection: Connection, values: dict[str, Any]) -> int:
    number = (connection.execute(select(func.max(decisions.c.id))).scalar() or 0) + 1
    connection.execute(insert(decisions).values(id=number, time=now(), **values))
    return number
