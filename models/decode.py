"""From scores of tags to spans: the best path that the BIO scheme allows, and how sure each span on it is."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mingdan.models.tagger import Floats, TaggedSpan

_NEVER = np.float32(-1e9)


class Decoder:
    """Viterbi search for one tag set.

    >>> decoder = Decoder(["O", "B-INST", "I-INST"])
    >>> scores = np.log(np.array([[0.1, 0.8, 0.1], [0.2, 0.1, 0.7], [0.8, 0.1, 0.1]], dtype=np.float32))
    >>> [(s.start, s.end, s.label, round(s.score, 2)) for s in decoder.spans(scores)]
    [(0, 2, 'INST', 0.7)]
    """

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        size = len(tags)
        self._moves: Floats = np.zeros((size, size), dtype=np.float32)
        self._first: Floats = np.zeros(size, dtype=np.float32)
        for column, tag in enumerate(tags):
            if tag.startswith("I-"):
                self._first[column] = _NEVER
                allowed = {tag, f"B-{tag[2:]}"}
                for row, before in enumerate(tags):
                    self._moves[row, column] = 0 if before in allowed else _NEVER
        self._inner = np.array([tag.startswith("I-") for tag in tags])
        self._label = np.array([self.tags.index(f"B-{tag[2:]}") if "-" in tag else -1 for tag in tags])

    def path(self, scores: Floats) -> list[int]:
        """The best allowed sequence of tag numbers for log probabilities ``[characters, tags]``.

        Where the best tag of each character is allowed, that is the path; only stretches around others are searched.
        """
        if not len(scores):
            return []
        path = scores.argmax(axis=1)
        inner, label = self._inner[path], self._label[path]
        wrong = inner.copy()
        wrong[1:] &= label[1:] != label[:-1]
        if not wrong.any():
            return path.tolist()
        starts = np.flatnonzero(~inner)
        bounds = [0, *starts[starts > 0].tolist(), len(path)]
        for number in sorted({bisect_right(bounds, place) - 1 for place in np.flatnonzero(wrong).tolist()}):
            stretch = slice(bounds[number], bounds[number + 1])
            free = bounds[number] > 0
            found = self._search(scores[stretch], free=free)
            if free and self._inner[found[0]]:  # it goes on from the stretch before, so the two cannot be parted
                return self._search(scores)
            path[stretch] = found
        return path.tolist()

    def _search(self, scores: Floats, *, free: bool = False) -> list[int]:
        """Viterbi search; ``free``: the first tag may be an inner one."""
        best = scores[0] if free else scores[0] + self._first
        back: list[NDArray[np.intp]] = []
        for row in scores[1:]:
            ways = best[:, None] + self._moves
            back.append(ways.argmax(axis=0))
            best = ways.max(axis=0) + row
        path = [int(best.argmax())]
        for step in reversed(back):
            path.append(int(step[path[-1]]))
        return path[::-1]

    def spans(self, scores: Floats) -> Iterator[TaggedSpan]:
        """The spans of the best path; a span is as sure as its least sure character, its end included."""
        path = np.array(self.path(scores), dtype=np.intp)
        if not len(path):
            return
        inner = self._inner[path]
        outer: list[int] = np.flatnonzero(~inner).tolist()
        for start, end in pairwise([*outer, len(path)]):
            label = self.tags[int(path[start])][2:]
            if label:
                yield TaggedSpan(start, end, label, self.sureness(scores, start, end, label))

    def sureness(self, scores: Floats, start: int, end: int, label: str) -> float:
        """How sure the scores are of one span, in (0, 1): that of its least sure character, its end included."""
        first, inner = self.tags.index(f"B-{label}"), self.tags.index(f"I-{label}")
        sure = float(scores[start, first])
        if end > start + 1:
            sure = min(sure, float(scores[start + 1 : end, inner].min()))
        ends = 1 - float(np.exp(scores[end, inner])) if end < len(scores) else 1.0
        return min(float(np.exp(sure)), max(0.0, ends))
