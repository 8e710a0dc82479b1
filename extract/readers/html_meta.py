"""Title, date and publisher that a page states in its head."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

_TITLE = ("articletitle", "og:title", "dc.title", "twitter:title")
_PUBLISHED = ("article:published_time", "pubdate", "publishdate", "og:release_date", "dc.date", "datepublished", "date")
_PUBLISHER = ("contentsource", "og:site_name", "sitename", "dc.publisher", "article:publisher", "publisher", "author")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Meta:
    """What the head says; ``published`` is an ISO date."""

    title: str | None
    published: str | None
    publisher: str | None


def read_meta(tree: LexborHTMLParser) -> Meta:
    """Read ``<title>`` and ``<meta>``; a value that is empty or no date is ``None``."""
    values: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            values.setdefault(name.lower(), content)
    title = tree.css_first("title")
    shown = " ".join(title.text(deep=True).split()) if title else ""
    return Meta(
        title=_first(values, _TITLE) or shown or None,
        published=iso_date(_first(values, _PUBLISHED) or ""),
        publisher=_first(values, _PUBLISHER),
    )


def _first(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)


def iso_date(value: str) -> str | None:
    """The first calendar-like date of a value.

    >>> iso_date("2025-09-30T08:00:00+08:00"), iso_date("2025年9月3日"), iso_date("soon")
    ('2025-09-30', '2025-09-03', None)
    """
    match = _DATE.search(value)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
