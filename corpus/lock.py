"""Choose the locked part of the corpus by program, before any of its text is read.

All documents of author ``c`` and a third of those of ``a`` and ``b`` are locked (fixed seed). ``EXPOSED`` names
documents that somebody opened before the choice was made: they cannot be locked any more and stay in the open part.
"""

import random
from collections.abc import Iterable

from mingdan.corpus.parts import writer_of

SEED = 20251001
LOCKED_AUTHORS = frozenset("c")
EXPOSED = frozenset({"c002"})


def choose_locked(ids: Iterable[str], seed: int = SEED) -> list[str]:
    """Return the sorted ids to lock.

    >>> choose_locked(["a002", "a004", "a006", "b002", "b004", "b006", "c002", "c004"])
    ['a002', 'b006', 'c004']
    """
    rng = random.Random(seed)
    by_author: dict[str, list[str]] = {}
    for doc_id in sorted(ids):
        by_author.setdefault(writer_of(doc_id), []).append(doc_id)
    locked: list[str] = []
    for author, members in sorted(by_author.items()):
        locked += members if author in LOCKED_AUTHORS else rng.sample(members, len(members) // 3)
    return sorted(set(locked) - EXPOSED)
