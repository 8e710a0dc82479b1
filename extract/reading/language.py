"""What is likely to stand together in Chinese: word costs by jieba's dictionary and character pairs of our corpus."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from mingdan.extract.segment.words import segmenter, tag

_UNKNOWN = 0.5
"""Count of a character that the dictionary lacks."""


@lru_cache(maxsize=1 << 17)
def cost(text: str) -> float:
    """Negative logarithm of the best segmentation's probability under jieba's word counts."""
    words: Mapping[str, int] = segmenter().FREQ
    total = math.log(segmenter().total)
    best = [0.0]
    for end in range(1, len(text) + 1):
        choices = [
            best[start] + total - math.log(words.get(text[start:end]) or _UNKNOWN)
            for start in range(max(0, end - 7), end)
            if end - start == 1 or words.get(text[start:end])
        ]
        best.append(min(choices))
    return best[-1]


def gain(left: str, right: str) -> float:
    """How much cheaper two stretches are together than apart; above 0 where a word crosses the place between.

    >>> gain("互联网贷款合作机", "构名单") > 5, gain("公布", "名单")
    (True, 0.0)
    """
    return max(0.0, round(cost(left) + cost(right) - cost(left + right), 6))


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[str, ...]:
    """Words of a short stretch."""
    return tuple(segmenter().cut(text, HMM=False))


@lru_cache(maxsize=1 << 15)
def word_class(word: str) -> str:
    """A coarse class: number, Latin, the function word itself, or the first letter of jieba's tag."""
    if word.isdigit():
        return "0"
    if word.isascii():
        return "a"
    found = tag(word)[:1]
    return word if found in {"u", "p", "c"} and len(word) == 1 else found or "?"


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often characters and pairs of them stand in running text."""

    counts: Mapping[str, int]
    total: int

    def ratio(self, left: str, right: str) -> float:
        """Logarithm of how much more often the pair is found than by chance; pairs not found are counted half."""
        pair = self.counts.get(left + right, 0) + 0.5
        alone = (self.counts.get(left, 0) + 1) * (self.counts.get(right, 0) + 1)
        return math.log(pair * (self.total + 1) / alone)


def count_pairs(texts: Iterable[str], least: int = 2) -> Pairs:
    """Count characters and the pairs that are found at least ``least`` times.

    >>> count_pairs(["甲乙甲乙"]).counts
    {'甲': 2, '乙': 2, '甲乙': 2}
    """
    singles: dict[str, int] = {}
    pairs: dict[str, int] = {}
    for text in texts:
        for left, right in zip(text, f"{text[1:]} ", strict=True):
            if left.isspace():
                continue
            singles[left] = singles.get(left, 0) + 1
            if not right.isspace():
                pairs[left + right] = pairs.get(left + right, 0) + 1
    return Pairs(singles | {pair: n for pair, n in pairs.items() if n >= least}, sum(singles.values()))


def read_pairs(source: str) -> Pairs:
    """Read ``characters<TAB>count`` lines."""
    rows = (line.rpartition("\t") for line in source.splitlines())
    counts = {chars: int(count) for chars, _, count in rows}
    return Pairs(counts, sum(n for chars, n in counts.items() if len(chars) == 1))


def pair_lines(pairs: Pairs) -> Iterable[str]:
    """The counts as :func:`read_pairs` reads them."""
    return (f"{chars}\t{count}" for chars, count in sorted(pairs.counts.items()))


@cache
def shipped_pairs() -> Pairs:
    """The counts that ship with the package, of the readable parts of our own corpus."""
    return read_pairs(files("mingdan.models").joinpath("weights/reading_pairs.tsv").read_text("utf-8"))
