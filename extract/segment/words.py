"""Word cuts by jieba with the domain dictionary, shared by the tokenizer and the name edges."""

import csv
import io
import logging
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jieba  # pyright: ignore[reportMissingTypeStubs]

jieba.setLogLevel(logging.WARNING)  # pyright: ignore[reportUnknownMemberType]


def _domain_words() -> list[str]:
    data = files("mingdan.extract")
    suffixes = csv.DictReader(io.StringIO(data.joinpath("data/name_suffixes.csv").read_text("utf-8")))
    stems = csv.DictReader(io.StringIO(data.joinpath("data/role_stems.csv").read_text("utf-8")))
    words = [row["suffix"] for row in suffixes] + [row["stem"] for row in stems]
    return [word for word in words if word.isalpha() and len(word) > 1]


@cache
def segmenter() -> Any:
    """The jieba tokenizer with business words (suffixes of names, role words) added."""
    tokenizer: Any = jieba.Tokenizer()  # pyright: ignore[reportUnknownMemberType]
    tokenizer.initialize()
    for word in _domain_words():
        tokenizer.add_word(word)
    return tokenizer


def cut(text: str) -> list[str]:
    """Words of ``text``; unknown stretches fall into single characters, so no word is invented.

    >>> cut("该行与望川银行合作")
    ['该行', '与', '望', '川', '银行', '合作']
    """
    return list(segmenter().cut(text, HMM=False))


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


def is_place(word: str) -> bool:
    """Whether jieba's dictionary lists the word as a place name."""
    return tag(word) == "ns"
