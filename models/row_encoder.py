"""The encoder that weighs rows of running text: states of pieces, and heads for pairs, roles and dates.

Files of the format ``mingdan-rows/1``: ``rows.json`` (the card), ``rows_pieces.json`` (a tokenizer), and
``rows_states``, ``rows_pairs``, ``rows_roles`` and ``rows_dates``, these with the ending ``.onnx``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError
from mingdan.models.onnx_session import AGAIN, check_hash, open_session, read_weights
from mingdan.models.tagger import Floats
from mingdan.models.windows import overlapping, spoken

FORMAT = "mingdan-rows/1"
HEADS = ("pairs", "roles", "dates")
CARD, PIECES = "rows.json", "rows_pieces.json"
_SPACE = "\u2581"


@dataclass(frozen=True, slots=True)
class RowCard:
    """``first_sign``: number of the first sign, behind those of the pieces. ``window`` and ``step`` count pieces.

    ``blend``: what the log odds of the logistic model and of the encoder weigh, for ``pairs``, ``statuses``, ``roles``
    and ``dates``. ``none``: the states that stand for no role phrase and no date. ``sha256``: hashes of files, by name.
    """

    first_sign: int
    window: int
    step: int
    width: int
    blend: Mapping[str, tuple[float, float]]
    none: Mapping[str, Floats]
    sha256: Mapping[str, str]


def read_row_card(data: bytes) -> RowCard:
    """Read ``rows.json``. Raises :class:`ModelError` where it is none."""
    try:
        card: Any = json.loads(data)
        if card["format"] != FORMAT:
            raise ValueError(card["format"])
        first_sign, window, step, width = (int(card[name]) for name in ("first_sign", "window", "step", "width"))
        blend = {str(name): (float(linear), float(encoder)) for name, (linear, encoder) in card["blend"].items()}
        none = {str(name): np.array(state, dtype=np.float32) for name, state in card["none"].items()}
        hashes = {str(name): str(digest) for name, digest in card["sha256"].items()}
        return RowCard(first_sign, window, step, width, blend, none, hashes)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"no card of an encoder of rows ({error!r})", where=CARD, hint=AGAIN) from error


def cut_pieces(tokenizer: Any, text: str) -> Iterator[tuple[int, int]]:
    """The number of each piece of a text and where it ends (code points); the mark of a space alone is none."""
    found, space = tokenizer.encode(text, add_special_tokens=False), tokenizer.token_to_id(_SPACE)
    for number, (start, end) in zip(found.ids, found.offsets, strict=True):
        if number != space and end > start:
            yield number, end


class RowEncoder:
    """Reads the files of a folder. Raises :class:`ModelError` where one is missing or differs from its hash."""

    def __init__(self, folder: Traversable) -> None:
        self.card = read_row_card(read_weights(folder, CARD))
        self._tokenizer = self._read_tokenizer(folder)
        self._first, self._last = map(self._tokenizer.token_to_id, ("<s>", "</s>"))
        self._states = self._session(folder, "states")
        self._heads = {name: self._session(folder, name) for name in HEADS}

    def _checked(self, folder: Traversable, name: str) -> bytes:
        weights = read_weights(folder, name)
        check_hash(weights, self.card.sha256.get(name, ""), name)
        return weights

    def _session(self, folder: Traversable, part: str) -> Any:
        name = f"rows_{part}.onnx"
        return open_session(self._checked(folder, name), name)

    def _read_tokenizer(self, folder: Traversable) -> Any:
        from tokenizers import Tokenizer

        stored = self._checked(folder, PIECES)
        try:
            return Tokenizer.from_str(stored.decode())
        except Exception as error:  # tokenizers raises plain exceptions
            raise ModelError(f"no tokenizer ({error})", where=PIECES, hint=AGAIN) from error

    def pieces(self, text: str) -> Iterator[tuple[int, int]]:
        """As :func:`cut_pieces`."""
        return cut_pieces(self._tokenizer, text)

    def states(self, numbers: Sequence[int], kinds: Sequence[int], persons: Sequence[int]) -> Floats:
        """The state ``[places, width]`` of each piece of a document."""
        card = self.card
        parts = overlapping(len(numbers), card.window, card.step)
        given = np.array([numbers, kinds, persons], dtype=np.int64)
        found: Floats = np.zeros((len(numbers), card.width), dtype=np.float32)
        for window, (start, end) in zip(parts, spoken(parts), strict=True):
            read: Floats = self._states.run(["states"], self._inputs(given[:, slice(*window)]))[0]
            found[start:end] = read[0, 1 + start - window[0] : 1 + end - window[0]]
        return found

    def _inputs(self, given: Any) -> dict[str, Any]:
        """One window, alone: windows read together would be filled up to the longest, and that costs more."""
        ends = ((self._first, self._last), (0, 0), (0, 0))
        framed = [np.array([[first, *row, last]], np.int64) for row, (first, last) in zip(given, ends, strict=True)]
        return {**dict(zip(("numbers", "kinds", "persons"), framed, strict=True)), "mask": np.ones_like(framed[0])}

    def scores(self, head: str, features: Floats) -> Floats:
        """Log odds that a head gives for each row of features."""
        found: Floats = self._heads[head].run(["scores"], {"features": features})[0]
        return found


def shipped_rows() -> Traversable:
    """The folder of the encoder that is part of the package."""
    return files("mingdan.models").joinpath("weights", "rows")


@cache
def shipped_row_encoder() -> RowEncoder:
    """The encoder that is part of the package."""
    return RowEncoder(shipped_rows())
