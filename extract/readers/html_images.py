"""Pictures that an HTML page carries in itself (``data:`` URIs): their text is recognised and stands after the page's.

Nothing is fetched; pictures behind addresses are not read.
"""

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mingdan.core.errors import InputError
from mingdan.core.records import Issue
from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.readers.image import ImageReader, image_size
from mingdan.extract.readers.options import reading

MAX_PICTURES = 30
"""Pictures of one page that are read."""
_CHROME = frozenset({"nav", "header", "footer", "aside", "button", "noscript", "template"})
_MIN_WIDTH, _MIN_HEIGHT = 240, 80


def write_images(tree: LexborHTMLParser, builder: TextBuilder, uri: str) -> tuple[Issue, ...]:
    """Add the text of the pictures that are large enough to hold some; the issues say what was read and what not."""
    issues: list[Issue] = []
    if reading().ocr == "never":
        return ()
    for number, data in enumerate(_pictures(tree), 1):
        if number > MAX_PICTURES:
            issues.append(Issue("warning", "limit", f"only the first {MAX_PICTURES} pictures of the page are read"))
            break
        try:
            documents = ImageReader().read(data, f"{uri} picture {number}")
        except InputError as error:
            message = f"picture {number} of the page is not read: {error.message}; {error.hint}"
            issues.append(Issue("warning", "picture_not_read", message))
            continue
        for document in documents:
            builder.separate("\n\n")
            builder.add(document.text, Place(element=f"img[{number}]"))
            issues += [Issue(item.level, item.code, f"picture {number}: {item.message}") for item in document.issues]
        builder.separate("\n\n")
    return tuple(issues)


def _pictures(tree: LexborHTMLParser) -> Iterator[bytes]:
    for node in tree.css("img"):
        source = (node.attributes.get("src") or "").strip()
        if source[:11].lower() != "data:image/" or _in_chrome(node):
            continue
        data = decode_data(source)
        width, height = image_size(data)
        if width >= _MIN_WIDTH and height >= _MIN_HEIGHT:
            yield data


def _in_chrome(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _CHROME:
            return True
        above = above.parent
    return False


def decode_data(source: str) -> bytes:
    """The bytes of a ``data:`` URI; empty where it is broken.

    >>> decode_data("data:image/png;base64,aGk="), decode_data("data:image/png;base64,%%%")
    (b'hi', b'')
    """
    head, _, body = source.partition(",")
    try:
        plain = unquote_to_bytes(body)
        return base64.b64decode(b"".join(plain.split()), validate=True) if head.lower().endswith("base64") else plain
    except (binascii.Error, ValueError):
        return b""
