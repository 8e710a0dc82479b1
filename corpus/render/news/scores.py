"""Layout scores of predicted articles against the truth of a page; white space is ignored everywhere."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BLANK = re.compile(r"[\s\u200b\ufeff\x00-\x1f\x7f\ufffe\ufffd\xad]+")
_EDGE = 8
_GRAM = 4
_BREAK = "\ue000"


@dataclass(frozen=True, slots=True)
class LayoutScores:
    """All from 0 to 1, higher is better.

    ``adj``: pairs of consecutive body lines of an article, without a table in between, that follow each other.
    ``sent``: body sentences whole inside one predicted article. ``assign``: sentences in the predicted article that is
    matched, one to one, to theirs. ``head``: articles whose headline stands whole in the matched article before its
    first sentence.
    """

    adj: float
    sent: float
    assign: float
    head: float


def layout_scores(truth: Mapping[str, Any], predicted: Sequence[str]) -> LayoutScores:
    """Score the texts of predicted articles.

    >>> from mingdan.corpus.render.news.truth import truth_prediction
    >>> article = {"kicker": None, "headline": "题", "deck": [], "byline": None, "sentences": ["甲。"]}
    >>> article |= {"paras": [{"type": "body", "text": "甲。"}], "lines": [[1, "甲。"]]}
    >>> truth = {"articles": [article]}
    >>> layout_scores(truth, truth_prediction(truth))
    LayoutScores(adj=1.0, sent=1.0, assign=1.0, head=1.0)
    """
    texts = [text for text in map(_bare, predicted) if text] or [""]
    stories = [[_bare(s) for s in article["sentences"]] for article in truth["articles"]]
    count = sum(map(len, stories))
    whole = sum(any(s in text for text in texts) for story in stories for s in story)
    votes = [_votes(story, texts) for story in stories]
    matched = match(votes)
    assigned = sum(votes[i][j] for i, j in matched.items())
    heads = [_head(article, stories[i], texts, matched.get(i)) for i, article in enumerate(truth["articles"])]
    known = [ok for ok in heads if ok is not None]
    return LayoutScores(
        _adjacency(truth, texts), whole / count if count else 1.0, assigned / count if count else 1.0, _share(known)
    )


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 1.0


def _bare(text: str) -> str:
    return _BLANK.sub("", text)


def _adjacency(truth: Mapping[str, Any], texts: Sequence[str]) -> float:
    everything = _BREAK.join(texts)
    found: list[bool] = []
    for article in truth["articles"]:
        lines = [_bare(text) for _, text in article["lines"]]
        places = article.get("line_para") or [0] * len(lines)
        tables = [k for k, para in enumerate(article["paras"]) if para["type"] == "table"]
        for k in range(len(lines) - 1):
            if not any(places[k] < table < places[k + 1] for table in tables):
                found.append(lines[k][-_EDGE:] + lines[k + 1][:_EDGE] in everything)
    return _share(found)


def _votes(story: Sequence[str], texts: Sequence[str]) -> list[int]:
    """How many sentences of a story lie in each text."""
    grams = [{text[k : k + _GRAM] for k in range(len(text) - _GRAM + 1)} for text in texts]
    votes = [0] * len(texts)
    for sentence in story:
        own = [sentence[k : k + _GRAM] for k in range(len(sentence) - _GRAM + 1)] or [sentence]
        if len(sentence) < _GRAM:
            counts = [int(sentence in text) for text in texts]
        else:
            counts = [sum(gram in known for gram in own) for known in grams]
        best = max(range(len(texts)), key=lambda k: (counts[k], sentence in texts[k]))
        votes[best] += counts[best] * 2 >= len(own)
    return votes


def match(votes: Sequence[Sequence[int]]) -> dict[int, int]:
    """The one-to-one matching of rows to columns with the largest sum; pairs without a vote are left out.

    >>> match([[3, 2], [4, 0]])
    {0: 1, 1: 0}
    """
    best: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {0: (0, ())}
    for column in range(len(votes[0]) if votes else 0):
        reached = dict(best)
        for taken, (total, pairs) in best.items():
            for row, counts in enumerate(votes):
                if counts[column] and not taken >> row & 1:
                    key, value = taken | 1 << row, total + counts[column]
                    if key not in reached or reached[key][0] < value:
                        reached[key] = (value, (*pairs, (row, column)))
        best = reached
    return dict(sorted(max(best.values(), key=lambda item: item[0])[1]))


def _head(article: Mapping[str, Any], story: Sequence[str], texts: Sequence[str], at: int | None) -> bool | None:
    headline = _bare(article["headline"] or "")
    if not headline:
        return None
    if at is None:
        return False
    place = texts[at].find(headline)
    firsts = [texts[at].find(s) for s in story if s in texts[at]]
    return place >= 0 and (not firsts or place < min(firsts))
