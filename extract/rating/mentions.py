"""Features of a mention: what found it, how long it is, what stands beside it, and whether a row uses it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mingdan.core.records import Document, Entity
from mingdan.extract.rating.buckets import bucket


@dataclass(frozen=True, slots=True)
class MentionView:
    """A record as the features of its mentions see it."""

    document: Document
    counts: Counter[tuple[str, str]]
    used: frozenset[tuple[int, int]]
    """Places that cells of rows show."""

    @classmethod
    def of(cls, document: Document) -> "MentionView":
        """Look at a record once for all its mentions."""
        cells = (row.cells for row in document.partnerships)
        spans = (s for cell in cells for s in (*cell.partner, *cell.discloser, *cell.role, *cell.date))
        counts = Counter((entity.label, entity.text) for entity in document.entities)
        return cls(document, counts, frozenset((span.start, span.end) for span in spans))


def mention_features(view: MentionView, entity: Entity) -> Iterator[str]:
    """Names of the features that hold for a mention; its ``confidence`` is what its finder says."""
    text, label = view.document.text, entity.label
    start = text.rfind("\n", 0, entity.start) + 1
    stop = text.find("\n", entity.end)
    line = text[start : stop if stop >= 0 else len(text)]
    size = entity.end - entity.start
    yield f"label={label}"
    yield f"by={label},{entity.source}"
    yield f"sure={label},{None if entity.confidence is None else round(entity.confidence, 1)}"
    yield f"length={label},{bucket(size, 2, 3, 4, 6, 10)}"
    yield f"again={label},{bucket(view.counts[label, entity.text], 1, 2, 4)}"
    yield f"row={label},{(entity.start, entity.end) in view.used}"
    yield f"form={'|' in line},{bucket(10 * size // max(1, len(line)), 1, 5)}"
    yield f"left={label},{_sign(text[entity.start - 1 : entity.start])}"
    yield f"right={label},{_sign(text[entity.end : entity.end + 1])}"
    yield f"valued={label},{entity.value is not None and entity.value != entity.text}"


def _sign(char: str) -> str:
    """A character as a feature: white space of any kind is one sign, a text's edge another."""
    return "_" if char.isspace() else char or "^"
