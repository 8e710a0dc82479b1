"""XML of Office files by local names, so that transitional and strict namespaces read alike; no entity is resolved."""

from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any

etree: Any = import_module("lxml.etree")  # ships no types
Node = Any
"""An lxml element."""

_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes) -> Node:
    """The root element. Raises lxml's ``XMLSyntaxError``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data, parser)


def stream(data: bytes, *names: str) -> Iterator[Node]:
    """Elements of these local names as they end; each is emptied after use, so memory stays flat."""
    tags = tuple(f"{{*}}{name}" for name in names)
    for _, node in etree.iterparse(BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
        yield node
        node.clear(keep_tail=False)
        while node.getprevious() is not None and node.getparent() is not None:
            del node.getparent()[0]


def local(node: Node) -> str:
    """Local name of an element; empty for comments, processing instructions and entities."""
    tag = node.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(node: Node, name: str) -> str | None:
    """Value of the attribute of this local name, whatever its namespace."""
    for key, value in node.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def number(node: Node | None, name: str = "val") -> int | None:
    """Value of an attribute as a whole number; None where there is none."""
    value = attribute(node, name) if node is not None else None
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def child(node: Node | None, *names: str) -> Node | None:
    """The element that a path of local names leads to, first ones first."""
    for name in names:
        node = next((item for item in node if local(item) == name), None) if node is not None else None
    return node


def is_on(node: Node | None) -> bool | None:
    """A switch of Word: on where the element stands without a ``val`` that turns it off; None where it is missing."""
    if node is None:
        return None
    return (attribute(node, "val") or "1").lower() not in _OFF


def descendants(node: Node, name: str) -> Iterator[Node]:
    """All elements below of this local name, in order."""
    return (item for item in node.iter() if local(item) == name)
