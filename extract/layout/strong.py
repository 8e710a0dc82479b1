"""Lines of body size in heavier or other type: sub-headings, and the heads of briefs."""

from collections import Counter
from collections.abc import Sequence

from mingdan.extract.layout.rows import Row, Type
from mingdan.extract.layout.textblocks import TextBlock, is_byline

_FEW = 3
_LONGEST = 60
_SENTENCE = "。，；"
_MOST_HEAD = 30
_STOPS = "。！？…”』」）"
_NO_HEAD = "：:。，；、"


def mark_strong(blocks: Sequence[TextBlock], body: Type) -> None:
    """Set ``strong`` of the rows whose type is not that of the text around them."""
    for block in blocks:
        usual = _usual(block.rows) if len(block.rows) > _FEW else (body.face, body.bold)
        for row in block.rows:
            own = (row.segment.face, row.segment.bold)
            differs = bool(own[0]) and own != usual and (own[1] != usual[1] or bool(usual[0]))
            row.strong = differs and _may_head(row)
        _mark_flush(block)


def _may_head(row: Row) -> bool:
    return len(row.text) <= _LONGEST and not any(char in row.text for char in _SENTENCE)


def _mark_flush(block: TextBlock) -> None:
    """Mark a line or two without indent between the end of a paragraph and the indent of the next one.

    This tells heads where the font says nothing of its weight.
    """
    rows = block.rows
    for at, below in enumerate(rows):
        if not at or not _indented(rows[at - 1], below) or below.strong or rows[at - 1].strong:
            continue
        start = at - 1
        if start and not _ends(rows[start - 1]) and _may_head(rows[start - 1]):
            start -= 1
        own = rows[start:at]
        if start and not _ends(rows[start - 1]):
            continue
        text = "".join(row.text for row in own)
        if len(text) > _MOST_HEAD or text[-1:] in _NO_HEAD or is_byline(text) or not all(map(_may_head, own)):
            continue
        if all(abs(row.x0 - own[0].x0) < 0.5 * row.em for row in own):
            for row in own:
                row.strong = True


def _indented(above: Row, below: Row) -> bool:
    return 1.5 * below.em < below.x0 - above.x0 < 2.6 * below.em


def _ends(row: Row) -> bool:
    return row.text[-1:] in _STOPS


def _usual(rows: Sequence[Row]) -> tuple[str, bool]:
    counts: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        if row.segment.face:
            counts[row.segment.face, row.segment.bold] += len(row.text)
    return counts.most_common(1)[0][0] if counts else ("", False)
