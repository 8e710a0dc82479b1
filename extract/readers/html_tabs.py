"""Tabs of a page: panels of which the browser shows one at a time are all read, each below its label."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mingdan.extract.readers.html_content import attribute, is_silent, path_of

LABEL, PLACE = "data-mingdan-label", "data-mingdan-place"
"""Attributes that an opened panel gets: the text of its label, and the path of the element that shows it."""
_PANEL = re.compile(r"(?:^|[\s_-])tabs?[\s_-]*(?:pane|panel|page|content|cont?|body|detail)s?(?:$|[\s_\-\d])", re.I)
_CANDIDATES = "[role=tabpanel], [class*=tab], [class*=Tab], [style*=display], [hidden]"
_TARGETS = ("href", "aria-controls", "data-target", "data-bs-target")
_HIDING = ("hidden", "aria-hidden", "style")
_TAGS = frozenset(["div", "section", "article", "li", "dd"])
_SUBSTANCE = "table, ol, ul, p"
_ITEMS = ("[role=tab]", "li", "a", "span", "div")
_MAX_LABEL = 30
_UP = 3


def open_tabs(tree: LexborHTMLParser) -> None:
    """Make hidden panels visible in the tree, note the labels beside them and hide those.

    Panels are siblings that say so by role or name; others count where as many labels stand before them that act when
    they are pressed.
    """
    parents = {node.parent.mem_id: node for node in tree.css(_CANDIDATES) if node.parent is not None}
    targets = _targets(tree) if parents else {}
    for node in parents.values():
        siblings = list(_siblings(node))
        named = [sibling for sibling in siblings if _is_named(sibling)]
        panels = named if len(named) > 1 else siblings
        if len(panels) < 2 or all(map(is_silent, panels)) or not (panels is named or any(map(is_silent, panels))):
            continue
        labels = _linked(targets, panels) or _in_order(panels, panels is named)
        if labels or panels is named:
            _open(panels, labels)


def _siblings(node: LexborNode) -> Iterator[LexborNode]:
    """Elements of one tag below one parent that hold more than a word."""
    current = node.parent.child if node.parent is not None else None
    while current is not None:
        if current.tag == node.tag and current.tag in _TAGS and current.css_first(_SUBSTANCE) is not None:
            yield current
        current = current.next


def _is_named(node: LexborNode) -> bool:
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}"
    return attribute(node, "role") == "tabpanel" or bool(_PANEL.search(names))


def _targets(tree: LexborHTMLParser) -> dict[str, LexborNode]:
    """Labels by the id of the element that they name."""
    found: dict[str, LexborNode] = {}
    for name in _TARGETS:
        for node in tree.css(f"[{name}]"):
            target = attribute(node, name)
            if (name != "href" or target.startswith("#")) and _is_label(node):
                found.setdefault(target.removeprefix("#"), node)
    return found


def _linked(targets: dict[str, LexborNode], panels: list[LexborNode]) -> list[LexborNode]:
    """The labels that name the panels by their ids; empty unless each panel has one."""
    labels = [targets[attribute(panel, "id")] for panel in panels if attribute(panel, "id") in targets]
    return labels if len(labels) == len(panels) else []


def _in_order(panels: list[LexborNode], named: bool) -> list[LexborNode]:
    """As many labels as there are panels, from the nearest element before them that holds just so many."""
    place: LexborNode | None = panels[0]
    for _ in range(_UP):
        before = place.prev if place is not None else None
        while before is not None:
            for selector in _ITEMS if before.tag != "-text" else ():
                items = [item for item in before.css(selector) if item.mem_id != before.mem_id]
                if len(items) == len(panels) and all(_is_label(item) and (named or _acts(item)) for item in items):
                    return items
            before = before.prev
        place = place.parent if place is not None else None
    return []


def _acts(node: LexborNode) -> bool:
    """Whether something happens when a label or what it holds is pressed, or its name says that it is a tab."""
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower()
    return "tab" in names or any(key.startswith("on") for item in (node, *node.css("a")) for key in item.attributes)


def _is_label(node: LexborNode) -> bool:
    return 0 < len(_text(node)) <= _MAX_LABEL and not is_silent(node)


def _text(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def _open(panels: list[LexborNode], labels: list[LexborNode]) -> None:
    for panel in panels:
        if is_silent(panel):
            for name in _HIDING:
                if name in panel.attrs:
                    del panel.attrs[name]
    for panel, label in zip(panels, labels, strict=False):
        text = _text(label)
        if not _text(panel).startswith(text):
            panel.attrs[LABEL], panel.attrs[PLACE] = text, path_of(label)
        label.attrs["hidden"] = ""
