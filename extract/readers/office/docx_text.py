"""Text of Word paragraphs: inserted text in, deleted and hidden text out, text boxes and notes handed on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from mingdan.extract.readers.office.docx_numbering import Numbering
from mingdan.extract.readers.office.docx_styles import Styles
from mingdan.extract.readers.office.xml import Node, attribute, child, descendants, is_on, local

_GONE = frozenset({"del", "moveFrom", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "sdtEndPr", "rt"})
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class Story:
    """What is known while the file is walked. ``notes`` are references met, ``pictures`` counts those without text."""

    styles: Styles
    numbering: Numbering
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    pictures: int = 0
    foreign: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph: number and text, the text boxes anchored in it, its style, whether its end mark is deleted."""

    label: str
    text: str
    boxes: list[Node]
    style: str | None
    joined: bool


def read_paragraph(node: Node, story: Story) -> Paragraph:
    """Read ``w:p``; text is raw, with tabs and line breaks. A hidden paragraph is empty."""
    properties = child(node, "pPr")
    named = child(properties, "pStyle")
    style = attribute(named, "val") if named is not None else None
    mark = child(properties, "rPr")
    joined = child(mark, "del") is not None or child(mark, "moveFrom") is not None
    boxes: list[Node] = []
    text = "".join(_inline(node, story, boxes, story.styles.hides(style)))
    label = "" if joined and not text.strip() else story.numbering.label(properties, style)
    return Paragraph(label, text, boxes, style, joined)


def _inline(node: Node, story: Story, boxes: list[Node], hidden: bool) -> Iterator[str]:
    for item in node:
        name = local(item)
        if name in _GONE or not name:
            continue
        if name == "r":
            yield from _run(item, story, boxes, hidden)
        elif name == "AlternateContent":
            yield from _inline(_alternative(item), story, boxes, hidden)
        elif name in ("oMath", "oMathPara"):
            yield "".join(text.text or "" for text in descendants(item, "t"))
        elif name in _DRAWN:
            _drawn(item, story, boxes)
        else:
            yield from _inline(item, story, boxes, hidden)


def _alternative(node: Node) -> Node:
    choice = child(node, "Choice")
    fallback = child(node, "Fallback")
    return choice if choice is not None and len(choice) else fallback if fallback is not None else ()


def _run(node: Node, story: Story, boxes: list[Node], hidden: bool) -> Iterator[str]:
    if _is_hidden(child(node, "rPr"), story, hidden):
        return
    for item in node:
        name = local(item)
        if name == "t":
            yield item.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "sym":
            yield symbol(attribute(item, "font") or "", attribute(item, "char") or "")
        elif name in ("footnoteReference", "endnoteReference"):
            story.notes.append((name.removesuffix("Reference"), attribute(item, "id") or ""))
        elif name in _DRAWN:
            _drawn(item, story, boxes)
        elif name == "AlternateContent":
            yield from _run(_alternative(item), story, boxes, hidden) if len(_alternative(item)) else ()
        elif name == "ruby":
            yield from _inline(item, story, boxes, hidden)


def _is_hidden(properties: Node | None, story: Story, inherited: bool) -> bool:
    direct = is_on(child(properties, "vanish"))
    if direct is not None:
        return direct
    style = child(properties, "rStyle")
    return inherited or (style is not None and story.styles.hides(attribute(style, "val")))


def _drawn(node: Node, story: Story, boxes: list[Node]) -> None:
    found = [item for item in descendants(node, "txbxContent") if not _is_fallback(item, node)]
    boxes += found
    if not found:
        story.pictures += any(local(item) in ("blip", "imagedata") for item in node.iter())


def _is_fallback(node: Node, top: Node) -> bool:
    """Whether a text box is the copy for old programs, or lies inside another text box."""
    above = node.getparent()
    while above is not None and above is not top:
        if local(above) in ("Fallback", "txbxContent"):
            return True
        above = above.getparent()
    return False


@cache
def _symbols() -> dict[tuple[str, str], str]:
    lines = files("mingdan.extract.readers.office").joinpath("symbols.tsv").read_text("utf-8").splitlines()[1:]
    return {(font.lower(), code): sign for font, code, sign in (line.split("\t") for line in lines)}


def symbol(font: str, code: str) -> str:
    """The character of a symbol font's sign; empty where it is unknown and in the private area.

    >>> symbol("Wingdings", "F0FC"), symbol("宋体", "25A0"), symbol("Wingdings", "F000")
    ('✓', '■', '')
    """
    code = code.upper().rjust(4, "0")
    known = _symbols().get((font.lower(), code)) or _symbols().get((font.lower(), f"F0{code[-2:]}"))
    if known:
        return known
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else ""
