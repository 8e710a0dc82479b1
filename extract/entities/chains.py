"""Unknown names in coordinations: 蚂蚁、“拾光钱包”、途鸟旅行和XX有限公司等."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.fold import is_han
from mingdan.core.records import Span
from mingdan.extract.entities.name_edges import is_edge_word, name_rules
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.segment.words import cut, is_place, tag

_ITEM = (
    r"(?:[“\"「][^“”\"「」\n]{1,24}[”\"」](?:App|APP|小程序)?"
    r"|[^、,，。;；:：!！?？\n“”\"「」|《》()]{1,40})(?:\([^()\n]{0,40}\))?"
)
_CHAIN = re.compile(f'{_ITEM}(?:(?:、(?:和|以及|及|与)?|(?<=[”"」])(?=[“"「])){_ITEM})+')
_ONE = re.compile(_ITEM)
_TAIL = re.compile(
    r"(?:等|新晋|入列|上榜|退出|出局|移出|加入|项下|在内|均|都|各|共|共计|之外|以外|[一二两三四五六七八九十\d]{1,6}[家款个]|App|APP|小程序|平台(?=的|上|$))"
)
_JOIN = re.compile(r"以及|和|与|及")
_NO_NAME = re.compile(
    r"^(?:无权|有权|以后|您|贵|任何|上述|本次|为您)|"
    r"(?:合作|抵息|权益|额度|利率|费用|资料|收益|合同|协议|名单|名录|条款|余额|往来)$"
)
"""Strings that begin or end as no name does."""
_BAD = re.compile(
    r"[%％元万亿<>=|\\]|^[+@#$&*~^_/]|^(?:本|我|该|贵)(?:行|司|公司|社|平台|机构|集团)|^\d+[家个款起]|[\x02]|^\d+$|^第|^其他|^其它|^相关|^有关|^上述|^各|^多|^部分|^不|^未|^是否|^一是|^二是"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A member of a chain: span in the searched text, whether quoted, whether it is already a known name."""

    start: int
    end: int
    quoted: bool
    known: bool


def find_chains(text: str, known: Sequence[Span]) -> Iterator[list[Item]]:
    """Yield coordinations of at least two members; ``known`` are the spans of names found so far."""
    starts = {span.start: span for span in known}
    masked = _mask(text, known)
    for match in _CHAIN.finditer(masked):
        items = [item for raw in _pieces(masked, match.start(), match.end()) for item in _item(masked, raw, starts)]
        if len(items) > 1:
            yield items


def _mask(text: str, known: Sequence[Span]) -> str:
    """The text with every known name as a run of ``\\x01``, so that brackets and conjunctions in names do no harm."""
    chars = list(text)
    for span in known:
        chars[span.start : span.end] = "\x01" * (span.end - span.start)
    return "".join(chars)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    while position < end:
        match = _ONE.match(text, position)
        if match is None:
            position += 1
            continue
        yield Span(match.start(), match.end())
        position = match.end() + 1 if text[match.end() : match.end() + 1] == "、" else match.end()
        if position == match.start():
            position += 1


def _item(text: str, piece: Span, starts: dict[int, Span]) -> Iterator[Item]:
    """Split a piece at conjunctions and trim it to the name."""
    raw = text[piece.start : piece.end]
    if raw[:1] in '“"「':
        close = next((i for i, c in enumerate(raw[1:], 1) if c in '”"」'), len(raw))
        inner = Span(piece.start + 1, piece.start + close)
        yield Item(inner.start, inner.end, True, inner.start in starts)
        yield from _rest(text, Span(piece.start + close + 1, piece.end), starts)
        return
    marks = list(re.finditer("\x01+", raw))
    if marks:
        yield from _around(text, piece, marks, starts)
        return
    yield from plain_items(text, piece)


