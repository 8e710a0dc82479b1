"""What a page says of its neighbours: its own address, the page after it, its number, attached documents."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mingdan.extract.readers.base import Links
from mingdan.extract.readers.html_content import attribute

_NEXT = re.compile(r"^[\s\[【]*(?:下一?[页頁]|后一?页|翻到下页|next(?:\s*page)?|[›»＞>]{1,2})[\s\]】›»＞>]*$", re.I)
_PAGE_OF = (
    re.compile(
        r"(?:第|当前|目前)\s*(?P<page>\d{1,4})\s*[页頁]?\s*[,，、/／|(（]*\s*(?:总)?共\s*(?P<pages>\d{1,4})\s*[页頁]"
    ),
    re.compile(
        r"(?:总)?共\s*(?P<pages>\d{1,4})\s*[页頁]\s*[,，、/／|]*\s*(?:当前)?(?:为)?第\s*(?P<page>\d{1,4})\s*[页頁]"
    ),
    re.compile(r"(?:页次|页码|第)\s*[:：]?\s*(?P<page>\d{1,4})\s*[/／]\s*(?P<pages>\d{1,4})\s*[页頁]?"),
    re.compile(r"^\W*(?P<page>\d{1,4})\s*[/／]\s*(?P<pages>\d{1,4})\s*[页頁]\W*$"),
    re.compile(r"\bpage\s+(?P<page>\d{1,4})\s+of\s+(?P<pages>\d{1,4})\b", re.I),
)
_MAX_PAGER = 80
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_PAGER_CALL = re.compile(
    r"createPageHTML\(\s*(?P<pages>\d{1,4})\s*,\s*(?P<index>\d{1,4})\s*,\s*[\"'](?P<name>[\w\-]{1,80})[\"']\s*,\s*"
    r"[\"'](?P<suffix>\w{2,5})[\"']"
)
_DOCUMENTS = frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "csv", "wps", "et", "zip", "rar", "txt", "png", "jpg", "tif"]
)
_MAX_LINKS = 200


def read_links(tree: LexborHTMLParser, source: str) -> Links | None:
    """Links of a page; ``None`` where it has none. The addresses are text, nothing is fetched or opened."""
    page, pages, after = _called(source)
    if page is None:
        page, pages = _stated(tree)
    links = Links(
        address=_address(tree, source),
        next=tuple(dict.fromkeys([*_next(tree), *after]))[:_MAX_LINKS],
        page=page,
        pages=pages,
        files=tuple(dict.fromkeys(_files(tree)))[:_MAX_LINKS],
    )
    return None if links == Links() else links


def _address(tree: LexborHTMLParser, source: str) -> str | None:
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = tree.css_first(selector)
        value = attribute(node, name).strip() if node is not None else ""
        if value.startswith(("http://", "https://")):
            return value
    saved = _SAVED_FROM.search(source[:4096])
    return saved[1] if saved else None


def _next(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("link[rel~=next], a[rel~=next], a[href]"):
        href = attribute(node, "href").strip()
        usable = href and not href.lower().startswith(("javascript:", "#", "mailto:"))
        if usable and ("next" in attribute(node, "rel").lower().split() or _says_next(node)):
            yield href


def _says_next(node: LexborNode) -> bool:
    text = node.text(deep=True)
    return len(text) < 30 and bool(_NEXT.match(text) or _NEXT.match(attribute(node, "title") or "-"))


def _files(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("a[href]"):
        href = attribute(node, "href").strip()
        try:
            path = urlsplit(href).path
        except ValueError:
            continue
        if path.rpartition(".")[2].lower() in _DOCUMENTS:
            yield href


def _called(source: str) -> tuple[int | None, int | None, list[str]]:
    """The pager of a content system that is written by a script: ``createPageHTML(3, 0, "index", "html")``."""
    match = _PAGER_CALL.search(source)
    if match is None:
        return None, None, []
    pages, index = int(match["pages"]), int(match["index"])
    after = [f"{match['name']}_{index + 1}.{match['suffix']}"] if index + 1 < pages else []
    return index + 1, pages, after


def _stated(tree: LexborHTMLParser) -> tuple[int | None, int | None]:
    body = tree.body
    if body is None:
        return None, None
    for text in _short_texts(body):
        for pattern in _PAGE_OF:
            match = pattern.search(text)
            if match and 1 <= int(match["page"]) <= int(match["pages"]):
                return int(match["page"]), int(match["pages"])
    return None, None


def _short_texts(body: LexborNode) -> Iterator[str]:
    """Texts of small elements, where a pager stands, and lone text nodes."""
    for node in body.css("div, p, span, td, li, ul, nav, a, em, strong, label, font"):
        text = node.text(deep=True)
        if len(text) <= _MAX_PAGER * 4:
            squeezed = " ".join(text.split())
            if len(squeezed) <= _MAX_PAGER and any(char.isdigit() for char in squeezed):
                yield squeezed
