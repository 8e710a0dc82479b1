"""The command ``mingdan evaluate`` and its options."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    json_file: Annotated[
        Path | None, typer.Argument(metavar="[OUT.json]", help="File for --json; stdout where it is left out.")
    ] = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Gold records: JSONL, or a folder of *.doc.md.")] = None,
    pred: Annotated[Path | None, typer.Option("--pred", help="Predicted records, JSONL; pages for --layout.")] = None,
    run: Annotated[
        str | None,
        typer.Option("--run", metavar="PATH", help="Run the pipeline over gold: open, own, more, or its path."),
    ] = None,
    open_part: Annotated[bool, typer.Option("--open", help="The same as --run open.")] = False,
    locked: Annotated[bool, typer.Option("--locked", help="Run the pipeline over the locked corpus part.")] = False,
    unseen: Annotated[bool, typer.Option("--unseen", help="Run the pipeline over the unseen corpus part.")] = False,
    layout: Annotated[
        Path | None, typer.Option("--layout", metavar="DIR", help="Score page layout against the truth in DIR.")
    ] = None,
    profile: Annotated[str, typer.Option("--profile", help="Profile of the pipeline.")] = "default",
    model: Annotated[Path | None, typer.Option("--model", help="Folder of a tagger for --profile accurate.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a report for the browser to this file.")] = None,
    compare: Annotated[Path | None, typer.Option("--compare", help="Another system's predictions, JSONL.")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="Earlier --json: print what differs.")] = None,
    nfkc: Annotated[bool, typer.Option("--nfkc", help="With --layout: fold width and compatibility forms.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON on stdout, or write it to OUT.json.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")] = False,
) -> None:
    """Score predictions against gold: mentions, rows, names, confidences; list errors; compare systems."""
    from mingdan.cli import evaluating

    source = (gold, pred, locked, unseen, open_part, profile, errors, json)
    result = (json_file, run, html, compare, baseline, layout, nfkc, model)
    raise typer.Exit(evaluating.run(evaluating.Options(*source, *result)))
