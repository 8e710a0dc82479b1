"""A tagger from any token-classification folder of ``transformers`` (extra ``accurate``); nothing is downloaded."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import MissingExtraError, ModelError
from mingdan.models.tagger import Floats
from mingdan.models.windowed import Job, WindowedTagger

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


class TransformersTagger(WindowedTagger):
    """Reads characters as words of their own, so that spans end where characters end; hints are ignored.

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
        tags = [model.config.id2label[number] for number in range(model.config.num_labels)]
        window = min(_WINDOW, int(getattr(model.config, "max_position_embeddings", _WINDOW + 4)) - 4)
        super().__init__(tags, str(folder), window, min(_MARGIN, window // 4), _BATCH)

    def _outside(self, size: int) -> Floats:
        scores: Floats = np.full((size, len(self._tags)), _OUTSIDE, dtype=np.float32)
        scores[:, self._tags.index("O")] = 0
        return scores

    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        torch: Any = import_module("torch")
        words = [list(texts[number][window.start : window.end]) for number, window in batch]
        encoded: Any = self._tokenizer(words, is_split_into_words=True, padding=True, return_tensors="pt")
        with torch.inference_mode():
            logits: Any = torch.log_softmax(self._model(**encoded).logits, dim=-1)
        for row, characters in enumerate(words):
            scores = self._outside(len(characters))
            places: list[int | None] = encoded.word_ids(row)
            for piece in range(len(places) - 1, -1, -1):  # the first piece of a character is written last
                place = places[piece]
                if place is not None:
                    scores[place] = logits[row, piece].numpy()
            yield scores
