"""The options of ``mingdan extract`` as types that typer reads."""

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders and globs; see docs/cli.md for the types.")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="Folder for the output; made where missing.")]
Published = Annotated[str | None, typer.Option("--published", help="Publication date of the inputs, YYYY-MM-DD.")]
Manifest = Annotated[
    Path | None, typer.Option("--manifest", help="JSONL or CSV: id, path or text, published, publisher.")
]
Profile = Annotated[str, typer.Option("--profile", help="default, fast or accurate.")]
Model = Annotated[
    Path | None, typer.Option("--model", help="Folder of a token classifier, for --profile accurate (mingdan train).")
]
MinConfidence = Annotated[
    float | None, typer.Option("--min-confidence", help="Leave out rows and mentions below it, 0 to 1.")
]
Names = Annotated[Path | None, typer.Option("--names", help="CSV with your own institution names.")]
Roles = Annotated[Path | None, typer.Option("--roles", help="CSV with your own role phrases.")]
ExcelSafe = Annotated[
    bool, typer.Option("--excel-safe", help="CSV for spreadsheets: BOM, and ' before formula-like text.")
]
Ocr = Annotated[
    str, typer.Option("--ocr", help="Text recognition of pages without text: auto, never, or only (all pages).")
]
OcrEngine = Annotated[str, typer.Option("--ocr-engine", help="rapidocr, faster-paddle or faster-paddle-tiny.")]
Passwords = Annotated[
    list[str] | None,
    typer.Option(
        "--password", help="Password of encrypted PDF, ZIP, docx, xlsx files; may be repeated, or MINGDAN_PASSWORD."
    ),
]
Limits = Annotated[
    list[str] | None, typer.Option("--limit", help="NAME=NUMBER: change a limit of reading; may be repeated.")
]
