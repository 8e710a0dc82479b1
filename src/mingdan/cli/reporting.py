"""``mingdan report``: the evidence of an output in one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

_MEBIBYTE = 1024 * 1024


def report(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Output of mingdan extract or batch.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="File to write.")] = Path("report.html"),
    pictures: Annotated[
        int, typer.Option("--pictures", min=0, max=4096, help="Most MiB of page pictures; 0 for none.")
    ] = 40,
    json: Annotated[bool, typer.Option("--json", help="Print a machine-readable result on stdout.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")] = False,
) -> None:
    """Write one HTML file with all rows, each cell linked to its evidence, and what the lists changed."""
    raise typer.Exit(_run(folder, out, pictures * _MEBIBYTE, json=json))


def _run(folder: Path, out: Path, pictures: int, *, json: bool) -> int:
    from mingdan.cli.console import note, say, say_json, visible
    from mingdan.core.jsonio import to_plain
    from mingdan.registry.outputs import check_folder_named
    from mingdan.report import write_report

    made = write_report(check_folder_named(folder), out, pictures=pictures)
    for uri in made.gone:
        note(visible(f"{uri}: not there any more, or changed; its pages are not shown"))
    if made.left_out:
        note(f"{made.left_out} pages are left out; --pictures gives more room")
    if json:
        say_json(to_plain(made) | {"path": str(made.path)})
    else:
        size = f"{made.size / _MEBIBYTE:.1f} MiB"
        say(visible(f"{made.path}: {made.documents} documents, {made.rows} rows, {made.pictures} pages, {size}"))
    return 0
