"""The job ledger: a SQLite file in the output folder that says what was read, in which state, and where it came from.

Whatever is not in the ledger did not happen: a part whose process died before its commit is read again.
"""

import re
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from mingdan.batch.work import DocumentRow, Failure
from mingdan.core.errors import MingdanError, UsageError
from mingdan.core.jsonio import escaped

VERSION = "1"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as it stands in the ledger."""

    id: int
    state: str
    part: int
    piece: int
    place: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """A place, the item that lies there, whether it is there once more only, and the run that met it last."""

    key: str
    item: int
    print: str
    copy: int
    run: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A place where bytes lie; ``print`` tells inputs of equal bytes and equal statements about them."""

    key: str
    uri: str
    sha256: str
    print: str
    given: str | None = None


def _storable(values: Sequence[Any]) -> list[Any]:
    """Values that SQLite can hold: a lone surrogate (a file name in another encoding) becomes its escape."""
    return [escaped(value) if isinstance(value, str) else value for value in values]


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """One connection, not for two threads at a time. Raises :class:`UsageError` for a file of another version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        fresh = not path.exists()
        try:
            self._base = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._base.row_factory = sqlite3.Row
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            if fresh:
                self._make()
            found = self._one("SELECT value FROM meta WHERE name = 'version'")
        except sqlite3.DatabaseError as error:
            hint = "take another output folder; the tables in this one can still be read"
            raise UsageError(f"the job ledger cannot be read ({error})", where=str(path), hint=hint) from error
        if found is None or found[0] != VERSION:
            hint = "take another output folder, or the version of mingdan that wrote it"
            raise UsageError("the job ledger is of another version", where=str(path), hint=hint)

    def _make(self) -> None:
        text = files("mingdan.batch").joinpath("ledger.sql").read_text("utf-8")
        stated = f"INSERT INTO meta VALUES ('version', '{VERSION}');"
        self._base.executescript(f"BEGIN; {text} {stated} COMMIT;")

    def close(self) -> None:
        """Commit what is open and close the file."""
        self.commit()
        self._base.close()

    def begin(self) -> None:
        """Open a transaction where none is open."""
        if not self._base.in_transaction:
            self._base.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Commit the open transaction."""
        if self._base.in_transaction:
            self._base.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Everything inside is kept together or not at all."""
        self.begin()
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self.commit()

    def _do(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._base.execute(query, _storable(values))

    def _many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        self._base.executemany(query, map(_storable, rows))

    def _dirty(self) -> None:
        """The tables no longer show what is here."""
        self._base.execute("INSERT OR REPLACE INTO meta VALUES ('dirty', '1')")

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        """Rows of any query."""
        return iter(self._do(query, values))

    def _one(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        return self._do(query, values).fetchone()

    def meta(self, name: str) -> str | None:
        """A note kept under ``name``."""
        found = self._one("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0] if found else None

    def keep(self, name: str, value: str) -> None:
        """Keep a note under ``name``."""
        self._do("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # runs

    def start_run(self, config: str, archives: str, size: int) -> int:
        """Write down a new run; one that was left running was interrupted."""
        with self.transaction():
            self._do("UPDATE runs SET state = 'interrupted' WHERE state = 'running'")
            values = (now(), "running", config, archives, size, now())
            made = self._do(
                "INSERT INTO runs (started, state, config, archives, size, touched) VALUES (?, ?, ?, ?, ?, ?)", values
            )
        return int(made.lastrowid or 0)

    def touch_run(self, run: int, passed: int, seen: int) -> None:
        """How far the run is: bytes of the archives passed, documents seen."""
        query = "UPDATE runs SET passed = ?, seen = ?, touched = ? WHERE id = ?"
        self._do(query, (passed, seen, now(), run))

    def end_run(self, run: int, state: str) -> None:
        """The run is over."""
        with self.transaction():
            self._do("UPDATE runs SET state = ?, ended = ? WHERE id = ?", (state, now(), run))

    def last_config(self) -> str:
        """Configuration of the last run; empty where there was none."""
        found = self._one("SELECT config FROM runs ORDER BY id DESC LIMIT 1")
        return found[0] if found else ""

    # planning

    def item(self, key: str, config: str) -> ItemRow | None:
        """The item of this content under this configuration."""
        query = "SELECT id, state, part, piece, place, error FROM items WHERE key = ? AND config = ?"
        found = self._one(query, (key, config))
        return ItemRow(*found) if found else None

    def home(self, print_: str, config: str) -> "Home | None":
        """The item that an input of this print is a member of, and where that member lies."""
        query = (
            "SELECT sources.key, item, print, copy, sources.run FROM sources JOIN items ON items.id = item "
            "WHERE print = ? AND NOT copy AND config = ? LIMIT 1"
        )
        found = self._one(query, (print_, config))
        return Home(*found) if found else None

    def source(self, key: str) -> "Home | None":
        """What lies at a place."""
        found = self._one("SELECT key, item, print, copy, run FROM sources WHERE key = ?", (key,))
        return Home(*found) if found else None

    def given(self, name: str, key: str, run: int) -> str | None:
        """The other place of an input with the id ``name``, or this one where this run met another input there."""
        found = self._one("SELECT uri FROM sources WHERE given = ? AND (key <> ? OR run = ?) LIMIT 1", (name, key, run))
        return found[0] if found else None

    def add_item(self, key: str, config: str, part: int, place: int) -> int:
        """A new item, to be read as member ``place`` of a part."""
        query = "INSERT INTO items (key, config, state, part, place, time) VALUES (?, ?, 'pending', ?, ?, ?)"
        return int(self._do(query, (key, config, part, place, now())).lastrowid or 0)

    def again(self, item: int, part: int, place: int) -> None:
        """Read an item once more, as member ``place`` of a part; what was found of it before goes."""
        for table in ("documents", "failures"):
            self._do(f"DELETE FROM {table} WHERE item = ?", (item,))
        query = "UPDATE items SET state = 'pending', part = ?, piece = 0, place = ?, error = NULL WHERE id = ?"
        self._do(query, (part, place, item))

    def add_copy(self, source: SourceRow, item: int, run: int) -> None:
        """An item lies there once more."""
        self._clear([source], item)
        self._put(source, item, run, copy=True)

    def add_sources(self, sources: Sequence[SourceRow], item: int, run: int) -> None:
        """The members of an item lie there; what lay at these places before lies nowhere any more, but for copies."""
        before = self._clear(sources, item)
        for source in sources:
            self._put(source, item, run, copy=False)
        for old in before:
            self._release(old, item)

    def _clear(self, sources: Sequence[SourceRow], item: int) -> list[int]:
        """Take away the other items whose members lie at these places; returns them."""
        found: dict[int, None] = {}
        for source in sources:
            before = self._one("SELECT item, copy FROM sources WHERE key = ?", (source.key,))
            if before is None or before["item"] != item:
                self._dirty()
            if before is not None and before["item"] != item and not before["copy"]:
                found[before["item"]] = None
        for old in found:
            self._do("DELETE FROM sources WHERE item = ? AND NOT copy", (old,))
        return list(found)

    def _put(self, source: SourceRow, item: int, run: int, *, copy: bool) -> None:
        values = (source.key, source.uri, source.sha256, source.print, source.given, item, copy, run)
        self._do("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        self._do("DELETE FROM failures WHERE source IN (?, ?)", (source.key, source.uri))

    def _release(self, old: int, new: int) -> None:
        """Copies of an item that lies nowhere else: of members of the new one, or the item's own new place, or gone."""
        moved = (
            "UPDATE sources SET item = ? WHERE item = ? AND copy AND print IN "
            "(SELECT print FROM sources WHERE item = ? AND NOT copy)"
        )
        self._do(moved, (new, old, new))
        alone = (
            "UPDATE sources SET copy = 0 WHERE key = (SELECT min(sources.key) FROM sources JOIN items "
            "ON items.id = item WHERE item = ? AND copy AND print = items.key)"
        )
        if not self._do(alone, (old,)).rowcount:
            self._do("DELETE FROM sources WHERE item = ?", (old,))

    def reject(self, key: str, uri: str, sha256: str | None, error: MingdanError, run: int) -> None:
        """An input that was turned away before it was read."""
        known = self._one("SELECT code FROM failures WHERE source = ? AND code = ?", (key, error.code))
        if known is None:
            self._dirty()
        values = (key, uri, sha256, error.code, error.message, error.hint, now(), run)
        self._do(
            "INSERT OR REPLACE INTO failures (source, uri, sha256, code, message, hint, time, run) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )

    def forget_rejected(self, archives: Sequence[str], run: int) -> None:
        """Inputs of these archives that were turned away before this run and not in it are no longer set aside."""
        for name in archives:
            base = re.split(r"[*?[]", name)[0]
            query = "DELETE FROM failures WHERE item IS NULL AND run < ? AND substr(uri, 1, ?) = ?"
            if base == name:
                query += f" AND substr(uri, {len(base) + 1}, 1) IN ('', '/', ':', '#')"
            if self._do(query, (run, len(base), base)).rowcount:
                self._dirty()

    def apart(self, items: Sequence[int], part: int) -> int:
        """Put items of a part together into a new piece of it; returns its number."""
        piece = self._next_piece(part)
        for item in items:
            self._do("UPDATE items SET piece = ? WHERE id = ?", (piece, item))
        return piece

    def _next_piece(self, part: int) -> int:
        found = self._one("SELECT max(piece) FROM items WHERE part = ?", (part,))
        return (found[0] if found else 0) + 1

    def next_part(self) -> int:
        """The number of the next part."""
        found = self._one("SELECT max(part) FROM items")
        return (found[0] if found and found[0] is not None else -1) + 1

    def waiting(self) -> dict[tuple[int, int], int]:
        """The number of pending items of each part and piece."""
        query = "SELECT part, piece, count(*) FROM items WHERE state = 'pending' GROUP BY part, piece"
        return {(part, piece): count for part, piece, count in self.rows(query)}

    def split(self, items: Sequence[int], part: int) -> list[int]:
        """Put items of a part into pieces of their own; returns their numbers."""
        with self.transaction():
            return [self.apart([item], part) for item in items]

    # results

    def finish(
        self,
        part: tuple[int, int],
        items: Sequence[int],
        documents: Sequence[DocumentRow],
        failures: Iterable[tuple[int, Failure]],
        rows: int,
        seconds: float,
    ) -> None:
        """Write down a finished part. ``item`` of each document is its place among ``items``."""
        time = now()
        with self.transaction():
            self._do("DELETE FROM documents WHERE part = ? AND piece = ?", part)
            found = [(*part, place, items[one.item], one.id, one.month) for place, one in enumerate(documents)]
            self._many("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", found)
            faults = list(failures)
            errors = {place: f"{one.code}: {one.message}" for place, one in reversed(faults)}
            given = {one.item for one in documents}
            marks = [
                ("failed" if place in errors and place not in given else "done", errors.get(place), time, item)
                for place, item in enumerate(items)
            ]
            self._many("UPDATE items SET state = ?, error = ?, time = ? WHERE id = ?", marks)
            self._failures((items[place], failure) for place, failure in faults)
            self._dirty()
            values = (*part, len(documents), rows, seconds, time)
            self._do("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?)", values)

    def fail(self, item: int, failures: Sequence[Failure]) -> None:
        """Set an item aside as a whole."""
        with self.transaction():
            error = f"{failures[0].code}: {failures[0].message}"
            self._dirty()
            query = "UPDATE items SET state = 'failed', error = ?, time = ? WHERE id = ?"
            self._do(query, (error, now(), item))
            self._failures((item, failure) for failure in failures)

    def _failures(self, failures: Iterable[tuple[int, Failure]]) -> None:
        time = now()
        touched: set[int] = set()
        for item, one in failures:
            if item not in touched:
                self._do("DELETE FROM failures WHERE item = ?", (item,))
                touched.add(item)
            values = (item, one.uri, one.sha256, one.code, one.message, one.hint, time)
            self._do(
                "INSERT INTO failures (item, uri, sha256, code, message, hint, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def quarantined(self, config: str) -> tuple[int, int]:
        """Inputs that are set aside, and how many of them because the program failed."""
        query = (
            "SELECT count(*), coalesce(sum(code = 'internal'), 0) FROM failures WHERE item IS NULL OR item IN "
            "(SELECT items.id FROM items JOIN sources ON sources.item = items.id WHERE config = ?)"
        )
        found = self._one(query, (config,))
        return (found[0], found[1]) if found else (0, 0)
