"""Makes institution names for training: cores of dictionary words, single characters and Latin letters."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

_RARE, _COMMON = 20, 3000
"""Words of jieba's dictionary between these frequencies serve as cores."""


@cache
def parts() -> Mapping[str, Any]:
    """The parts of ``name_parts.toml``."""
    return tomllib.loads(files("mingdan.evaluation.training.tagger").joinpath("name_parts.toml").read_text("utf-8"))


@cache
def words() -> Sequence[str]:
    """Two- and three-character words of middling frequency."""
    jieba: Any = import_module("jieba")
    jieba.initialize()
    known: Mapping[str, int] = jieba.dt.FREQ
    return sorted(
        word
        for word, count in known.items()
        if 2 <= len(word) <= 3 and _RARE < count < _COMMON and all("\u4e00" <= char <= "\u9fff" for char in word)
    )


def make_name(kind: str, chance: random.Random) -> tuple[str, str]:
    """A full name of a kind of institution and the short name that goes with it."""
    core = _core(chance)
    full = chance.choice(parts()["places"]) + core + chance.choice(parts()["companies"][kind])
    return full, core + chance.choice(parts()["brands"][kind])


def kinds() -> frozenset[str]:
    """Kinds of institutions for which names are made."""
    return frozenset(parts()["companies"])


def _core(chance: random.Random) -> str:
    lot, word = chance.random(), chance.choice(words())
    if lot < 0.4:
        return word
    if lot < 0.65:
        other = chance.choice(words())
        return word[:2] + other[-1] if lot < 0.55 else word + other[:2]
    if lot < 0.72:
        return chance.choice(parts()["leads"]) + word
    if lot < 0.9:
        return "".join(chance.choices(parts()["characters"], k=chance.choice([2, 2, 2, 3, 3, 4])))
    if lot < 0.95:
        return word + chance.choice(parts()["tails"])
    return "".join(chance.choices(parts()["letters"], k=chance.randint(2, 6))) + chance.choice(["", "", word])
