"""Bodies of ``mingdan batch``."""

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mingdan.cli.console import complain, note, say, say_json
from mingdan.cli.recognising import reading_options
from mingdan.core.errors import MingdanError, UsageError
from mingdan.extract.inputs import parse_date
from mingdan.extract.readers.limits import parse_limits

if TYPE_CHECKING:
    from mingdan.batch.run import Progress, Summary
    from mingdan.batch.status import Status
    from mingdan.batch.work import Setup

ENGINES = ("local", "ray")
_NOTES = 20
_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class Files:
    """The user's own files."""

    names: Path | None = None
    roles: Path | None = None
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read."""

    ocr: str = "auto"
    engine: str = "rapidocr"
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: tuple[str, ...] = ()
    seconds: float = 120.0
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class How:
    """What is read, by whom and where to."""

    archives: tuple[str, ...]
    out: Path
    published: str | None = None
    workers: int | None = None
    engine: str = "local"
    address: str | None = None
    resume: bool = False
    retry: bool = False


def setup_of(profile: str, files: Files, reading: Reading) -> "Setup":
    """Check what decides the tables. Raises :class:`UsageError`."""
    from mingdan.batch.work import Setup

    least = reading.min_confidence
    if least is not None and not 0 <= least <= 1:
        raise UsageError("not between 0 and 1", where="--min-confidence", hint="give a number such as 0.6")
    for name, path in (("--names", files.names), ("--roles", files.roles)):
        if path is not None and not path.is_file():
            raise UsageError("no such file", where=f"{name} {path}", hint="check the path")
    kept = os.environ.get("MINGDAN_PASSWORD")
    passwords = (*reading.passwords, kept) if kept else reading.passwords
    options = replace(reading_options(reading.ocr, reading.engine), passwords=passwords)
    limits = tuple(sorted(parse_limits(reading.limits).items()))
    return Setup(profile, files.names, files.roles, files.model, least, options, limits, reading.seconds)


def run(how: How, setup: "Setup", *, json: bool) -> int:
    """Read the archives and return the exit code."""
    from mingdan.batch.run import Options, run_batch

    if how.engine not in ENGINES:
        raise UsageError(f"unknown engine {how.engine!r}", where="--engine", hint=f"use one of {', '.join(ENGINES)}")
    if how.retry and not how.resume:
        raise UsageError("goes with --resume only", where="--retry", hint="add --resume")
    published = None if how.published is None else parse_date(how.published, where="--published")
    engine = "ray" if how.engine == "ray" else "local"
    workers = how.workers or usable_cpus()
    options = Options(how.archives, how.out, published, workers, engine, how.address, how.resume, how.retry, setup)
    try:
        with _watcher() as tell:
            summary = run_batch(options, tell)
    except KeyboardInterrupt:
        note(f"interrupted; go on with --resume, see how far it is with mingdan batch status {how.out}")
        raise
    except OSError as error:
        hint = "check the space and the rights; --resume goes on where it ended"
        reason = error.strerror or str(error)
        raise MingdanError(f"cannot write: {reason}", where=str(how.out), hint=hint) from error
    _show(how, summary, json=json)
    return summary.exit_code


def usable_cpus() -> int:
    """CPUs that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _show(how: How, summary: "Summary", *, json: bool) -> None:
    for text in summary.notes[:_NOTES]:
        note(text)
    if len(summary.notes) > _NOTES:
        note(f"{len(summary.notes) - _NOTES} more notes (--json prints all)")
    if json:
        say_json({"out": str(how.out), "exit_code": summary.exit_code, **asdict(summary)})
        return
    say(
        f"inputs {summary.seen}: read {summary.new}, known {summary.known}, copies {summary.copies}; "
        f"quarantined {summary.quarantined}"
    )
    say(f"rows: {', '.join(f'{name} {count}' for name, count in summary.rows.items())}")
    say(f"written to {how.out} in {_time(summary.seconds)}")
    if summary.quarantined:
        complain(f"what was set aside and why: {how.out / 'quarantine'}, mingdan batch status {how.out}")


@contextmanager
def _watcher() -> "Generator[Callable[[Progress], None]]":
    """A bar on a terminal, else a line a minute."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)

        def tell(progress: "Progress") -> None:
            bar.update(task, completed=progress.share, description=_line(progress))

        yield tell


class _Lines:
    def __init__(self) -> None:
        self._last = time.monotonic()

    def tell(self, progress: "Progress") -> None:
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            note(f"{progress.share:.0%}, {_line(progress)}")


def _line(progress: "Progress") -> str:
    left = "" if progress.left is None else f", about {_time(progress.left)} left"
    return f"{progress.done} documents read, {progress.rate:.1f} a second{left}"


def _time(seconds: float) -> str:
    """
    >>> _time(3725.2)
    '1:02:05'
    """
    return str(timedelta(seconds=round(seconds)))


def status(folder: Path, *, json: bool) -> int:
    """Print how far a run is; 3 where something is quarantined."""
    from mingdan.batch.status import read_status

    found = read_status(folder)
    if json:
        say_json(asdict(found))
    else:
        _show_status(found)
    return 3 if found.failures else 0


def _show_status(found: "Status") -> None:
    state = f"{found.state}, begun {found.started}" + (f", ended {found.ended}" if found.ended else "")
    say(f"run {found.run}: {state}; configuration {found.config}")
    say(f"archives: {', '.join(found.archives)}")
    say(f"passed {found.share:.0%} of their bytes, {found.seen} inputs; last sign of life {found.touched}")
    say(
        f"notices: read {found.done}, pending {found.pending}, failed {found.failed}; documents {found.documents}, "
        f"partnerships {found.partnerships}"
    )
    if found.rate:
        say(f"{found.rate:.1f} documents a second of one worker")
    for code, count in found.failures.items():
        say(f"set aside as {code}: {count}")
    for example in found.examples:
        complain(example)


def publish(folder: Path, *, json: bool) -> int:
    """Write the tables anew and print their rows."""
    from mingdan.batch.run import republish

    rows = republish(folder)
    if json:
        say_json({"out": str(folder), "rows": rows})
    else:
        say(f"rows: {', '.join(f'{name} {count}' for name, count in rows.items())}")
        say(f"written to {folder}")
    return 0
