"""How far a run is, read from its ledger while it works or after it."""

import json
from dataclasses import dataclass
from pathlib import Path

from mingdan.batch.ledger import Ledger
from mingdan.batch.store import Store
from mingdan.core.errors import UsageError

_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Status:
    """The last run of a folder and all that the folder holds.

    ``share`` is of the archives' bytes, ``rate`` documents a second of one worker; ``failures`` counts what was set
    aside by code, ``examples`` are the first of it. Times are ISO 8601, UTC.
    """

    run: int
    state: str
    started: str
    ended: str | None
    touched: str
    config: str
    archives: tuple[str, ...]
    share: float
    seen: int
    done: int
    pending: int
    failed: int
    documents: int
    partnerships: int
    rate: float | None
    failures: dict[str, int]
    examples: tuple[str, ...]


def read_status(out: Path) -> Status:
    """Read the ledger of an output folder. Raises :class:`UsageError` where it has none."""
    store = Store(out)
    if not store.exists:
        raise UsageError("holds no batch run", where=str(out), hint="check the path, or start with mingdan batch")
    busy = store.busy
    ledger = Ledger(store.ledger)
    try:
        return _read(ledger, busy)
    finally:
        ledger.close()


def _read(ledger: Ledger, busy: bool) -> Status:
    run = next(ledger.rows("SELECT * FROM runs ORDER BY id DESC LIMIT 1"), None)
    if run is None:
        raise UsageError("no run was begun", where=str(ledger.path), hint="start one with mingdan batch")
    states = _counts(ledger, "SELECT state, count(*) FROM items WHERE config = ? GROUP BY state", run["config"])
    totals = "SELECT total(documents), total(partnerships), total(seconds) FROM parts"
    documents, rows, seconds = next(ledger.rows(totals))
    failures = _counts(ledger, "SELECT code, count(*) FROM failures GROUP BY code ORDER BY 2 DESC, 1")
    query = f"SELECT uri || ': ' || message FROM failures ORDER BY id LIMIT {_EXAMPLES}"
    state = "interrupted" if run["state"] == "running" and not busy else run["state"]
    return Status(
        run=run["id"],
        state=state,
        started=run["started"],
        ended=run["ended"],
        touched=run["touched"],
        config=run["config"],
        archives=tuple(json.loads(run["archives"])),
        share=1.0 if state == "done" else min(run["passed"] / run["size"], 1.0) if run["size"] else 0.0,
        seen=run["seen"],
        done=states.get("done", 0),
        pending=states.get("pending", 0),
        failed=states.get("failed", 0),
        documents=int(documents),
        partnerships=int(rows),
        rate=documents / seconds if seconds else None,
        failures=failures,
        examples=tuple(text for (text,) in ledger.rows(query)),
    )


def _counts(ledger: Ledger, query: str, *values: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in ledger.rows(query, values)}
