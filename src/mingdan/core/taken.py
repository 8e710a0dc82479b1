"""Which characters of a text are taken already."""

from collections.abc import Iterable


class Taken:
    """A set of characters that spans have taken; asking costs as much as a span is long, however many there are.

    >>> taken = Taken([(2, 5)])
    >>> taken.meets(4, 6), taken.meets(5, 6)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._places: set[int] = set()
        for start, end in spans:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Take the characters ``[start, end)``."""
        self._places.update(range(start, end))

    def meets(self, start: int, end: int) -> bool:
        """Whether one of the characters ``[start, end)`` is taken."""
        return not self._places.isdisjoint(range(start, end))
