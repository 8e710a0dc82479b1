"""Evaluations as the command line runs them: two files or folders, or a predictor on the open part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mingdan.core.errors import UsageError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_documents, load_readable
from mingdan.evaluation.analysis import Analysis, analyse
from mingdan.evaluation.errors import Difference, differences, error_lines
from mingdan.evaluation.report import report_lines
from mingdan.evaluation.scorer import Pair, score
from mingdan.evaluation.scores import Scores

Predictor = Callable[[Document], Document]
"""Takes a document without labels and gives it back with predictions."""


@dataclass(frozen=True, slots=True)
class Report:
    """Scores, what did not pair by id, and every difference.

    ``missing`` gold ids have no prediction and count as empty; ``extra`` predicted ids are not in gold and do not
    count; ``text_differs`` are pairs whose texts differ, so that offsets mean nothing.
    """

    scores: Scores
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    text_differs: tuple[str, ...]
    differences: tuple[Difference, ...]

    def lines(self, *, errors: bool = False) -> Iterator[str]:
        """The report as plain text, with the list of differences where ``errors`` is set."""
        yield from report_lines(self.scores)
        for told, ids in (
            ("without a prediction, counted as empty", self.missing),
            ("predicted but not in gold, not counted", self.extra),
            ("text differs from gold", self.text_differs),
        ):
            if ids:
                yield f"{told}: {', '.join(ids)}"
        if errors:
            yield ""
            yield from error_lines(self.differences)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is known of one evaluation; ``pairs`` are ``(gold, predicted)`` in the order of gold."""

    report: Report
    analysis: Analysis
    pairs: tuple[Pair, ...]


def pair_documents(gold: Sequence[Document], predicted: Sequence[Document]) -> list[Pair]:
    """Each gold document with its prediction by id; without one it gets a document without any finding."""
    by_id = {document.id: document for document in predicted}
    return [(document, by_id.get(document.id, bare(document))) for document in gold]


def evaluate_documents(gold: Sequence[Document], predicted: Sequence[Document]) -> Report:
    """Pair by id and score; a gold document without a prediction counts as one without any finding."""
    pairs = pair_documents(gold, predicted)
    given, known = {document.id for document in predicted}, {document.id for document in gold}
    return Report(
        scores=score(pairs),
        missing=tuple(document.id for document in gold if document.id not in given),
        extra=tuple(document.id for document in predicted if document.id not in known),
        text_differs=tuple(g.id for g, p in pairs if g.text != p.text),
        differences=tuple(item for g, p in pairs for item in differences(g, p)),
    )


def evaluate_fully(gold: Sequence[Document], predicted: Sequence[Document]) -> Evaluation:
    """Score like :func:`evaluate_documents`, and measure everything else."""
    pairs = tuple(pair_documents(gold, predicted))
    return Evaluation(evaluate_documents(gold, predicted), analyse(pairs), pairs)


def predict_part(source: str | Path, predict: Predictor) -> tuple[list[Document], list[Document]]:
    """Gold and predicted documents of the part ``open`` or ``own``, or of a file or folder; labels are removed first.

    Raises :class:`UsageError` for a locked part, else what reading raises.
    """
    if str(source) in {"locked", "unseen"}:
        raise UsageError(f"part {str(source)!r} has its own door", hint=f"use mingdan evaluate --{source}")
    gold = load_readable(source)
    return gold, [replace(predict(bare(document)), id=document.id) for document in gold]


def evaluate_files(gold: str | Path, predicted: str | Path) -> Report:
    """Score a file or folder of predictions; either side is JSONL or a folder of ``*.doc.md``.

    Raises :class:`~mingdan.core.errors.UsageError` for the locked folder, RecordError for a faulty record and
    MissingFileError for a missing one.
    """
    return evaluate_documents(load_documents(gold), load_documents(predicted))


def evaluate_open(predict: Predictor) -> Report:
    """Run ``predict`` on every document of the open part, labels removed, and score it."""
    return evaluate_documents(*predict_part("open", predict))


def bare(document: Document, *, published: bool = True) -> Document:
    """The document as an extractor gets it: id, genre, text, publisher and, unless withheld, its publication date."""
    return Document(
        id=document.id,
        text=document.text,
        genre=document.genre,
        published=document.published if published else None,
        publisher=document.publisher,
    )
