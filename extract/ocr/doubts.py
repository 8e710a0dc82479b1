"""What to tell of recognised pages: how sure the recogniser was, and which stretches it doubted."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mingdan.core.records import Issue
from mingdan.extract.ocr.recognise import Recognised
from mingdan.extract.readers.base import RawDocument

DOUBTFUL = 0.8
"""Lines of a lower confidence are reported."""
_MAX_ISSUES = 50


def summary(found: Sequence[Recognised], engine: str) -> Issue:
    """One issue over all recognised pages; a warning where a page reads badly."""
    pages = _ranges([item.page.number for item in found])
    chars = sum(len(segment.text) for item in found for segment in item.seen)
    mean = sum(item.confidence * len(segment.text) for item in found for segment in item.seen) / max(chars, 1)
    bad = [item.page.number for item in found if item.confidence < DOUBTFUL]
    message = f"recognised by {engine}: page {pages}; mean confidence {mean:.2f}"
    if bad:
        message += f"; below {DOUBTFUL}: page {_ranges(bad)}"
    return Issue("warning" if bad else "info", "ocr", message)


def _ranges(numbers: Iterable[int]) -> str:
    """Page numbers in order, neighbours as a range.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)


def with_doubts(document: RawDocument, found: Sequence[Recognised]) -> RawDocument:
    """The document with an issue for each stretch whose line was recognised with doubt."""
    low = {
        (item.page.number, segment.box): segment.confidence
        for item in found
        for segment in item.seen
        if segment.confidence < DOUBTFUL
    }
    issues = [
        Issue(
            "warning", "ocr_doubtful", f"read with confidence {low[piece.page, piece.box]:.2f}", piece.start, piece.end
        )
        for piece in document.map
        if piece.page is not None and piece.box is not None and (piece.page, piece.box) in low
    ]
    return replace(document, issues=(*document.issues, *issues[:_MAX_ISSUES])) if issues else document
