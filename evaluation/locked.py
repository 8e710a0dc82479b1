"""Measurement on the locked part: predictions in, sums out, one line in the log for every run.

Nothing here shows, stores or raises text of a locked document: a predictor that fails is counted by the type of its
error, and its document scores as one without findings.
"""

import io
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Generic, TypeVar

from mingdan.core.jsonio import to_plain
from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_locked
from mingdan.evaluation.commands import Predictor, bare
from mingdan.evaluation.commit import current_commit
from mingdan.evaluation.measures.confidence import Calibration, mention_calibration, row_calibration
from mingdan.evaluation.measures.known import known_tallies
from mingdan.evaluation.published import PublishedScores, score_published
from mingdan.evaluation.scorer import Pair, score
from mingdan.evaluation.scores import Scores, Tally
from mingdan.evaluation.slices import Slice, slices

LOG = LOCKED_FOLDER / "log.jsonl"
UNSEEN_LOG = UNSEEN_FOLDER / "log.jsonl"

S = TypeVar("S", Scores, PublishedScores)


@dataclass(frozen=True, slots=True)
class LockedResult(Generic[S]):
    """One run: when, what was measured, and how often the predictor failed.

    ``failures`` counts documents by the type of the error, and as ``text_differs`` those that came back with another
    text, whose offsets mean nothing.
    """

    kind: str
    date: str
    commit: str | None
    version: str | None
    config: str | None
    documents: int
    failures: dict[str, int]
    scores: S
    slices: list[Slice]
    more: dict[str, dict[str, float | None]] = field(default_factory=dict[str, dict[str, float | None]])
    """Calibration of confidences (recall: at precision .98), and real and invented names apart."""


def evaluate_locked(
    predict: Predictor, *, config: str | None = None, log: Path | None = None, part: str = "locked"
) -> LockedResult[Scores]:
    """Run ``predict`` on every document of the part without its labels and score it; appends a line to ``log``.

    ``part`` is ``locked`` or ``unseen``, ``config`` names the configuration that was measured.
    Raises RecordError where the locked labels are faulty.
    """
    pairs, failures = _run(predict, part, published=True)
    where = log or _log(part)
    return _logged("extraction", score(pairs), slices(pairs), len(pairs), failures, config, where, _more(pairs))


def _more(pairs: Sequence[Pair]) -> dict[str, dict[str, float | None]]:
    known = [known_tallies(gold, predicted) for gold, predicted in pairs]
    sums = {name: sum((tallies[name] for tallies in known), Tally()) for name in (known[0] if known else ())}
    return {
        "confidence of rows": _figures(row_calibration(pairs)),
        "confidence of mentions": _figures(mention_calibration(pairs)),
        **{name: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for name, t in sums.items()},
    }


def _figures(found: Calibration) -> dict[str, float | None]:
    return {"ece": found.ece, "auroc": found.auroc, "recall": found.recall}


def evaluate_locked_published(
    predict: Predictor, *, config: str | None = None, log: Path | None = None, part: str = "locked"
) -> LockedResult[PublishedScores]:
    """The same with the publication date withheld: how well ``predict`` finds it. Appends a line to ``log``."""
    pairs, failures = _run(predict, part, published=False)
    return _logged("published", score_published(pairs), [], len(pairs), failures, config, log or _log(part))


def _log(part: str) -> Path:
    return UNSEEN_LOG if part == "unseen" else LOG


def _run(predict: Predictor, part: str, *, published: bool) -> tuple[Sequence[Pair], dict[str, int]]:
    pairs: list[Pair] = []
    failures: Counter[str] = Counter()
    for gold in load_locked("measurement", part):
        given = bare(gold, published=published)
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                predicted = replace(predict(given), id=gold.id)
        except Exception as error:  # a message could quote the text: only the type goes on
            failures[type(error).__name__] += 1
            predicted = given
        if predicted.text != gold.text:
            failures["text_differs"] += 1
        pairs.append((gold, predicted))
    return pairs, dict(failures)


def _logged(
    kind: str,
    scores: S,
    parts: list[Slice],
    documents: int,
    failures: dict[str, int],
    config: str | None,
    log: Path,
    more: dict[str, dict[str, float | None]] | None = None,
) -> LockedResult[S]:
    date = datetime.now(UTC).isoformat(timespec="seconds")
    result = LockedResult(
        kind, date, current_commit(), _version(), config, documents, failures, scores, parts, more or {}
    )
    line: dict[str, Any] = to_plain(result)
    with log.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return result


def _version() -> str | None:
    try:
        return version("mingdan")
    except PackageNotFoundError:
        return None
