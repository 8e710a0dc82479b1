"""What an engine is: something that runs tasks in other processes and tells what became of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from mingdan.batch.work import Result, Task


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that was read."""

    task: Task
    result: Result


@dataclass(frozen=True, slots=True)
class Died:
    """A task whose worker is gone. ``place`` is the notice that it was reading, where that is known."""

    task: Task
    reason: str
    place: int | None = None


Event: TypeAlias = Finished | Died
NextTask: TypeAlias = Callable[[], Task | None]
"""The next task to run; None where there is none now (one that died may give more)."""


class Engine(Protocol):
    """Runs tasks. The order of the events is free."""

    def run(self, next_task: NextTask) -> Iterator[Event]:
        """Draw tasks until there are none and none is running."""
        ...

    def close(self) -> None:
        """End all workers."""
        ...
