"""Truth and predictions of the page layout: newspaper pages with their articles, in reading order.

Truth is a folder of JSON files, one a page: ``{page, articles: [{kicker, headline, deck, byline, paras, sentences,
tables, lines}], furniture: [{kind, text}]}``; JSON files without ``articles`` are passed over. A prediction is a JSONL
line ``{"page": ..., "articles": [text or object, ...]}``, or ``{"page": ..., "text": ...}`` for one plain text.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from mingdan.core.errors import RecordError, UsageError
from mingdan.core.jsonio import iter_jsonl

_LEFT_OUT = re.compile(r"[\s\u200b\ufeff\x00-\x1f\x7f\ufffe\ufffd\xad]+")
_FIELDS = ("kicker", "headline", "title", "deck", "byline", "text", "body")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page, every text without white space.

    ``body`` holds the body paragraphs in their places, null for a paragraph that is none; ``heads`` are kicker,
    headline, deck and byline, ``apart`` the paragraphs that are not body, ``cells`` those of its tables.
    """

    lines: tuple[str, ...]
    sentences: tuple[str, ...]
    headline: str
    body: tuple[str | None, ...]
    heads: tuple[str, ...]
    apart: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its articles, and its furniture as ``(kind, text)``."""

    name: str
    articles: tuple[Article, ...]
    furniture: tuple[tuple[str, str], ...]


def squeezed(text: str | None, *, nfkc: bool = False) -> str:
    """The text without white space and invisible characters, with ``nfkc`` also without width and compatibility forms.

    >>> squeezed("江州 银行\\nＡ", nfkc=True)
    '江州银行A'
    """
    text = text or ""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text) if nfkc else text)


def read_truth(folder: str | Path, *, nfkc: bool = False) -> list[Page]:
    """The pages of a folder by file name.

    Raises :class:`UsageError` where there is none and :class:`RecordError` for a page that is not as described.
    """
    pages: list[Page] = []
    for path in sorted(Path(folder).glob("*.json")):
        try:
            data: Any = json.loads(path.read_text("utf-8"))
            if isinstance(data, dict) and "articles" in data:
                pages.append(_page(cast(dict[str, Any], data), nfkc))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RecordError(
                "is no page of the layout truth", where=str(path), hint="see docs/evaluation.md"
            ) from error
    if not pages:
        raise UsageError("no *.json with articles there", where=str(folder), hint="give the folder of the truth")
    return pages


def read_predicted(path: str | Path, *, nfkc: bool = False) -> dict[str, list[str]]:
    """Page -> its articles, squeezed; the page is named without folder and ``.pdf``.

    Raises MissingFileError for a missing file and :class:`RecordError` for a line that is not as described.
    """
    pages: dict[str, list[str]] = {}
    for number, line in iter_jsonl(path):
        name = line.get("page")
        if not isinstance(name, str):
            raise RecordError(
                "field page: no text", where=f"{path}:{number}", hint='give {"page": ..., "articles": ...}'
            )
        pages[Path(name).name.removesuffix(".pdf")] = [squeezed(text, nfkc=nfkc) for text in _articles(line)]
    return pages


def _articles(line: Mapping[str, Any]) -> Iterator[str]:
    articles = line.get("articles")
    if not isinstance(articles, list):
        yield str(line.get("text") or "")
        return
    for article in cast(list[Any], articles):
        if isinstance(article, dict):
            fields = cast(dict[str, Any], article)
            parts = (fields.get(field) for field in _FIELDS)
            yield "\n".join(str(part) for part in parts if part and not isinstance(part, list))
        else:
            yield str(article)


def _page(data: Mapping[str, Any], nfkc: bool) -> Page:
    articles = tuple(_article(article, nfkc) for article in data["articles"])
    return Page(
        str(data["page"]), articles, tuple((f["kind"], squeezed(f["text"], nfkc=nfkc)) for f in data["furniture"])
    )


def _article(data: Mapping[str, Any], nfkc: bool) -> Article:
    def texts(values: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(squeezed(value, nfkc=nfkc) for value in values)

    paragraphs: list[Mapping[str, str]] = data["paras"]
    tables: list[Mapping[str, Any]] = data.get("tables") or []
    heads = (data.get("kicker"), data.get("headline"), data.get("byline"), *(data.get("deck") or ()))
    return Article(
        lines=texts(text for _, text in data["lines"]),
        sentences=texts(data["sentences"]),
        headline=squeezed(data.get("headline"), nfkc=nfkc),
        body=tuple(squeezed(p["text"], nfkc=nfkc) if p["type"] == "body" else None for p in paragraphs),
        heads=tuple(filter(None, texts(heads))),
        apart=tuple(filter(None, texts(p["text"] for p in paragraphs if p["type"] != "body"))),
        cells=tuple(filter(None, texts(str(c) for t in tables for row in t["rows"] for c in row))),
    )
