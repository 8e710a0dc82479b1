"""Puts a report together: data, plots, style and script in one file that loads nothing."""

import base64
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.report.contents import Contents, Row, read_contents
from mingdan.report.payload import Pictures, document_of, pack, table_of

SCRIPTS = ("codec.js", "evidence.js", "grid.js", "tables.js", "plots.js", "report.js")
STYLES = ("base.css", "report.css")
PICTURES = 40 * 1024 * 1024
"""Bytes of page pictures in one report, unless given."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. ``gone`` are sources that are not there any more, so that their pages could not be shown."""

    path: Path
    documents: int
    rows: int
    pictures: int
    left_out: int
    gone: tuple[str, ...]
    size: int


def write_report(folder: Path, path: Path, *, pictures: int = PICTURES) -> Written:
    """Write the report of an output of ``mingdan extract`` or ``batch``; ``pictures`` is the room for pages in bytes.

    Raises :class:`mingdan.registry.outputs.OutputError` where the output is not whole, :class:`UsageError` where the
    file cannot be written, :class:`MissingExtraError` without the extra ``web``.
    """
    _check_extra()
    contents = read_contents(folder)
    room = Pictures(pictures)
    partial: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=".report-", suffix=".html", delete=False
        ) as file:
            partial = Path(file.name)
            file.writelines(_parts(contents, room))
        partial.chmod(0o644)
        size = partial.stat().st_size
        partial.replace(path)
    except OSError as error:
        hint = "choose another file for -o"
        raise UsageError(error.strerror or "cannot be written", where=str(path), hint=hint) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
    return Written(path, len(contents.papers), len(contents.rows), room.made, room.left_out, tuple(room.gone), size)


def _check_extra() -> None:
    from importlib.util import find_spec

    lacking = [name for name in ("bokeh", "jinja2", "networkx") if find_spec(name) is None]
    if lacking:
        hint = "pip install 'mingdan[web]'"
        raise MissingExtraError(f"reports need the package {lacking[0]}", hint=hint)


def asset(name: str) -> str:
    """Text of a style or script."""
    return files("mingdan.report").joinpath("static", name).read_text("utf-8")


def _parts(contents: Contents, room: Pictures) -> Iterator[str]:
    """The page, piece by piece, so that the texts are never all in memory twice."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    loader = PackageLoader("mingdan.report", "templates")
    environment = Environment(loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True)
    script = _script()
    template = environment.get_template("report.html.j2")
    yield from template.generate(
        style="\n".join(asset(name) for name in STYLES),
        policy=_policy(script),
        script=script,
        sums=_sums(contents),
        table=pack(table_of(contents)),
        plots=pack(plots_of(contents)),
        documents=_documents(contents, room),
        about={"version": contents.version},
    )


def _script() -> str:
    from mingdan.report.figures import library

    own = "\n".join(asset(name) for name in SCRIPTS)
    return f"{library()}\n{own}"


def _policy(script: str) -> str:
    """Only this script runs, and nothing is loaded from anywhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sums(contents: Contents) -> Row:
    rows = contents.rows
    return {
        "documents": len(contents.papers),
        "rows": len(rows),
        "lenders": len({row["lender"] for row in rows}),
        "partners": len({row["partner"] for row in rows}),
        "lists": len(contents.changes),
        "disagreeing": sum(count["agrees"] is False for count in contents.counts),
        "quarantined": len(contents.quarantine),
    }


def plots_of(contents: Contents) -> Row:
    """The plots as JSON, with what was left out of them."""
    from mingdan.report.network import network_figure, network_of
    from mingdan.report.timeline import events_of, lenders_of, timeline_figure

    network, events = network_of(contents.rows), events_of(contents.changes)
    lenders = {event["lender"] for event in events}
    return {
        "network": network_figure(network),
        "network_left_out": network.left_out,
        "timeline": timeline_figure(events),
        "timeline_left_out": len(lenders) - len(lenders_of(events)),
    }


def _documents(contents: Contents, room: Pictures) -> Iterator[str]:
    rows: dict[int, list[Row]] = {}
    for row in contents.rows:
        rows.setdefault(row["document"], []).append(row)
    for at, paper in enumerate(contents.papers):
        own: Sequence[Row] = rows.get(at, ())
        yield pack(document_of(paper, own, room))
