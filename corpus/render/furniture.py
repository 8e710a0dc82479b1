"""Texts that stand around an article, from ``data/furniture.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def furniture(part: str) -> dict[str, Any]:
    """The texts for ``web`` or ``paper``.

    >>> len(furniture("paper")["captions"]) > 3
    True
    """
    table = tomllib.loads(files("mingdan.corpus.render").joinpath("data/furniture.toml").read_text("utf-8"))
    return table[part]
