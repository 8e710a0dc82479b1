"""Bodies of ``mingdan registry`` and ``mingdan update``."""

import csv
import io
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mingdan.cli.console import note, one_line, say, say_json
from mingdan.core.codes import ROLES
from mingdan.core.errors import MingdanError, UsageError
from mingdan.registry.check import Answer
from mingdan.registry.ingest import Ingested, parse_day
from mingdan.registry.queries import KINDS
from mingdan.registry.store import Registry

ALERTS = 7
"""Exit code where there are alerts."""
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """What ``export`` writes."""

    lender: str | None = None
    dossier: bool = False
    superseded: bool = False
    rejected: bool = False


@contextmanager
def opened(db: str, *, create: bool = False) -> Generator[Registry]:
    """The registry at an address, closed afterwards; ``create`` where what is not there may be made."""
    registry = Registry(db, create=create)
    try:
        yield registry
    finally:
        registry.close()


def _day(on: str | None) -> str | None:
    return None if on is None else parse_day(on, "--on")


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows as lines with tabs, the names of the columns first; what is more than fits is counted."""
    say("\t".join(columns))
    for row in rows[:_SHOWN]:
        say("\t".join(one_line(str(row[name])) if row[name] is not None else "" for name in columns))
    if len(rows) > _SHOWN:
        note(f"{len(rows) - _SHOWN} more rows; --json prints all")


def ingest(db: str, folder: Path, *, json: bool) -> int:
    """Take an output in."""
    with opened(db, create=True) as registry:
        found = registry.ingest(folder)
    if json:
        say_json(asdict(found))
    else:
        show_ingested(found)
    return 0


def show_ingested(found: Ingested) -> None:
    """Print what an ingest brought."""
    say(
        f"documents {found.documents} (superseding {found.superseded}, back again {found.revived}), "
        f"known {found.known}; rows {found.observations}, list versions {found.versions}"
    )


def reprocess(db: str, folder: Path, *, commit: bool, json: bool) -> int:
    """Show what another reading changes."""
    with opened(db) as registry:
        seen = registry.preview(folder)
        if json:
            say_json(asdict(seen) | {"gained": seen.gained, "lost": seen.lost, "committed": commit})
        else:
            for change in seen.changes:
                for mark, facts in (("+", change.gained), ("-", change.lost)):
                    for fact in facts:
                        say(f"{mark} {change.document}: {one_line(' / '.join(str(part or '') for part in fact))}")
            say(
                f"new documents {seen.new}, read anew {seen.superseded}, known {seen.known}; "
                f"rows gained {seen.gained}, lost {seen.lost}"
            )
        if commit:
            found = registry.ingest(folder)
            if not json:
                show_ingested(found)
        elif not json:
            note("nothing was changed; --commit keeps it")
    return 0


Pair = tuple[str | None, str | None, str | None, str | None]
"""Lender, partner, role, day."""


def check(db: str, pair: Pair, file: Path | None, *, rejected: bool, json: bool) -> int:
    """Answer one question, or a file of them."""
    pairs = _pairs(file) if file else [pair]
    for lender, partner, role, on in pairs:
        if not lender or not partner:
            raise UsageError("needs a lender and a partner", hint="give both names, or --file pairs.csv")
        if role is not None and role not in ROLES:
            raise UsageError(f"no role {role!r}", where="--role", hint=f"use one of {', '.join(ROLES)}")
        _day(on)
    with opened(db) as registry:
        answers = [
            registry.check(lender or "", partner or "", role, on, rejected=rejected)
            for lender, partner, role, on in pairs
        ]
    if json:
        plain = [asdict(answer) for answer in answers]
        say_json(plain if file else plain[0])
    elif file:
        _table([asdict(answer) for answer in answers], ("lender", "partner", "role", "on", "status", "reason"))
    else:
        _show_answer(answers[0])
    return 0


def _pairs(file: Path) -> list[Pair]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise UsageError(
            str(reason), where=f"--file {file}", hint="give a CSV with lender,partner[,role,on]"
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return _pairs_of(reader, file)
    except csv.Error as error:
        hint = "give a CSV with lender,partner[,role,on]"
        raise UsageError(f"no CSV: {error}", where=f"--file {file}:{reader.line_num}", hint=hint) from error


def _pairs_of(reader: "csv.DictReader[str]", file: Path) -> list[Pair]:
    if not {"lender", "partner"} <= set(reader.fieldnames or ()):
        raise UsageError("no columns lender and partner", where=f"--file {file}", hint="begin it with lender,partner")
    return [
        (row["lender"], row["partner"], row.get("role") or None, row.get("on") or None)
        for row in reader
        if any((value or "").strip() for value in row.values() if isinstance(value, str) or value is None)
    ]


def _show_answer(answer: Answer) -> None:
    say(f"{answer.status}: {one_line(answer.reason)}")
    for title, rows in (("evidence", answer.evidence), ("denied", answer.denials), ("reported", answer.reports)):
        for row in rows:
            page = f" p. {row.page}" if row.page else ""
            told = f"{title}: {row.document}{page} {row.start}-{row.end} ({row.role}, {row.status}, {row.date or '-'})"
            say(f"{told} {one_line(row.evidence)}")


def show(db: str, name: str, on: str | None, *, json: bool) -> int:
    """Show an institution."""
    with opened(db) as registry:
        found = registry.show(name, _day(on))
    if json:
        say_json(found)
        return 0
    for row in found["names"]:
        say(f"{row['name']}: {row['type'] or 'type unknown'}" + (f", {row['group_name']}" if row["group_name"] else ""))
    if found["aliases"]:
        say(f"also {', '.join(dict.fromkeys(one_line(row['alias']) for row in found['aliases']))}")
    for title, columns in (
        ("lists", ("id", "day", "kind", "completeness", "rows", "title")),
        ("partners", ("partner", "role", "date", "version", "document")),
        ("lenders", ("lender", "role", "date", "version", "document")),
    ):
        if found[title]:
            say(f"\n{title}")
            _table(found[title], columns)
    return 0


def history(db: str, lender: str, partner: str | None, *, json: bool) -> int:
    """Show versions, or all that was stated of a pair."""
    with opened(db) as registry:
        rows = registry.history(lender, partner)
    if json:
        say_json(rows)
    elif partner is None:
        _table(rows, ("id", "lineage", "day", "kind", "completeness", "rows", "current", "changes", "title"))
    else:
        _table(rows, ("day", "role", "status", "basis", "current", "version", "document", "evidence"))
    return 0


def diff(db: str, first: int, second: int, *, json: bool) -> int:
    """Show what differs between two versions."""
    with opened(db) as registry:
        found = registry.diff(first, second)
    if json:
        say_json(asdict(found))
        return 0
    for kind in KINDS:
        for row in found.rows(kind):
            told = f"{row['before']} -> {row['after']}" if "before" in row else row["role"]
            say(f"{kind}: {one_line(row.get('partner') or '')} {told}".replace("  ", " "))
    if not any(found.rows(kind) for kind in KINDS):
        say("no difference")
    return 0


def partners(db: str, bank: str, on: str | None, *, rejected: bool, json: bool) -> int:
    """Show who is on a lender's lists."""
    with opened(db) as registry:
        rows = registry.partners(bank, _day(on), rejected=rejected)
    _show_rows(
        rows, ("partner", "role", "status", "date", "list_day", "completeness", "version", "document"), json=json
    )
    return 0