def _rest(text: str, piece: Span, starts: dict[int, Span]) -> Iterator[Item]:
    raw = text[piece.start : piece.end]
    match = re.match(r"(?:\([^()]*\))?(?:App|APP|小程序)?(?:以及|和|与|及)", raw)
    if match:
        yield from _item(text, Span(piece.start + match.end(), piece.end), starts)


def _around(text: str, piece: Span, marks: list[re.Match[str]], starts: dict[int, Span]) -> Iterator[Item]:
    raw = text[piece.start : piece.end]
    head = _JOIN.search(raw[: marks[0].start()])
    if head and head.end() == marks[0].start() and head.start() >= 2:
        yield from plain_items(text, Span(piece.start, piece.start + head.start()))
    for mark in marks:
        yield Item(piece.start + mark.start(), piece.start + mark.end(), False, True)
    tail = raw[marks[-1].end() :]
    join = re.match(r"(?:\([^()]*\))?(?:App|APP)?(?:以及|和|与|及)", tail)
    if join and len(tail) > join.end():
        yield from plain_items(text, Span(piece.start + marks[-1].end() + join.end(), piece.end))


def plain_items(text: str, piece: Span) -> Iterator[Item]:
    """Names of a piece without known names: cut where the segmenter sees a conjunction as a word."""
    raw = re.sub(r"\([^()]*\)$", "", text[piece.start : piece.end])
    start = position = piece.start
    for word in [*cut(raw), "与"]:
        if _JOIN.fullmatch(word):
            span = trim(text, start, position)
            if span:
                yield Item(span.start, span.end, False, False)
            start = position + len(word)
        position += len(word)


def trim(text: str, start: int, end: int) -> Span | None:
    """The name inside a plain item: after the last edge word, before the first tail word; null if none is left.

    Where 、 bounds the item, the words inside belong to the name even if they are verbs (``借小满``).
    """
    closed_left, closed_right = text[start - 1 : start] == "、", text[end : end + 1] == "、"
    left, right, offset = start, end, start
    for word in cut(text[start:end]):
        edge = is_edge_word(word) and not (closed_left and word not in name_rules().breakers)
        if offset > left and (_TAIL.match(text[offset:end]) or (edge and not closed_right and offset - left >= 2)):
            right = offset
            break
        if edge and not closed_left and _opens(word):
            left = offset + len(word)
        offset += len(word)
    return Span(left, right) if plausible(text[left:right]) else None


def _opens(word: str) -> bool:
    """Whether a name can begin behind the word; a rare verb at the front may be the name's own (``分期``)."""
    return word in name_rules().breakers or tag(word)[:1] in {"c", "p", "u", "d", "r"} or len(word) == 1


def trim_left(text: str, start: int, end: int) -> Span | None:
    """The name that ends at ``end``: what follows the last edge word."""
    left = position = start
    for word in cut(text[start:end]):
        position += len(word)
        if is_edge_word(word):
            left = position
    return Span(left, end) if left < end and plausible(text[left:end]) else None


def plausible(name: str, *, quoted: bool = False) -> bool:
    """Whether an unknown string can be an institution's name or brand.

    >>> plausible("途鸟旅行"), plausible("其他机构"), plausible("多家银行"), plausible("58%")
    (True, False, False, False)
    """
    if not 2 <= len(name) <= (16 if quoted else 12) or _BAD.search(name) or "\x01" in name:
        return False
    if (
        name in name_rules().generic
        or is_role_phrase(name)
        or is_place(name)
        or any(name.endswith(word) for word in ("机构", "平台", "企业", "业务", "服务", "客户", "银行等"))
    ):
        return False
    if _NO_NAME.search(name):
        return False
    if not any(is_han(c) or (c.isascii() and c.isalpha()) for c in name):
        return False
    return quoted or not _common(name)


def _common(name: str) -> bool:
    """Whether the string consists of ordinary words only (then a chain alone does not make it a name)."""
    words = cut(name)
    return len(words) == 1 and tag(words[0]) not in {"", "nz", "nt", "nr", "nrt", "ns"}
