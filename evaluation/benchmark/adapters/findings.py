"""From what a system found to our records."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mingdan.core.codes import LABELS
from mingdan.core.records import Document, Entity
from mingdan.evaluation.benchmark.systems import date_rules

Found = tuple[int, int, str, str | None]
"""Start, end, the system's own tag, value."""

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    r"""Offset and text of every sentence or line; the mark that ends it belongs to it.

    >>> list(sentences("甲。乙\n丙"))
    [(0, '甲。'), (2, '乙'), (4, '丙')]
    """
    for found in _SENTENCE.finditer(text):
        yield found.start(), found.group()


def tagged(document: Document, found: Iterable[Found], mapping: Mapping[str, str]) -> Document:
    """The document with an entity for each ``(start, end, tag, value)`` whose tag the mapping knows.

    Quotation marks and brackets of titles stay outside the span, as the guidelines have it.

    >>> tagged(Document("d", "在徽商银行"), [(1, 5, "ORG", None)], {"ORG": "INST"}).entities[0].text
    '徽商银行'
    """
    entities: list[Entity] = []
    for start, end, tag, value in found:
        label = mapping.get(tag)
        place = _trimmed(document.text, start, end)
        if label in LABELS and place[0] < place[1]:
            entities.append(Entity(*place, label, document.text[place[0] : place[1]], value))
    return replace(document, entities=tuple(entities))


def dates_as_ours(document: Document) -> Document:
    """The times of a tagger of times as dates: words that are no dates to us left out, words at the edges cut off.

    >>> found = tagged(Document("d", "自10月1日起，目前"), [(0, 7, "T", None), (8, 10, "T", None)], {"T": "DATE"})
    >>> [entity.text for entity in dates_as_ours(found).entities]
    ['10月1日']
    """
    entities: list[Entity] = []
    for entity in document.entities:
        if entity.label == "DATE":
            start, end = _date(document.text, entity.start, entity.end)
            entity = replace(entity, start=start, end=end, text=document.text[start:end])
        if entity.text:
            entities.append(entity)
    return replace(document, entities=tuple(entities))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    outside = "《》〈〉“”「」‘’【】 \t\r\n\u3000"
    while start < end and text[start] in outside:
        start += 1
    while start < end and text[end - 1] in outside:
        end -= 1
    return start, end


def _date(text: str, start: int, end: int) -> tuple[int, int]:
    """Place of the date in a time; an empty one where the time is no date."""
    words, before, after = date_rules()
    if text[start:end] in words:
        return start, start
    while found := before.match(text, start, end):
        start = found.end()
    while found := after.search(text, start, end):
        end = found.start()
    return start, end
