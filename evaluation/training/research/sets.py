"""Public sets of labelled sentences, split for training and measuring.

They are read from ``../shared/data`` and may only be measured with (their licences do not allow more).
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.errors import MissingFileError, unknown_name
from mingdan.corpus.parts import CORPUS_FOLDER

DATA = CORPUS_FOLDER.resolve().parents[1] / "shared" / "data"
SETS = ("msra", "cluener")
TENTH = 10


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its spans ``(start, end, label)`` in code points."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from and what is measured on."""

    learn: Sequence[Sentence]
    held: Sequence[Sentence]

    def part(self, share: float, seed: int = 0) -> "Split":
        """A ``share`` of both sides, drawn by ``seed``; one sentence of each at least."""
        chance = random.Random(seed)
        learn, held = (chance.sample(list(side), max(1, round(share * len(side)))) for side in (self.learn, self.held))
        return Split(learn, held)

    @property
    def tags(self) -> tuple[str, ...]:
        """The BIO tags of all labels, ``O`` first."""
        labels = sorted({label for sentence in self.learn for _, _, label in sentence.spans})
        return ("O", *(f"{part}-{label}" for label in labels for part in "BI"))


def load_split(name: str, folder: Path = DATA, seed: int = 0) -> Split:
    """MSRA: train and dev. CLUENER: nine tenths of train, drawn by ``seed``, and the held-out tenth.

    Raises :class:`MissingFileError` where the data are not there, :class:`UsageError` for another name.
    """
    if name == "msra":
        return Split(list(_read(folder / "msra_train.jsonl.gz")), list(_read(folder / "msra_dev.jsonl.gz")))
    if name == "cluener":
        sentences = list(_read(folder / "cluener_train.jsonl.gz"))
        random.Random(seed).shuffle(sentences)
        tenth = len(sentences) // TENTH
        return Split(sentences[tenth:], sentences[:tenth])
    raise unknown_name("set", name, SETS, "known are")


def _read(path: Path) -> Iterator[Sentence]:
    if not path.is_file():
        raise MissingFileError("no such file", where=str(path), hint="put the public sets there")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            spans = ((entity["start"], entity["end"], entity["label"]) for entity in line["entities"])
            yield Sentence(line["text"], tuple(spans))
