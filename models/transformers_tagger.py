"""A tagger from any token-classification folder of ``transformers`` (extra ``accurate``); nothing is downloaded."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import MissingExtraError, ModelError
from mingdan.models.tagger import Floats
from mingdan.models.windowed import Job, WindowedTagger

CARD = "mingdan.json"
"""File of a folder that ``mingdan train`` wrote: data, plan, scores, and the hash of each file of weights."""
FORMAT = "mingdan-encoder/1"
UNREAD = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)
"""What ``transformers`` raises at folders that it cannot read."""
_BATCH, _WINDOW, _MARGIN = 16, 256, 32
_AGAIN = "train it again (mingdan train)"
_EDGES = 4
"""Pieces that a tokenizer may put around a text."""
_PROBE = "齉鱻𠮷😀"
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


def character_window(tokenizer: Any, model: Any) -> int:
    """How many characters the model can read at once, however many pieces its tokenizer makes of each."""
    positions = int(getattr(model.config, "max_position_embeddings", 0) or 0)
    if positions <= 0:
        return _WINDOW
    encoded: Any = tokenizer([[char] for char in _PROBE], is_split_into_words=True, add_special_tokens=False)
    most = max(1, *(len(numbers) for numbers in encoded["input_ids"]))
    return max(1, min(_WINDOW, (positions - _EDGES) // most))


def first_pieces(encoded: Any, row: int) -> Iterator[tuple[int, int]]:
    """The first piece of each character of a row, with the character's place; some characters have none."""
    before: int | None = None
    for piece, place in enumerate(encoded.word_ids(row)):
        if place is not None and place != before:
            yield piece, place
        before = place if place is not None else before


def weight_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of weights of a folder."""
    found = (path for pattern in ("*.safetensors", "*.bin") for path in folder.glob(pattern))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(found)}


def check_card(folder: Path) -> None:
    """Raise :class:`ModelError` where a folder's card names weights that differ; a folder without a card passes."""
    try:
        card: Any = json.loads((folder / CARD).read_bytes())
        known: Mapping[str, str] = dict(card["sha256"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("its card cannot be read", where=str(folder / CARD), hint=_AGAIN) from error
    if known != weight_hashes(folder):
        raise ModelError("the weights differ from the hashes on their card", where=str(folder), hint=_AGAIN)


class TransformersTagger(WindowedTagger):
    """Reads characters as words of their own, so that spans end where characters end; hints are ignored.

    ``folder`` holds config, tokenizer and weights as ``save_pretrained`` writes them; its labels are BIO tags.
    Raises :class:`ModelError` where something is missing or its labels are none, and :class:`MissingExtraError`.
    """

    def __init__(self, folder: Path) -> None:
        library = transformers_library()
        check_card(folder)
        try:
            self._tokenizer: Any = library.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            model: Any = library.AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
        except UNREAD as error:
            hint = "give a folder that save_pretrained of a token classifier wrote"
            raise ModelError("no model for token classification", where=str(folder), hint=hint) from error
        self._model = model.eval()
        self.digest = hashlib.sha256(json.dumps(weight_hashes(folder)).encode()).hexdigest()
        tags = [model.config.id2label[number] for number in range(model.config.num_labels)]
        window = character_window(self._tokenizer, model)
        super().__init__(tags, str(folder), window, min(_MARGIN, window // 4), _BATCH)

    def _outside(self, size: int) -> Floats:
        scores: Floats = np.full((size, len(self._tags)), _OUTSIDE, dtype=np.float32)
        scores[:, self._tags.index("O")] = 0
        return scores

    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        torch: Any = import_module("torch")
        words = [[_readable(char) for char in texts[number][part.start : part.end]] for number, part in batch]
        encoded: Any = self._tokenizer(words, is_split_into_words=True, padding=True, return_tensors="pt")
        with torch.inference_mode():
            logits: Any = torch.log_softmax(self._model(**encoded).logits, dim=-1)
        for row, characters in enumerate(words):
            scores = self._outside(len(characters))
            for piece, place in first_pieces(encoded, row):
                scores[place] = logits[row, piece].numpy()
            yield scores


def _readable(char: str) -> str:
    """Tokenizers take no lone surrogates."""
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char
