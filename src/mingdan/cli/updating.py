"""Body of ``mingdan update``."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mingdan.batch.run import Options
from mingdan.batch.work import Setup
from mingdan.cli.batching import usable_cpus
from mingdan.cli.console import complain, one_line, say, say_json
from mingdan.cli.registering import ALERTS, opened, show_ingested
from mingdan.registry.ingest import parse_day
from mingdan.registry.updating import Update, update


def run(
    url: str,
    archives: tuple[str, ...],
    out: Path,
    workers: int | None,
    profile: str,
    published: str | None,
    *,
    json: bool,
) -> int:
    """Read what is new into the registry and tell what changed."""
    day = None if published is None else parse_day(published, "--published")
    options = Options(archives, out, day, workers or usable_cpus(), resume=True, setup=Setup(profile=profile))
    with opened(url, create=True) as registry:
        found = update(registry, options)
    if json:
        say_json(asdict(found))
        return _code(found)
    say(f"inputs {found.batch.seen}: read {found.batch.new}, known {found.batch.known}, copies {found.batch.copies}")
    show_ingested(found.ingested)
    for row in found.lists:
        say(_list_line(row))
    for row in found.unreadable:
        complain(f"{row['uri']}: {row['message']}")
    for alert in found.alerts:
        say(f"alert {alert.kind}: {one_line(alert.message)}")
    say(f"new alerts {len(found.alerts)}, open alerts {found.open_alerts}")
    return _code(found)


def _code(found: Update) -> int:
    """7 where there are new alerts, else that of the reading: 3 where an input is set aside."""
    return ALERTS if found.alerts else found.batch.exit_code


def _list_line(row: Mapping[str, Any]) -> str:
    about = f"{row['completeness']}, {row['rows']} rows"
    if row["changes"]:
        changes: Mapping[str, Sequence[Any]] = row["changes"]
        told = ", ".join(f"{kind} {len(rows)}" for kind, rows in changes.items() if rows)
        about += f"; since version {row['since']}: {told or 'no change'}"
    return f"list {row['id']}: {one_line(row['lender'])} {row['day']} {row['kind']} ({about})"
