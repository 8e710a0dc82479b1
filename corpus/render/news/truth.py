"""The truth of a newspaper page: its articles and furniture, in the form that layout scores are taken from.

``{"page", "articles": [{"id", "document", "kicker", "headline", "deck", "byline", "paras": [{"type", "text"}],
"sentences", "tables": [{"rows"}], "lines": [[page, text]], "line_para"}], "furniture": [{"kind", "text"}]}``. ``paras`` of
type ``body`` hold whole paragraphs; ``subhead`` and ``table`` (as Markdown rows) stand between them. ``document`` is the
id of the gold record, null for a filler. Of a jump both parts are one article.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mingdan.corpus.render.news.content import Item, Story, sentences
from mingdan.corpus.render.news.geometry import Sheet


def truth_of(name: str, stories: Sequence[Story], sheets: Sequence[Sheet]) -> dict[str, Any]:
    """The truth of pages on which ``stories`` were set."""
    furniture = [{"kind": kind, "text": text} for sheet in sheets for kind, text in sheet.furniture]
    articles = [_article(number, story, sheets) for number, story in enumerate(stories)]
    return {"page": name, "articles": articles, "furniture": furniture}


def _article(number: int, story: Story, sheets: Sequence[Sheet]) -> dict[str, Any]:
    lines = [line for sheet in sheets for line in sheet.lines if line.story == number]
    return {
        "id": chr(ord("A") + number),
        "document": story.document,
        "kicker": story.kicker,
        "headline": story.headline,
        "deck": list(story.deck),
        "byline": story.byline,
        "paras": [{"type": item.kind, "text": _text(item)} for item in story.items],
        "sentences": [s for item in story.items if item.kind == "body" for s in sentences(item.text)],
        "tables": [{"rows": [list(row) for row in item.rows]} for item in story.items if item.kind == "table"],
        "lines": [[line.page, line.text] for line in lines],
        "line_para": [line.para for line in lines],
    }


def _text(item: Item) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in item.rows) if item.rows else item.text


def article_text(article: dict[str, Any]) -> str:
    """An article of a truth as plain text in reading order: its head, then its paragraphs and tables."""
    head = [article["kicker"], article["headline"], *article["deck"], article["byline"]]
    return "\n".join([*(text for text in head if text), *(para["text"] for para in article["paras"])])


def truth_prediction(truth: dict[str, Any]) -> list[str]:
    """What a reader without fault gives for a page: the text of each article."""
    return [article_text(article) for article in truth["articles"]]


def write_truth(truth: dict[str, Any], path: Path) -> None:
    """Write a truth as JSON, UTF-8, Chinese unescaped."""
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
