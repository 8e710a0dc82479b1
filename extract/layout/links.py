"""What may follow what: heads and blocks of text, each with the blocks that may go on where it ends, by score.

Scores add up how a block ends and the next one begins, where the two stand, and how the words join. They are a first
opinion; :mod:`mingdan.extract.layout.link_choice` weighs it with all else and chooses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingdan.extract.layout.builder import Box
from mingdan.extract.layout.heads import Cluster
from mingdan.extract.layout.joins import joins
from mingdan.extract.layout.textblocks import End, TextBlock

_UNLIKE = 1.75
_OVER = 0.3
_STATES = {
    (End.OPEN, False): 3.0,
    (End.OPEN, True): -2.0,
    (End.LOOSE, False): 0.5,
    (End.LOOSE, True): 1.2,
    (End.FULL, False): 1.0,
    (End.FULL, True): 1.5,
    (End.CLOSED, False): -3.5,
    (End.CLOSED, True): 1.2,
}
Source = Cluster | TextBlock


@dataclass(slots=True)
class Scene:
    """Everything in one frame that decides about links.

    By the ids of blocks: ``tops`` is where the column begins, ``above`` what stands above in it, ``owners`` the lowest
    head above it. ``rooms``: the frame around each block and head.
    """

    blocks: list[TextBlock]
    heads: list[Cluster]
    em: float
    level: Sequence[Box] = ()
    upright: Sequence[Box] = ()
    frames: Sequence[Box] = ()
    tops: dict[int, float] = field(default_factory=dict[int, float])
    above: dict[int, TextBlock | None] = field(default_factory=dict[int, TextBlock | None])
    rooms: dict[int, int] = field(default_factory=dict[int, int])
    owners: dict[int, Cluster | None] = field(default_factory=dict[int, Cluster | None])

    def same_room(self, one: Source, other: Source) -> bool:
        """Whether two items stand in the same frame, or both in none."""
        return self.rooms[id(one)] == self.rooms[id(other)]


@dataclass(slots=True)
class Link:
    """``after`` may follow ``before``, in ``scene``. ``seen`` is ``before`` as it stands in that scene."""

    score: float
    before: Source
    after: TextBlock
    scene: Scene
    seen: Source


def scene_links(scene: Scene) -> list[Link]:
    """All links of a frame that are worth a look."""
    _prepare(scene)
    links = [link for block in scene.blocks for link in _from_block(scene, block)]
    return links + [link for head in scene.heads for link in _from_head(scene, head)]


def _prepare(scene: Scene) -> None:
    for item in [*scene.blocks, *scene.heads]:
        scene.rooms[id(item)] = _room(item, scene.frames, scene.em)
    for block in sorted(scene.blocks, key=lambda block: block.top):
        upper = [other for other in scene.blocks if other is not block and other.bottom <= block.top + scene.em * 0.5]
        over = [other for other in upper if other.overlap(block.left, block.right) > 0.5]
        near = max(over, key=lambda other: other.bottom, default=None)
        if near is not None and (
            scene.rooms[id(near)] != scene.rooms[id(block)] or parted(scene, near, block) > 1 or block.cap is not None
        ):
            near = None
        scene.above[id(block)] = near
        scene.tops[id(block)] = scene.tops[id(near)] if near is not None else block.top
        scene.owners[id(block)] = _owner(scene, block)


def _owner(scene: Scene, block: TextBlock) -> Cluster | None:
    over = [
        head
        for head in scene.heads
        if not head.quoted
        and head.bottom <= block.top + 0.8 * scene.em
        and min(head.right, block.right) - max(head.left, block.left) > _OVER * min(block.width, head.right - head.left)
        and scene.same_room(head, block)
    ]
    return max(over, key=lambda head: head.bottom, default=None)


def _room(item: Source, frames: Sequence[Box], em: float) -> int:
    """The number of the smallest frame around an item; -1 outside of all."""
    inside = [
        (box[2] - box[0], number)
        for number, box in enumerate(frames)
        if box[0] - 0.5 * em <= item.left
        and item.right <= box[2] + 0.5 * em
        and box[1] - 0.5 * em <= item.top
        and item.bottom <= box[3] + 0.5 * em
    ]
    return min(inside)[1] if inside else -1


def parted(scene: Scene, upper: TextBlock, lower: TextBlock) -> float:
    """How clearly something between two blocks of one column parts them: heads, then rules."""
    low, high = upper.bottom - 0.3 * scene.em, lower.top + 0.3 * scene.em
    weight = 0.0
    for head in scene.heads:
        if scene.rooms[id(head)] != scene.rooms[id(lower)] and scene.rooms[id(head)] >= 0:
            continue
        if low <= head.top and head.bottom <= high + 0.5 * scene.em and lower.overlap(head.left, head.right) > 0.3:
            weight = max(weight, 0.2 if head.quoted else 3.0 if head.em >= 1.35 * scene.em else 1.2)
    if weight < 0.2 and any(
        low <= rule[1] <= high and rule[0] <= lower.left + scene.em and rule[2] >= lower.right - scene.em
        for rule in scene.level
    ):
        weight = 1.5
    return weight


def _from_block(scene: Scene, block: TextBlock) -> Iterator[Link]:
    for other in scene.blocks:
        if other is block:
            continue
        place = _below(scene, block, other) if other.top >= block.bottom - 0.5 * scene.em else None
        if place is None:
            place = _beside(scene, block, other)
        if place is not None:
            yield Link(place + _fit(scene, block, other), block, other, scene, block)


def _fit(scene: Scene, block: TextBlock, other: TextBlock) -> float:
    """How the end of a block and the beginning of another fit, apart from their places."""
    score = _STATES[block.end, other.indented]
    if abs(block.em - other.em) > 0.04 * block.em:
        score -= 2.0
    faces = {block.plain.segment.face, other.plain.segment.face}
    if len(faces) == 2 and "" not in faces and not (block.plain.strong or other.plain.strong):
        score -= 1.5
    if scene.rooms[id(block)] != scene.rooms[id(other)]:
        score -= 4.0
    return score + joint(block, other)


def joint(block: TextBlock, other: TextBlock) -> float:
    """How well the words join, where a block ends inside a paragraph and the other one begins inside of one."""
    if block.end not in (End.OPEN, End.LOOSE) or other.indented:
        return 0.0
    return joins("".join(row.text for row in block.rows[-6:]), "".join(row.text for row in other.rows[:6]))


def _below(scene: Scene, block: TextBlock, other: TextBlock) -> float | None:
    """Score of ``other`` as what stands next below ``block``; none where it does not."""
    if block.overlap(other.left, other.right) <= 0.5:
        return None
    gap = (other.top - block.bottom) / scene.em
    between = sum(
        item is not block
        and item is not other
        and scene.rooms[id(item)] == scene.rooms[id(other)]
        and block.bottom - scene.em < item.top
        and item.bottom < other.top + scene.em
        and item.overlap(other.left, other.right) > 0.5
        for item in scene.blocks
    )
    if between > 1:
        return None
    wide = max(block.width, other.width) / max(min(block.width, other.width), 1.0)
    if other.titled and gap > 1.6:
        return None
    return (
        2.2
        - 2.5 * between
        - parted(scene, block, other)
        - min(1.0, 0.06 * gap)
        - (0.6 if gap > 4 and other.indented else 0.0)
        - (0.7 if wide > 1.7 else 0.0)
    )


def _beside(scene: Scene, block: TextBlock, other: TextBlock) -> float | None:
    """Score of ``other`` as the top of the next column; none where it is no column to the right."""
    em = scene.em
    distance = (other.left - block.right) / em
    if distance < -0.6 or distance > 45:
        return None
    score = 2.4 - 0.12 * max(0.0, distance - 2.5)
    score -= 1.6 * between(scene, block, other)
    shift = abs(other.top - scene.tops[id(block)]) / em
    if block.byline < len(block.rows):
        score += 0.8 if shift < 1 else -min(1.5, 0.05 * shift)
    if other.titled and shift >= 1:
        score -= 1.0
    if other.top > block.bottom - 0.5 * em:
        score -= 1.5 + min(2.0, 0.1 * (other.top - block.bottom) / em)
    if other.bottom < block.top and block.byline < len(block.rows):
        score -= 2.5
    if scene.above[id(other)] is not None:
        score -= 1.6
    if ruled(scene, block, other):
        score -= 0.8
    if (
        max(block.width, other.width) > _UNLIKE * min(block.width, other.width)
        and min(len(block.rows), len(other.rows)) > 1
    ):
        score -= 1.2
    return score


def between(scene: Scene, block: TextBlock, other: TextBlock) -> int:
    """Number of columns of text between two blocks."""
    low, high = min(block.top, other.top), max(block.bottom, other.bottom)
    lefts = {
        round(item.left / (3 * scene.em))
        for item in scene.blocks
        if item.left >= block.right - 0.6 * scene.em
        and item.right <= other.left + 0.6 * scene.em
        and item.top < high
        and item.bottom > low
    }
    return len(lefts)


def ruled(scene: Scene, block: TextBlock, other: TextBlock) -> bool:
    """Whether an upright rule stands between two blocks."""
    y0, y1 = max(block.top, other.top), min(block.bottom, other.bottom)
    return any(
        block.right - scene.em < rule[0] < other.left + scene.em
        and min(rule[3], y1) - max(rule[1], y0) > 0.5 * (y1 - y0)
        for rule in scene.upright
    )


def _from_head(scene: Scene, head: Cluster) -> Iterator[Link]:
    for block in scene.blocks:
        place = head_place(scene, head, block)
        if place is None:
            continue
        score = place + _rank(head, scene.em) + (1.0 if block.indented else -2.5)
        if scene.rooms[id(head)] != scene.rooms[id(block)]:
            score -= 3.0
        yield Link(score, head, block, scene, head)


def _rank(head: Cluster, em: float) -> float:
    """How much a cluster looks like a head: by its size; quotations hardly."""
    if head.quoted:
        return -4.5
    if head.rest:
        return 1.5
    ratio = head.em / em
    return 1.2 if ratio >= 1.45 else 0.4 if ratio >= 1.28 else -1.0


def head_place(scene: Scene, head: Cluster, block: TextBlock) -> float | None:
    """Score of a block as the first one under or beside a head."""
    em = scene.em
    gap = (block.top - head.bottom) / em
    reach = min(head.right, block.right) - max(head.left, block.left)
    if gap > -0.8 and reach > 0:
        aside = max(0.0, block.left - head.left - em) / max(block.width, em)
        aside += 1.2 * (head.vertical and not block.rows[0].segment.vertical)
        return 3.2 - 0.9 * aside - 0.12 * max(0.0, gap - 1) - 2.0 * hidden(scene, head, block)
    first = min(row.x0 for row in block.rows[:2])
    distance = (first - head.right) / em
    if -0.8 < distance < 12:
        drop = abs(block.top - head.top) / em
        if drop < 4:
            return 2.8 - 0.15 * max(0.0, distance - 2) - 0.3 * drop
    return None


def hidden(scene: Scene, head: Cluster, block: TextBlock) -> int:
    """Number of heads and blocks between a head and a block below it."""
    items: list[Source] = [*scene.blocks, *(item for item in scene.heads if not item.quoted)]
    return sum(
        item is not head
        and item is not block
        and item.top > head.bottom - scene.em
        and item.bottom < block.top + scene.em
        and min(item.right, block.right) - max(item.left, block.left) > scene.em
        for item in items
    )
