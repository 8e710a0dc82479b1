"""What styles of a Word file decide about text: hidden or not, numbered or not, title or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingdan.extract.readers.office.xml import Node, attribute, child, is_on, local, number

_TITLES = frozenset({"title", "heading 1", "标题", "标题 1"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name, the style that it builds on, whether it hides text, its list (``numId``) and level."""

    name: str
    base: str | None
    hidden: bool | None
    list_id: int | None
    level: int | None


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: Node | None) -> None:
        nodes = root if root is not None else ()
        self._styles = {attribute(node, "styleId") or "": _style(node) for node in nodes if local(node) == "style"}

    def _chain(self, name: str | None) -> Iterator[tuple[str, Style]]:
        seen: set[str] = set()
        while name is not None and name not in seen and name in self._styles:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].base

    def hides(self, name: str | None) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for _, style in self._chain(name) if style.hidden is not None), False)

    def numbering(self, name: str | None) -> tuple[int, int | None, str] | None:
        """The list of a style, its level where it is stated, and the id of the style that says so."""
        for key, style in self._chain(name):
            if style.list_id is not None:
                return style.list_id, style.level, key
        return None

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph of this style is the title or a heading of the first level."""
        return any(style.name.lower() in _TITLES for _, style in self._chain(name))


def _style(node: Node) -> Style:
    name = child(node, "name")
    base = child(node, "basedOn")
    numbering = child(node, "pPr", "numPr")
    hidden = is_on(child(node, "rPr", "vanish"))
    return Style(
        (attribute(name, "val") or "") if name is not None else "",
        attribute(base, "val") if base is not None else None,
        hidden,
        number(child(numbering, "numId")),
        number(child(numbering, "ilvl")),
    )
