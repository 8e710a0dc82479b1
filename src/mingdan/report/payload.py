"""The data of a report as text that may stand in a page: JSON, packed, in letters that end no element."""

import base64
import gzip
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingdan.report.contents import Contents, Paper, Row
from mingdan.report.pictures import page_pictures, read_source

ROW_FIELDS = (
    *("document", "lender", "partner", "role", "status", "date", "policy", "basis", "confidence", "evidence"),
    *("start", "end", "page", "cells"),
)
_ABOUT = ("name", "title", "published", "publisher", "genre", "uri", "sha256")


def pack(value: object) -> str:
    """JSON, compressed, in base64.

    >>> unpack(pack({"a": "</script>"}))
    {'a': '</script>'}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    packed = gzip.compress(text.encode("utf-8", "backslashreplace"), 6, mtime=0)
    return base64.b64encode(packed).decode("ascii")


def unpack(text: str) -> Any:
    """What :func:`pack` packed."""
    return json.loads(gzip.decompress(base64.b64decode(text)))


def table_of(contents: Contents) -> Row:
    """What the page needs at once: rows by column, documents without their texts, counts, changes, sums."""
    return {
        "fields": ROW_FIELDS,
        "rows": [[row[name] for name in ROW_FIELDS] for row in contents.rows],
        "documents": [_about(paper) for paper in contents.papers],
        "counts": contents.counts,
        "changes": contents.changes,
        "roles": role_sums(contents.rows),
        "issues": [{"document": at, **issue} for at, paper in enumerate(contents.papers) for issue in paper.issues],
        "quarantine": contents.quarantine,
    }


def _about(paper: Paper) -> Row:
    return {name: getattr(paper, name) for name in _ABOUT}


def role_sums(rows: Iterable[Row]) -> list[Row]:
    """For each role its rows by status, its partners and its lenders; the role with the most rows first."""
    statuses: dict[str, Counter[str]] = {}
    who: dict[str, tuple[set[str], set[str]]] = {}
    for row in rows:
        statuses.setdefault(row["role"], Counter())[row["status"]] += 1
        partners, lenders = who.setdefault(row["role"], (set(), set()))
        partners.add(row["partner"])
        lenders.add(row["lender"])
    found = [
        {"role": role, "rows": sum(own.values()), **own, "partners": len(who[role][0]), "lenders": len(who[role][1])}
        for role, own in statuses.items()
    ]
    return sorted(found, key=lambda row: (-row["rows"], row["role"]))


@dataclass(slots=True)
class Pictures:
    """Pictures as long as there is room: ``room`` bytes in all. ``left_out`` counts pages for which there was none."""

    room: int
    made: int = 0
    left_out: int = 0
    gone: list[str] = field(default_factory=list[str])

    def of(self, paper: Paper, rows: Sequence[Row]) -> list[Row]:
        """The pages of a document on which rows stand."""
        pages = {int(row["page"]) for row in rows if row["page"]}
        if not pages or not any(piece.get("box") for piece in paper.map):
            return []
        if self.room <= 0:
            self.left_out += len(pages)
            return []
        data = read_source(paper.uri, paper.sha256)
        if data is None:
            self.gone.append(paper.uri or paper.name)
            return []
        return [self._kept(picture) for picture in page_pictures(data, pages) if self._fits(len(picture.data))]

    def _fits(self, size: int) -> bool:
        fits = size <= self.room
        self.room -= size if fits else 0
        self.made += fits
        self.left_out += not fits
        return fits

    def _kept(self, picture: Any) -> Row:
        return {"page": picture.page, "width": picture.width, "height": picture.height, "picture": picture.uri()}


def document_of(paper: Paper, rows: Sequence[Row], pictures: Pictures) -> Row:
    """What the page needs once a document is opened: its text, and pages with the boxes of its pieces."""
    pages = pictures.of(paper, rows)
    shown = {page["page"] for page in pages}
    return {"text": paper.text, "pages": pages, "boxes": boxes_of(paper.map, shown)}


def boxes_of(pieces: Iterable[Row], pages: Collection[int]) -> list[list[float]]:
    """Start, end, page and box (PDF points) of the pieces of a map that stand on these pages."""
    return [
        [piece["start"], piece["end"], piece["page"], *(round(side, 1) for side in piece["box"])]
        for piece in pieces
        if piece.get("box") and piece.get("page") in pages
    ]
