"""What speaks for or against a link, as numbers: the input of the model that weighs links.

Distances are in widths of a character of running text and cut off at bounds, so that a page of another size than those
of training stays in the range that the model knows.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.links import Link, Scene, between, hidden, joint, parted, ruled
from mingdan.extract.layout.textblocks import End, TextBlock

_FAR, _LOW = 60.0, 120.0
_NONE = -6.0
Features = dict[str, float]


def link_features(links: Sequence[Link]) -> list[Features]:
    """The features of each link of a page, in order; those from heads and those from blocks have different names."""
    first = _opinions(links)
    found: list[Features] = []
    for link, opinion in zip(links, first, strict=True):
        if isinstance(link.seen, Cluster):
            found.append(_from_head(link.scene, link.seen, link.after) | opinion)
        else:
            found.append(_from_block(link.scene, link.seen, link.after) | opinion)
    return found


def _cut(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def _opinions(links: Sequence[Link]) -> list[Features]:
    """The first opinion of each link, and by how much it is better than the best other one from or to the same item."""
    out: dict[int, list[float]] = defaultdict(list)
    into: dict[int, list[float]] = defaultdict(list)
    for link in links:
        out[id(link.before)].append(link.score)
        into[id(link.after)].append(link.score)
    for scores in (*out.values(), *into.values()):
        scores.sort(reverse=True)
    return [
        {
            "opinion": _cut(link.score, -10, 10),
            "lead out": _cut(_lead(link.score, out[id(link.before)]), -8, 8),
            "lead into": _cut(_lead(link.score, into[id(link.after)]), -8, 8),
        }
        for link in links
    ]


def _lead(score: float, ranked: Sequence[float]) -> float:
    if score < ranked[0]:
        return score - ranked[0]
    return score - (ranked[1] if len(ranked) > 1 else _NONE)


def _from_block(scene: Scene, block: TextBlock, other: TextBlock) -> Features:
    em = scene.em
    faces = {block.plain.segment.face, other.plain.segment.face} - {""}
    return {
        "right": _cut((other.left - block.right) / em, -40, _FAR),
        "down": _cut((other.top - block.bottom) / em, -_LOW, _LOW),
        "from column top": _cut((other.top - scene.tops[id(block)]) / em, -_LOW, _LOW),
        "from top": _cut((other.top - block.top) / em, -_LOW, _LOW),
        "overlap": _cut(block.overlap(other.left, other.right), -2, 1),
        "width": _ratio(block.width, other.width),
        "left to left": _cut((other.left - block.left) / em, -_FAR, _FAR),
        **{f"ends {end.value}": float(block.end is end) for end in End},
        "indented": float(other.indented),
        "titled": float(other.titled),
        "cap": float(other.cap is not None),
        "strong": float(other.rows[0].strong),
        "only byline": float(block.byline == len(block.rows)),
        "size": min(abs(block.em - other.em) / block.em, 0.3),
        "other face": float(len(faces) > 1),
        "same frame": float(scene.same_room(block, other)),
        "framed": float(scene.rooms[id(block)] >= 0),
        "other framed": float(scene.rooms[id(other)] >= 0),
        "joint": joint(block, other),
        "between": float(min(between(scene, block, other), 6)),
        "parted": parted(scene, block, other) if other.top > block.bottom - em else 0.0,
        "ruled": float(ruled(scene, block, other)),
        "top of column": float(scene.above[id(other)] is None),
        "right below": float(scene.above[id(other)] is block),
        "rows": math.log(len(block.rows)),
        "other rows": math.log(len(other.rows)),
        **_heads_over(scene, block, other),
    }


def _heads_over(scene: Scene, block: TextBlock, other: TextBlock) -> Features:
    """Where the heads above two blocks stand."""
    em, own, its = scene.em, scene.owners[id(block)], scene.owners[id(other)]
    covered = (min(own.right, other.right) - max(own.left, other.left)) / max(other.width, 1.0) if own else -2.0
    return {
        "same head": float(own is its),
        "no head": float(own is None),
        "other no head": float(its is None),
        "head between": float(its is not None and its.bottom > block.top),
        "under its head": _cut((other.top - its.bottom) / em, -5, _FAR) if its else _FAR,
        "covered": _cut(covered, -2, 1),
        "under head": _cut((other.top - own.top) / em, -_FAR, _LOW) if own else _LOW,
        "head size": own.em / em if own else 0.0,
        "other head size": its.em / em if its else 0.0,
    }


def _from_head(scene: Scene, head: Cluster, block: TextBlock) -> Features:
    em, width = scene.em, max(block.width, 1.0)
    return {
        "right": _cut((block.left - head.left) / em, -_FAR, _FAR),
        "down": _cut((block.top - head.bottom) / em, -30, 80),
        "covered": _cut((min(head.right, block.right) - max(head.left, block.left)) / width, -2, 1),
        "right to right": _cut((block.right - head.right) / em, -_FAR, _FAR),
        "from top": _cut((block.top - head.top) / em, -_FAR, _FAR),
        "beside": _cut((min(row.x0 for row in block.rows[:2]) - head.right) / em, -_FAR, _FAR),
        "size": head.em / em,
        "text size": block.em / em,
        "quoted": float(head.quoted),
        "rest": float(head.rest),
        "upright": float(head.vertical),
        "turned": float(head.vertical != block.rows[0].segment.vertical),
        "indented": float(block.indented),
        "cap": float(block.cap is not None),
        "titled": float(block.titled),
        "strong": float(block.rows[0].strong),
        "byline": float(block.byline > 0),
        "closed": float(block.end is End.CLOSED),
        "same frame": float(scene.rooms.get(id(head), -1) == scene.rooms[id(block)]),
        "framed": float(scene.rooms.get(id(head), -1) >= 0),
        "text framed": float(scene.rooms[id(block)] >= 0),
        "hidden": float(min(hidden(scene, head, block), 5)),
        "top of column": float(scene.above[id(block)] is None),
        "lines": math.log(len(head.rows)),
        "rows": math.log(len(block.rows)),
        "width": _ratio(head.right - head.left, block.width),
        "length": math.log(max(len(head.text), 1)),
        "stops": float(head.title[-1:] in ("。", "，", "：")),
        "opens quote": float(head.text[:1] in ("“", "「", "『")),
    }


def _ratio(one: float, other: float) -> float:
    return math.log(max(one, 1.0) / max(other, 1.0))
