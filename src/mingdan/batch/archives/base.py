"""What archives give: stretches of neighbouring inputs, and how far into the archives each stretch reaches."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mingdan.extract.inputs import Input, Rejected

STRETCH_INPUTS = 2_000
"""Inputs of one stretch at most."""
STRETCH_BYTES = 32 << 20
"""Bytes of one stretch's inputs that are in memory; a single larger input has a stretch of its own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Inputs that follow each other; those of one notice are looked for within one stretch.

    ``size`` is the number of bytes of the archives that were passed with it.
    """

    inputs: tuple[Input, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    size: int = 0


def skipped_note(where: Path, skipped: Counter[str]) -> Iterator["Found"]:
    """A note of the files of other types, by their suffixes, where there are any."""
    if skipped:
        kinds = ", ".join(f"{suffix} {count}" for suffix, count in sorted(skipped.items()))
        yield f"{where}: files of other types skipped: {kinds}", 0


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


Found = tuple[Input | Rejected | str | None, int]
"""An input, one turned away, a note, or nothing; and the bytes of the archive that were passed with it."""


def stretches(found: Iterable[Found]) -> Iterator[Stretch]:
    """Put what an archive gives together to stretches.

    >>> [len(stretch.inputs) for stretch in stretches([(Input("a", text="甲"), 3), (None, 2)])]
    [1]
    """
    pile = _Pile()
    for item, size in found:
        pile.add(item, size)
        if pile.full:
            yield pile.taken()
            pile = _Pile()
    if pile.used:
        yield pile.taken()


class _Pile:
    def __init__(self) -> None:
        self._inputs: list[Input] = []
        self._rejected: list[Rejected] = []
        self._notes: list[str] = []
        self._size = self._held = 0
        self.used = False

    def add(self, item: Input | Rejected | str | None, size: int) -> None:
        self.used = True
        self._size += size
        if isinstance(item, Input):
            self._inputs.append(item)
            self._held += len(item.data or b"") + len(item.text or "")
        elif isinstance(item, Rejected):
            self._rejected.append(item)
        elif item is not None:
            self._notes.append(item)

    @property
    def full(self) -> bool:
        return len(self._inputs) + len(self._rejected) >= STRETCH_INPUTS or self._held >= STRETCH_BYTES

    def taken(self) -> Stretch:
        return Stretch(tuple(self._inputs), tuple(self._rejected), tuple(self._notes), self._size)
