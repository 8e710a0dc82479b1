"""A batch run: archives through an engine into parts, parts into tables, with a ledger that survives any end."""

import hashlib
import json
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mingdan.batch.archives import Archives
from mingdan.batch.engines import Died, Engine, Finished
from mingdan.batch.ledger import Ledger
from mingdan.batch.plan import Counts, Plan
from mingdan.batch.publish import publish, settle
from mingdan.batch.store import Store
from mingdan.batch.work import ATTEMPTS, Failure, Setup, Task
from mingdan.core.errors import UsageError
from mingdan.extract.readers.limits import limited, limits

EngineName = Literal["local", "ray"]
_NOTES = 1_000
"""Notes that are kept of a run."""
CRASHED = "crashed"
"""Code of a quarantined input that took its worker with it each time."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; see ``mingdan batch --help``."""

    archives: tuple[str, ...]
    out: Path
    published: str | None = None
    workers: int = 1
    engine: EngineName = "local"
    address: str | None = None
    resume: bool = False
    retry: bool = False
    setup: Setup = field(default_factory=Setup)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``share`` is of the archives' bytes, ``rate`` is documents a second since it began."""

    seen: int
    done: int
    share: float
    rate: float
    left: float | None
    """Seconds, where enough is known to tell."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: inputs ``seen``, ``new`` (read in this run), ``known`` from before, ``copies``, set aside."""

    seen: int
    new: int
    known: int
    copies: int
    quarantined: int
    internal: int
    rows: dict[str, int]
    notes: tuple[str, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0 all fine, 3 something is quarantined, 1 where the program itself failed on an input."""
        return 1 if self.internal else 3 if self.quarantined else 0


Tell = Callable[[Progress], None]
MakeEngine = Callable[[Setup, int], Engine]


def run_batch(options: Options, tell: Tell = lambda progress: None, make_engine: MakeEngine | None = None) -> Summary:
    """Read archives into the folder ``options.out``; ``tell`` hears of the progress.

    ``make_engine`` makes another engine than ``options.engine`` names, from the setup and the number of workers.
    Raises :class:`UsageError` where the folder holds a run and ``resume`` is not set, or another run is at work in it.
    """
    store = Store(options.out)
    if store.exists and not options.resume:
        hint = "add --resume to go on with it, or give another folder"
        raise UsageError("holds a batch run already", where=str(options.out), hint=hint)
    with _opened(store) as ledger:
        return _Run(options, store, ledger, tell, make_engine or _engine_of(options)).go()


@contextmanager
def _opened(store: Store) -> Generator[Ledger]:
    """The ledger of a store that no other run has open."""
    store.open()
    try:
        ledger = Ledger(store.ledger)
        try:
            yield ledger
        finally:
            ledger.close()
    finally:
        store.close()


def _engine_of(options: Options) -> MakeEngine:
    if options.engine == "ray":
        from mingdan.batch.cluster import RayEngine

        return lambda setup, workers: RayEngine(setup, workers, options.address)
    from mingdan.batch.local import LocalEngine

    return LocalEngine


def republish(out: Path) -> dict[str, int]:
    """Write the tables anew from what a run, maybe an unfinished one, has read so far; returns their rows."""
    store = Store(out)
    if not store.exists:
        raise UsageError("holds no batch run", where=str(out), hint="check the path")
    with _opened(store) as ledger:
        return publish(store, ledger, ledger.last_config())


def config_hash(setup: Setup) -> str:
    """Hash of all that decides what is found: equal hashes give equal tables."""
    from mingdan.extract.pipeline import load

    pipeline = load(setup.profile, names=setup.names, roles=setup.roles, model=setup.model)
    about = (pipeline.config_hash, setup.min_confidence, setup.reading.ocr, setup.reading.engine, setup.limits)
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]


class _Run:
    def __init__(self, options: Options, store: Store, ledger: Ledger, tell: Tell, make_engine: MakeEngine) -> None:
        self._options, self._store, self._ledger, self._tell = options, store, ledger, tell
        self._make_engine = make_engine
        self._begun = time.monotonic()
        self._deaths: dict[tuple[int, ...], int] = {}
        self._again: deque[Task] = deque()
        self._notes: list[str] = []
        self._done = 0
        self._told = 0.0

    def go(self) -> Summary:
        options = self._options
        config = config_hash(options.setup)
        settle(self._store, self._ledger)
        archives = Archives(options.archives, options.published)
        self._size = archives.size()
        named = json.dumps([str(Path(name).resolve()) for name in options.archives], ensure_ascii=False)
        self._number = self._ledger.start_run(config, named, self._size)
        with limited(**dict(options.setup.limits)):
            largest = limits().member_bytes
            plan = Plan(archives, self._ledger, self._number, config, retry=options.retry, largest=largest)
            try:
                self._read(plan)
                rows = self._publish(config)
            except KeyboardInterrupt:
                self._end("interrupted")
                raise
            except BaseException:
                self._end("failed")
                raise
        self._end("done")
        return self._summary(plan.counts, rows, config)

    def _end(self, state: str) -> None:
        self._ledger.end_run(self._number, state)

    def _read(self, plan: Plan) -> None:
        tasks = self._tasks(plan)
        first = next(tasks, None)
        if first is None:
            return
        self._again.append(first)
        engine = self._make_engine(self._options.setup, self._options.workers)
        try:
            for event in engine.run(lambda: self._again.popleft() if self._again else next(tasks, None)):
                if isinstance(event, Finished):
                    self._finished(event)
                else:
                    self._died(event)
                self._report(plan.counts)
        finally:
            engine.close()

    def _tasks(self, plan: Plan) -> Iterator[Task]:
        for task in plan.tasks():
            yield task
            self._report(plan.counts)

    def _finished(self, event: Finished) -> None:
        task, result = event.task, event.result
        self._store.write_part(task.part, task.piece, result.tables)
        self._ledger.finish(
            (task.part, task.piece),
            task.items,
            result.documents,
            result.failures,
            result.partnerships,
            result.seconds,
        )
        self._notes += result.notes[: max(_NOTES - len(self._notes), 0)]
        self._done += sum(map(len, task.groups))

    def _died(self, event: Died) -> None:
        """Once more; then each notice by itself; what dies again by itself is set aside."""
        task = event.task
        deaths = self._deaths[task.items] = self._deaths.get(task.items, 0) + 1
        if deaths < ATTEMPTS:
            self._again.append(task)
        elif len(task.items) > 1:
            pieces = self._ledger.split(task.items, task.part)
            self._again += [
                Task(task.part, piece, (group,), (item,))
                for piece, group, item in zip(pieces, task.groups, task.items, strict=True)
            ]
        else:
            self._set_aside(task, event.reason)

    def _set_aside(self, task: Task, reason: str) -> None:
        hint = "read it alone with mingdan extract --debug and report it; --retry tries again"
        message = f"{reason}, {ATTEMPTS} times"
        failures = [Failure(one.where, None, CRASHED, message, hint) for one in task.groups[0]]
        self._ledger.fail(task.items[0], failures)
        self._done += len(task.groups[0])

    def _publish(self, config: str) -> dict[str, int]:
        """Write the tables, unless nothing has changed since they were written."""
        ledger = self._ledger
        with ledger.transaction():
            ledger.forget_rejected(self._options.archives, self._number)
        if ledger.meta("config") == config and ledger.meta("dirty") == "0" and (rows := ledger.meta("rows")):
            return json.loads(rows)
        return publish(self._store, ledger, config)

    def _report(self, counts: Counts) -> None:
        now = time.monotonic()
        if now - self._told < 0.5:
            return
        self._told = now
        self._ledger.begin()
        self._ledger.touch_run(self._number, counts.passed, counts.seen)
        elapsed = max(now - self._begun, 1e-6)
        behind = counts.new - self._done
        read = counts.passed * (1 - behind / max(counts.seen, 1))
        share = min(max(read / self._size, 0.0), 1.0) if self._size else 0.0
        left = elapsed * (1 - share) / share if share > 0.01 else None
        self._tell(Progress(counts.seen, self._done, share, self._done / elapsed, left))

    def _summary(self, counts: Counts, rows: dict[str, int], config: str) -> Summary:
        quarantined, internal = self._ledger.quarantined(config)
        seconds = time.monotonic() - self._begun
        notes = tuple(dict.fromkeys([*counts.notes, *self._notes]))
        return Summary(
            counts.seen, counts.new, counts.known, counts.copies, quarantined, internal, rows, notes, seconds
        )
