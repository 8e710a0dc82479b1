"""The default tagger: a small recurrent network over characters, run by onnxruntime on one thread."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError
from mingdan.models.onnx_session import AGAIN, check_hash, open_session, read_weights
from mingdan.models.tagger import Floats
from mingdan.models.windowed import Job, WindowedTagger

FORMAT = "mingdan-tagger/1"
_BATCH = 8
"""More windows at a time no longer fit the nearest cache."""


@dataclass(frozen=True, slots=True)
class TaggerCard:
    """What stands beside the weights: tags, characters, hints, and the hash of the weights' file."""

    tags: tuple[str, ...]
    characters: Mapping[str, int]
    hints: int
    sha256: str
    window: int
    margin: int


def read_card(data: bytes, where: str) -> TaggerCard:
    """Read ``tagger.json``. Raises :class:`ModelError` where it is none."""
    try:
        card: Any = json.loads(data)
        if card["format"] != FORMAT:
            raise ValueError(card["format"])
        characters = {char: number for number, char in enumerate(card["characters"], 2)}
        numbers = (int(card[name]) for name in ("hints", "window", "margin"))
        hints, window, margin = numbers
        return TaggerCard(tuple(card["tags"]), characters, hints, str(card["sha256"]), window, margin)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"no card of a tagger ({error!r})", where=where, hint=AGAIN) from error


class OnnxTagger(WindowedTagger):
    """Tags texts with weights of the format ``mingdan-tagger/1``: ``NAME.onnx`` beside ``NAME.json``.

    Raises :class:`ModelError` where a file is missing, differs from its hash, or has a wrong label set.
    """

    def __init__(self, folder: Traversable, name: str = "tagger") -> None:
        where = f"{name}.onnx"
        self.card = read_card(read_weights(folder, f"{name}.json"), f"{name}.json")
        weights = read_weights(folder, where)
        check_hash(weights, self.card.sha256, where)
        super().__init__(self.card.tags, f"{name}.json", self.card.window, self.card.margin, _BATCH)
        self._session = open_session(weights, where)

    def _read(
        self, batch: Sequence[Job], texts: Sequence[str], hints: Sequence[Sequence[int]] | None
    ) -> Iterable[Floats]:
        sizes = [window.end - window.start for _, window in batch]
        characters = np.zeros((len(batch), max(sizes)), dtype=np.int64)
        marks = np.zeros_like(characters)
        for row, ((number, window), size) in enumerate(zip(batch, sizes, strict=True)):
            part = slice(window.start, window.end)
            characters[row, :size] = character_numbers(texts[number][part], self.card.characters)
            if hints is not None:
                marks[row, :size] = hints[number][part]
        inputs = {"characters": characters, "hints": marks, "sizes": np.array(sizes, dtype=np.int32)}
        output: Floats = self._session.run(["scores"], inputs)[0]
        return output


def character_numbers(text: str, characters: Mapping[str, int]) -> list[int]:
    """The number of each character; one that is not known counts as its small letter, else as unknown (1)."""
    return [characters.get(char) or characters.get(char.lower(), 1) for char in text]


@cache
def shipped_tagger() -> OnnxTagger:
    """The tagger whose weights are part of the package."""
    return OnnxTagger(files("mingdan.models").joinpath("weights"))
