"""The local engine: real processes that are killed, that die of a document, that take too long."""

import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from batch_runs import notice

from mingdan.batch.engines import Died, Event, Finished
from mingdan.batch.local import LocalEngine, WorkerStartError
from mingdan.batch.work import Setup, Task, Worker, time_limit
from mingdan.core.errors import ModelError
from mingdan.extract.inputs import Input

HELPERS = '''
import os, signal, time
from mingdan.batch.work import Worker
from mingdan.core.errors import ModelError

class Light:
    nlp = None

class Odd(Worker):
    """Tasks of a letter: K kills its process, S sleeps in C, X fails, others give their own text."""
    pipeline = Light()

    def run(self, task, tell=lambda place: None):
        for place, group in enumerate(task.groups):
            tell(place)
            text = group[0].text
            if text == "K":
                os.kill(os.getpid(), signal.SIGKILL)
            if text == "S":
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
                time.sleep(600)
            if text == "slow":
                time.sleep(0.3)
        from mingdan.batch.work import Result
        return Result((), (), ("".join(group[0].text for group in task.groups),), {}, 0, 0.0)

class NoModel(Odd):
    @property
    def pipeline(self):
        raise ModelError("no weights", where="m", hint="install again")

class Stillborn(Odd):
    @property
    def pipeline(self):
        os._exit(7)
'''


@pytest.fixture
def helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Worker]]:
    """Workers in a module that a spawned process finds."""
    (tmp_path / "odd_workers.py").write_text(HELPERS, "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    name = "odd_workers"
    return vars(import_module(name))


def tasks_of(*texts: str) -> list[Task]:
    """A task a text; its letters are its notices, a word is one."""
    made: list[Task] = []
    for number, text in enumerate(texts):
        words = [text] if text == "slow" else list(text)
        made.append(Task(number, 0, tuple((Input("x", text=word),) for word in words), tuple(range(len(words)))))
    return made


def events(engine: LocalEngine, tasks: list[Task]) -> list[Event]:
    try:
        rest = iter(tasks)
        return list(engine.run(lambda: next(rest, None)))
    finally:
        engine.close()


def said(found: list[Event]) -> list[str]:
    return sorted(event.result.notes[0] for event in found if isinstance(event, Finished))


def test_every_task_is_done_once_by_several_workers(helpers: dict[str, type[Worker]]) -> None:
    texts = [chr(97 + number) for number in range(12)]
    assert said(events(LocalEngine(Setup(), 2, helpers["Odd"]), tasks_of(*texts))) == texts


def test_the_death_of_a_worker_names_its_notice_and_touches_no_other(helpers: dict[str, type[Worker]]) -> None:
    found = events(LocalEngine(Setup(), 2, helpers["Odd"]), tasks_of("a", "bcKd", "e", "f", "g"))
    assert said(found) == ["a", "e", "f", "g"]
    dead = [event for event in found if isinstance(event, Died)]
    assert [(one.task.part, one.place, one.reason) for one in dead] == [(1, 2, "the worker was ended by SIGKILL")]


def test_what_cannot_be_interrupted_is_ended_from_outside(helpers: dict[str, type[Worker]]) -> None:
    found = events(LocalEngine(Setup(seconds=0.2), 1, helpers["Odd"]), tasks_of("S", "a"))
    assert said(found) == ["a"]
    dead = [event for event in found if isinstance(event, Died)]
    assert [one.reason for one in dead] == ["takes more than 0.2 s and cannot be interrupted"]


def test_workers_that_are_killed_from_outside_are_replaced(helpers: dict[str, type[Worker]]) -> None:
    engine = LocalEngine(Setup(), 2, helpers["Odd"])
    rest = iter(tasks_of(*["slow"] * 8))
    done = died = 0
    try:
        for event in engine.run(lambda: next(rest, None)):
            done += isinstance(event, Finished)
            died += isinstance(event, Died)
            if done == 2 and not died:
                for worker in engine._workers:  # pyright: ignore[reportPrivateUsage]
                    os.kill(worker.process.pid or 0, signal.SIGKILL)
    finally:
        engine.close()
    assert died
    assert done + died == 8


def test_a_model_that_is_missing_is_told_as_such(helpers: dict[str, type[Worker]]) -> None:
    with pytest.raises(ModelError, match="no weights"):
        events(LocalEngine(Setup(), 1, helpers["NoModel"]), tasks_of("a"))


def test_workers_that_die_at_their_start_end_the_run(helpers: dict[str, type[Worker]]) -> None:
    with pytest.raises(WorkerStartError, match="ended with code 7"):
        events(LocalEngine(Setup(), 1, helpers["Stillborn"]), tasks_of("a"))


def test_workers_end_with_the_process_that_they_work_for(helpers: dict[str, type[Worker]]) -> None:
    engine = LocalEngine(Setup(), 1, helpers["Odd"])
    rest = iter(tasks_of("a"))
    list(engine.run(lambda: next(rest, None)))
    process = engine._workers[0].process  # pyright: ignore[reportPrivateUsage]
    engine._workers[0].pipe.close()  # pyright: ignore[reportPrivateUsage]
    process.join(timeout=20)
    assert process.exitcode == 0
    engine.close()


def test_a_real_worker_reads_a_document() -> None:
    text = notice("澄溪农村商业银行股份有限公司", ["蚂蚁", "美团"])
    task = Task(3, 1, ((Input("a.txt", text=text, id="a"),),), (9,))
    (event,) = events(LocalEngine(Setup(profile="fast"), 1), [task])
    assert isinstance(event, Finished)
    assert event.task == task
    assert event.result.partnerships == 2
    assert [row.id for row in event.result.documents] == ["a"]


def test_the_time_limit_stops_python_and_leaves_no_alarm_behind() -> None:
    with pytest.raises(Exception, match=r"takes more than 0\.05 s"), time_limit(0.05, "a.txt"):
        time.sleep(10)
    with time_limit(0.05, "a.txt"):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_document_over_the_time_limit_is_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    class Slow:
        @staticmethod
        def process(*args: object, **options: object) -> None:
            calls.append(1)
            time.sleep(10)

    worker = Worker(Setup(seconds=0.05))
    monkeypatch.setattr(Worker, "pipeline", Slow())
    result = worker.run(Task(0, 0, ((Input("a.txt", text="甲"),),), (1,)))
    assert len(calls) == 2
    assert [(place, one.code, one.uri) for place, one in result.failures] == [(0, "time_limit", "a.txt")]
