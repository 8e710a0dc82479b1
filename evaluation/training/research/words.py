"""What jieba's dictionary says of each character, as one number: word edge, coarse word class, edges of all its words.

The lexicon channel: words of the cut (begin, middle, end, single) with their class, and whether any dictionary word
begins, goes on, or ends at the character, whatever the cut.
"""

import logging
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from mingdan.core.fold import fold

CLASSES = ("nr", "ns", "nt", "nz", "n", "v", "")
EDGES = 4
ALL = 8
NUMBERS = 1 + EDGES * len(CLASSES) * ALL
"""How many numbers there are; 0 is for what is not known."""
_LONGEST = 6


@cache
def _library(name: str) -> Any:
    """A module of jieba with its own dictionary; it ships no types."""
    import_module("jieba").setLogLevel(logging.WARNING)
    return import_module(name)


@cache
def _words() -> frozenset[str]:
    jieba = _library("jieba")
    jieba.initialize()
    known: dict[str, int] = jieba.dt.FREQ
    return frozenset(word for word, count in known.items() if count and 1 < len(word) <= _LONGEST)


def word_numbers(text: str) -> list[int]:
    """One number in ``[1, NUMBERS)`` for each character.

    >>> len(word_numbers("溪麓银行")), all(0 < number < NUMBERS for number in word_numbers("溪麓银行"))
    (4, True)
    """
    folded = fold(text)
    cut = list(_cut(folded))
    return [1 + number * ALL + edges for number, edges in zip(cut, _dictionary(folded), strict=True)]


def _cut(text: str) -> Iterator[int]:
    for word, tag in _library("jieba.posseg").cut(text):
        kind = next(n for n, name in enumerate(CLASSES) if str(tag).startswith(name))
        size = len(word)
        for place in range(size):
            edge = 3 if size == 1 else 0 if place == 0 else 2 if place == size - 1 else 1
            yield edge * len(CLASSES) + kind


def _dictionary(text: str) -> list[int]:
    known, edges = _words(), [0] * len(text)
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + _LONGEST) + 1):
            if text[start:end] in known:
                edges[start] |= 1
                edges[end - 1] |= 4
                for place in range(start + 1, end - 1):
                    edges[place] |= 2
    return edges
