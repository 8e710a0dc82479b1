"""The commands ``mingdan corpus …`` and their options."""

from pathlib import Path
from typing import Annotated

import typer

corpus = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "default_map": {"help": False}},
    help="Labelled documents: check, count, convert, render, vary, compare two annotations.",
)

Documents = Annotated[
    str, typer.Argument(metavar="DOCUMENTS", help="open, own, more, all, a folder of *.doc.md or a JSONL.")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="File or folder to write.")]
Json = Annotated[bool, typer.Option("--json", help="Print a machine-readable result on stdout.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of everything drawn by chance.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")]


@corpus.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DOCUMENTS", help="Folder of *.doc.md, or a JSONL.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the compiled records, JSONL.")] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Look labelled documents through and list their faults and doubts; exit 4 where there are faults."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.check(folder, out, json=json))


@corpus.command()
def stats(documents: Documents, json: Json = False, debug: Debug = False) -> None:
    """Count documents, mentions, rows and facts."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.stats(documents, json=json))


@corpus.command("export")
def export_command(
    documents: Documents,
    out: Out,
    to: Annotated[str, typer.Option("--format", help="spacy, conll, brat, label-studio or web-annotation.")],
    debug: Debug = False,
) -> None:
    """Write labelled documents in another tool's format."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.export(documents, out, to))


@corpus.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="File or folder in the other format.")],
    out: Out,
    source: Annotated[str, typer.Option("--format", help="spacy, conll, brat, label-studio or web-annotation.")],
    label: Annotated[list[str] | None, typer.Option("--label", help="Rename a label: ORG=INST; PER= drops it.")] = None,
    debug: Debug = False,
) -> None:
    """Read labelled documents from another tool's format and write them as JSONL."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.take_in(path, out, source, label or []))


@corpus.command()
def render(
    documents: Documents,
    out: Out,
    to: Annotated[str, typer.Option("--format", help="pdf, newspaper, html, docx, xlsx, scan, or all.")] = "all",
    seed: Seed = 0,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first documents.")] = None,
    debug: Debug = False,
) -> None:
    """Write labelled documents as the files in which such texts come, with their gold beside them."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.render_all(documents, out, to, seed, limit))


@corpus.command()
def vary(
    documents: Documents,
    out: Out,
    kind: Annotated[str, typer.Option("--kind", help="names, semicolons, breaks, fullwidth, traditional or misread.")],
    seed: Seed = 0,
    debug: Debug = False,
) -> None:
    """Write a variant of labelled documents made by program, for stress tests."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.variants(documents, out, kind, seed))


@corpus.command()
def agreement(
    first: Documents,
    second: Annotated[str, typer.Argument(metavar="SECOND", help="The second annotation of the same texts.")],
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Compare two annotations of the same texts: F1 of mentions and rows, kappa of role codes."""
    from mingdan.cli import corpora

    raise typer.Exit(corpora.agree(first, second, json=json))
