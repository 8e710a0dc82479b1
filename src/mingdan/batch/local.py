"""The local engine: spawned processes, each with a pipe of its own, so that the death of one touches no other."""

import contextlib
import faulthandler
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeAlias

from mingdan.batch.engines import Died, Event, Finished, NextTask
from mingdan.batch.work import ATTEMPTS, Result, Setup, Task, Worker
from mingdan.core.errors import MingdanError

AHEAD = 2
"""Tasks that a worker holds at a time: one to read and one to go on with."""
_GRACE = 5.0
_BAD_STARTS = 3


Make: TypeAlias = Callable[[Setup], Worker]


class WorkerStartError(MingdanError):
    """Workers die before they read anything."""

    code = "worker"


@dataclass(slots=True)
class _Process:
    process: SpawnProcess
    pipe: Connection
    tasks: list[Task] = field(default_factory=list[Task])
    place: int | None = None
    since: float = 0.0
    started: bool = False


class LocalEngine:
    """``workers`` processes on this machine. ``make`` is called in each, so it must be a function that pickle finds."""

    def __init__(self, setup: Setup, workers: int, make: Make = Worker) -> None:
        self._setup, self._make = setup, make
        self._context: SpawnContext = multiprocessing.get_context("spawn")
        self._bad_starts = 0
        self._workers = [self._start() for _ in range(workers)]

    def run(self, next_task: NextTask) -> Iterator[Event]:
        """Draw tasks until there are none and none is running."""
        while True:
            self._hand_out(next_task)
            if not any(worker.tasks for worker in self._workers):
                return
            for worker in self._ready():
                yield from self._hear(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
        self._workers = []

    def _start(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._setup, self._make), daemon=True)
        process.start()
        theirs.close()
        return _Process(process, ours)

    def _hand_out(self, next_task: NextTask) -> None:
        for depth in range(1, AHEAD + 1):
            for worker in self._workers:
                if len(worker.tasks) < depth:
                    task = next_task()
                    if task is None:
                        return
                    worker.tasks.append(task)
                    self._send(worker, task)

    def _send(self, worker: _Process, task: Task) -> None:
        with contextlib.suppress(OSError):  # where it is dead that is heard next
            worker.pipe.send(task)

    def _ready(self) -> list[_Process]:
        """Workers that said something or are dead, and those that no limit of time could stop."""
        known: dict[Any, _Process] = {worker.pipe: worker for worker in self._workers}
        ready = [known[pipe] for pipe in wait(list(known), timeout=1.0)]
        late = time.monotonic()
        for worker in self._workers:
            if worker.place is not None and worker not in ready and late - worker.since > self._longest(worker):
                worker.process.kill()
                ready.append(worker)
        return ready

    def _longest(self, worker: _Process) -> float:
        inputs = len(worker.tasks[0].groups[worker.place or 0])
        return hard_limit(self._setup, inputs) + _GRACE

    def _hear(self, worker: _Process) -> Iterator[Event]:
        try:
            said: Any = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if isinstance(said, BaseException):
            raise said
        worker.started, self._bad_starts = True, 0
        if isinstance(said, Result):
            worker.place = None
            yield Finished(worker.tasks.pop(0), said)
        else:
            worker.place, worker.since = said, time.monotonic()

    def _bury(self, worker: _Process) -> Iterator[Event]:
        """Put another worker in the place of a dead one; its second task was not touched and goes to that one."""
        worker.process.join(timeout=_GRACE)
        self._bad_starts += not worker.started
        if self._bad_starts >= _BAD_STARTS:
            hint = "run mingdan doctor, and look at the memory of the machine"
            raise WorkerStartError(f"workers die at their start ({_how(worker)})", hint=hint)
        number = self._workers.index(worker)
        fresh = self._workers[number] = self._start()
        worker.pipe.close()
        if worker.started and worker.tasks:
            yield Died(worker.tasks.pop(0), self._why(worker), worker.place)
        for task in worker.tasks:
            fresh.tasks.append(task)
            self._send(fresh, task)

    def _why(self, worker: _Process) -> str:
        if worker.place is not None and time.monotonic() - worker.since > self._setup.seconds * ATTEMPTS:
            return f"takes more than {self._setup.seconds:g} s and cannot be interrupted"
        return _how(worker)


def _how(worker: _Process) -> str:
    code = worker.process.exitcode
    if code is not None and code < 0:
        return f"the worker was ended by {signal.Signals(-code).name}"
    return f"the worker ended with code {code}"


def hard_limit(setup: Setup, inputs: int) -> float:
    """Seconds after which a process is ended that reads a notice of so many inputs."""
    return setup.seconds * inputs * ATTEMPTS + _GRACE


def serve(pipe: Connection, setup: Setup, make: Make) -> None:
    """Body of a worker process: tasks in, places and results out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the first process decides
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    worker = make(setup)
    try:
        _ = worker.pipeline.nlp
    except BaseException as error:
        pipe.send(error if isinstance(error, MingdanError) else WorkerStartError(f"{type(error).__name__}: {error}"))
        return
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a file for faulthandler
        while True:
            _one(tasks.get(), worker, pipe, nowhere)


def _one(task: Task, worker: Worker, pipe: Connection, nowhere: Any) -> None:
    def tell(place: int) -> None:
        pipe.send(place)
        limit = hard_limit(worker.setup, len(task.groups[place]))
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)

    result = worker.run(task, tell)
    faulthandler.cancel_dump_traceback_later()
    pipe.send(result)


def _receive(pipe: Connection, tasks: "queue.SimpleQueue[Task]") -> None:
    """Tasks into the queue; where the other end is gone this process has nobody to work for and ends at once."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)
