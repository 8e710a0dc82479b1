"""The ZIP package of an Office file: its parts and relations, read within the limits."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError
from mingdan.extract.readers.budget import Budget
from mingdan.extract.readers.office.xml import Node, attribute, child, etree, local, parse

_AGAIN = "fetch the file again, or open it and save it anew"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: its kind (last step of the type's address) and the part that it names."""

    id: str
    kind: str
    target: str


def open_zip(data: bytes, uri: str) -> zipfile.ZipFile:
    """Open an archive whose declared sizes keep to the limits.

    Raises :class:`DamagedDocumentError` for a truncated archive, :class:`LimitError` for one beyond the limits, and
    :class:`EncryptedDocumentError` where members ask for a password.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedDocumentError("the ZIP archive is truncated or damaged", where=uri, hint=_AGAIN) from error
    budget = Budget(uri)
    for member in archive.infolist():
        budget.member()
        budget.spend(member.file_size, member.compress_size, uri)
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise EncryptedDocumentError("the archive asks for a password", where=uri, hint="save a copy without one")
    return archive


class Package:
    """Parts of an Office file by name. Methods raise :class:`DamagedDocumentError` for parts that cannot be read."""

    def __init__(self, data: bytes, uri: str) -> None:
        self._archive = open_zip(data, uri)
        self._uri = uri
        self._names = {name.lower().lstrip("/"): name for name in self._archive.namelist()}

    def part(self, name: str) -> bytes | None:
        """Bytes of a part; None where it is missing. Names are compared without regard to case."""
        stored = self._names.get(name.lower().lstrip("/"))
        if stored is None:
            return None
        try:
            return self._archive.read(stored)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise DamagedDocumentError(f"its part {name} is damaged", where=self._uri, hint=_AGAIN) from error

    def xml(self, name: str) -> Node | None:
        """Root element of a part; None where it is missing."""
        data = self.part(name)
        try:
            return parse(data) if data is not None else None
        except etree.XMLSyntaxError as error:
            raise self.broken(name) from error

    def broken(self, name: str) -> DamagedDocumentError:
        """The error for a part whose XML breaks off."""
        return DamagedDocumentError(f"its part {name} is no well-formed XML", where=self._uri, hint=_AGAIN)

    def relations(self, name: str) -> Iterator[Relation]:
        """Relations of a part (of the package itself for an empty name) to other parts of the package."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        for node in root if root is not None else ():
            target = attribute(node, "Target") or ""
            if local(node) == "Relationship" and (attribute(node, "TargetMode") or "").lower() != "external":
                kind = (attribute(node, "Type") or "").rsplit("/", 1)[-1]
                full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield Relation(attribute(node, "Id") or "", kind, posixpath.normpath(full))

    def related(self, name: str, kind: str) -> str | None:
        """The first part that ``name`` relates to by this kind."""
        return next((item.target for item in self.relations(name) if item.kind == kind), None)

    def title(self) -> str | None:
        """The title in the core properties; None where it is missing or says nothing in Chinese."""
        root = self.xml(self.related("", "core-properties") or "docProps/core.xml")
        node = child(root, "title")
        value = " ".join((node.text or "").split()) if node is not None else ""
        return value if len(value) >= 4 and any("\u4e00" <= char <= "\u9fff" for char in value) else None
