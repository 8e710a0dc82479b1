"""``mingdan benchmark``: quality and speed beside what can be installed instead."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mingdan.evaluation.benchmark.run import Plan, Result


def benchmark(
    gold: Annotated[
        Path | None, typer.Option("--gold", help="Gold records, JSONL or folder, in place of the corpus documents.")
    ] = None,
    locked: Annotated[bool, typer.Option("--locked", help="The locked corpus part in their place; sums only.")] = False,
    unseen: Annotated[bool, typer.Option("--unseen", help="The unseen corpus part in their place; sums only.")] = False,
    systems: Annotated[str, typer.Option("--systems", help="Systems to measure, with commas; all unless given.")] = "",
    sets: Annotated[str, typer.Option("--sets", help="Test sets, with commas; all unless given.")] = "",
    rounds: Annotated[int, typer.Option("--rounds", min=0, help="Rounds of timing; 0 leaves speed out.")] = 5,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first documents of each open set.")
    ] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="OUT", help="Write the result as JSON.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")] = False,
) -> None:
    """Measure quality and speed side by side with other packages, in one run."""
    from mingdan.evaluation.benchmark.run import Plan

    plan = Plan(_names(systems), _names(sets), gold, _part(gold, locked=locked, unseen=unseen), rounds, limit)
    _run(plan, json)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _part(gold: Path | None, *, locked: bool, unseen: bool) -> str | None:
    from mingdan.core.errors import UsageError

    if (gold is not None) + locked + unseen > 1:
        raise UsageError("choose one of --gold, --locked and --unseen", hint="run it once for each")
    return "locked" if locked else "unseen" if unseen else None


def _run(plan: "Plan", out: Path | None) -> None:
    one_thread()
    from mingdan.cli.console import note, say, visible
    from mingdan.evaluation.benchmark.report import lines
    from mingdan.evaluation.benchmark.run import run

    result = run(plan, note)
    for line in lines(result):
        say(visible(line))
    if out is not None:
        _write(out, result)


def one_thread() -> None:
    """Ask numeric libraries, before they are loaded, to use one thread."""
    import os

    from mingdan.evaluation.benchmark.speed import THREAD_VARIABLES

    for name in THREAD_VARIABLES:
        os.environ[name] = "1"


def _write(out: Path, result: "Result") -> None:
    import json

    from mingdan.core.errors import UsageError
    from mingdan.core.jsonio import to_plain

    try:
        out.write_text(json.dumps(to_plain(result), ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise UsageError(error.strerror or "cannot be written", where=str(out), hint="check the folder") from error
