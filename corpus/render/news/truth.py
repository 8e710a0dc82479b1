"""The truth of a newspaper page: its articles and furniture, in the form that layout scores are taken from.

``{"page", "articles": [{"id", "document", "kicker", "headline", "deck", "byline", "paras": [{"type", "text"}],
"sentences", "tables": [{"rows"}], "lines": [[page, text]], "line_para"}], "furniture": [{"kind", "text"}]}``. ``paras``
of type ``body`` are paragraphs and sub-headings (``"style": "subhead"``); one of type ``table`` has no text and stands
where the table of number ``table`` belongs. ``lines`` are those of the body as set, with the page from 1, ``line_para``
their paragraphs. ``document`` is the id of the gold record, null for a filler. Both parts of a jump are one article.
``sentences`` leave out what stands in the headline word for word (a signature).
Kinds of furniture: ``header``, ``caption``, ``quote``, ``ad``, ``label``, ``jump``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from mingdan.corpus.render.news.content import Story, sentences
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
        "paras": list(_paras(story)),
        "sentences": list(_sentences(story)),
        "tables": [{"rows": [list(row) for row in item.rows]} for item in story.items if item.kind == "table"],
        "lines": [[line.page, line.text] for line in lines],
        "line_para": [line.para for line in lines],
    }


def _sentences(story: Story) -> Iterator[str]:
    for item in story.items:
        for sentence in sentences(item.text):
            if sentence not in (story.headline or ""):
                yield sentence


def _paras(story: Story) -> Iterator[dict[str, Any]]:
    tables = count()
    for item in story.items:
        if item.rows:
            yield {"type": "table", "text": "", "table": next(tables)}
        elif item.kind == "subhead":
            yield {"type": "body", "text": item.text, "style": "subhead"}
        else:
            yield {"type": "body", "text": item.text}


def article_text(article: Mapping[str, Any]) -> str:
    """An article of a truth as plain text in reading order: its head, then its paragraphs, tables as Markdown rows."""
    head = [article["kicker"], article["headline"], *article["deck"], article["byline"]]
    return "\n".join([*(text for text in head if text), *(_para_text(article, para) for para in article["paras"])])


def _para_text(article: Mapping[str, Any], para: Mapping[str, Any]) -> str:
    if para["type"] != "table":
        return str(para["text"])
    return "\n".join(f"| {' | '.join(row)} |" for row in article["tables"][para["table"]]["rows"])


def truth_prediction(truth: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader without fault gives for a page, as a prediction of layout scores; tables are left out."""
    articles = [article_text({**article, "tables": [], "paras": _prose(article)}) for article in truth["articles"]]
    return {"page": truth["page"], "articles": articles}


def _prose(article: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [para for para in article["paras"] if para["type"] != "table"]


def write_truth(truth: Mapping[str, Any], path: Path) -> None:
    """Write a truth as JSON, UTF-8, Chinese unescaped."""
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
