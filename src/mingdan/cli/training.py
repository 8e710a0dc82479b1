"""``mingdan train``: fine-tunes an encoder that the user has."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mingdan.evaluation.training.encoder.fit import Plan


def train(
    encoder: Annotated[
        Path,
        typer.Option("--encoder", help="Folder with an encoder's config, tokenizer and weights."),
    ],
    gold: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[GOLD...]", help="Labelled documents, JSONL or folders; open, own and more unless given."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="New folder for the trained model.")] = Path("model"),
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each document is read.")] = 4,
    rate: Annotated[float, typer.Option("--rate", min=0, help="Highest learning rate.")] = 5e-5,
    batch: Annotated[int, typer.Option("--batch", min=1, help="Windows a step.")] = 16,
    seed: Annotated[int, typer.Option("--seed", help="Seed of everything random.")] = 0,
    held_out: Annotated[float, typer.Option("--held-out", help="Share of the documents to measure on.")] = 0.1,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")] = False,
) -> None:
    """Fine-tune an encoder to the tagger of --profile accurate (needs the extra accurate, and torch)."""
    from mingdan.corpus.parts import READABLE
    from mingdan.evaluation.training.encoder.fit import Plan

    _run(encoder, tuple(gold or READABLE), out, Plan(rounds, rate, batch, seed=seed), held_out)


def _run(encoder: Path, gold: tuple[str, ...], out: Path, plan: "Plan", share: float) -> None:
    from mingdan.cli.console import note, say, visible
    from mingdan.core.errors import UsageError
    from mingdan.corpus.parts import load_readable
    from mingdan.evaluation.training.encoder.run import lines, train_encoder

    if not encoder.is_dir():
        raise UsageError("no such folder", where=f"--encoder {encoder}", hint="check the path")
    documents = [document for source in gold for document in load_readable(source)]
    for line in lines(train_encoder(documents, encoder, out, plan, share, note)):
        say(visible(line))
