"""The partnership table on a terminal."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from mingdan.cli.console import one_line
from mingdan.core.records import Document, Partnership
from mingdan.extract.table.places import Places

MAX_ROWS = 40
"""Rows shown; the files hold them all."""

PIPE_WIDTH = 160
"""Columns of the table where the output is no terminal."""

NARROW = 130
"""Below this width a role code is broken after its dot rather than anywhere."""

_COLUMNS = (("discloser", 3), ("partner", 4), ("role", 3), ("status", 1), ("date", 2), ("policy", 2), ("source", 2))


def show_partnerships(documents: Sequence[Document], full: Path, *, limit: int = MAX_ROWS) -> None:
    """Print the first ``limit`` rows to stdout, and where the rest is (``full``)."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [(document, row) for document in documents for row in document.partnerships]
    if not rows:
        print("no partnership found")
        return
    terminal = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(width=None if terminal else PIPE_WIDTH, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name, ratio in _COLUMNS:
        least = len("credit_enhancement") if name == "role" else None
        table.add_column(name, overflow="fold", no_wrap=name in ("status", "date"), ratio=ratio, min_width=least)
    numbers = {name: p.number for document in documents for name, p in document.policies.items() if p.number}
    for document, row in rows[:limit]:
        texts = [one_line(cell) for cell in cells(document, row, numbers)]
        if console.width < NARROW:
            texts[2] = texts[2].replace(".", ".\n")
        table.add_row(*map(Text, texts))
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n"))
    if len(rows) > limit:
        print(f"… {len(rows) - limit} more rows in {full}")


def cells(document: Document, row: Partnership, numbers: Mapping[str, str]) -> tuple[str, ...]:
    """Texts of one line: discloser, partner, role, status, date, policy (by its number in ``numbers``), source."""
    named = numbers.get(row.policy, row.policy) if row.policy else ""
    return (row.discloser, row.partner, row.role, row.status, row.date or "", named, place(document, row))


def place(document: Document, row: Partnership) -> str:
    """Name of the source, and the page or else the line of the record's text on which the evidence starts."""
    name = Path(document.source.uri).name if document.source else document.id
    page = Places(document.map).of(row.start, row.end)["page"]
    line = document.text.count("\n", 0, row.start) + 1
    return f"{name} p. {page}" if page is not None else f"{name} l. {line}"
