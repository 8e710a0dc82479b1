"""How common a Chinese character is."""

from functools import cache
from importlib.resources import files


@cache
def common_hanzi(count: int = 3500) -> frozenset[str]:
    """The ``count`` (at most 3,500) most frequent simplified characters of running text."""
    text = files("mingdan.extract.layout").joinpath("common_hanzi.txt").read_text("utf-8")
    return frozenset("".join(text.split())[:count])
