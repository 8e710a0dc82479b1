"""Bytes to text: strict decoding, and the choice between encodings that Chinese files use without saying so."""

import codecs

from mingdan.core.errors import UndecodableTextError, UnknownTypeError
from mingdan.core.fold import fold
from mingdan.extract.layout.hanzi import common_hanzi

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FREQUENT = 1000
_MIN_COMMON = 0.35
_MIN_UTF16 = 0.6
_MAX_CONTROL = 0.01
_HINT = "save the file as UTF-8"
_PUNCTUATION = frozenset("，。、；：？！（）“”‘’《》【】〔〕—…·「」『』　％／－．")


def common_share(text: str) -> float:
    """Share of non-ASCII characters that are frequent hanzi (either script) or Chinese punctuation; 1.0 without any.

    >>> common_share("合作機構名單。"), common_share("ascii")
    (1.0, 1.0)
    """
    wide = [char for char in text if char > "\x7f"]
    known = common_hanzi(_FREQUENT)
    hits = sum(char in _PUNCTUATION or folded in known for char, folded in zip(wide, fold("".join(wide)), strict=True))
    return hits / len(wide) if wide else 1.0


def decode(data: bytes, uri: str) -> str:
    """Decode ``data`` strictly; a byte order mark is removed, nothing else changes.

    Order: byte order mark, UTF-16 without one (where there are NUL bytes and it gives frequent hanzi), UTF-8, then
    gb18030 or Big5 (HKSCS), whichever gives more frequent hanzi. Raises :class:`UndecodableTextError` where none fits
    and :class:`UnknownTypeError` for binary data.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name, uri)
    if data.count(0) and (text := _unmarked_utf16(data)) is not None:
        return text
    _refuse_binary(data, uri)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, uri, error.start)


def decode_as(data: bytes, label: str) -> str | None:
    """Decode by a declared label (web names; gb2312 and gbk mean gb18030); ``None`` where it does not fit."""
    name = label.strip().strip("\"'").lower()
    aliases = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
    aliases |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "utf8": "utf-8"}
    try:
        return data.decode(aliases.get(name, name))
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _marked(data: bytes, name: str, uri: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        message = f"the byte order mark says {name}, but byte {error.start} does not fit"
        raise UndecodableTextError(message, where=uri, hint=_HINT) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 in either order where nearly all of it is Chinese text or ASCII, or a page of tags."""
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        controls = sum(char < " " and char not in "\t\n\r\f" for char in text)
        chinese = sum(char > "\x7f" for char in text)
        fits = 5 * chinese > len(text) or text.lstrip().startswith("<")
        if not controls and fits and common_share(text) >= _MIN_UTF16:
            return text
    return None


def _refuse_binary(data: bytes, uri: str) -> None:
    if data.count(0):
        message = "holds NUL bytes: binary data, or UTF-16 without a byte order mark"
        raise UnknownTypeError(message, where=uri, hint=f"{_HINT} if it is a text")
    controls = sum(data.count(code) for code in range(1, 32) if code not in (9, 10, 11, 12, 13, 27))
    if controls > max(3, _MAX_CONTROL * len(data)):
        raise UnknownTypeError(
            "holds control bytes: binary data, not a text", where=uri, hint="give a txt, md, html or pdf"
        )


def _legacy(data: bytes, uri: str, broken: int) -> str:
    texts: list[str] = []
    for name in ("gb18030", "big5hkscs"):
        try:
            texts.append(data.decode(name))
        except UnicodeDecodeError:
            continue
    best = max(texts, key=common_share, default="")
    if not best or common_share(best) < _MIN_COMMON:
        message = f"neither UTF-8 (broken at byte {broken}) nor gb18030 nor Big5 gives Chinese text"
        raise UndecodableTextError(message, where=uri, hint=_HINT)
    return best
