"""Which documents of an output are new, known, superseded by another reading, or come back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select, update

from mingdan.core.parts import parts
from mingdan.registry import tables as t
from mingdan.registry.outputs import DOCUMENT_COLUMNS, Output, OutputError, document_rows

Insert = Callable[[Table, Sequence[str], Iterable[tuple[Any, ...]]], int]
_LINE = re.compile(r":\d+$")
_DEPENDENT = (t.observations, t.versions, t.counts, t.policies)


class Readings:
    """The documents of one output, looked at within the transaction of an ingest.

    ``fresh`` gives the number of each new document by name, ``published`` and ``publishers`` what they state,
    ``reports`` are those of the press.
    ``superseded`` and ``revived`` are numbers of documents, ``back`` the names of the
    latter, ``known`` counts those that were there.
    """

    def __init__(self, connection: Connection, output: Output, ingest: int) -> None:
        self._connection, self._output, self._ingest = connection, output, ingest
        self.fresh: dict[str, int] = {}
        self.published: dict[int, str | None] = {}
        self.publishers: dict[str, str] = {}
        self.reports: set[str] = set()
        self.superseded: dict[int, None] = {}
        self.revived: list[int] = []
        self.back: set[str] = set()
        self.known = 0
        self._seen: set[str] = set()
        self._places: dict[str, str | None] = {}

    def add(self, insert: Insert) -> None:
        """Insert new documents, and mark those that they supersede and those that come back."""
        next_id = (self._connection.execute(select(func.max(t.documents.c.id))).scalar() or 0) + 1
        columns = ("id", "name", "config", "ingest_id", "written", "current", *DOCUMENT_COLUMNS[1:])
        for part in parts(document_rows(self._output), 500):
            rows = [dict(zip(DOCUMENT_COLUMNS, row, strict=True)) for row in part]
            before = self._before([row["document"] for row in rows])
            made: list[tuple[Any, ...]] = []
            for row in rows:
                if self._is_new(row, before.get(row["document"], ())):
                    values = [row[name] for name in DOCUMENT_COLUMNS[1:]]
                    about = (self._output.config, self._ingest, self._output.written, True)
                    made.append((next_id, row["document"], *about, *values))
                    self._note(row, next_id)
                    next_id += 1
            insert(t.documents, columns, made)
        self._supersede_at_places()
        self._mark(list(self.superseded), False)
        self._mark(self.revived, True)

    def _note(self, row: Mapping[str, Any], id: int) -> None:
        self.fresh[row["document"]] = id
        self.published[id] = row["published"]
        if row["genre"] == "news":
            self.reports.add(row["document"])
        if row["publisher"]:
            self.publishers[row["document"]] = row["publisher"]

    def _before(self, names: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        c = t.documents.c
        query = select(c.id, c.name, c.sha256, c.config, c.uri, c.written, c.current).where(c.name.in_(names))
        found: dict[str, list[Any]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.name, []).append(row)
        return found

    def _is_new(self, row: Mapping[str, Any], before: Sequence[Any]) -> bool:
        self._check_id(row, before)
        own = next((one for one in before if self._is_reading(one, row)), None)
        current = [one for one in before if one.current]
        if own is None:
            self._place(row)
            self.superseded.update(dict.fromkeys(one.id for one in current))
            return True
        self.known += 1
        if own.uri != row["uri"]:
            self._connection.execute(update(t.documents).where(t.documents.c.id == own.id).values(uri=row["uri"]))
        if not own.current and all(one.written < self._output.written for one in current):
            self._place(row)
            self.revived.append(own.id)
            self.back.add(own.name)
            self.superseded.update(dict.fromkeys(one.id for one in current))
        return False

    def _is_reading(self, one: Any, row: Mapping[str, Any]) -> bool:
        return one.sha256 == row["sha256"] and one.config == self._output.config

    def _place(self, row: Mapping[str, Any]) -> None:
        if row["uri"]:
            self._places[row["uri"]] = row["sha256"]

    def _check_id(self, row: Mapping[str, Any], before: Sequence[Any]) -> None:
        """One id for two places is refused; lines of one archive may move."""
        name, home = row["document"], _LINE.sub("", row["uri"] or "")
        others = [
            one
            for one in before
            if one.current and one.sha256 != row["sha256"] and _LINE.sub("", one.uri or "") != home
        ]
        if name in self._seen or others:
            where = others[0].uri if others else "this output"
            hint = "give the documents ids of their own in the manifest and read them again; nothing was changed"
            raise OutputError(f"id {name!r} stands for two documents, one in {where}", where=str(row["uri"]), hint=hint)
        self._seen.add(name)

    def _supersede_at_places(self) -> None:
        """Whatever lay at a place where something else lies now, and is not in this output itself."""
        d = t.documents.c
        for part in parts(self._places, 500):
            query = select(d.id, d.name, d.uri, d.sha256).where(d.uri.in_(part), d.current)
            for id, name, uri, digest in self._connection.execute(query):
                if name not in self._seen and digest != self._places[uri]:
                    self.superseded[id] = None

    def _mark(self, ids: Sequence[int], current: bool) -> None:
        for part in parts(ids, 500):
            values = {"current": current, **({"written": self._output.written} if current else {})}
            self._connection.execute(update(t.documents).where(t.documents.c.id.in_(part)).values(values))
            for table in _DEPENDENT:
                self._connection.execute(update(table).where(table.c.document_id.in_(part)).values(current=current))
