"""Texts that need no reader, ids and provenance."""

import hashlib
import re
from dataclasses import replace

from mingdan.core.records import Issue, MapPiece, Source
from mingdan.extract.readers.base import RawDocument


def raw_text(text: str) -> RawDocument:
    """A text as given; its map is the identity."""
    pieces = (MapPiece(0, len(text), element="raw:0"),) if text else ()
    return RawDocument(text, pieces, "text/plain")


_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(raw: RawDocument) -> RawDocument:
    """The document with lone surrogates replaced one to one by U+FFFD, and an issue that says how many.

    >>> without_surrogates(raw_text("a\\ud800")).text
    'a\ufffd'
    """
    text, count = _SURROGATE.subn("\ufffd", raw.text)
    if not count:
        return raw
    message = f"{count} lone surrogates replaced by U+FFFD"
    return replace(raw, text=text, issues=(*raw.issues, Issue("warning", "lone_surrogate", message)))


def source_of(raw: RawDocument, uri: str, sha256: str) -> Source:
    """Provenance of a document that was read from a file."""
    return Source(uri=uri, sha256=sha256, media_type=raw.media_type, part=raw.part)


def text_digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes (lone surrogates kept)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(text: str, source: Source | None) -> str:
    """Stable id: first 16 hex digits of the content's SHA-256, and the part; never the path.

    >>> document_id("名单", None)
    'af488f5f257bd0b2'
    """
    digest = source.sha256 if source else text_digest(text)
    return f"{digest[:16]}-{source.part}" if source and source.part else digest[:16]
