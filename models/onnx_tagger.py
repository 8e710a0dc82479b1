"""The default tagger: a small recurrent network over characters, run by onnxruntime on one thread."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, span_labels
from mingdan.models.windows import Window, windows

FORMAT = "mingdan-tagger/1"
_BATCH = 32
_AGAIN = "install mingdan again, or train the model anew (make train)"


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
        raise ModelError(f"no card of a tagger ({error!r})", where=where, hint=_AGAIN) from error


class OnnxTagger:
    """Tags texts with weights of the format ``mingdan-tagger/1``: ``NAME.onnx`` beside ``NAME.json``.

    Raises :class:`ModelError` where a file is missing, differs from its hash, or has a wrong label set.
    """

    def __init__(self, folder: Traversable, name: str = "tagger") -> None:
        where = f"{name}.onnx"
        self.card = read_card(_bytes(folder, f"{name}.json"), f"{name}.json")
        weights = _bytes(folder, where)
        if hashlib.sha256(weights).hexdigest() != self.card.sha256:
            raise ModelError("the weights differ from the hash on their card", where=where, hint=_AGAIN)
        self._labels = span_labels(self.card.tags, f"{name}.json")
        self._decoder = Decoder(self.card.tags)
        self._session = _session(weights, where)

    @property
    def tags(self) -> tuple[str, ...]:
        """Its BIO tags in the order of the columns of :meth:`scores`."""
        return self.card.tags

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of spans that it can give."""
        return self._labels

    def tag(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[list[TaggedSpan]]:
        """The spans of each text; see :class:`mingdan.models.tagger.Tagger`."""
        return [list(self._decoder.spans(scores)) for scores in self.scores(texts, hints)]

    def scores(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[Floats]:
        """Log probabilities ``[characters, tags]`` of each text."""
        given = hints if hints is not None else [[0] * len(text) for text in texts]
        found: list[Floats] = [np.zeros((len(text), len(self.card.tags)), dtype=np.float32) for text in texts]
        jobs = [
            (number, window)
            for number, text in enumerate(texts)
            for window in windows(text, self.card.window, self.card.margin)
        ]
        jobs.sort(key=lambda job: job[1].end - job[1].start)
        for first in range(0, len(jobs), _BATCH):
            batch = jobs[first : first + _BATCH]
            for (number, window), rows in zip(batch, self._run(batch, texts, given), strict=True):
                found[number][window.first : window.last] = rows
        return found

    def _run(
        self, batch: Sequence[tuple[int, Window]], texts: Sequence[str], hints: Sequence[Sequence[int]]
    ) -> Iterator[Floats]:
        sizes = [window.end - window.start for _, window in batch]
        characters = np.zeros((len(batch), max(sizes)), dtype=np.int64)
        marks = np.zeros_like(characters)
        for row, ((number, window), size) in enumerate(zip(batch, sizes, strict=True)):
            characters[row, :size] = self._numbers(texts[number][window.start : window.end])
            marks[row, :size] = hints[number][window.start : window.end]
        inputs = {"characters": characters, "hints": marks, "sizes": np.array(sizes, dtype=np.int32)}
        output: Floats = self._session.run(["scores"], inputs)[0]
        for row, (_, window) in enumerate(batch):
            # rounded: sums of another batch may differ in the last bit
            yield np.round(output[row, window.first - window.start : window.last - window.start], 4)

    def _numbers(self, text: str) -> list[int]:
        known = self.card.characters
        return [known.get(char) or known.get(char.lower(), 1) for char in text]


def _bytes(folder: Traversable, name: str) -> bytes:
    try:
        return folder.joinpath(name).read_bytes()
    except OSError as error:
        raise ModelError("the file of the model is missing", where=name, hint=_AGAIN) from error


def _session(weights: bytes, where: str) -> Any:
    runtime: Any = import_module("onnxruntime")  # loaded only where a model is used; ships no complete types
    options: Any = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return runtime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ModelError(f"the weights cannot be loaded ({type(error).__name__})", where=where, hint=_AGAIN) from error


@cache
def shipped_tagger() -> OnnxTagger:
    """The tagger whose weights are part of the package."""
    return OnnxTagger(files("mingdan.models").joinpath("weights"))
