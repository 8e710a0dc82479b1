"""Which places state the same: stories among the documents, copies of the same bytes, and all sources of each row."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from mingdan.batch.arrow import Table, pa
from mingdan.batch.columns import table_of
from mingdan.batch.ledger import Ledger
from mingdan.batch.order import Current, by_part, current
from mingdan.batch.store import Store

ROW_KEY = ("discloser", "partner", "role", "status", "date", "policy")
"""Rows of one story that agree in these columns state the same."""

_TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, head INTEGER, alike REAL, item INTEGER, uri TEXT, sha256 TEXT
);
CREATE INDEX documents_by_item ON documents (item);
CREATE TABLE facts (head INTEGER, key BLOB, number INTEGER, PRIMARY KEY (head, key, number)) WITHOUT ROWID;
"""


class Sources(AbstractContextManager["Sources"]):
    """Built once for a publication, in a file of its own; documents are numbered in the order of the tables.

    ``heads`` gives for each document the number of the first one of its story, ``alike`` what they have in common.
    """

    def __init__(self, store: Store, ledger: Ledger, config: str, heads: Any, alike: Any) -> None:
        import numpy as np

        self._store, self._ledger, self._config = store, ledger, config
        self._path = store.next / "scratch.sqlite"
        self._base = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        self._sizes = np.bincount(heads, minlength=len(heads)) if len(heads) else heads
        self._last: _Own | None = None
        self._fill(heads, alike)

    def __exit__(self, *about: object) -> None:
        self._base.close()
        self._path.unlink()

    def _fill(self, heads: Any, alike: Any) -> None:
        number = 0
        self._base.execute("BEGIN")
        for (part, piece), members in by_part(current(self._ledger, self._config)):
            told = self._store.read_part(part, piece, "documents", ["sha256", "uri"]).to_pylist()
            shared: dict[str, tuple[int, int]] = {}
            for member in members:
                head, about = int(heads[number]), told[member.place]
                uri = self._place(member.item, about["uri"])
                row = (number, member.id, head, float(alike[number]), member.item, uri, about["sha256"])
                self._base.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                if self._sizes[head] > 1:
                    shared[member.id] = (number, head)
                number += 1
            if shared:
                self._add_facts(part, piece, shared)
        self._base.execute("COMMIT")

    def _place(self, item: int, read: str) -> str:
        """Where the document lies: where it was read, unless something else lies there now."""
        uris = [
            uri for (uri,) in self._ledger.rows("SELECT uri FROM sources WHERE item = ? ORDER BY copy, uri", (item,))
        ]
        return read if read in uris or not uris else uris[0]

    def _add_facts(self, part: int, piece: int, shared: Mapping[str, tuple[int, int]]) -> None:
        rows = self._store.read_part(part, piece, "partnerships", ["document", *ROW_KEY]).to_pylist()
        facts = [
            (shared[row["document"]][1], row_key(row), shared[row["document"]][0])
            for row in rows
            if row["document"] in shared
        ]
        self._base.executemany("INSERT OR IGNORE INTO facts VALUES (?, ?, ?)", facts)

    def joined(self, name: str, table: Table, members: Sequence[Current]) -> Table:
        """The table with the columns that tell stories and sources, where it has such."""
        if "uri" in table.column_names:
            table = self._at_their_places(table)
        if name == "documents":
            return self._with_columns(table, [self._of_document(member.id) for member in members], "documents")
        if name == "partnerships":
            return self._with_columns(table, list(self._of_rows(table)), "partnerships")
        return table

    def _at_their_places(self, table: Table) -> Table:
        uris = {id: self._own(id).uri for id in set(table["document"].to_pylist())}
        column = pa.array([uris[id] for id in table["document"].to_pylist()], type=table.schema.field("uri").type)
        return table.set_column(table.column_names.index("uri"), "uri", column)

    def _with_columns(self, table: Table, rows: Sequence[Mapping[str, Any]], name: str) -> Table:
        added = table_of(name, rows).select(list(_ADDED[name]))
        for column in added.column_names:
            table = table.append_column(column, added[column])
        return table

    def _own(self, id: str) -> "_Own":
        """What is known of a document. Rows of one document follow each other, so the last one is at hand."""
        if self._last is None or self._last.id != id:
            query = (
                "SELECT own.id, own.number, own.head, head.id, own.alike, own.item, own.uri, own.sha256 "
                "FROM documents own JOIN documents head ON head.number = own.head WHERE own.id = ?"
            )
            self._last = _Own(*self._base.execute(query, (id,)).fetchone())
        return self._last

    def _of_document(self, id: str) -> Mapping[str, Any]:
        own = self._own(id)
        return {"story": own.story, "similarity": own.alike, "copies": len(self._copies(own.item, own.sha256))}

    def _of_rows(self, table: Table) -> Iterator[Mapping[str, Any]]:
        seen: set[tuple[str, bytes]] = set()
        alone: dict[str, str] = {}
        for row in table.select(["document", *ROW_KEY]).to_pylist():
            key, own = row_key(row), self._own(row["document"])
            again = (own.id, key) in seen
            seen.add((own.id, key))
            shared = self._sizes[own.head] > 1
            first = not again and (not shared or self._first_stating(own.head, key) == own.number)
            if shared and first:
                sources = self._listed(self._stating(own.head, key))
            else:
                sources = alone[own.id] = alone.get(own.id) or self._listed([own.number])
            yield {"story": own.story, "first": first, "sources": sources}

    def _listed(self, numbers: Sequence[int]) -> str:
        return json.dumps([place for number in numbers for place in self._places(number)], ensure_ascii=False)

    def _first_stating(self, head: int, key: bytes) -> int:
        query = "SELECT MIN(number) FROM facts WHERE head = ? AND key = ?"
        found: int = self._base.execute(query, (head, key)).fetchone()[0]
        return found

    def _stating(self, head: int, key: bytes) -> list[int]:
        """All documents of a story that state the same; in a large story too many to be asked for at every row."""
        query = "SELECT number FROM facts WHERE head = ? AND key = ? ORDER BY number"
        return [number for (number,) in self._base.execute(query, (head, key))]

    def _places(self, number: int) -> list[str]:
        query = "SELECT uri, item, sha256 FROM documents WHERE number = ?"
        uri, item, digest = self._base.execute(query, (number,)).fetchone()
        return [uri, *self._copies(item, digest)]

    def _copies(self, item: int, digest: str) -> list[str]:
        query = "SELECT uri FROM sources WHERE item = ? AND copy AND sha256 = ? ORDER BY uri"
        return [uri for (uri,) in self._ledger.rows(query, (item, digest))]

    def table(self) -> Iterator[Table]:
        """The table ``sources``: every place of every document."""
        for _, members in by_part(current(self._ledger, self._config)):
            items = dict.fromkeys(member.item for member in members)
            yield table_of("sources", [row for item in items for row in self._of_item(item)])

    def _of_item(self, item: int) -> Iterator[Mapping[str, Any]]:
        query = (
            "SELECT own.id, own.sha256, own.number <> own.head AS near, head.id FROM documents own "
            "JOIN documents head ON head.number = own.head WHERE own.item = ? ORDER BY own.number"
        )
        documents = self._base.execute(query, (item,)).fetchall()
        query = "SELECT uri, sha256, copy FROM sources WHERE item = ? ORDER BY copy, uri"
        for uri, digest, copy in self._ledger.rows(query, (item,)):
            for id, _, near, story in [one for one in documents if one[1] == digest] or documents[:1]:
                kind = "copy" if copy else "near" if near else "original"
                yield {"document": id, "story": story, "uri": uri, "sha256": digest, "kind": kind}


@dataclass(frozen=True, slots=True)
class _Own:
    id: str
    number: int
    head: int
    story: str
    alike: float
    item: int
    uri: str
    sha256: str


_ADDED = {"documents": ("story", "similarity", "copies"), "partnerships": ("story", "first", "sources")}


def row_key(row: Mapping[str, Any]) -> bytes:
    """What a row states, in 16 bytes."""
    return hashlib.sha256(repr([row[name] for name in ROW_KEY]).encode("utf-8", "surrogatepass")).digest()[:16]
