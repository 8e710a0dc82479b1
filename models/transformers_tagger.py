"""A tagger from any token-classification folder of ``transformers`` (extra ``accurate``); nothing is downloaded."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import MissingExtraError, ModelError
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, span_labels
from mingdan.models.windows import Window, windows

_BATCH, _WINDOW, _MARGIN = 16, 256, 32
_OUTSIDE = np.float32(-20.0)
"""Log probability of every tag but O where the tokenizer gives no piece (white space, unknown controls)."""


def transformers_library() -> Any:
    """The package ``transformers``. Raises :class:`MissingExtraError` where it or torch is not installed."""
    try:
        import_module("torch")
        return import_module("transformers")
    except ImportError as error:
        hint = "pip install 'mingdan[accurate]' torch==2.13.0"
        raise MissingExtraError(f"this tagger needs {error.name}", hint=hint) from error


class TransformersTagger:
    """Reads characters as words of their own, so that spans end where characters end.

    ``folder`` holds config, tokenizer and weights as ``save_pretrained`` writes them; its labels are BIO tags.
    Raises :class:`ModelError` where something is missing or its labels are none, and :class:`MissingExtraError`.
    """

    def __init__(self, folder: Path) -> None:
        library = transformers_library()
        try:
            self._tokenizer: Any = library.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            model: Any = library.AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            hint = "give a folder that save_pretrained of a token classifier wrote"
            raise ModelError("no model for token classification", where=str(folder), hint=hint) from error
        self._model = model.eval()
        self._tags = tuple(model.config.id2label[number] for number in range(model.config.num_labels))
        self._labels = span_labels(self._tags, str(folder))
        self._decoder = Decoder(self._tags)
        self._window = min(_WINDOW, int(getattr(model.config, "max_position_embeddings", _WINDOW + 4)) - 4)

    @property
    def tags(self) -> tuple[str, ...]:
        """Its BIO tags in the order of the model's outputs."""
        return self._tags

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of spans that it can give."""
        return self._labels

    def tag(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[list[TaggedSpan]]:
        """The spans of each text; hints are ignored."""
        return [list(self._decoder.spans(scores)) for scores in self.scores(texts)]

    def scores(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[Floats]:
        """Log probabilities ``[characters, tags]`` of each text; hints are ignored."""
        found = [self._outside(len(text)) for text in texts]
        jobs = [
            (number, window)
            for number, text in enumerate(texts)
            for window in windows(text, self._window, min(_MARGIN, self._window // 4))
        ]
        jobs.sort(key=lambda job: job[1].end - job[1].start)
        for first in range(0, len(jobs), _BATCH):
            batch = jobs[first : first + _BATCH]
            for (number, window), rows in zip(batch, self._run(batch, texts), strict=True):
                found[number][window.first : window.last] = rows
        return found

    def _outside(self, size: int) -> Floats:
        scores: Floats = np.full((size, len(self._tags)), _OUTSIDE, dtype=np.float32)
        scores[:, self._tags.index("O")] = 0
        return scores

    def _run(self, batch: Sequence[tuple[int, Window]], texts: Sequence[str]) -> Iterator[Floats]:
        torch: Any = import_module("torch")
        words = [list(texts[number][window.start : window.end]) for number, window in batch]
        encoded: Any = self._tokenizer(words, is_split_into_words=True, padding=True, return_tensors="pt")
        with torch.inference_mode():
            logits: Any = torch.log_softmax(self._model(**encoded).logits, dim=-1)
        for row, (_, window) in enumerate(batch):
            scores = self._outside(window.end - window.start)
            places: list[int | None] = encoded.word_ids(row)
            for piece in range(len(places) - 1, -1, -1):  # the first piece of a character is written last
                place = places[piece]
                if place is not None:
                    scores[place] = np.round(logits[row, piece].numpy(), 4)
            yield scores[window.first - window.start : window.last - window.start]
