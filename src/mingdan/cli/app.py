"""The commands and their options. Bodies import what they need, so that help starts fast."""

from pathlib import Path
from typing import Annotated

import typer

from mingdan.cli import extract_options as option
from mingdan.cli.batch_commands import batch
from mingdan.cli.benchmarking import benchmark
from mingdan.cli.corpus_commands import corpus
from mingdan.cli.evaluation_command import evaluate
from mingdan.cli.registry_commands import registry, update
from mingdan.cli.reporting import report
from mingdan.cli.serving import serve
from mingdan.cli.training import train

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    # An unset help flag of the root would make typer import pydantic before a command shows its own help.
    context_settings={"help_option_names": ["-h", "--help"], "default_map": {"help": False}},
)

EXIT_CODES = """\b
Exit codes: 0 all fine; 1 unexpected failure; 2 wrong usage; 3 some inputs quarantined;
4 a record that breaks the schema; 5 an optional part is not installed;
6 a model that cannot be used; 7 there are alerts; 130 interrupted."""

Debug = Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable result on stdout.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"mingdan {version('mingdan')}")
        raise typer.Exit


@app.callback(epilog=EXIT_CODES)
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Chinese disclosure documents in, one table of lending partners out, with evidence for every cell."""


@app.command(epilog=EXIT_CODES)
def extract(
    paths: option.Paths = None,
    out: option.Out = Path("out"),
    published: option.Published = None,
    manifest: option.Manifest = None,
    profile: option.Profile = "default",
    model: option.Model = None,
    min_confidence: option.MinConfidence = None,
    names: option.Names = None,
    roles: option.Roles = None,
    excel_safe: option.ExcelSafe = False,
    ocr: option.Ocr = "auto",
    ocr_engine: option.OcrEngine = "rapidocr",
    password: option.Passwords = None,
    limit: option.Limits = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read documents and write the tables and records of their lending partners."""
    from mingdan.cli.extracting import Options, run

    known = (published, manifest, profile, min_confidence, names, roles)
    reading = (ocr, ocr_engine, tuple(password or ()), tuple(limit or ()))
    chosen = Options(tuple(paths or ()), out, *known, excel_safe, json, debug, *reading, model)
    raise typer.Exit(run(chosen))


@app.command(epilog=EXIT_CODES)
def demo(
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for the output; a temporary one unless given.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Run the main job on three invented documents that come with the program."""
    from mingdan.cli.demonstrating import run

    raise typer.Exit(run(out, json=json, debug=debug))


app.command(epilog=EXIT_CODES)(evaluate)


@app.command(epilog=EXIT_CODES)
def doctor(json: Json = False, debug: Debug = False) -> None:
    """Say what is installed, what is missing and what it would add."""
    from mingdan.cli.diagnosing import run

    raise typer.Exit(run(json=json))


@app.command(epilog=EXIT_CODES)
def schema(debug: Debug = False) -> None:
    """Print the JSON Schema of the record."""
    from mingdan.core.schema import schema_text

    typer.echo(schema_text(), nl=False)


app.command(epilog=EXIT_CODES)(benchmark)
app.command(epilog=EXIT_CODES)(train)
app.command(epilog=EXIT_CODES)(update)
app.command(epilog=EXIT_CODES)(report)
app.command(epilog=EXIT_CODES)(serve)
app.add_typer(batch, name="batch")
app.add_typer(registry, name="registry")
app.add_typer(corpus, name="corpus")
