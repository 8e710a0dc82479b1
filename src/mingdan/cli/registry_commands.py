"""The commands ``mingdan registry …`` and ``mingdan update``, and their options."""

from pathlib import Path
from typing import Annotated

import typer

from mingdan.cli import extract_options as option

registry = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "default_map": {"help": False}},
    help="Who was on whose list, when, with proof: ingest, check, show, history, diff, alerts, review, export.",
)
EXIT_CODES = """\b
Exit codes: 0 all fine; 1 the database failed; 2 wrong usage or a faulty output folder; 5 an optional part is not
installed; 7 there are alerts; 130 interrupted."""

Db = Annotated[str, typer.Option("--db", envvar="MINGDAN_REGISTRY", help="sqlite:///PATH, a path, or postgresql://….")]
Url = Annotated[str, typer.Option("--registry", envvar="MINGDAN_REGISTRY", help="Address of the registry.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable result on stdout.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")]
On = Annotated[str | None, typer.Option("--on", "--as-of", help="Day to look at, YYYY-MM-DD; today unless given.")]
Rejected = Annotated[bool, typer.Option("--rejected", help="Let rows in that people rejected.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Who = Annotated[str, typer.Option("--who", envvar="USER", help="Who decides.")]
Default = "registry.sqlite"
MOST = 2**31 - 1
"""Numbers of rows end there."""


@registry.command(epilog=EXIT_CODES)
def ingest(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Output of mingdan batch or extract.")],
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Take an output in; what is known already changes nothing."""
    from mingdan.cli import registering

    raise typer.Exit(registering.ingest(db, folder, json=json))


@registry.command(epilog=EXIT_CODES)
def reprocess(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Output of another reading of known documents.")],
    db: Db = Default,
    commit: Annotated[bool, typer.Option("--commit", help="Keep it; without it nothing is changed.")] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show the rows that another reading of documents gains and loses, and take it in with --commit."""
    from mingdan.cli import registering

    raise typer.Exit(registering.reprocess(db, folder, commit=commit, json=json))


@registry.command(epilog=EXIT_CODES)
def check(
    lender: Annotated[str | None, typer.Argument(help="Name of the lender.")] = None,
    partner: Annotated[str | None, typer.Argument(help="Name of the partner.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="Role code, such as platform.facilitation.")] = None,
    on: On = None,
    file: Annotated[Path | None, typer.Option("--file", help="CSV of lender, partner, and role, on if wanted.")] = None,
    db: Db = Default,
    rejected: Rejected = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Say whether a partner is on a lender's list: listed, not_listed, or unknown with the reason."""
    from mingdan.cli import registering

    raise typer.Exit(registering.check(db, (lender, partner, role, on), file, rejected=rejected, json=json))


@registry.command(epilog=EXIT_CODES)
def show(name: str, on: On = None, db: Db = Default, json: Json = False, debug: Debug = False) -> None:
    """Show an institution: names, lists, partners, lenders."""
    from mingdan.cli import registering

    raise typer.Exit(registering.show(db, name, on, json=json))


@registry.command(epilog=EXIT_CODES)
def history(
    lender: str,
    partner: Annotated[str | None, typer.Argument(help="All that was stated of the pair.")] = None,
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show the versions of a lender's lists, or all that documents ever stated of a pair."""
    from mingdan.cli import registering

    raise typer.Exit(registering.history(db, lender, partner, json=json))


@registry.command(epilog=EXIT_CODES)
def diff(
    first: Annotated[int, typer.Argument(metavar="A", max=MOST, help="Number of the earlier version.")],
    second: Annotated[int, typer.Argument(metavar="B", max=MOST, help="Number of the later version.")],
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show who came, went, changed the role or goes by another name between two versions."""
    from mingdan.cli import registering

    raise typer.Exit(registering.diff(db, first, second, json=json))


@registry.command(epilog=EXIT_CODES)
def partners(
    lender: str, on: On = None, db: Db = Default, rejected: Rejected = False, json: Json = False, debug: Debug = False
) -> None:
    """Show who is on a lender's lists."""
    from mingdan.cli import registering

    raise typer.Exit(registering.partners(db, lender, on, rejected=rejected, json=json))


@registry.command(epilog=EXIT_CODES)
def lenders(
    partner: str, on: On = None, db: Db = Default, rejected: Rejected = False, json: Json = False, debug: Debug = False
) -> None:
    """Show whose lists name a partner."""
    from mingdan.cli import registering

    raise typer.Exit(registering.lenders(db, partner, on, rejected=rejected, json=json))


@registry.command(epilog=EXIT_CODES)
def stats(
    on: On = None,
    days: Annotated[
        int, typer.Option("--days", min=1, max=36_500, help="Age from which on a list counts as old.")
    ] = 180,
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show sums per role, the most listed partners, lenders without a list, old lists."""
    from mingdan.cli import registering

    raise typer.Exit(registering.stats(db, on, days, json=json))


@registry.command(epilog=EXIT_CODES)
def alerts(
    on: On = None, db: Db = Default, rejected: Rejected = False, json: Json = False, debug: Debug = False
) -> None:
    """Show what somebody should look at; exit code 7 where there is something."""
    from mingdan.cli import registering

    raise typer.Exit(registering.alerts(db, on, rejected=rejected, json=json))


@registry.command(epilog=EXIT_CODES)
def queue(
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="How many.")] = 50,
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show what waits for a decision."""
    from mingdan.cli import registering

    raise typer.Exit(registering.queue(db, limit, json=json))


@registry.command(epilog=EXIT_CODES)
def decide(
    verdict: Annotated[str, typer.Argument(help="accept, reject, dispute (a row); same, different, group (names).")],
    what: Annotated[list[str], typer.Argument(metavar="ROW | NAME NAME", help="Number of a row, or two names.")],
    reason: Reason = "",
    who: Who = "",
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Decide about a row or about two names; kept with reason, name and time."""
    from mingdan.cli import registering

    raise typer.Exit(registering.decide(db, verdict, what, reason, who, json=json))


@registry.command(epilog=EXIT_CODES)
def undo(
    decision: Annotated[int, typer.Argument(max=MOST)], who: Who = "", db: Db = Default, debug: Debug = False
) -> None:
    """Take a decision back."""
    from mingdan.cli import registering

    raise typer.Exit(registering.undo(db, decision, who))


@registry.command(epilog=EXIT_CODES)
def decisions(db: Db = Default, json: Json = False, debug: Debug = False) -> None:
    """Show all decisions, the undone ones too."""
    from mingdan.cli import registering

    raise typer.Exit(registering.decisions(db, json=json))


@registry.command(epilog=EXIT_CODES)
def export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; a folder or .zip with --dossier.")],
    form: Annotated[str, typer.Option("--format", help="csv, xlsx, parquet, jsonl, ftm or annotations.")] = "csv",
    lender: Annotated[str | None, typer.Option("--lender", help="Only rows of this lender.")] = None,
    dossier: Annotated[bool, typer.Option("--dossier", help="Rows, marked texts and pages, hashes in one.")] = False,
    superseded: Annotated[bool, typer.Option("--superseded", help="Rows of superseded readings too.")] = False,
    rejected: Rejected = False,
    db: Db = Default,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the rows for other programs."""
    from mingdan.cli import registering

    chosen = registering.Chosen(lender, dossier, superseded, rejected)
    raise typer.Exit(registering.export(db, path, form, chosen, json=json))


@registry.command(epilog=EXIT_CODES)
def backup(path: Annotated[Path, typer.Argument(metavar="FILE")], db: Db = Default, debug: Debug = False) -> None:
    """Write everything to one file."""
    from mingdan.cli import registering

    raise typer.Exit(registering.backup(db, path))


@registry.command(epilog=EXIT_CODES)
def restore(path: Annotated[Path, typer.Argument(metavar="FILE")], db: Db = Default, debug: Debug = False) -> None:
    """Fill an empty registry from a backup."""
    from mingdan.cli import registering

    raise typer.Exit(registering.restore(db, path))


@registry.command(epilog=EXIT_CODES)
def migrate(db: Db = Default, debug: Debug = False) -> None:
    """Bring the tables of an older version up to this one's."""
    from mingdan.cli import registering

    raise typer.Exit(registering.migrate(db))


@registry.command(epilog=EXIT_CODES)
def datasette(db: Db = Default, debug: Debug = False) -> None:
    """Print the metadata with which datasette opens the SQLite file."""
    from mingdan.cli import registering

    raise typer.Exit(registering.datasette(db))


def update(
    archives: Annotated[
        list[str], typer.Argument(metavar="ARCHIVE...", help="Folders, globs, tar, ZIP, JSONL and Parquet files.")
    ],
    url: Url = Default,
    out: Annotated[Path, typer.Option("-o", "--out", help="Output folder of the batch runs.")] = Path("out"),
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that read.")] = None,
    profile: option.Profile = "default",
    published: option.Published = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read what is new or changed in archives into the registry, and tell what that changed; exit code 7 for alerts."""
    from mingdan.cli import updating

    raise typer.Exit(updating.run(url, tuple(archives), out, workers, profile, published, json=json))
