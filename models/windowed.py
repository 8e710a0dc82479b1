"""What taggers share that read texts in windows, some windows at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

import numpy as np

from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, span_labels
from mingdan.models.windows import Window, windows

Job = tuple[int, Window]
"""The number of a text and one of its windows."""


class WindowedTagger(ABC):
    """A tagger that scores windows of like length together; see :class:`mingdan.models.tagger.Tagger`.

    ``where`` names the model in errors. Raises :class:`mingdan.core.errors.ModelError` where ``tags`` are no BIO tags.
    """

    def __init__(self, tags: Sequence[str], where: str, window: int, margin: int, batch: int) -> None:
        self._tags = tuple(tags)
        self._labels = span_labels(self._tags, where)
        self._decoder = Decoder(self._tags)
        self._window, self._margin, self._batch = window, margin, batch

    @property
    def tags(self) -> tuple[str, ...]:
        """Its BIO tags in the order of the columns of :meth:`scores`."""
        return self._tags

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of spans that it can give."""
        return self._labels

    def tag(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[list[TaggedSpan]]:
        """The spans of each text."""
        return [list(self._decoder.spans(scores)) for scores in self.scores(texts, hints)]

    def scores(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[Floats]:
        """Log probabilities ``[characters, tags]`` of each text."""
        found: list[Floats] = [np.zeros((len(text), len(self._tags)), dtype=np.float32) for text in texts]
        jobs = [
            (number, window)
            for number, text in enumerate(texts)
            for window in windows(text, self._window, self._margin)
        ]
        jobs.sort(key=lambda job: job[1].end - job[1].start)
        for first in range(0, len(jobs), self._batch):
            batch = jobs[first : first + self._batch]
            for (number, window), rows in zip(batch, self._read(batch, texts, hints), strict=True):
                mine = rows[window.first - window.start : window.last - window.start]
                # rounded: sums of another batch may differ in the last bit
                found[number][window.first : window.last] = np.round(mine, 4)
        return found

    @abstractmethod
    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        """The scores of each window of a batch, from its start on; rows behind its end do not count."""
