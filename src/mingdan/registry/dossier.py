"""A lender's rows with all their proof in one folder or ZIP file that opens in any browser, without mingdan."""

import hashlib
import html
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from mingdan.core.errors import UsageError
from mingdan.extract.readers.containers.names import clean_name
from mingdan.registry.store import Registry, Text

_SCALE = 1.6
"""Pixels a PDF point."""
_ACTIVE = (".html", ".htm", ".xhtml", ".svg", ".xml", ".mht", ".mhtml")
"""Sources that a browser would run; their copies open as text."""
_SHOWN = ("partner", "role", "status", "date", "policy", "confidence", "evidence")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was written: rows, documents, page pictures, and sources that were not there any more."""

    rows: int
    documents: int
    pages: int
    missing: tuple[str, ...]


def write_dossier(registry: Registry, lender: str, path: Path) -> Dossier:
    """Write a folder, or a ZIP file where ``path`` ends in ``.zip``: rows, texts with marks, source pages, hashes.

    Raises :class:`UsageError` where the lender is unknown or the path is taken, and OSError.
    """
    if path.exists():
        raise UsageError("is there already", where=str(path), hint="give another path")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dossier-") as place:
        folder = Path(place) / "dossier"
        folder.mkdir()
        made = _Writer(registry, lender, folder).write()
        if path.suffix.lower() == ".zip":
            _pack(folder, Path(place) / "dossier.zip")
            (Path(place) / "dossier.zip").replace(path)
        else:
            folder.rename(path)
    return made


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())


class _Writer:
    def __init__(self, registry: Registry, lender: str, folder: Path) -> None:
        self._registry, self._lender, self._folder = registry, lender, folder
        self._pages = 0
        self._missing: list[str] = []

    def write(self) -> Dossier:
        count = self._registry.export(self._folder / "rows.csv", "csv", lender=self._lender)
        self._registry.export(self._folder / "rows.jsonl", "jsonl", lender=self._lender)
        rows: list[dict[str, Any]] = [json.loads(line) for line in (self._folder / "rows.jsonl").open(encoding="utf-8")]
        by_document: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_document.setdefault(row["document"], []).append(row)
        texts = self._registry.texts(list(by_document))
        names = {text.name: f"{number:03d}" for number, text in enumerate(texts, 1)}
        for text in texts:
            self._document(names[text.name], text, by_document[text.name])
        (self._folder / "index.html").write_text(self._index(texts, names, by_document), "utf-8", "backslashreplace")
        self._hashes()
        return Dossier(count, len(texts), self._pages, tuple(self._missing))

    def _document(self, number: str, text: Text, rows: Sequence[Mapping[str, Any]]) -> None:
        source = self._source(number, text)
        pages = _pages(source, rows, self._folder, number) if source else []
        self._pages += len(pages)
        pictures = "".join(f'<figure><img src="{one}" alt="page {one}"></figure>' for one in pages)
        link = f'<p><a href="{html.escape(source.name)}">{html.escape(source.name)}</a></p>' if source else ""
        body = f"<h1>{_text(text.name)}</h1><p>{_text(text.uri)}<br>SHA-256 {_text(text.sha256)}</p>{link}"
        body += _table(rows, {}) + pictures + f"<pre>{marked(text.text, rows)}</pre>"
        (self._folder / f"{number}.html").write_text(_page(text.name, body), "utf-8", "backslashreplace")

    def _source(self, number: str, text: Text) -> Path | None:
        """A copy of the source, where it is still there and still the same."""
        path = Path(text.uri) if text.uri else None
        try:
            data = path.read_bytes() if path is not None and path.is_file() else None
        except (OSError, ValueError):
            data = None
        held = text.text.encode("utf-8", "surrogatepass")
        if data is None and hashlib.sha256(held).hexdigest() == text.sha256:
            copy = self._folder / f"{number}-source.txt"  # a line of an archive: the text is all of its source
            copy.write_bytes(held)
            return copy
        if data is None or path is None or hashlib.sha256(data).hexdigest() != text.sha256:
            self._missing.append(text.uri or text.name)
            return None
        name = clean_name(path.name).replace("/", "_")
        acts = path.suffix.lower() in _ACTIVE
        copy = self._folder / f"{number}-{name}{'.txt' if acts else ''}"
        copy.write_bytes(data)
        return copy

    def _index(
        self, texts: Sequence[Text], names: Mapping[str, str], rows: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> str:
        body = f"<h1>{_text(self._lender)}</h1>"
        for text in texts:
            name = f'<a href="{names[text.name]}.html">{_text(text.name)}</a>'
            body += f"<h2>{name}</h2><p>{_text(text.uri)}</p>" + _table(rows[text.name], {"file": names[text.name]})
        if self._missing:
            gone = "".join(f"<li>{_text(one)}</li>" for one in self._missing)
            body += f"<h2>Sources that are not there any more, or have changed</h2><ul>{gone}</ul>"
        return _page(self._lender, body)

    def _hashes(self) -> None:
        lines = [
            f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(self._folder).as_posix()}\n"
            for file in sorted(self._folder.rglob("*"))
            if file.is_file()
        ]
        (self._folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def marked(text: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The text as HTML with the evidence of rows marked; overlapping stretches become one.

    >>> marked("a<b>c", [{"start": 1, "end": 4}])
    'a<mark>&lt;b&gt;</mark>c'
    """
    inside = [False] * len(text)
    for row in rows:
        for place in range(max(row["start"], 0), min(row["end"], len(text))):
            inside[place] = True
    parts: list[str] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inside[place] != inside[start]:
            piece = html.escape(text[start:place])
            parts.append(f"<mark>{piece}</mark>" if inside[start] else piece)
            start = place
    return "".join(parts)


def _pages(source: Path, rows: Sequence[Mapping[str, Any]], folder: Path, number: str) -> list[str]:
    """Pictures of the pages of a PDF on which rows stand, with their boxes."""
    wanted: dict[int, list[list[float]]] = {}
    for row in rows:
        if row["page"] and row["box"]:
            wanted.setdefault(int(row["page"]), []).append(json.loads(row["box"]))
    if not wanted or source.read_bytes()[:5] != b"%PDF-":
        return []
    pdfium: Any = import_module("pypdfium2")  # it comes without types
    names: list[str] = []
    document: Any = pdfium.PdfDocument(source)
    try:
        for page, boxes in sorted(wanted.items()):
            if page <= len(document):
                picture = _highlighted(document[page - 1].render(scale=_SCALE).to_pil(), boxes)
                names.append(f"{number}-page-{page}.png")
                picture.save(folder / names[-1])
    finally:
        document.close()
    return names


def _highlighted(picture: Any, boxes: Sequence[Sequence[float]]) -> Any:
    from PIL import Image, ImageDraw

    layer: Any = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw: Any = ImageDraw.Draw(layer)
    for box in boxes:
        draw.rectangle([side * _SCALE for side in box], fill=(255, 214, 0, 90), outline=(200, 120, 0, 255))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _text(value: object) -> str:
    return html.escape(str(value)) if value is not None else ""


def _table(rows: Sequence[Mapping[str, Any]], more: Mapping[str, str]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _SHOWN)
    body = "".join("<tr>" + "".join(f"<td>{_text(row[name])}</td>" for name in _SHOWN) + "</tr>" for row in rows)
    file = f' data-file="{more["file"]}"' if "file" in more else ""
    return f"<table{file}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _page(title: str, body: str) -> str:
    style = files("mingdan.registry").joinpath("dossier.css").read_text("utf-8")
    policy = "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{_text(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>\n"
    )
