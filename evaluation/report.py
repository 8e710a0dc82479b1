"""Figures as plain text, one measure a line."""

from collections.abc import Iterable, Iterator

from mingdan.evaluation.floors import FloorCheck
from mingdan.evaluation.published import PublishedScores
from mingdan.evaluation.scores import Estimate, FoundScore, Scores, ShareScore


def report_lines(scores: Scores) -> Iterator[str]:
    """A table of all figures; intervals are 95 % bootstrap intervals over documents."""
    yield f"{scores.documents} documents; in brackets 95 % intervals over documents"
    yield ""
    yield f"{'measure':<18}{'F1':<19}{'precision':<19}{'recall':<19}{'right':>6}{'pred.':>6}{'gold':>6}"
    for name, found in scores.found.items():
        yield found_line(name, found)
    yield ""
    yield f"{'on what was found':<18}{'share':<19}{'right':>6}{'of':>6}"
    for name, share in scores.shares.items():
        yield share_line(name, share)
    yield ""
    yield f"false rows: {scores.false_rows} in {scores.documents_without_rows} documents that have none"


def published_lines(scores: PublishedScores) -> Iterator[str]:
    """The figures of publication dates found without help."""
    yield f"{scores.documents} documents, publication date withheld; in brackets 95 % intervals over documents"
    yield ""
    yield f"{'published':<18}{'share':<19}{'right':>6}{'of':>6}"
    yield share_line("accuracy", scores.accuracy)
    yield share_line("null_precision", scores.null_precision)
    yield share_line("null_recall", scores.null_recall)
    yield share_line("stated", scores.stated)
    yield share_line("unstated", scores.unstated)


def floor_lines(checks: Iterable[FloorCheck]) -> Iterator[str]:
    """Each floor with its value and whether it holds.

    >>> list(floor_lines([FloorCheck("rows", 0.55, 0.5)]))
    ['floor rows              0.55  value 0.500  FAILS']
    """
    for check in checks:
        value = "-" if check.value is None else f"{check.value:.3f}"
        yield f"floor {check.measure:<18}{check.floor:.2f}  value {value}  {'holds' if check.holds else 'FAILS'}"


def show(figure: Estimate) -> str:
    """``0.912 [0.87,0.95]``, a dash where there is no value.

    >>> show(Estimate(0.9123, 0.87, 0.951)), show(Estimate(None))
    ('0.912 [0.87,0.95]', '-')
    """
    if figure.value is None:
        return "-"
    interval = "" if figure.low is None or figure.high is None else f" [{figure.low:.2f},{figure.high:.2f}]"
    return f"{figure.value:.3f}{interval}"


def found_line(name: str, found: FoundScore) -> str:
    """One measure with precision and recall."""
    figures = "".join(f"{show(figure):<19}" for figure in (found.f1, found.precision, found.recall))
    return f"{name:<18}{figures}{found.right:>6}{found.predicted:>6}{found.gold:>6}"


def share_line(name: str, share: ShareScore) -> str:
    """One measure that is right or wrong on each case."""
    return f"{name:<18}{show(share.share):<19}{share.right:>6}{share.total:>6}"
