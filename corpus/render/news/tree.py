"""Divide a page among its parts: side by side along columns, or one below the other."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mingdan.corpus.render.news.geometry import Columns, Sheet
from mingdan.corpus.render.news.leaves import Leaf
from mingdan.corpus.render.news.look import Look

Filler = Callable[[Sheet, Columns, float, float], None]
"""Draws something into empty columns between two heights."""
_LEAST_SLACK = 8


@dataclass(slots=True)
class Row:
    """Parts side by side, each with its number of columns."""

    parts: list[tuple["Node", int]]


@dataclass(slots=True)
class Stack:
    """Parts one below the other."""

    parts: list["Node"] = field(default_factory=list["Node"])


Node = Leaf | Row | Stack


def build(leaves: Sequence[Leaf], columns: int, rng: random.Random, across: bool | None = None) -> Node:
    """A random division of ``columns`` columns among the leaves, in their order."""
    if len(leaves) == 1:
        return leaves[0]
    beside = columns >= 2 and (rng.random() < 0.6 if across is None else across)
    cut = rng.randint(1, len(leaves) - 1)
    first, second = leaves[:cut], leaves[cut:]
    if not beside:
        return Stack([build(first, columns, rng, True), build(second, columns, rng, True)])
    share = sum(leaf.area() for leaf in first) / sum(leaf.area() for leaf in leaves)
    left = min(columns - 1, max(1, round(columns * share)))
    return Row([(build(first, left, rng, False), left), (build(second, columns - left, rng, False), columns - left)])


@dataclass(slots=True)
class Planner:
    """Measures and sets a tree of parts."""

    look: Look
    filler: Filler

    def gap(self) -> float:
        """Space between two parts that stand one below the other."""
        return self.look.size * 2.2

    def need(self, node: Node, columns: Columns) -> float:
        """Height that a part needs in these columns."""
        if isinstance(node, Stack):
            return sum(self.need(part, columns) for part in node.parts) + self.gap() * (len(node.parts) - 1)
        if isinstance(node, Row):
            return max(self.need(part, own) for part, own in _shares(node, columns))
        return node.need(columns)

    def cost(self, node: Node, columns: Columns) -> float:
        """The height, and half as much again for every part that has too few columns to show what it was planned to."""
        return self.need(node, columns) * (1 + 0.5 * self._cramped(node, len(columns)))

    def _cramped(self, node: Node, columns: int) -> int:
        if isinstance(node, Row):
            return sum(self._cramped(part, own) for part, own in node.parts)
        if isinstance(node, Stack):
            return sum(self._cramped(part, columns) for part in node.parts)
        return int(node.least() > columns)

    def lay(self, node: Node, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        """Set a part from ``top`` down; what it leaves of ``height`` goes to the filler where it is worth it."""
        if isinstance(node, Row):
            self._row(node, sheet, columns, top, height)
        elif isinstance(node, Stack):
            self._stack(node, sheet, columns, top, height)
        else:
            need = node.need(columns)
            node.lay(sheet, columns, top, need)
            if height - need > _LEAST_SLACK * self.look.size:
                self.filler(sheet, columns, top + need + self.gap() * 0.7, top + height)

    def _row(self, node: Row, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        for part, own in _shares(node, columns):
            self.lay(part, sheet, own, top, height)
            if self.look.options.rules and own[-1] != columns[-1]:
                after = columns[columns.index(own[-1]) + 1]
                x = (own[-1][1] + after[0]) / 2
                sheet.rule(x, top, x, top + height)

    def _stack(self, node: Stack, sheet: Sheet, columns: Columns, top: float, height: float) -> None:
        bottom = top + height
        for number, part in enumerate(node.parts):
            last = number == len(node.parts) - 1
            own = bottom - top if last else self.need(part, columns)
            self.lay(part, sheet, columns, top, own)
            top += own + self.gap()
            if self.look.options.rules and not last:
                y = top - self.gap() / 2
                sheet.rule(columns[0][0], y, columns[-1][1], y)


def _shares(node: Row, columns: Columns) -> list[tuple[Node, Columns]]:
    found: list[tuple[Node, Columns]] = []
    at = 0
    for part, count in node.parts:
        found.append((part, columns[at : at + count]))
        at += count
    return found
