"""From an output folder into the registry: what is new is appended, a newer reading of a document supersedes the older.

Everything of one output is kept in one transaction, so that a failure leaves the registry as it was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.core.parts import parts
from mingdan.extract.knowledge import LENDER_TYPES
from mingdan.registry import tables as t
from mingdan.registry.corrections import restate
from mingdan.registry.database import RegistryError, writing
from mingdan.registry.dates import last_day
from mingdan.registry.lineage import Lineage, Stated, belongs, roles_of, title_key
from mingdan.registry.matching import legal_forms
from mingdan.registry.outputs import Output
from mingdan.registry.readings import Readings
from mingdan.registry.signing import signature_of
from mingdan.registry.verdicts import verdicts_of

_PER_STATEMENT = 5_000
_ROW_COLUMNS = (
    *("document", "discloser", "partner", "role", "status", "basis", "date", "policy", "product", "term_start"),
    *("term_end", "contact", "discloser_text", "partner_text", "role_text", "confidence", "evidence", "start", "end"),
    *("page", "box", "element", "cells", "list", "published", "discloser_type", "partner_type"),
)
_LIST_COLUMNS = (
    *("document", "list", "discloser", "title", "kind", "roles", "as_of", "published", "effective", "completeness"),
    *("replaces", "rows", "start", "end"),
)
_NAME_COLUMNS = ("document", "institution", "type", "group", "aliases", "possible_companies")
_COUNT_COLUMNS = ("document", "discloser", "role", "count", "date", "found", "agrees", "remark", "start", "end")
_POLICY_COLUMNS = ("document", "policy", "number", "issued", "effective", "start", "end")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest brought; ``revived`` are readings that were superseded and hold again."""

    ingest: int | None
    documents: int
    observations: int
    versions: int
    superseded: int
    revived: int
    known: int


def ingest(engine: Engine, output: Output, *, now: datetime | None = None) -> Ingested:
    """Take an output into the registry. Doing it again changes nothing.

    Raises :class:`mingdan.registry.outputs.OutputError` where an id stands for two contents, :class:`RegistryError`
    where the database fails or the clock stands before the last ingest.
    """
    with writing(engine) as connection:
        return Ingest(connection, output, now or datetime.now(UTC)).run()


