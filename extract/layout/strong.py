"""Lines of body size in heavier or other type: sub-headings, and the heads of briefs."""

from collections import Counter
from collections.abc import Sequence

from mingdan.extract.layout.rows import Row, Type
from mingdan.extract.layout.textblocks import TextBlock

_FEW = 3
_LONGEST = 60
_SENTENCE = "。，；"


def mark_strong(blocks: Sequence[TextBlock], body: Type) -> None:
    """Set ``strong`` of the rows whose type is not that of the text around them."""
    for block in blocks:
        usual = _usual(block.rows) if len(block.rows) > _FEW else (body.face, body.bold)
        for row in block.rows:
            own = (row.segment.face, row.segment.bold)
            differs = bool(own[0]) and own != usual and (own[1] != usual[1] or bool(usual[0]))
            row.strong = differs and len(row.text) <= _LONGEST and not any(char in row.text for char in _SENTENCE)


def _usual(rows: Sequence[Row]) -> tuple[str, bool]:
    counts: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        if row.segment.face:
            counts[row.segment.face, row.segment.bold] += len(row.text)
    return counts.most_common(1)[0][0] if counts else ("", False)