def lenders(db: str, partner: str, on: str | None, *, rejected: bool, json: bool) -> int:
    """Show whose lists name a partner."""
    with opened(db) as registry:
        rows = registry.lenders(partner, _day(on), rejected=rejected)
    _show_rows(rows, ("lender", "partner", "role", "status", "date", "list_day", "version", "document"), json=json)
    return 0


def _show_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, json: bool) -> None:
    if json:
        say_json(list(rows))
    else:
        _table(rows, columns)


def stats(db: str, on: str | None, days: int, *, json: bool) -> int:
    """Show sums."""
    with opened(db) as registry:
        found = registry.stats(_day(on), days)
    if json:
        say_json(found)
        return 0
    say(f"on {found['on']}: documents {found['documents']}, lenders with a list {found['lenders_with_a_list']}")
    say(f"partnerships {found['partnerships']}: " + ", ".join(f"{k} {v}" for k, v in found["per_role"].items()))
    for row in found["most_listed"]:
        say(f"listed by {row['lenders']}: {one_line(row['partner'])}")
    say(f"lenders without a list {len(found['lenders_without_a_list'])}; lists older than {days} days:")
    _table(found["old_lists"], ("lender", "day", "kind", "version", "title"))
    return 0


def alerts(db: str, on: str | None, *, rejected: bool, json: bool) -> int:
    """Show alerts."""
    with opened(db) as registry:
        found = registry.alerts(_day(on), rejected=rejected)
    if json:
        say_json([asdict(alert) for alert in found])
    else:
        for alert in found:
            say(f"{alert.kind}: {one_line(alert.message)}")
        if not found:
            say("no alerts")
    return ALERTS if found else 0


