"""Body of ``mingdan extract``."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingdan.cli.console import complain, note, say, say_json
from mingdan.cli.recognising import reading_options, tell_forecast
from mingdan.core.errors import UsageError
from mingdan.extract.inputs import SUFFIXES, Input, Inputs, collect, parse_date
from mingdan.extract.job import Job, JobResult, Listener, Quarantined, check_folder
from mingdan.extract.manifest import read_manifest
from mingdan.extract.output import issue_counts, write_output
from mingdan.extract.readers.limits import limited, parse_limits
from mingdan.extract.readers.options import use_options

if TYPE_CHECKING:
    from mingdan.extract.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; see ``mingdan extract --help``."""

    paths: tuple[str, ...]
    out: Path
    published: str | None = None
    manifest: Path | None = None
    profile: str = "default"
    min_confidence: float | None = None
    names: Path | None = None
    roles: Path | None = None
    excel_safe: bool = False
    json: bool = False
    debug: bool = False
    ocr: str = "auto"
    ocr_engine: str = "rapidocr"
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: tuple[str, ...] = ()
    model: Path | None = None


def run(options: Options) -> int:
    """Do the job and return the exit code. Raises a :class:`MingdanError` where nothing can be done at all."""
    inputs = _inputs(options)
    reading = replace(reading_options(options.ocr, options.ocr_engine), passwords=_passwords(options))
    changes = parse_limits(options.limits)
    check_folder(options.out)
    tell_forecast(inputs, reading)
    pipeline = _pipeline(options)
    with use_options(reading), limited(**changes), _listener(options, len(inputs.accepted)) as listener:
        job = Job(pipeline, min_confidence=options.min_confidence, listener=listener)
        result = job.run(inputs)
    summary = write_output(options.out, result, pipeline, options.profile, excel_safe=options.excel_safe)
    if options.json:
        say_json(summary)
    else:
        _show(options, result, summary)
    return result.exit_code


def _inputs(options: Options) -> Inputs:
    if options.min_confidence is not None and not 0 <= options.min_confidence <= 1:
        raise UsageError("not between 0 and 1", where="--min-confidence", hint="give a number such as 0.6")
    if not options.paths and options.manifest is None:
        raise UsageError("no input", hint="name files, folders or globs, or give --manifest")
    published = None if options.published is None else parse_date(options.published, where="--published")
    inputs = collect(options.paths, published=published)
    if options.manifest is not None:
        inputs += read_manifest(options.manifest, published=published)
    return inputs


def _passwords(options: Options) -> tuple[str, ...]:
    """Those of the command line, then that of the environment, which no list of processes shows."""
    import os

    kept = os.environ.get("MINGDAN_PASSWORD")
    return (*options.passwords, kept) if kept else options.passwords


def _pipeline(options: Options) -> "Pipeline":
    for option, path in (("--names", options.names), ("--roles", options.roles)):
        if path is not None and not path.is_file():
            raise UsageError("no such file", where=f"{option} {path}", hint="check the path")
    from mingdan.extract.pipeline import load

    return load(options.profile, names=options.names, roles=options.roles, model=options.model)


@contextmanager
def _listener(options: Options, total: int) -> Generator[Listener]:
    """Errors and notes as lines; a progress bar only where stderr is a terminal."""
    import sys

    if not sys.stderr.isatty() or total < 2:
        yield Listener(_complain, note, failed=_failed(options))
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("documents", total=total)

        def done(item: Input) -> None:
            progress.advance(task)

        yield Listener(_complain, note, done, _failed(options))


def _complain(item: Quarantined) -> None:
    complain(str(item))


def _failed(options: Options) -> Any:
    def show(error: Exception) -> None:
        if options.debug:
            import traceback

            traceback.print_exception(error)

    return show


def _show(options: Options, result: JobResult, summary: dict[str, object]) -> None:
    from mingdan.cli.show import show_partnerships

    if result.documents:
        show_partnerships(result.documents, options.out / "partnerships.csv")
    rows = summary["rows"]
    assert isinstance(rows, dict)
    counts = ", ".join(f"{name} {count}" for name, count in rows.items())  # pyright: ignore[reportUnknownVariableType]
    say(f"documents {len(result.documents)}, quarantined {len(result.quarantined)}")
    say(f"rows: {counts}")
    if issues := issue_counts(result):
        say(f"issues in the records: {', '.join(f'{level} {count}' for level, count in sorted(issues.items()))}")
    say(f"written to {options.out}")
    if result.quarantined:
        say(f"what was set aside and why: {options.out / 'quarantine.jsonl'}")
    if not result.documents and not result.quarantined:
        say(f"nothing to read (known types: {' '.join(sorted(SUFFIXES))})")
