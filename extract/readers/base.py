"""What a reader gives: the text of one document with its way back to the raw source."""

from dataclasses import dataclass
from typing import Protocol

from mingdan.core.errors import MingdanError
from mingdan.core.records import Issue, MapPiece


@dataclass(frozen=True, slots=True)
class Links:
    """What a document says of the files beside it.

    ``address`` is where it was fetched from, ``next`` are links to the page after it, ``page`` of ``pages`` its number
    (from 1), ``files`` are links to documents attached to it.
    """

    address: str | None = None
    next: tuple[str, ...] = ()
    page: int | None = None
    pages: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document (an article, a notice, an attachment) as read, before any extraction.

    ``map`` covers every character of ``text`` once. ``part`` tells several documents of one input apart. ``title``,
    ``published`` and ``publisher`` are what the format itself states (HTML meta, PDF info); they may be wrong.
    ``parent`` is the part of the same input that this is an attachment of. Absent values are ``None``.
    """

    text: str
    map: tuple[MapPiece, ...]
    media_type: str
    part: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    issues: tuple[Issue, ...] = ()
    parent: str | None = None
    links: Links | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Documents of one input in order, an error for each part that cannot be read, and notes for the user."""

    documents: tuple[RawDocument, ...] = ()
    failures: tuple[MingdanError, ...] = ()
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """Turns the bytes of one input into documents; raises an :class:`~mingdan.core.errors.InputError`."""

    @property
    def media_type(self) -> str:
        """The media type of what this reader reads."""
        ...

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``; ``uri`` is for messages only and is never opened."""
        ...
