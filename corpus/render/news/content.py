"""What a newspaper page is made of: articles from gold documents and invented fillers, as heads and flow items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from mingdan.core.records import Document
from mingdan.corpus.render.blocks import blocks, is_table_row

_SENTENCE = re.compile(r"[^。！？]*[。！？][”’）》」』]*|[^。！？]+$")
_ENDS = "。！？；：，、…）”）"
_BYLINE = re.compile(r"(本报|本刊|见习|特约|通讯|实习)?\S{0,8}(记者|通讯员|特派员)\s")
_HEADLINE = 48
_SUBHEAD = 18
_BYLINE_SIZE = 32

ItemKind = Literal["body", "subhead", "table"]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, sub-heading or table of an article; a table has ``rows`` and no text."""

    kind: ItemKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article before it is set. ``document`` is the id of its gold record, null for a filler.

    Only a filler may be cut; ``brief`` ones have a head of body size.
    """

    headline: str | None
    items: tuple[Item, ...]
    byline: str | None = None
    kicker: str | None = None
    deck: tuple[str, ...] = ()
    document: str | None = None
    brief: bool = False

    @property
    def characters(self) -> int:
        """Characters of body and sub-headings; a table cell counts double."""
        return sum(len(item.text) + sum(2 * len(c) + 4 for row in item.rows for c in row) for item in self.items)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, closing quotation marks kept with them.

    >>> sentences("“好。”他说。走了")
    ['“好。”', '他说。', '走了']
    """
    return [m.group().strip() for m in _SENTENCE.finditer(text) if m.group().strip()]


def story_of(document: Document) -> Story:
    """The article of a gold document: a short first line is the headline, a line that names a reporter the byline."""
    parts = blocks(document.text)
    headline = byline = None
    if parts and not parts[0].rows and len(parts[0].text) <= _HEADLINE and not parts[0].text.endswith("。"):
        headline = parts.pop(0).text
    if parts and not parts[0].rows and len(parts[0].text) <= _BYLINE_SIZE and _BYLINE.match(parts[0].text + " "):
        byline = parts.pop(0).text
    items = [Item("table", rows=part.rows) if part.rows else Item("body", part.text) for part in parts]
    return Story(headline, tuple(_with_subheads(items)), byline, document=document.id)


def _with_subheads(items: list[Item]) -> Iterator[Item]:
    for item, after in zip(items, [*items[1:], None], strict=True):
        short = len(item.text) <= _SUBHEAD and item.text[-1:] not in _ENDS
        if item.kind == "body" and short and after is not None and len(after.text) > _SUBHEAD:
            yield Item("subhead", item.text)
        else:
            yield item


@cache
def fillers() -> tuple[Story, ...]:
    """The invented articles of ``data/filler.txt``.

    >>> len(fillers()) >= 12 and all(story.characters > 250 for story in fillers())
    True
    """
    return tuple(_pieces("data/filler.txt", brief=False))


@cache
def briefs() -> tuple[Story, ...]:
    """The invented short items of ``data/briefs.txt``."""
    return tuple(_pieces("data/briefs.txt", brief=True))


def _pieces(name: str, *, brief: bool) -> Iterator[Story]:
    source = files("mingdan.corpus.render").joinpath(name).read_text("utf-8")
    for piece in source.strip().split("\n\n"):
        lines = piece.split("\n")
        byline = lines[1][2:].strip() or None
        yield Story(lines[0][2:], tuple(_items(lines[2:])), byline, brief=brief)


def _items(lines: list[str]) -> Iterator[Item]:
    table: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if is_table_row(line):
            table.append(tuple(cell.strip() for cell in line[1:-1].split("|")))
            continue
        if table:
            yield Item("table", rows=tuple(table))
            table = []
        if line.startswith("## "):
            yield Item("subhead", line[3:])
        elif line:
            yield Item("body", line)
