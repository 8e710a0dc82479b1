"""Publication date, publisher and title of a document, found in its text."""

from mingdan.extract.header.find import FoundHeader, find_header

__all__ = ["FoundHeader", "find_header"]
