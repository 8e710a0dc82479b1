"""The registry as a Python object: what lists state, over time, with the proof of every row."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mingdan.core.jsonio import escaped
from mingdan.registry import differences, exports, papers, queries, review
from mingdan.registry.alerts import Alert, alerts
from mingdan.registry.backup import backup, restore
from mingdan.registry.check import Answer, check
from mingdan.registry.database import DEFAULT_URL, check_there, check_version, open_engine, reading, version_of, writing
from mingdan.registry.ingest import Ingested, ingest, parse_day
from mingdan.registry.outputs import open_output
from mingdan.registry.reprocess import Preview, preview
from mingdan.registry.tables import documents

Row = dict[str, Any]


def today() -> str:
    """The day, UTC."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text with the spans of its current rows; offsets are code points, end exclusive."""

    name: str
    uri: str | None
    sha256: str | None
    text: str
    map: list[dict[str, Any]]


def clean(value: Mapping[str, Any]) -> Row:
    """Values from outside without letters that no database holds."""
    return {name: escaped(told) if isinstance(told, str) else told for name, told in value.items()}


class Registry:
    """One registry. ``url`` is ``sqlite:///PATH``, a path, or ``postgresql://…``; an empty database gets its tables.
    Without ``create`` a SQLite file that is not there is an error.

    Every method is one transaction. Days are ISO dates, today unless given. Raises :class:`RegistryError` where the
    database fails, and :class:`UsageError` for what is not there.
    """

    def __init__(self, url: str = DEFAULT_URL, *, create: bool = True) -> None:
        self.engine = open_engine(url)
        if not create:
            check_there(self.engine)
        check_version(self.engine)

    @property
    def version(self) -> str | None:
        """Version of the database."""
        return version_of(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def ingest(self, folder: Path, *, now: datetime | None = None) -> Ingested:
        """Take in an output of ``mingdan batch`` or ``extract``; see :func:`mingdan.registry.ingest.ingest`."""
        return ingest(self.engine, open_output(folder), now=now)

    def preview(self, folder: Path) -> Preview:
        """What taking in an output would change, without changing it."""
        return preview(self.engine, open_output(folder))

    def check(
        self, lender: str, partner: str, role: str | None = None, on: str | None = None, *, rejected: bool = False
    ) -> Answer:
        """Whether a partner is on a lender's list; see :func:`mingdan.registry.check.check`."""
        day = parse_day(on, "--on") if on else today()
        with reading(self.engine) as connection:
            return check(connection, escaped(lender), escaped(partner), role, day, rejected=rejected)

    def show(self, name: str, on: str | None = None) -> Row:
        """What is known of an institution."""
        with reading(self.engine) as connection:
            return queries.show(connection, escaped(name), on or today())

    def history(self, lender: str, partner: str | None = None) -> list[Row]:
        """Versions of a lender's lists, or all that was ever stated of a pair."""
        with reading(self.engine) as connection:
            other = None if partner is None else escaped(partner)
            return queries.history(connection, escaped(lender), other)

    def diff(self, first: int, second: int) -> differences.Diff:
        """What differs between two versions."""
        with reading(self.engine) as connection:
            return differences.diff(connection, first, second)

    def partners(self, bank: str, on: str | None = None, *, rejected: bool = False) -> list[Row]:
        """Who is on a lender's lists."""
        with reading(self.engine) as connection:
            return queries.partners(connection, escaped(bank), on or today(), rejected=rejected)

    def lenders(self, partner: str, on: str | None = None, *, rejected: bool = False) -> list[Row]:
        """Whose lists name a partner."""
        with reading(self.engine) as connection:
            return queries.lenders(connection, escaped(partner), on or today(), rejected=rejected)

    def stats(self, on: str | None = None, days: int = 180) -> Row:
        """Sums, lenders without a list, old lists."""
        with reading(self.engine) as connection:
            return queries.stats(connection, on or today(), days)

    def alerts(self, on: str | None = None, *, rejected: bool = False) -> list[Alert]:
        """What somebody should look at."""
        with reading(self.engine) as connection:
            return alerts(connection, on or today(), rejected=rejected)

    def queue(self, limit: int = 50) -> list[review.Asked]:
        """What waits for a decision."""
        with reading(self.engine) as connection:
            return review.queue(connection, limit)

    def papers_in_doubt(self, limit: int = 50, offset: int = 0) -> list[Row]:
        """Documents that somebody should look at, the most doubtful first."""
        with reading(self.engine) as connection:
            return papers.papers_in_doubt(connection, limit, offset)

    def paper(self, id: int) -> Row:
        """A document with its text, rows, counts and decisions; ``id`` is its number in the registry."""
        with reading(self.engine) as connection:
            return papers.paper_of(connection, id)

    def paper_number(self, name: str) -> int | None:
        """The number of a document by its name."""
        with reading(self.engine) as connection:
            return papers.paper_number(connection, escaped(name))

    def paper_titles(self, names: Sequence[str]) -> dict[str, Row]:
        """Number and title of documents, by name."""
        with reading(self.engine) as connection:
            return papers.paper_titles(connection, names)

    def all_papers(self, limit: int = 50, offset: int = 0) -> list[Row]:
        """All documents, the last first."""
        with reading(self.engine) as connection:
            return papers.all_papers(connection, limit, offset)

    def all_lenders(self, on: str | None = None) -> list[Row]:
        """All lenders that documents speak of, with the day of their last list."""
        with reading(self.engine) as connection:
            return papers.all_lenders(connection, on or today())

    def told_of(self, partner: str) -> list[Row]:
        """All that documents say of a partner, the last first."""
        with reading(self.engine) as connection:
            return papers.told_of(connection, [match.id for match in queries.named(connection, escaped(partner))])

    def find(self, words: str, limit: int = 50) -> Row:
        """Institutions and documents that hold the words."""
        with reading(self.engine) as connection:
            return papers.find(connection, escaped(words), limit)

    def list_version(self, id: int) -> Row:
        """A version of a list with its rows."""
        with reading(self.engine) as connection:
            return papers.version_of_list(connection, id)

    def sums(self) -> Row:
        """How many documents, rows and decisions there are."""
        with reading(self.engine) as connection:
            return papers.sums(connection)

    def decide_row(self, observation: int, verdict: str, *, reason: str, who: str, document: str | None = None) -> int:
        """Accept, reject or dispute a row, of ``document`` where that is given."""
        with writing(self.engine) as connection:
            return review.decide_row(connection, observation, verdict, escaped(reason), escaped(who), document)

    def decide_names(self, name: str, other: str, verdict: str, *, reason: str, who: str) -> int:
        """Say that two names are the same, different, or group and member."""
        with writing(self.engine) as connection:
            told = (escaped(name), escaped(other), verdict, escaped(reason), escaped(who))
            return review.decide_names(connection, *told)

    def correct_row(
        self, observation: int, value: Mapping[str, Any], *, reason: str, who: str, document: str | None = None
    ) -> int:
        """State what a row should say; see :class:`mingdan.registry.corrections.Stated` for ``value``."""
        with writing(self.engine) as connection:
            return review.correct_row(connection, observation, clean(value), escaped(reason), escaped(who), document)

    def add_row(self, document: str, value: Mapping[str, Any], *, reason: str, who: str) -> int:
        """State a row that was missed."""
        with writing(self.engine) as connection:
            return review.add_row(connection, escaped(document), clean(value), escaped(reason), escaped(who))

    def finish(self, document: str, *, reason: str, who: str) -> int:
        """Say that a document is looked through."""
        with writing(self.engine) as connection:
            return review.finish(connection, escaped(document), escaped(reason), escaped(who))

    def undo(self, decision: int, *, who: str) -> str | None:
        """Take a decision back; returns the document that it was about."""
        with writing(self.engine) as connection:
            return review.undo(connection, decision, escaped(who))

    def decisions(self) -> list[Row]:
        """All decisions, the undone ones too."""
        with reading(self.engine) as connection:
            return review.decided(connection)

    def export(
        self, path: Path, form: str, *, lender: str | None = None, rejected: bool = False, superseded: bool = False
    ) -> int:
        """Write the rows to a file; returns how many."""
        with reading(self.engine) as connection:
            ids = None if lender is None else tuple(match.id for match in queries.named(connection, escaped(lender)))
            return exports.export(connection, path, form, exports.Chosen(ids, rejected, superseded))

    def backup(self, path: Path) -> int:
        """Write everything to one file; returns the number of rows."""
        return backup(self.engine, path)

    def restore(self, path: Path) -> int:
        """Fill this registry, which must be empty, from a backup."""
        return restore(self.engine, path)

    def texts(self, names: Sequence[str]) -> list[Text]:
        """The current texts of documents, in their order."""
        d = documents.c
        query = select(d.name, d.uri, d.sha256, d.text, d.map).where(d.name.in_(names), d.current).order_by(d.id)
        with reading(self.engine) as connection:
            return [Text(*row[:4], json.loads(row[4])) for row in connection.execute(query)]
