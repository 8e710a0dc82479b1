"""The Ray engine: the same function in actors on one or several machines, the model loaded once in each."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from mingdan.batch.engines import Died, Event, Finished, NextTask
from mingdan.batch.work import Result, Setup, Task, Worker
from mingdan.core.errors import MingdanError, MissingExtraError

_POLL = 1.0
_PATIENCE = 300.0
"""Seconds without a single actor at work, after which the cluster counts as gone."""


def ray_module() -> Any:
    """Ray. Raises :class:`MissingExtraError` where it is not installed."""
    try:
        return import_module("ray")
    except ImportError as error:
        hint = "pip install 'mingdan[cluster]', or use --engine local"
        raise MissingExtraError("the engine ray needs the package ray", hint=hint) from error


class ClusterError(MingdanError):
    """The cluster cannot be reached, or no machine of it works any more."""

    code = "cluster"


class Reader:
    """Body of an actor."""

    def __init__(self, setup: Setup) -> None:
        self._worker = Worker(setup)

    def ready(self) -> bool:
        """Load the model."""
        return bool(self._worker.pipeline.nlp.pipe_names)

    def read(self, task: Task) -> Result:
        """Read a task."""
        return self._worker.run(task)


class RayEngine:
    """``workers`` actors of a CPU each; ``address`` of a running cluster, or one on this machine is started.

    The bytes of the inputs travel with the tasks, so the machines need no common folder; the user's own files (names,
    roles, a model) must lie on each at the same path.
    """

    def __init__(self, setup: Setup, workers: int, address: str | None = None) -> None:
        self._ray = ray_module()
        self._setup = setup
        self._own = not self._ray.is_initialized()
        if self._own:
            self._connect(address, workers)
        self._starting: dict[Any, Any] = {}
        self._idle: list[Any] = []
        self._running: dict[Any, tuple[Any, Task]] = {}
        self._alive = time.monotonic()
        self._actor: Any = self._ray.remote(num_cpus=1, max_restarts=0, max_concurrency=1)(Reader)
        for _ in range(workers):
            self._start()

    def _connect(self, address: str | None, workers: int) -> None:
        options: dict[str, Any] = {"address": address} if address else {"address": "local", "num_cpus": workers}
        try:
            self._ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False, **options)
        except (ConnectionError, RuntimeError, ValueError) as error:
            hint = "check --address, and that ray start ran on that machine"
            raise ClusterError(f"no Ray cluster: {error}", where=address or "local", hint=hint) from error

    def _start(self) -> None:
        actor = self._actor.options(scheduling_strategy="SPREAD").remote(self._setup)
        self._starting[actor.ready.remote()] = actor

    def run(self, next_task: NextTask) -> Iterator[Event]:
        """Draw tasks until there are none and none is running."""
        while True:
            self._hand_out(next_task)
            if not self._running and self._idle:
                return
            self._check_alive()
            waited = [*self._running, *self._starting]
            ready, _ = self._ray.wait(waited, num_returns=1, timeout=_POLL)
            for reference in ready:
                yield from self._hear(reference)

    def _hand_out(self, next_task: NextTask) -> None:
        while self._idle:
            task = next_task()
            if task is None:
                return
            actor = self._idle.pop()
            self._running[actor.read.remote(task)] = (actor, task)

    def _check_alive(self) -> None:
        if self._running or self._idle:
            self._alive = time.monotonic()
        elif time.monotonic() - self._alive > _PATIENCE:
            hint = "check its machines, then go on with --resume"
            raise ClusterError("no machine of the cluster takes work any more", hint=hint)

    def _hear(self, reference: Any) -> Iterator[Event]:
        actor = self._starting.pop(reference, None)
        try:
            found: Any = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause if isinstance(error.cause, MingdanError) else error from None
        except self._ray.exceptions.RayError as error:
            self._start()
            if actor is None:
                _, task = self._running.pop(reference)
                yield Died(task, f"the worker is gone ({type(error).__name__})")
            return
        if actor is None:
            actor, task = self._running.pop(reference)
            yield Finished(task, found)
        self._idle.append(actor)

    def close(self) -> None:
        """End the actors, and the cluster where this engine started it."""
        for actor in [*self._idle, *self._starting.values(), *(actor for actor, _ in self._running.values())]:
            self._ray.kill(actor)
        if self._own:
            self._ray.shutdown()
