"""Documents as read, with the inputs that they came from, put together to notices and handed to the pipeline."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from mingdan.core.records import Document, Issue, Source
from mingdan.extract.grouping import Bundle, Item, relate
from mingdan.extract.inputs import Input
from mingdan.extract.notice_parts import disclosers, split
from mingdan.extract.notices import combine, join_pages
from mingdan.extract.readers.base import Links, RawDocument

_PAGES = frozenset({".html", ".htm"})
_MAX_PEEK = 4 << 20


@dataclass(frozen=True, slots=True)
class Unit:
    """One document as read; ``digest`` is of its input's bytes, ``several`` whether that input holds more documents.

    ``others`` are the inputs and digests of the pages that were joined to it.
    """

    item: Input
    raw: RawDocument
    digest: str
    several: bool
    others: tuple[tuple[Input, str], ...] = ()

    @property
    def base(self) -> str:
        """Id of the input."""
        return self.item.id or self.digest[:16]

    @property
    def id(self) -> str:
        """Id of the document: the input's, with the part behind a hyphen where the input has parts."""
        part = self.raw.part
        return f"{self.base}-{part}" if part and (self.several or self.item.id is None) else self.base

    @property
    def where(self) -> str:
        """Name for messages."""
        return f"{self.item.where}#{self.raw.part}" if self.several and self.raw.part else self.item.where

    @property
    def source(self) -> Source:
        """Provenance."""
        raw, uri = self.raw, str(self.item.path) if self.item.path is not None else self.item.where
        parent = self.base if self.several and raw.part else None
        if raw.parent is not None:
            parent = f"{self.base}-{raw.parent}" if raw.parent else self.base
        return Source(uri=uri, sha256=self.digest, media_type=raw.media_type, parent=parent, part=raw.part)


Process = Callable[[Unit], Document | None]


def groups(inputs: Sequence[Input]) -> list[list[Input]]:
    """Inputs in their order, those that may belong to one notice together; HTML files are searched for their links."""
    if len(inputs) < 2:
        return [[item] for item in inputs]
    items = [_item(item, number) for number, item in enumerate(inputs)]
    return [[inputs[index] for index in (*bundle.pages, *bundle.attachments)] for bundle in relate(items)]


def _item(item: Input, number: int) -> Item:
    name = _name(item, number)
    links, title = _peek(item) if PurePosixPath(name).suffix.lower() in _PAGES else (None, None)
    return Item(name, links, title, joins=item.id is None)


def _name(item: Input, number: int) -> str:
    """Name with ``/`` between folders; a text has a folder of its own."""
    if item.path is not None:
        return item.path.as_posix()
    return item.where if item.data is not None else f"#{number}/text"


def _peek(item: Input) -> tuple[Links | None, str | None]:
    from mingdan.extract.readers.html import peek

    try:
        data = _start(item.path) if item.path is not None and item.data is None else item.data
        return peek(data, item.where) if data and len(data) <= _MAX_PEEK else (None, None)
    except (OSError, ValueError):
        return None, None


def _start(path: Path) -> bytes:
    return path.read_bytes() if path.stat().st_size <= _MAX_PEEK else b""


def bundles_of(units: Sequence[Unit]) -> list[Bundle]:
    """The notices among documents."""
    if len(units) < 2:
        return [Bundle((number,)) for number in range(len(units))]
    places = {(id(unit.item), unit.raw.part or ""): number for number, unit in enumerate(units)}
    return relate([_unit_item(unit, number, places) for number, unit in enumerate(units)])


def _unit_item(unit: Unit, number: int, places: dict[tuple[int, str], int]) -> Item:
    path = _name(unit.item, number)
    name = f"{path}#/{unit.raw.part}" if unit.raw.part else path
    parent = places.get((id(unit.item), unit.raw.parent)) if unit.raw.parent is not None else None
    return Item(name, unit.raw.links, unit.raw.title, parent, joins=unit.item.id is None)


def read_notice(
    bundle: Bundle, units: Sequence[Unit], process: Process, again: Callable[[Unit, str], Document]
) -> list[tuple[Unit, Document]]:
    """The records of a notice and its attachments.

    ``process`` reads one document and gives ``None`` where it fails; ``again`` reads a text that is put together, under
    the id of the notice.
    """
    pages = [units[index] for index in bundle.pages]
    head = pages[0] if len(pages) == 1 else _joined(pages, bundle.missing)
    document = process(head)
    alone = [(index, found) for index in bundle.attachments if (found := process(units[index])) is not None]
    hanging = [(units[index], found) for index, found in alone]
    if document is None:
        return hanging
    first, *rest = _as_one(head, document, hanging, again) if hanging else [document]
    placed = [
        (units[index], _under(one, document.id, bundle.why.get(index, "attached to")))
        for (index, _), one in zip(alone, rest, strict=True)
    ]
    return [(head, first), *placed]


def _joined(pages: Sequence[Unit], missing: Sequence[int]) -> Unit:
    """The pages as one document; its digest is over the pages' digests, one a line."""
    names = [_short(unit) for unit in pages]
    raw = join_pages([unit.raw for unit in pages], names, missing)
    digests = list(dict.fromkeys(unit.digest for unit in pages))
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    others = tuple((unit.item, unit.digest) for unit in pages)
    return replace(pages[0], raw=raw, digest=digest, others=others)


def _short(unit: Unit) -> str:
    return unit.raw.part or (unit.item.path.name if unit.item.path else unit.item.where)


def _as_one(
    head: Unit, document: Document, hanging: Sequence[tuple[Unit, Document]], again: Callable[[Unit, str], Document]
) -> list[Document]:
    """Read the notice as one with the attachments that name no discloser but its own; others stay as they are."""
    owners = disclosers(document)
    fits = [number for number, (_, one) in enumerate(hanging) if disclosers(one) <= owners]
    found = [document, *(one for _, one in hanging)]
    if not fits:
        return found
    members = [head, *(hanging[number][0] for number in fits)]
    whole = combine([unit.raw for unit in members], [_short(unit) for unit in members])
    record = again(replace(head, raw=whole.raw), document.id)
    parts = split(whole, record, [document, *(hanging[number][1] for number in fits)])
    if sum(len(part.partnerships) for part in parts) < sum(
        len(found[n].partnerships) for n in (0, *(f + 1 for f in fits))
    ):
        return found
    for number, part in zip((0, *(f + 1 for f in fits)), parts, strict=True):
        found[number] = part
    return found


def _under(document: Document, parent: str, why: str) -> Document:
    """The attachment with its parent and the reason."""
    source = document.source
    if source is None:
        return document
    issue = Issue("info", "attachment", f"{why} {parent}")
    return replace(document, source=replace(source, parent=parent), issues=(*document.issues, issue))
