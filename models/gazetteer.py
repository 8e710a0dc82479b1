"""Dictionary tagger: longest matches of known names by an Aho-Corasick automaton."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from mingdan.core.fold import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """A match ``[start, end)`` in the searched text and the key of the entry that it belongs to."""

    start: int
    end: int
    key: str


class DictionaryTagger:
    """Finds the longest dictionary names in a text; matching is blind to width, brackets and script.

    >>> tagger = DictionaryTagger([("微众银行", "w"), ("前海微众银行", "w")])
    >>> list(tagger.find("深圳前海微众銀行"))
    [Hit(start=2, end=8, key='w')]
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        library: Any = import_module("ahocorasick")  # ships no types
        self._automaton: Any = library.Automaton()
        for surface, key in names:
            folded = fold(surface)
            if folded and not self._automaton.exists(folded):
                self._automaton.add_word(folded, (len(folded), key))
        self._empty = len(self._automaton) == 0
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Hit]:
        """Yield non-overlapping hits, leftmost and longest; offsets are those of ``text``."""
        if self._empty:
            return
        folded = fold(text)
        last = 0
        for end, (size, key) in self._automaton.iter_long(folded):
            start = end + 1 - size
            if start >= last and not _inside_latin(folded, start, end + 1):
                last = end + 1
                yield Hit(start, end + 1, key)


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Whether the hit cuts a run of Latin letters or digits (``360`` in ``3600``, ``JD`` in ``JDX``)."""
    left = start > 0 and _alnum(text[start]) and _alnum(text[start - 1])
    right = end < len(text) and _alnum(text[end - 1]) and _alnum(text[end])
    return left or right


def _alnum(char: str) -> bool:
    return char.isascii() and char.isalnum()
