"""Blocks of an HTML page to text: paragraphs, headings, lists, tables."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from mingdan.core.fold import is_han
from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.readers.html_content import attribute, children, is_chrome, is_silent
from mingdan.extract.readers.html_layout import is_layout_table
from mingdan.extract.readers.html_table import table_rows
from mingdan.extract.readers.html_tabs import LABEL, PLACE

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_NUMBERED = re.compile(r"^\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}[）)、.．,，:：]")
_PAGER_SIGN = re.compile(r"[上下前后]一?页|[首尾末]页|第\s*\d+\s*页|共\s*\d+\s*页|页次")
_PAGER_PART = re.compile(
    r"[上下前后首尾末页]|一页|最后|总|共|计|条|记录|数据|每|次|当前|跳|转|到|第|确定|go|\d|[\s,，、/／|:：.…<>＜＞«»‹›\[\]()（）\-]",
    re.I,
)
_CRUMBS = re.compile(
    r"(?:[您你]?(?:当前|现在)?(?:的|所在)?位置\s*[:：]?\s*)?(?:网站)?首\s?页(?:\s*[>＞»›/→]+\s*[^>＞»›/→。，；]{1,24}){1,6}[>＞»›/→\s]*"
)
_MAX_PAGER = 120
_PUNCTUATION = frozenset("，。、；：？！（）“”‘’《》【】〔〕—…·「」『』")


def _wide(char: str) -> bool:
    return bool(char) and (is_han(char) or char in _PUNCTUATION)


def is_pager(text: str) -> bool:
    """Whether a block only leads to the other pages of a list.

    >>> is_pager("共3页 第1页 首页 上一页 1 2 3 下一页"), is_pager("共3页名单"), is_pager("2025")
    (True, False, False)
    """
    return len(text) <= _MAX_PAGER and bool(_PAGER_SIGN.search(text)) and not _PAGER_PART.sub("", text)


def is_crumbs(text: str) -> bool:
    """Whether a block only says where in the site the page lies.

    >>> is_crumbs("当前位置：首页 > 信息披露 > 公告通知"), is_crumbs("首页推荐位的合作机构")
    (True, False)
    """
    return len(text) <= _MAX_PAGER and bool(_CRUMBS.fullmatch(text))


def is_block(node: LexborNode) -> bool:
    """Whether an element starts a new block: any element that is not inline, or an inline one that holds a block."""
    tag = node.tag or ""
    if tag in ("-text", "br"):
        return False
    return tag not in _INLINE or any(is_block(child) for child, _ in children(node, ""))


class BlockWriter:
    """Writes the blocks below a node into a builder; ``gap`` separates blocks (one line break inside lists)."""

    def __init__(self, builder: TextBuilder, gap: str = "\n\n", prefix: str = "") -> None:
        self._builder = builder
        self._gap = gap
        self._prefix = prefix
        self._run: list[tuple[str, str]] = []

    def write(self, node: LexborNode, path: str) -> None:
        """Write everything below ``node``."""
        self._walk(node, path)
        self._flush()

    def _walk(self, node: LexborNode, path: str) -> None:
        for child, place in children(node, path):
            tag = child.tag or ""
            if tag == "-text":
                self._run.append((child.text_content or "", place))
            elif tag == "br":
                self._run.append(("\v", place))
            elif is_silent(child) or is_chrome(child):
                continue
            elif is_block(child):
                self._flush()
                self._block(child, place, tag)
                self._builder.separate(self._gap)
            else:
                self._walk(child, place)

    def _block(self, node: LexborNode, path: str, tag: str) -> None:
        if label := attribute(node, LABEL):
            self._builder.separate(self._gap)
            self._builder.add(label, Place(attribute(node, PLACE) or path))
            self._builder.separate(self._gap)
        if tag == "table" and not is_layout_table(node):
            self._table(node, path)
        elif tag in ("ul", "ol", "dl", "menu"):
            self._list(node, path, tag)
        elif tag == "pre":
            self._builder.separate(self._gap)
            self._builder.add(node.text(deep=True).strip("\r\n").replace("\r\n", "\n"), Place(path))
        else:
            self._walk(node, path)
            self._flush()

    def _list(self, node: LexborNode, path: str, tag: str) -> None:
        numbers = _numbers(node) if tag == "ol" else iter(())
        self._builder.separate(self._gap)
        for child, place in children(node, path):
            if child.tag == "-text" or is_silent(child) or is_chrome(child):
                continue
            prefix = _number(child, numbers) if child.tag == "li" else ""
            BlockWriter(self._builder, "\n", prefix).write_item(child, place)

    def write_item(self, node: LexborNode, path: str) -> None:
        """Write a list item: its blocks are lines."""
        self._builder.separate("\n")
        if is_block(node) and node.tag in ("ul", "ol", "dl", "table"):
            self._block(node, path, node.tag or "")
        else:
            self.write(node, path)
        self._builder.separate("\n")

    def _table(self, node: LexborNode, path: str) -> None:
        self._builder.separate("\n\n")
        for number, row in enumerate(table_rows(node, path)):
            for part, place in row:
                self._builder.add(part, Place(place))
            self._builder.separate("\n\n" if number == -1 else "\n")
        self._builder.separate("\n\n")

    def _flush(self) -> None:
        """Write the collected inline run as one block; ``br`` (a vertical tab) is a line break."""
        run, self._run = self._run, []
        lines = list(split_lines(run))
        whole = "".join(part for line in lines for part, _ in line)
        if is_pager(whole) or is_crumbs(whole):
            return
        for number, line in enumerate(lines):
            if number == 0:
                self._builder.separate(self._gap)
                self._add_prefix(line)
            for part, place in line:
                self._builder.add(part, Place(place))
            self._builder.separate("\n")

    def _add_prefix(self, line: list[tuple[str, str]]) -> None:
        prefix, self._prefix = self._prefix, ""
        if prefix and not _NUMBERED.match("".join(part for part, _ in line)):
            self._builder.add(prefix, Place(line[0][1]))


def _numbers(node: LexborNode) -> Iterator[int]:
    start = attribute(node, "start")
    step = -1 if "reversed" in node.attributes else 1
    number = int(start) if start.lstrip("-").isdigit() else 1
    while True:
        yield number
        number += step


def _number(item: LexborNode, numbers: Iterator[int]) -> str:
    number = next(numbers, None)
    value = attribute(item, "value")
    if number is None:
        return ""
    return f"{value if value.isdigit() else number}. "


def split_lines(run: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Lines of an inline run, white space squeezed over element borders; empty lines are dropped."""
    line: list[tuple[str, str]] = []
    for raw, place in [*run, ("\v", "")]:
        for number, part in enumerate(raw.split("\v")):
            if number:
                yield from _finish(line)
                line = []
            if part:
                line.append((part, place))


