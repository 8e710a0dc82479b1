"""The commands ``mingdan batch …`` and their options; ``run`` may be left out before archives."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mingdan.cli import extract_options as option

EXIT_CODES = """\b
Exit codes: 0 all fine; 1 unexpected failure; 2 wrong usage; 3 some inputs quarantined;
5 an optional part is not installed; 6 a model that cannot be used; 130 interrupted."""


class _RunUnlessNamed(TyperGroup):
    """A group in which ``run`` may be left out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``run`` in front of arguments that name no command."""
        asks = {"-h", "--help"} & set(args[:1])
        return super().parse_args(ctx, args if not args or asks or args[0] in self.commands else ["run", *args])


batch = typer.Typer(
    cls=_RunUnlessNamed,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "default_map": {"help": False}},
    help="News archives of any size: run (may be left out), status, publish.",
)

Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable result on stdout.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")]
Folder = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a batch run.")]


@batch.command(epilog=EXIT_CODES)
def run(
    archives: Annotated[
        list[str], typer.Argument(metavar="ARCHIVE...", help="Folders, globs, tar, ZIP, JSONL and Parquet files.")
    ],
    out: option.Out = Path("out"),
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes that read; the CPUs of this machine unless given.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="local (this machine) or ray (a cluster).")] = "local",
    address: Annotated[
        str | None, typer.Option("--address", help="Address of a Ray cluster; one on this machine unless given.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that the folder holds.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="With --resume: try once more what was set aside.")] = False,
    published: option.Published = None,
    profile: option.Profile = "default",
    model: option.Model = None,
    min_confidence: option.MinConfidence = None,
    names: option.Names = None,
    roles: option.Roles = None,
    ocr: option.Ocr = "auto",
    ocr_engine: option.OcrEngine = "rapidocr",
    password: option.Passwords = None,
    limit: option.Limits = None,
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.001, help="Seconds for one document.")] = 120.0,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read archives into Parquet tables that are cut by month; what is interrupted goes on with --resume."""
    from mingdan.cli import batching

    files = batching.Files(names, roles, model)
    reading = batching.Reading(ocr, ocr_engine, tuple(password or ()), tuple(limit or ()), time_limit, min_confidence)
    setup = batching.setup_of(profile, files, reading)
    how = batching.How(tuple(archives), out, published, workers, engine, address, resume, retry)
    raise typer.Exit(batching.run(how, setup, json=json))


@batch.command(epilog=EXIT_CODES)
def status(folder: Folder, json: Json = False, debug: Debug = False) -> None:
    """Say how far a run is, what it has read and what was set aside."""
    from mingdan.cli import batching

    raise typer.Exit(batching.status(folder, json=json))


@batch.command(epilog=EXIT_CODES)
def publish(folder: Folder, json: Json = False, debug: Debug = False) -> None:
    """Write the tables from what an unfinished run has read so far."""
    from mingdan.cli import batching

    raise typer.Exit(batching.publish(folder, json=json))
