"""Through containers inside containers, within the limits, to documents and errors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from mingdan.core.errors import DamagedDocumentError, EmptyInputError, InputError, MingdanError
from mingdan.core.records import MapPiece
from mingdan.extract.inputs import SUFFIXES
from mingdan.extract.readers.base import Links, Parts, RawDocument
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.containers.kinds import ContainerKind, container_kind
from mingdan.extract.readers.containers.mails import mail_members, mhtml_members
from mingdan.extract.readers.containers.names import clean_name, is_junk
from mingdan.extract.readers.containers.packed import unpack
from mingdan.extract.readers.containers.parts import Leaf, Member
from mingdan.extract.readers.containers.tars import tar_members
from mingdan.extract.readers.containers.warcs import warc_members
from mingdan.extract.readers.containers.zips import zip_members
from mingdan.extract.readers.html import HtmlReader

Opener = Callable[[bytes, str, Budget], Iterator[Member]]

_OPENERS: dict[ContainerKind, Opener] = {
    "zip": zip_members,
    "tar": tar_members,
    "mail": mail_members,
    "mhtml": mhtml_members,
    "warc": warc_members,
}
_PACKED_SUFFIXES = {"tgz": ".tar", "tbz2": ".tar", "txz": ".tar", "gz": "", "bz2": "", "xz": ""}


def read_container(data: bytes, uri: str, kind: ContainerKind, leaf: Leaf) -> Parts:
    """Everything in a container; ``leaf`` reads the files that are no containers. Raises nothing.

    A document's ``part`` is its name in the container, ``a.zip/b.txt`` for nested ones; it is never opened as a path.
    The body of an e-mail or saved page has the container's own part.
    """
    walk = _Walk(uri, leaf)
    walk.enter(data, kind, _Place(uri), 1)
    return walk.parts()


@dataclass(frozen=True, slots=True)
class _Place:
    """A file's name, its part in the input (empty for the input itself) and the part that it hangs on."""

    name: str
    part: str = ""
    parent: str | None = None


class _Walk:
    def __init__(self, uri: str, leaf: Leaf) -> None:
        self._uri = uri
        self._leaf = leaf
        self._budget = Budget(uri)
        self._documents: list[RawDocument] = []
        self._failures: list[MingdanError] = []
        self._taken: dict[str, int] = {}
        self._skipped = 0

    def parts(self) -> Parts:
        if not self._documents and not self._failures:
            known = " ".join(sorted(SUFFIXES))
            hint = f"it needs files of {known}"
            self._failures.append(EmptyInputError("holds no document", where=self._uri, hint=hint))
        notes = (f"{self._uri}: {self._skipped} file(s) of other types skipped",) if self._skipped else ()
        return Parts(tuple(self._documents), tuple(self._failures), notes)

    def enter(self, data: bytes, kind: ContainerKind, place: "_Place", depth: int) -> None:
        """Read one container."""
        where = self._where(place.part)
        try:
            self._budget.enter(depth, where)
            opener = _OPENERS.get(kind)
            if opener is None:
                self._unpacked(unpack(data, kind, self._budget, where), place, depth)
                return
            for member in opener(data, where, self._budget):
                if self._budget.exhausted:
                    return
                self._member(member, place, depth)
        except MingdanError as error:
            self._failures.append(error if error.where else _at(error, where))
        except Exception as error:
            self._failures.append(_unexpected(error, where))

    def _where(self, part: str) -> str:
        return f"{self._uri}#{part}" if part else self._uri

    def _unpacked(self, data: bytes, place: "_Place", depth: int) -> None:
        stem, _, suffix = place.name.rpartition(".")
        name = stem + _PACKED_SUFFIXES[suffix.lower()] if suffix.lower() in _PACKED_SUFFIXES else place.name
        inner = replace(place, name=name)
        kind = container_kind(data, name)
        if kind:
            self.enter(data, kind, inner, depth + (kind not in _OPENERS))
            return
        try:
            self._documents += _placed(self._leaf(data, name), inner)
        except MingdanError as error:
            self._failures.append(_at(error, self._where(place.part)))

    def _member(self, member: Member, outer: "_Place", depth: int) -> None:
        name = clean_name(member.name) if not member.address else member.name
        if not (member.body or member.html) and (is_junk(name) or not member.wanted or not _known(name, member)):
            self._skipped += not is_junk(name)
            return
        inside = _Place(name, self._unique(f"{outer.part}/{name}" if outer.part else name), outer.part)
        place = replace(outer, name="body.txt") if member.body else inside
        try:
            self._budget.member()
            self._read(member, place, depth)
        except MingdanError as error:
            self._failures.append(_at(error, self._where(place.part)))
        except Exception as error:
            self._failures.append(_unexpected(error, self._where(place.part)))

    def _read(self, member: Member, place: "_Place", depth: int) -> None:
        data = member.load()
        kind = None if member.html or member.body else container_kind(data, place.name)
        if kind:
            self.enter(data, kind, place, depth + 1)
            return
        if member.html:
            found = HtmlReader().read_page(data, place.name, member.charset)
        else:
            found = self._leaf(data, place.name)
        self._documents += [_with_headers(document, member) for document in _placed(found, place)]

    def _unique(self, name: str) -> str:
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else self._unique(f"{name}~{count}")


def _placed(documents: list[RawDocument], place: _Place) -> Iterator[RawDocument]:
    """Documents of one file under its part; several (articles of a page) get the file's part as their parent."""
    for document in documents:
        if document.part and (place.part or len(documents) > 1):
            own = f"{place.part}/{document.part}" if place.part else document.part
            yield replace(document, part=own, parent=place.part or document.parent)
        else:
            yield replace(document, part=place.part or None, parent=place.parent)


def _known(name: str, member: Member) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return bool(member.address) or not suffix or suffix in SUFFIXES


def _with_headers(document: RawDocument, member: Member) -> RawDocument:
    links = document.links
    if member.address:
        links = replace(links or Links(), address=member.address)
    document = replace(
        document,
        links=links,
        title=document.title or member.title or None,
        published=document.published or member.published,
    )
    return _under_subject(document, member.title) if member.body and member.title and not member.address else document


def _under_subject(document: RawDocument, subject: str) -> RawDocument:
    """The text of an e-mail below its subject, where it does not open with it."""
    if document.text.lstrip().startswith(subject):
        return document
    lead = len(subject) + 2
    moved = (replace(piece, start=piece.start + lead, end=piece.end + lead) for piece in document.map)
    pieces = (MapPiece(0, lead, element="header:subject"), *moved)
    return replace(document, text=f"{subject}\n\n{document.text}", map=pieces)


def _at(error: MingdanError, where: str) -> MingdanError:
    return type(error)(error.message, where=where, hint=error.hint)


def _unexpected(error: Exception, where: str) -> InputError:
    line = " ".join(str(error).split())[:200]
    message = f"cannot be read ({type(error).__name__}: {line})"
    return DamagedDocumentError(message, where=where, hint="open it in a viewer and save it again")