def _finish(line: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    whole = "".join(part for part, _ in line)
    kept = _kept(whole)
    done: list[tuple[str, str]] = []
    position = 0
    for part, place in line:
        text = "".join(kept[position : position + len(part)])
        position += len(part)
        if text:
            done.append((text, place))
    if done:
        yield done


def _kept(whole: str) -> list[str]:
    """For each character of ``whole`` what stays of it: itself, a space for a run of white space, or nothing.

    A run that shows as wide (non-breaking spaces, which set columns apart) becomes two spaces.
    """
    kept = list(whole)
    core = whole.strip(" \t\r\n\f\u00a0\u3000\u200b\ufeff")
    first = whole.find(core) if core else len(whole)
    for match in _SPACE.finditer(whole):
        left, right = whole[match.start() - 1 : match.start()], whole[match.end() : match.end() + 1]
        gone = "\n" in match.group() and _wide(left) and _wide(right)
        wide = match.group().count("\u00a0") > 1
        shown = [""] if gone else [" ", " "] if wide else [" "]
        kept[match.start() : match.end()] = [*shown, *[""] * (len(match.group()) - len(shown))]
    for index in (*range(first), *range(first + len(core), len(whole))):
        kept[index] = ""
    return ["" if char in "\u200b\ufeff\u00ad" else char for char in kept]
