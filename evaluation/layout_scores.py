"""Scores of predicted reading order and article split against the truth of newspaper pages.

White space counts nowhere, the order of articles is free. All figures lie in [0, 1]; over several pages they are the
mean of the pages' figures. ``clean`` and ``furniture`` say nothing alone: an empty output has 1 in both; read them
beside ``sentences``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from mingdan.core.assignment import cheapest
from mingdan.evaluation.layout_leaks import SEPARATOR, Leaks
from mingdan.evaluation.layout_truth import Article, Page, read_predicted, read_truth

_JOINT = 8
_GRAM = 4


@dataclass(frozen=True, slots=True)
class LayoutScores:
    """Figures of one page, or their means over pages.

    ``adjacency``: pairs of consecutive lines of one article that follow each other in the prediction (last 8 characters
    of the first, first 8 of the second). ``sentences``: body sentences found whole inside one predicted article.
    ``assigned``: sentences that lie in the predicted article matched to theirs (most of their character 4-grams);
    ``assigned_whole``: those that stand there whole. ``clean``: sentences into which nothing foreign has got.
    ``furniture``: items (captions, headers, ...) that got into no sentence. ``headlines``: articles whose headline
    stands whole in the matched one before its first sentence. ``articles``: predicted for one true article.
    """

    adjacency: float
    sentences: float
    assigned: float
    assigned_whole: float
    clean: float
    furniture: float
    headlines: float
    articles: float


@dataclass(frozen=True, slots=True)
class LayoutReport:
    """Scores by page and their means; ``missing`` pages have no prediction, ``extra`` ones no truth."""

    mean: LayoutScores
    pages: Mapping[str, LayoutScores]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The report as a plain table, one page a line."""
        names = [field.name for field in fields(LayoutScores)]
        yield "page".ljust(16) + "".join(name.rjust(15) for name in names)
        for page, scores in [*self.pages.items(), ("all", self.mean)]:
            yield page.ljust(16) + "".join(f"{getattr(scores, name):15.3f}" for name in names)
        for told, pages in (("without a prediction, counted as empty", self.missing), ("not in the truth", self.extra)):
            if pages:
                yield f"{told}: {', '.join(pages)}"


def evaluate_layout(truth: str | Path, predicted: str | Path, *, nfkc: bool = False) -> LayoutReport:
    """Score a JSONL file of pages against a folder of truth; ``nfkc`` folds compatibility forms on both sides.

    Raises what :func:`~mingdan.evaluation.layout_truth.read_truth` and ``read_predicted`` raise.
    """
    pages = {page.name: page for page in read_truth(truth, nfkc=nfkc)}
    given = read_predicted(predicted, nfkc=nfkc)
    scores = {name: score_page(page, given.get(name, [])) for name, page in pages.items()}
    return LayoutReport(
        _mean(list(scores.values())),
        scores,
        tuple(name for name in pages if name not in given),
        tuple(name for name in given if name not in pages),
    )


def score_page(page: Page, predicted: Sequence[str]) -> LayoutScores:
    """Score the squeezed articles of one page."""
    articles = [text for text in predicted if text] or [""]
    whole = SEPARATOR.join(articles)
    sentences = [sentence for article in page.articles for sentence in article.sentences]
    number = len(sentences) or 1
    lying, matched = _match(page.articles, articles)
    leaks = Leaks(page, whole)
    return LayoutScores(
        adjacency=_adjacency(page.articles, whole),
        sentences=sum(any(s in text for text in articles) for s in sentences) / number,
        assigned=sum(lying[true].count(given) for true, given in matched.items()) / number,
        assigned_whole=_whole(page.articles, articles, matched) / number,
        clean=1 - len(leaks.sentences) / number,
        furniture=1 - leaks.furniture / len(page.furniture) if page.furniture else 1.0,
        headlines=_headlines(page.articles, articles, matched),
        articles=len(articles) / len(page.articles),
    )


def _adjacency(articles: Sequence[Article], whole: str) -> float:
    joints = [a[-_JOINT:] + b[:_JOINT] for article in articles for a, b in zip(article.lines, article.lines[1:])]  # noqa: B905
    return sum(joint in whole for joint in joints) / len(joints) if joints else 1.0


def _match(articles: Sequence[Article], predicted: Sequence[str]) -> tuple[list[list[int | None]], dict[int, int]]:
    """Where each sentence lies, and the one-to-one matching of articles that most sentences bear out."""
    grams = [_grams(text) for text in predicted]
    lying = [[_lies(s, predicted, grams) for s in article.sentences] for article in articles]
    size = max(len(articles), len(predicted))
    counts = [[row.count(given) for given in range(size)] for row in lying] + [
        [0] * size for _ in range(size - len(articles))
    ]
    columns = cheapest([[-count for count in row] for row in counts])
    return lying, {true: given for true, given in enumerate(columns) if counts[true][given]}


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))


def _lies(sentence: str, predicted: Sequence[str], grams: Sequence[frozenset[str]]) -> int | None:
    """The predicted article with most of the sentence's 4-grams, the whole sentence first; null for under half."""
    pieces = [sentence[at : at + _GRAM] for at in range(len(sentence) - _GRAM + 1)]
    shares = [
        sum(piece in known for piece in pieces) if pieces else int(sentence in text)
        for text, known in zip(predicted, grams, strict=True)
    ]
    best = max(range(len(predicted)), key=lambda given: (shares[given], sentence in predicted[given]))
    return best if 2 * shares[best] >= max(1, len(pieces)) else None


def _whole(articles: Sequence[Article], predicted: Sequence[str], matched: Mapping[int, int]) -> int:
    return sum(s in predicted[given] for true, given in matched.items() for s in articles[true].sentences)


def _headlines(articles: Sequence[Article], predicted: Sequence[str], matched: Mapping[int, int]) -> float:
    with_headline = [n for n, article in enumerate(articles) if article.headline]
    right = sum(_leads(articles[n], predicted[matched[n]]) for n in with_headline if n in matched)
    return right / len(with_headline) if with_headline else 1.0


def _leads(article: Article, text: str) -> bool:
    """Whether the headline stands in the text before every sentence of the article."""
    at = text.find(article.headline)
    return at >= 0 and all(at < text.find(sentence) for sentence in article.sentences if sentence in text)


def _mean(pages: Sequence[LayoutScores]) -> LayoutScores:
    return LayoutScores(*(sum(getattr(p, f.name) for p in pages) / len(pages) for f in fields(LayoutScores)))
