"""Many items, some at a time."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of at most ``size``.

    >>> list(parts([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    held: list[T] = []
    for item in items:
        held.append(item)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
