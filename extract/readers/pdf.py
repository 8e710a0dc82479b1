"""PDF."""

from dataclasses import dataclass

from mingdan.extract.readers.base import RawDocument


@dataclass(frozen=True, slots=True)
class PdfReader:
    """x"""

    media_type: str = "application/pdf"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """x"""
        return []
