"""Characters of a PDF text layer: radicals that stand for ideographs, and signs that the layer cannot be trusted."""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from mingdan.core.fold import fold
from mingdan.extract.layout.hanzi import common_hanzi

_MAX_RARE = 0.15
_MAX_BROKEN = 0.02
_MAX_SYMBOL = "\u2000"


@cache
def _ideographs() -> dict[int, str]:
    lines = files("mingdan.extract.layout").joinpath("radicals.tsv").read_text("utf-8").splitlines()[1:]
    table: dict[int, str] = {}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    return table | {ord(radical): ideograph for radical, ideograph in (line.split("\t") for line in lines)}


def plain(text: str) -> str:
    """Radicals and compatibility ideographs as ordinary ideographs; other characters and the length stay.

    >>> plain("⾦融⽀付⻓⻘ＡＰＰ①")
    '金融支付长青ＡＰＰ①'
    """
    return text.translate(_ideographs())


def is_garbled(text: str) -> bool:
    """Whether a text layer maps its glyphs to wrong characters, by its share of broken or rare ones.

    >>> is_garbled("徽商银行公布合作机构名单"), is_garbled("暝屙㧻⎤⋌⎆崘橋")
    (False, True)
    """
    chars = [char for char in plain(text) if not char.isspace()]
    if not chars:
        return False
    broken = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") or char == "\ufffd" for char in chars)
    if broken > _MAX_BROKEN * len(chars) or "(cid:" in text:
        return True
    return sum(_is_rare(char) for char in chars) > max(2, _MAX_RARE * len(chars))


def garbled_share(lines: Sequence[str]) -> float:
    """Share of the characters that stand in garbled lines, 0 to 1: one font of several may lack its map.

    >>> garbled_share(["徽商银行公布合作机构名单", "暝屙㧻⎤⋌⎆崘橋"])
    0.4
    """
    total = sum(map(len, lines))
    rare = {char for char in set("".join(lines)) if _is_rare(plain(char))}
    if len(rare) < 3 or not total:
        return 0.0
    doubtful = (line for line in lines if not rare.isdisjoint(line))
    return sum(len(line) for line in doubtful if is_garbled(line)) / total


@lru_cache(maxsize=65536)
def _is_rare(char: str) -> bool:
    if char < "\x7f" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or "\u2010" <= char <= "\u2027":
        return False
    if fold(char) in common_hanzi():
        return False
    try:
        return (not "\u4e00" <= char <= "\u9fff" and not _is_letter(char)) or not char.encode("gb2312")
    except UnicodeEncodeError:
        return fold(char).encode("gb2312", "ignore") == b""


def _is_letter(char: str) -> bool:
    return char < _MAX_SYMBOL or "\u2460" <= char <= "\u24ff" or "\u2150" <= char <= "\u218f"
