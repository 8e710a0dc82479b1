"""jieba.posseg: words with classes; neighbouring words of a class are joined as a user would."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.adapters.findings import Found, tagged
from mingdan.evaluation.benchmark.systems import Predict, SystemInfo

_CALENDAR = frozenset("年月日")


def make(info: SystemInfo) -> Predict:
    """Load the dictionary and the model of classes."""
    import jieba.posseg as posseg  # pyright: ignore[reportMissingTypeStubs]

    cutter: Any = posseg
    cutter.lcut("银行")
    mapping = info.settings["map"]

    def predict(documents: Sequence[Document]) -> list[Document]:
        return [tagged(document, _spans(cutter.lcut(document.text)), mapping) for document in documents]

    return predict


def _spans(words: Sequence[Any]) -> Iterator[Found]:
    start = 0
    for kind, group in groupby(words, key=lambda word: _kind(word.flag)):
        text = "".join(word.word for word in group)
        if kind == "nt" or (kind == "t" and not _CALENDAR.isdisjoint(text)):
            yield start, start + len(text), kind, None
        start += len(text)


def _kind(flag: str) -> str | None:
    """Group of a class: ``nt``, ``t`` for times and numbers, else null."""
    return "nt" if flag == "nt" else "t" if flag in ("t", "m") else None
