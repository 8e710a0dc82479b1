"""Word cuts by jieba with the domain dictionary, shared by the tokenizer and the name edges."""

import csv
import io
import logging
import re
import tomllib
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

jieba: Any = import_module("jieba")  # ships no types
jieba.setLogLevel(logging.WARNING)


def business_words() -> list[str]:
    """Words for lines of business and for roles, of two characters or more."""
    data = files("mingdan.extract")
    suffixes = csv.DictReader(io.StringIO(data.joinpath("data/name_suffixes.csv").read_text("utf-8")))
    stems = csv.DictReader(io.StringIO(data.joinpath("data/role_stems.csv").read_text("utf-8")))
    words = [row["suffix"] for row in suffixes] + [row["stem"] for row in stems]
    return [word for word in words if word.isalpha() and len(word) > 1]


@cache
def segmenter() -> Any:
    """The jieba tokenizer with business words (suffixes of names, role words) added."""
    tokenizer: Any = jieba.Tokenizer()
    tokenizer.initialize()
    for word in (*business_words(), *_edge_words()):
        tokenizer.add_word(word)
    return tokenizer


def _edge_words() -> list[str]:
    rules = tomllib.loads(files("mingdan.extract").joinpath("data/name_rules.toml").read_text("utf-8"))
    return [word for word in rules["breakers"] if len(word) > 2]


def cut(text: str) -> list[str]:
    """Words of ``text``; unknown stretches fall into single characters, so no word is invented.

    >>> cut("该行与望川银行合作")
    ['该行', '与', '望', '川', '银行', '合作']
    """
    return list(_cut(text))


@lru_cache(maxsize=1 << 14)
def _cut(text: str) -> tuple[str, ...]:
    """The same; names' surroundings come again and again."""
    return tuple(segmenter().cut(text, HMM=False))


@cache
def _tags() -> dict[str, str]:
    path = Path(str(jieba.__file__)).with_name("dict.txt")
    rows = (line.split(" ") for line in path.read_text("utf-8").splitlines())
    return {row[0]: row[2] for row in rows if len(row) == 3}


def tag(word: str) -> str:
    """Part of speech of a word in jieba's dictionary, or an empty string.

    >>> tag("以及"), tag("深圳")
    ('c', 'ns')
    """
    return _tags().get(word, "")


_COMMON = 15
"""Count in jieba's dictionary from which on a word is taken for known rather than for a name's core."""


def is_common(word: str) -> bool:
    """Whether jieba's dictionary knows the word well and as no proper name.

    >>> is_common("风险"), is_common("华润"), is_common("启衡")
    (True, False, False)
    """
    frequency: dict[str, int] = segmenter().FREQ
    return tag(word) not in _PROPER and frequency.get(word, 0) >= _COMMON


_PROPER = frozenset({"nr", "nrfg", "nrt", "ns", "nt", "nz"})


def is_place(word: str) -> bool:
    """Whether jieba's dictionary lists the word as a place name."""
    return tag(word) == "ns"


_LEADING = frozenset("与和及由原被在对向将把从为是以至自据按")
_TRAILING = frozenset("讯电后前起的等年月日")


@cache
def _edges() -> re.Pattern[str]:
    suffixes = sorted((word for word in business_words() if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, suffixes)))


def tokens(text: str) -> list[str]:
    """Words of ``text`` cut so that no name, role or date is cut inside: business words and function
    characters at the edge of a longer word become words of their own.

    >>> tokens("江左商报讯 陇岸银行信贷部和丰禾农商银行")
    ['江左', '商报', '讯', ' ', '陇', '岸', '银行', '信贷', '部', '和', '丰', '禾', '农商银行']
    """
    return [piece for word in cut(text) for piece in _refine(word)]


@cache
def _refine(word: str) -> tuple[str, ...]:
    if len(word) < 2 or word in _domain_set() or not "\u3400" <= word[0] <= "\u9fff":
        return (word,)
    match = _edges().search(word)
    if match and match.group() != word:
        parts = (word[: match.start()], match.group(), word[match.end() :])
        return tuple(piece for part in parts if part for piece in _refine(part))
    if word[0] in _LEADING:
        return (word[0], *_refine(word[1:]))
    if word[-1] in _TRAILING:
        return (*_refine(word[:-1]), word[-1])
    return (word,)


@cache
def _domain_set() -> frozenset[str]:
    return frozenset(business_words())


@cache
def _fast() -> Any:
    library: Any = import_module("rjieba")  # ships no types
    tokenizer: Any = library.Jieba()
    for word in business_words():
        tokenizer.add_word(word, 20000, "n")
    return tokenizer


def fast_tokens(text: str) -> list[str]:
    """The tokens of :func:`tokens` with rjieba as the cutter (profile ``fast``)."""
    return [piece for word in _fast().cut(text, False) for piece in _refine(word)]
