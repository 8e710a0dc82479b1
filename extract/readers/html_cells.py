"""Rows and cells of an HTML table, and the text of a cell: one line of parts, each with the path of its element.

A table inside a cell is text of that cell: its rows are apart by ``、``, the cells of a row by a space. Items of a list
are apart like rows. Other line breaks are joined; ``|`` becomes ``／``; neither changes any other character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from mingdan.core.fold import is_han
from mingdan.extract.readers.cell_lines import are_names
from mingdan.extract.readers.html_content import children, is_silent

Part = tuple[str, str]
_SPACE = re.compile(r"\s+")
_BESIDE = frozenset(["span", "b", "a", "strong", "font", "em"])
_LISTS = frozenset(["ul", "ol"])
_NAME = 80  # code points, more than a name takes: breaks of long cells stay cheap
_APART = "、"
_ENDS = frozenset("、，,；;。：:")


def rows_of(node: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    """The shown rows of a table with their paths, without the rows of tables inside it."""
    for child, place in children(node, path):
        if child.tag == "tr" and not is_silent(child):
            yield child, place
        elif child.tag in ("thead", "tbody", "tfoot") and not is_silent(child):
            yield from rows_of(child, place)


def cells_of(row: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    """The shown cells of a row with their paths."""
    return ((cell, place) for cell, place in children(row, path) if cell.tag in ("td", "th") and not is_silent(cell))


def tables_in(node: LexborNode) -> Iterator[LexborNode]:
    """The outermost tables below a node."""
    for child, _ in children(node, ""):
        if child.tag == "table":
            yield child
        else:
            yield from tables_in(child)


def joined(raw: str) -> str:
    """One line: breaks beside Chinese characters vanish unless whole names are apart there; others become a space.

    >>> joined("溪麓\\n银行 A|B"), joined("甲有限公司\\n乙有限公司")
    ('溪麓银行 A／B', '甲有限公司 乙有限公司')
    """
    raw = raw.strip()

    def gap(match: re.Match[str]) -> str:
        left, right = raw[match.start() - 1], raw[match.end()]
        wide = not left.isascii() and not right.isascii()
        glued = "\n" in match.group() and (wide or is_han(left) or is_han(right))
        above, below = raw[max(0, match.start() - _NAME) : match.start()], raw[match.end() : match.end() + _NAME]
        return "" if glued and not are_names(above, below.partition("\n")[0]) else " "

    return _SPACE.sub(gap, raw).replace("|", "／")


def cell_parts(node: LexborNode, path: str) -> list[Part]:
    """The text of a cell; empty where it shows none."""
    return _Line(path).read(node)


def cell_text(node: LexborNode) -> str:
    """The text of :func:`cell_parts`."""
    return "".join(text for text, _ in cell_parts(node, ""))


@dataclass(slots=True)
class _Line:
    """Grows the line of one cell. ``path`` is the element that the text read next belongs to."""

    path: str
    parts: list[Part] = field(default_factory=list[Part])
    gap: str = ""
    text: str = ""

    def read(self, node: LexborNode) -> list[Part]:
        self._walk(node, self.path)
        self._end("", self.path)
        return self.parts

    def _walk(self, node: LexborNode, path: str) -> None:
        for child, place in children(node, path):
            tag = child.tag or ""
            if tag in ("-text", "br"):
                self.text += "\n" if tag == "br" else child.text_content or ""
            elif is_silent(child):
                continue
            elif tag == "table":
                self._items(((row, list(cells_of(row, there))) for row, there in rows_of(child, place)))
            elif tag in _LISTS:
                self._items((item, [(item, there)]) for item, there in children(child, place) if item.tag == "li")
            else:
                self._inside(child, place, "" if tag in _BESIDE else "\n")

    def _inside(self, node: LexborNode, path: str, edge: str) -> None:
        self.text += edge
        self._walk(node, path)
        self.text += edge

    def _items(self, items: "Iterator[tuple[LexborNode, list[tuple[LexborNode, str]]]]") -> None:
        outer, apart = self.path, " "
        for item, cells in items:
            if is_silent(item):
                continue
            for cell, place in cells:
                self._end(apart, place)
                apart = " "
                self._walk(cell, place)
            apart = _APART
        self._end(" ", outer)

    def _end(self, gap: str, path: str) -> None:
        """Finish the text so far; ``gap`` is asked for before the next, which belongs to ``path``."""
        text, self.text = joined(self.text), ""
        if text:
            self._part(text)
        self.gap = gap if text or _APART not in self.gap else self.gap
        self.path = path

    def _part(self, text: str) -> None:
        if self.parts:
            last, place = self.parts[-1]
            gap = "" if self.gap == _APART and last[-1] in _ENDS else self.gap
            self.parts[-1] = (last + gap, place)
        self.parts.append((text, self.path))
