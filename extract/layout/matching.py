"""The best set of links: none twice, and the greatest sum of scores that exchanges of two or three links can reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A link from ``before`` to ``after`` (numbers of any kind) with its weight."""

    before: int
    after: int
    weight: float


@dataclass(slots=True)
class _State:
    by_before: dict[int, Edge] = field(default_factory=dict[int, Edge])
    by_after: dict[int, Edge] = field(default_factory=dict[int, Edge])

    def take(self, edge: Edge) -> None:
        self.by_before[edge.before] = edge
        self.by_after[edge.after] = edge

    def drop(self, edge: Edge) -> None:
        del self.by_before[edge.before]
        del self.by_after[edge.after]


def match(edges: Sequence[Edge]) -> dict[int, Edge]:
    """Edges chosen, by ``before``; only such with a weight above 0.

    >>> found = match([Edge(1, 5, 3.0), Edge(1, 6, 2.5), Edge(2, 5, 2.9)])
    >>> sorted((edge.before, edge.after) for edge in found.values())
    [(1, 6), (2, 5)]
    """
    state = _State()
    ranked = sorted((edge for edge in edges if edge.weight > 0), key=lambda edge: -edge.weight)
    choices: dict[int, list[Edge]] = {}
    for edge in ranked:
        choices.setdefault(edge.before, []).append(edge)
        if edge.before not in state.by_before and edge.after not in state.by_after:
            state.take(edge)
    for _ in range(_ROUNDS):
        if not any(_improve(edge, state, choices) for edge in ranked):
            break
    return state.by_before


def _improve(edge: Edge, state: _State, choices: Mapping[int, Sequence[Edge]]) -> bool:
    """Take an edge in place of those that stand in its way, where these and what they free are worth less."""
    own, other = state.by_before.get(edge.before), state.by_after.get(edge.after)
    if own is edge:
        return False
    lost = sum(item.weight for item in (own, other) if item)
    again = None if other is None or other.before == edge.before else _next(other.before, edge, own, state, choices)
    if edge.weight + (again.weight if again else 0.0) <= lost + 1e-6:
        return False
    for item in (own, other):
        if item is not None and item.before in state.by_before:
            state.drop(item)
    state.take(edge)
    if again:
        state.take(again)
    return True


def _next(
    before: int, edge: Edge, own: Edge | None, state: _State, choices: Mapping[int, Sequence[Edge]]
) -> Edge | None:
    """The best edge from ``before`` to what is free once ``edge`` is taken and ``own`` given up."""
    for choice in choices[before]:
        if choice.after != edge.after and (choice.after not in state.by_after or (own and choice.after == own.after)):
            return choice
    return None