class Ingest:
    """One transaction of :func:`ingest`."""

    def __init__(self, connection: Connection, output: Output, now: datetime) -> None:
        self._connection, self._output = connection, output
        self._time = now.isoformat(timespec="seconds")
        self._today = now.date().isoformat()
        self._documents: dict[str, int] = {}
        self._published: dict[int, str | None] = {}
        self._publishers: dict[str, str] = {}
        self._reports: set[str] = set()
        self._types: dict[str, str | None] = {}
        self._names: dict[str, int] = {}
        self._versions: dict[tuple[int, str], tuple[int, str]] = {}

    def run(self) -> Ingested:
        """Do it."""
        self._check_clock(self._connection.execute(select(func.max(t.ingests.c.time))).scalar())
        number = self._next(t.ingests)
        begun = {"id": number, "time": self._time, "source": str(self._output.folder.resolve())}
        nothing = {"documents": 0, "observations": 0, "superseded": 0}
        self._connection.execute(insert(t.ingests).values(**begun, version=self._output.version, **nothing))
        readings = Readings(self._connection, self._output, number)
        readings.add(self._insert)
        self._documents, self._published = readings.fresh, readings.published
        self._publishers, self._reports = readings.publishers, readings.reports
        superseded, revived = len(readings.superseded), len(readings.revived)
        if not self._documents and not revived:
            self._connection.execute(t.ingests.delete().where(t.ingests.c.id == number))
            return Ingested(None, 0, 0, 0, 0, 0, readings.known)
        self._add_names()
        versions = self._add_versions()
        rows = self._add_observations()
        self._add_facts()
        restate(self._connection, {*self._documents, *readings.back})
        told = {"documents": len(self._documents), "observations": rows, "superseded": superseded}
        self._connection.execute(update(t.ingests).where(t.ingests.c.id == number).values(told))
        return Ingested(number, len(self._documents), rows, versions, superseded, revived, readings.known)

    def _check_clock(self, last: str | None) -> None:
        if last is not None and datetime.fromisoformat(self._time) < datetime.fromisoformat(last) - timedelta(
            minutes=5
        ):
            message = f"the clock says {self._time}, the last ingest was at {last}"
            raise RegistryError(message, hint="set the clock of this machine; nothing was changed")

    def _next(self, table: Table) -> int:
        return (self._connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def _insert(self, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        """Many rows by one prepared statement; the names are those of the columns."""
        quote = self._connection.dialect.identifier_preparer.quote
        mark = "?" if self._connection.dialect.paramstyle == "qmark" else "%s"
        columns, marks = ", ".join(map(quote, names)), ", ".join([mark] * len(names))
        statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"
        count = 0
        for part in parts(rows, _PER_STATEMENT):
            self._connection.exec_driver_sql(statement, part)
            count += len(part)
        return count

    # names

    def _add_names(self) -> None:
        for chunk in self._output.chunks("institutions", _NAME_COLUMNS):
            rows = [row for row in chunk if row[0] in self._documents]
            self._types.update((row[1], row[2]) for row in rows)
            self._names_of([(name, kind, group, companies) for _, name, kind, group, _, companies in rows])
            self._add_aliases(rows)

    def _names_of(self, known: Sequence[tuple[str, str | None, str | None, str | None]]) -> None:
        """Numbers for names; what the first document says of a name stays."""
        wanted = {name: (kind, group, companies) for name, kind, group, companies in known if name not in self._names}
        for part in parts(wanted, 500):
            query = select(t.names.c.name, t.names.c.id).where(t.names.c.name.in_(part))
            self._names.update((name, id) for name, id in self._connection.execute(query))
        new = [name for name in wanted if name not in self._names]
        number = self._next(t.names) if new else 0
        rows: list[tuple[Any, ...]] = []
        for name in new:
            kind, group, companies = wanted[name]
            rows.append((number, name, name_key(name), kind, group, companies or "[]"))
            self._names[name] = number
            number += 1
        self._insert(t.names, ("id", "name", "key", "type", "group_name", "possible_companies"), rows)

    def _add_aliases(self, rows: Sequence[tuple[Any, ...]]) -> None:
        found: dict[tuple[str, int], tuple[str, str]] = {}
        for document, name, _, _, aliases, _ in rows:
            for alias in json.loads(aliases) if aliases and aliases != "[]" else ():
                found.setdefault((name_key(alias), self._names[name]), (alias, document))
        for part in parts(found, 500):
            c = t.aliases.c
            query = select(c.key, c.name_id).where(c.key.in_([key for key, _ in part]))
            there = {(key, id) for key, id in self._connection.execute(query)}
            fresh = [(*key, *found[key]) for key in part if key not in there]
            self._insert(t.aliases, ("key", "name_id", "alias", "source"), fresh)

    def _name(self, name: str, kind: str | None = None) -> int:
        if name not in self._names:
            self._names_of([(name, kind, None, None)])
        return self._names[name]

    # lists

    def _add_versions(self) -> int:
        rows = [
            dict(zip(_LIST_COLUMNS, row, strict=True))
            for chunk in self._output.chunks("lists", _LIST_COLUMNS)
            for row in chunk
            if row[0] in self._documents and row[2] and not self._is_of_another(row[0], row[2])
        ]
        rows.sort(key=lambda row: (self._day(row), row["document"], row["list"]))
        number = self._next(t.versions)
        made: list[tuple[Any, ...]] = []
        lineages: dict[int, list[Lineage]] = {}
        for row in rows:
            discloser, document = self._name(row["discloser"]), self._documents[row["document"]]
            lineage = self._lineage(discloser, row, lineages)
            values = [row[name] for name in _LIST_COLUMNS[3:]]
            made.append((number, lineage, discloser, document, row["list"], self._time, self._day(row), True, *values))
            self._versions[document, row["list"]] = (number, self._day(row))
            number += 1
        columns = ("id", "lineage_id", "discloser_id", "document_id", "list", "retrieved", "day", "current")
        return self._insert(t.versions, (*columns, *_LIST_COLUMNS[3:]), made)

    def _is_of_another(self, document: str, discloser: str) -> bool:
        """Whether the press or a partner (a platform that names its lenders) published it: no list of the lender."""
        publisher = self._publishers.get(document)
        if publisher == discloser:
            return False
        if publisher is None:
            return document in self._reports
        return self._types.get(publisher) not in (*LENDER_TYPES, None)

    def _day(self, row: Mapping[str, Any]) -> str:
        stated = row["as_of"] or row["effective"] or row["published"]
        return last_day(stated) or self._today

    def _lineage(self, discloser: int, row: Mapping[str, Any], held: dict[int, list[Lineage]]) -> int:
        discloser_ids = forms_of(self._connection, discloser)
        first = min(discloser_ids)
        if first not in held:
            held[first] = lineages_of(self._connection, discloser_ids)
        roles, day = roles_of(row["roles"]), self._day(row)
        full = row["completeness"] == "full"
        days = frozenset({day} if full else ())
        found = belongs(held[first], Stated(row["kind"], row["title"], roles, day, full))
        if found is None:
            number = self._next(t.lineages)
            kind, key = row["kind"], title_key(row["title"])
            made = insert(t.lineages).values(id=number, discloser_id=discloser, kind=kind, title_key=key)
            self._connection.execute(made)
            held[first].append(Lineage(number, kind, key, frozenset(roles), days))
            return number
        held[first].remove(found)
        joined = Lineage(found.id, found.kind, found.title_key, found.roles | set(roles), found.days | days)
        held[first].append(joined)
        return found.id

    # rows

    def _add_observations(self) -> int:
        number = self._next(t.observations)
        count = 0
        for chunk in self._output.chunks("partnerships", _ROW_COLUMNS):
            rows = [row for row in chunk if row[0] in self._documents]
            self._names_of([(row[1], row[25], None, None) for row in rows])
            self._names_of([(row[2], row[26], None, None) for row in rows])
            signed = [(signature(row), row) for row in rows]
            verdicts = verdicts_of(self._connection, {row[0] for row in rows})
            made = [
                self._observation(number + place, sign, row, verdicts.get((row[0], sign)))
                for place, (sign, row) in enumerate(signed)
            ]
            number += len(made)
            count += self._insert(t.observations, _OBSERVATION_COLUMNS, made)
        return count

    def _observation(self, id: int, sign: str, row: tuple[Any, ...], verdict: str | None) -> tuple[Any, ...]:
        document = self._documents[row[0]]
        version, as_of = self._versions.get((document, row[23]), (None, None)) if row[23] else (None, None)
        day = last_day(row[6]) or as_of or row[24] or self._published[document]
        discloser, partner = self._names[row[1]], self._names[row[2]]
        return (id, document, version, discloser, partner, day, sign, verdict, True, *row[3:23])

    def _add_facts(self) -> None:
        for table, source, columns in ((t.counts, "counts", _COUNT_COLUMNS), (t.policies, "policies", _POLICY_COLUMNS)):
            number = self._next(table)
            for chunk in self._output.chunks(source, columns):
                rows = [row for row in chunk if row[0] in self._documents]
                made = [(number + place, True, *self._fact(source, row)) for place, row in enumerate(rows)]
                number += len(made)
                names = (
                    ("document_id", "discloser_id", *columns[2:])
                    if source == "counts"
                    else ("document_id", *columns[1:])
                )
                self._insert(table, ("id", "current", *names), made)

    def _fact(self, source: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if source == "counts":
            return (self._documents[row[0]], self._name(row[1]), *row[2:])
        return (self._documents[row[0]], *row[1:])


_OBSERVATION_COLUMNS = (
    *("id", "document_id", "version_id", "discloser_id", "partner_id", "day", "signature", "verdict", "current"),
    *_ROW_COLUMNS[3:23],
)


def signature(row: Sequence[Any]) -> str:
    """The signature of a row of an output."""
    return signature_of(row[12] or row[1], row[13] or row[2], row[3], row[4], row[17], row[18])


def forms_of(connection: Connection, discloser: int) -> Sequence[int]:
    """The numbers of a lender's name in each legal form."""
    key = str(connection.execute(select(t.names.c.key).where(t.names.c.id == discloser)).scalar() or "")
    forms = select(t.names.c.id).where(t.names.c.key.in_([key, *legal_forms(key)]))
    return connection.execute(forms).scalars().all()


def lineages_of(connection: Connection, own: Sequence[int]) -> list[Lineage]:
    """The lists of a lender, whose name has these numbers."""
    c = t.lineages.c
    roles: dict[int, set[str]] = {}
    days: dict[int, set[str]] = {}
    v = t.versions.c
    query = select(v.lineage_id, v.roles, v.day, v.completeness, v.current).where(v.discloser_id.in_(own))
    for lineage, text, day, completeness, current in connection.execute(query):
        roles.setdefault(lineage, set()).update(roles_of(text))
        if completeness == "full" and current:
            days.setdefault(lineage, set()).add(day)
    query = select(c.id, c.kind, c.title_key).where(c.discloser_id.in_(own)).order_by(c.id)
    return [
        Lineage(id, kind, key, frozenset(roles.get(id, ())), frozenset(days.get(id, ())))
        for id, kind, key in connection.execute(query)
    ]


def parse_day(value: str, where: str) -> str:
    """A day as the user gives it. Raises :class:`UsageError` where it is none."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise UsageError(f"impossible date {value!r}", where=where, hint="write YYYY-MM-DD") from error
