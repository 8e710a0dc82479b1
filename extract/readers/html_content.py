"""Which elements of a page are its content."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "button",
        "input",
        "select",
        "textarea",
        "audio",
        "video",
        "datalist",
        "dialog",
    ]
)
_CHROME_TAGS = frozenset({"nav", "footer", "header", "menu"})
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar"})
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|crumbs?|footer|foot|header|top-?bar|side-?bar|copyright|share"
    r"|friend-?links?|pager|pagination)(?:$|[\s_-])",
    re.I,
)
_CHROME_WORDS = re.compile(
    r"版权所有|网站地图|隐私声明|隐私政策|联系我们|法律声明|备案|ICP|Copyright|^\s*首页|当前位置", re.I
)
_MAX_CHROME = 300
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)", re.I)
_LINK_SHARE = 0.5
_MIN_MAIN = 60
_MIN_SHARE = 0.5


def children(node: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    """Child nodes with their paths (``/html/body/p[2]``: counted by tag name, from 1); text has its parent's path."""
    counts: dict[str, int] = {}
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield child, path
        elif tag and not tag.startswith(("-", "_", "!")):
            counts[tag] = counts.get(tag, 0) + 1
            yield child, f"{path}/{tag}" if tag in ("html", "body") else f"{path}/{tag}[{counts[tag]}]"


def attribute(node: LexborNode, name: str) -> str:
    """Value of an attribute; empty where it is missing or has no value."""
    return node.attributes.get(name) or ""


def is_silent(node: LexborNode) -> bool:
    """Whether an element never shows text: scripts, styles, form fields, hidden elements."""
    attributes = node.attributes
    return (
        (node.tag or "") in _SILENT
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_INVISIBLE.search(attributes.get("style") or ""))
    )


def is_chrome(node: LexborNode) -> bool:
    """Whether an element is furniture: navigation, page header, footer, or a part named so and mostly of links."""
    tag = node.tag or ""
    if tag in ("html", "body", "main", "article", "h1", "table", "tr", "td", "th", "tbody", "thead"):
        return False
    if attribute(node, "role").lower() in _CHROME_ROLES:
        return True
    if tag in _CHROME_TAGS:
        return node.css_first("h1, table") is None and not _inside_article(node)
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".strip()
    if not names or not _CHROME_NAMES.search(names):
        return False
    return _link_share(node) >= _LINK_SHARE or _speaks_as_chrome(node)


def _speaks_as_chrome(node: LexborNode) -> bool:
    """Whether a part that is named as furniture says what furniture says, and nothing else of weight."""
    text = node.text(deep=True)
    return len(text) <= _MAX_CHROME and bool(_CHROME_WORDS.search(text)) and node.css_first("h1, table") is None


def _inside_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main"):
            return True
        parent = parent.parent
    return False


def _link_share(node: LexborNode) -> float:
    whole = _length(node)
    return sum(_length(link) for link in node.css("a")) / whole if whole else 1.0


def _length(node: LexborNode) -> int:
    return len("".join(node.text(deep=True).split()))


def content_roots(tree: LexborHTMLParser) -> list[tuple[LexborNode, str]]:
    """The elements to read with their paths: the page's only ``main`` or ``article`` with a headline before it, or all.

    A ``main`` or ``article`` that holds less than half of the body's visible text is no content on its own.
    """
    body = tree.body
    if body is None:
        return []
    for selector in ("main, [role=main]", "article"):
        found = [node for node in tree.css(selector) if not is_silent(node)]
        if len(found) == 1 and _carries(found[0], body):
            heading = [] if found[0].css_first("h1") else tree.css("h1")
            return [(node, path_of(node)) for node in (*heading[:1], found[0])]
    return [(body, "/html/body")]


def _carries(node: LexborNode, body: LexborNode) -> bool:
    own = visible_length(node)
    return own >= _MIN_MAIN and own >= _MIN_SHARE * visible_length(body)


def visible_length(node: LexborNode) -> int:
    """Number of visible characters other than white space, without page furniture."""
    total = 0
    for child, _ in children(node, ""):
        if child.tag == "-text":
            total += len("".join((child.text_content or "").split()))
        elif not is_silent(child) and not is_chrome(child):
            total += visible_length(child)
    return total


def path_of(node: LexborNode) -> str:
    """The element's path from the root, as :func:`children` builds it."""
    parts: list[str] = []
    current: LexborNode | None = node
    while current is not None and current.tag not in (None, "-document", "-undef"):
        tag = current.tag or ""
        parts.append(tag if tag in ("html", "body") else f"{tag}[{_position(current)}]")
        current = current.parent
    return "/" + "/".join(reversed(parts))


def _position(node: LexborNode) -> int:
    count = 1
    sibling = node.prev
    while sibling is not None:
        count += sibling.tag == node.tag
        sibling = sibling.prev
    return count
