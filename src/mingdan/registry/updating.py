"""``mingdan update``: what is new in archives goes into the registry, and what that changed is told once."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from mingdan.batch.run import MakeEngine, Options, Summary, run_batch
from mingdan.registry.alerts import Alert
from mingdan.registry.database import reading
from mingdan.registry.differences import KINDS, changes_of
from mingdan.registry.ingest import Ingested
from mingdan.registry.store import Registry, today
from mingdan.registry.tables import names, versions

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """What changed since the last update: new list versions with what they changed, new alerts, unreadable files."""

    time: str
    batch: Summary
    ingested: Ingested
    lists: tuple[Row, ...]
    alerts: tuple[Alert, ...]
    open_alerts: int
    unreadable: tuple[Row, ...]


def update(registry: Registry, options: Options, make_engine: MakeEngine | None = None) -> Update:
    """Read what is new or changed in archives, take it in, and tell what changed.

    What was told is kept in ``OUT/updates/last.json``, written last, so that a run that breaks off is told by the next.
    """
    folder = options.out / "updates"
    before = _last(folder)
    summary = run_batch(options, make_engine=make_engine)
    ingested = registry.ingest(options.out)
    found = registry.alerts()
    with reading(registry.engine) as connection:
        newest = connection.execute(select(versions.c.id).order_by(versions.c.id.desc()).limit(1)).scalar() or 0
        last = int(before.get("version", 0))
        lists = tuple(_new_lists(connection, last if last <= newest else 0))  # else it was another registry
    known = set(before.get("alerts", ()))
    unreadable, told = _unreadable(options.out), set(before.get("unreadable", ()))
    unread = tuple(row for row in unreadable if _key(row) not in told)
    fresh = tuple(alert for alert in found if alert.key not in known)
    made = Update(today(), summary, ingested, lists, fresh, len(found), unread)
    state = {
        "version": newest,
        "alerts": sorted(alert.key for alert in found),
        "unreadable": sorted(map(_key, unreadable)),
    }
    _write(folder, made, state)
    return made


def _last(folder: Path) -> Row:
    try:
        found: Any = json.loads((folder / "last.json").read_text("utf-8"))
        return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]
    except (OSError, ValueError):
        return {}


def _write(folder: Path, made: Update, state: Row) -> None:
    folder.mkdir(exist_ok=True)
    numbers = [path.stem.removeprefix("update-") for path in folder.glob("update-*.json")]
    number = max((int(one) for one in numbers if one.isdecimal()), default=0) + 1
    for name, value in ((f"update-{number:06d}.json", asdict(made)), ("last.json", state)):
        partial = folder / f".{name}.partial"
        partial.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", "backslashreplace")
        partial.replace(folder / name)


def _unreadable(out: Path) -> list[Row]:
    import pandas as pd

    frame = pd.read_parquet(out / "quarantine")
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _key(row: Row) -> str:
    return f"{row['uri']}|{row['code']}|{row['sha256']}"


def _new_lists(connection: Connection, last: int) -> Sequence[Row]:
    v = versions.c
    query = (
        select(v.id, v.lineage_id, v.title, v.kind, v.day, v.completeness, v.rows, names.c.name.label("lender"))
        .join(names, names.c.id == v.discloser_id)
        .where(v.id > last, v.current)
        .order_by(v.id)
    )
    return [_with_changes(connection, dict(row)) for row in connection.execute(query).mappings()]


def _with_changes(connection: Connection, row: Row) -> Row:
    found = changes_of(connection, row["id"]) if row["completeness"] == "full" else None
    if found is None:
        return {**row, "since": None, "changes": None}
    return {**row, "since": found.first, "changes": {kind: [_short(one) for one in found.rows(kind)] for kind in KINDS}}


def _short(row: Row) -> Row:
    return {name: row[name] for name in ("partner", "role", "before", "after") if name in row}