def queue(db: str, limit: int, *, json: bool) -> int:
    """Show what waits for a decision."""
    with opened(db) as registry:
        found = [asdict(asked) for asked in registry.queue(limit)]
    _show_rows(
        found, ("kind", "why", "id", "confidence", "lender", "partner", "role", "document", "evidence"), json=json
    )
    return 0


def decide(db: str, verdict: str, what: Sequence[str], reason: str, who: str, *, json: bool) -> int:
    """Keep a decision."""
    with opened(db) as registry:
        if len(what) == 1 and what[0].isdecimal() and len(what[0]) < 10:
            number = registry.decide_row(int(what[0]), verdict, reason=reason, who=who)
        elif len(what) == 2:
            number = registry.decide_names(what[0], what[1], verdict, reason=reason, who=who)
        else:
            raise UsageError("needs the number of a row, or two names", hint="mingdan registry queue shows them")
    if json:
        say_json({"decision": number})
    else:
        say(f"decision {number} is kept; mingdan registry undo {number} takes it back")
    return 0


def undo(db: str, decision: int, who: str) -> int:
    """Take a decision back."""
    with opened(db) as registry:
        registry.undo(decision, who=who)
    say(f"decision {decision} is undone")
    return 0


def decisions(db: str, *, json: bool) -> int:
    """Show all decisions."""
    with opened(db) as registry:
        rows = registry.decisions()
    _show_rows(rows, ("id", "kind", "verdict", "name", "other", "document", "who", "time", "undone_time"), json=json)
    return 0


def export(db: str, path: Path, form: str, chosen: Chosen, *, json: bool) -> int:
    """Write the rows."""
    try:
        with opened(db) as registry:
            if chosen.dossier:
                found = _dossier(registry, path, chosen)
            else:
                options = {"lender": chosen.lender, "rejected": chosen.rejected, "superseded": chosen.superseded}
                found = {"rows": registry.export(path, form, **options)}  # type: ignore[arg-type]
    except OSError as error:
        hint = "check the space and the rights"
        raise MingdanError(f"cannot write: {error.strerror or error}", where=str(path), hint=hint) from error
    if json:
        say_json({"file": str(path), **found})
    else:
        say(f"{', '.join(f'{name} {value}' for name, value in found.items())} written to {path}")
    return 0


def _dossier(registry: Registry, path: Path, chosen: Chosen) -> dict[str, Any]:
    from mingdan.registry.dossier import write_dossier

    if chosen.lender is None:
        raise UsageError("goes with --lender", where="--dossier", hint="say whose rows")
    made = write_dossier(registry, chosen.lender, path)
    for source in made.missing:
        note(f"{source}: the source is not there any more, or has changed; its text is in the dossier")
    return {"rows": made.rows, "documents": made.documents, "pages": made.pages}


def backup(db: str, path: Path) -> int:
    """Write everything to one file."""
    with opened(db) as registry:
        say(f"rows {registry.backup(path)} written to {path}")
    return 0


def restore(db: str, path: Path) -> int:
    """Fill an empty registry."""
    if not path.is_file():
        raise UsageError("cannot be read", where=str(path), hint="check the path")
    with opened(db, create=True) as registry:
        say(f"rows {registry.restore(path)} restored from {path}")
    return 0


def migrate(db: str) -> int:
    """Bring the tables up."""
    from mingdan.registry.database import migrate as bring_up
    from mingdan.registry.database import newest, open_engine

    engine = open_engine(db)
    bring_up(engine)
    engine.dispose()
    say(f"the registry is of version {newest()}")
    return 0


def datasette(db: str) -> int:
    """Print datasette's metadata."""
    from mingdan.registry.datasette import datasette_metadata

    with opened(db, create=True) as registry:
        name = Path(registry.engine.url.database or "registry").stem
    say_json(datasette_metadata(name))
    return 0
