"""Near duplicates: the same story in ten papers, found by MinHash over runs of characters.

Every document has a print: a signature whose equal places tell how much of two texts is the same, and a guard.
Documents of different guards are never one story, however alike their texts are: a list and its next version differ in
little but their date.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mingdan.core.records import Document, PublishedList

RUN = 5
"""Characters of a run."""
PLACES = 128
SIZE = 8 + 4 * PLACES
"""Bytes of a print."""
ALIKE = 0.7
"""Share of runs in common from which on two texts are one story."""
_BANDS = 32
_SEED = 20251001

Prints: TypeAlias = NDArray[np.uint8]
"""``[documents, SIZE]``."""


def fingerprint_text(document: Document) -> bytes:
    """The print of a document: of its letters and digits alone, whatever their width and case."""
    rensa: Any = import_module("rensa")  # it comes without types
    plain = unicodedata.normalize("NFKC", document.text).lower()
    text = "".join(char for char in plain if char.isalnum())
    signature = rensa.RMinHash(PLACES, _SEED)
    signature.update(sorted({text[place : place + RUN] for place in range(max(len(text) - RUN + 1, 1))}))
    return _guard(document) + np.array(signature.digest(), dtype="<u4").tobytes()


def _guard(document: Document) -> bytes:
    """Of the lists that the document publishes: whose, and as of when; of full ones without a date, when published."""
    facts = sorted({f"{item.discloser}|{_day(item)}|{item.effective}" for item in document.lists})
    return hashlib.sha256("\n".join(facts).encode("utf-8", "backslashreplace")).digest()[:8] if facts else bytes(8)


def _day(item: PublishedList) -> str | None:
    return item.as_of or (item.published if item.completeness == "full" else None)


def similarity(one: bytes, other: bytes) -> float:
    """Estimated share of runs that two texts have in common, 0 to 1."""
    prints = np.frombuffer(one + other, dtype=np.uint8).reshape(2, SIZE)
    return float(_alike(prints, np.array([0]), np.array([1]))[0])


def stories(prints: Prints) -> NDArray[np.int64]:
    """For each document the number of the first one of its story; itself where it stands alone."""
    parents = np.arange(len(prints), dtype=np.int64)
    for first, other in _candidates(prints):
        apart = parents[first] != parents[other]
        first, other = first[apart], other[apart]
        alike = _alike(prints, first, other) >= ALIKE
        for one, two in zip(first[alike].tolist(), other[alike].tolist(), strict=True):
            low, high = sorted((_root(parents, one), _root(parents, two)))
            parents[high] = low
    for number in range(len(parents)):
        parents[number] = parents[parents[number]]  # parents have lower numbers, so theirs are settled
    return parents


def likeness(prints: Prints, heads: NDArray[np.int64]) -> NDArray[np.float64]:
    """Estimated share of runs that each document has in common with the first one of its story."""
    return _alike(prints, heads, np.arange(len(heads)))


def _root(parents: NDArray[np.int64], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = int(parents[number])
    return number


def _candidates(prints: Prints) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """For each band, pairs of documents that agree in it: each with the first one, and with the one before."""
    width = PLACES // _BANDS
    odd = np.random.default_rng(_SEED).integers(1, 2**63, size=(_BANDS, width + 2), dtype=np.uint64) | np.uint64(1)
    guards = np.ascontiguousarray(prints[:, :8]).view("<u4").astype(np.uint64)
    for band in range(_BANDS if len(prints) else 0):
        start = 8 + 4 * band * width
        part = np.ascontiguousarray(prints[:, start : start + 4 * width]).view("<u4").astype(np.uint64)
        keys = _mixed(np.concatenate([guards, part], axis=1), odd[band])
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        starts = np.concatenate([[0], np.where(same, 0, np.arange(1, len(order)))])
        heads = order[np.maximum.accumulate(starts)][1:]
        yield heads[same], order[1:][same]
        yield order[:-1][same], order[1:][same]


def _mixed(parts: NDArray[np.uint64], odd: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One number for each row; rows of equal numbers are compared afterwards."""
    keys = np.zeros(len(parts), dtype=np.uint64)
    for column in range(parts.shape[1]):
        keys = (keys ^ parts[:, column]) * odd[column]
        keys ^= keys >> np.uint64(29)
    return keys


def _alike(prints: Prints, first: NDArray[Any], other: NDArray[Any], step: int = 50_000) -> NDArray[np.float64]:
    """Estimated share of runs in common of each pair; 0 for different guards."""
    found = np.zeros(len(first))
    for start in range(0, len(first), step):
        part = slice(start, start + step)
        one, two = (np.ascontiguousarray(prints[index[part]]).view("<u4") for index in (first, other))
        same = one == two
        found[part] = same[:, 2:].mean(axis=1) * same[:, :2].all(axis=1)
    return found
