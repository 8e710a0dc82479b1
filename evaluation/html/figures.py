"""The figures of a report as HTML: cards, tables with intervals, mixed-up codes, comparison, changes."""

from collections.abc import Iterator, Mapping, Sequence

from mingdan.evaluation.analysis import Analysis, ClusterScore
from mingdan.evaluation.baseline import Change, compared
from mingdan.evaluation.compare import Comparison
from mingdan.evaluation.floors import FloorCheck
from mingdan.evaluation.html.plots import difference_bar, interval_bar, reliability_plot
from mingdan.evaluation.html.text import escape, hint, number, table, tag, title
from mingdan.evaluation.measures.confidence import WANTED_PRECISION, Calibration
from mingdan.evaluation.measures.confusion import NOTHING, Confusion
from mingdan.evaluation.measures.parts import PART_MEASURES
from mingdan.evaluation.scores import Estimate, FoundScore, Scores, ShareScore

_CARDS = ("rows_with_role", "rows", "mentions.INST", "mentions.ROLE", "mentions.DATE", "mentions.POLICY")
_HEAT = 9


def cards(scores: Scores) -> str:
    """The main figures, large."""
    shown = [(title(m), scores.found[m].f1, _counts(scores.found[m])) for m in _CARDS]
    boxes = [
        tag("div", tag("h3", escape(name)) + tag("p", plain(f1), class_="big") + interval_bar(f1) + tag("p", told))
        for name, f1, told in shown
    ]
    false = tag("p", str(scores.false_rows), class_="big")
    where = f"in {scores.documents_without_rows} documents without partners"
    boxes.append(tag("div", tag("h3", "Invented rows") + false + tag("p", where)))
    return tag("div", "".join(boxes), class_="cards")


def _counts(found: FoundScore) -> str:
    return f"{found.right} right of {found.predicted} predicted, {found.gold} in gold"


def found_table(found: Mapping[str, FoundScore]) -> str:
    """Measures with precision and recall."""
    head = ("measure", "F1", "95 % interval", "precision", "recall", "right", "predicted", "gold")
    return table(head, (_found_row(name, score) for name, score in found.items()), "figures")


def _found_row(name: str, found: FoundScore) -> Iterator[str]:
    yield _name(name)
    yield from _estimate(found.f1)
    yield from (number(plain(figure)) for figure in (found.precision, found.recall))
    yield from (number(str(count)) for count in (found.right, found.predicted, found.gold))


def share_table(shares: Mapping[str, ShareScore]) -> str:
    """Measures that are right or wrong on each case."""
    head = ("measure", "share", "95 % interval", "right", "of")
    rows = (
        (_name(name), *_estimate(s.share), number(str(s.right)), number(str(s.total))) for name, s in shares.items()
    )
    return table(head, rows, "figures")


def cluster_table(clusters: Mapping[str, ClusterScore]) -> str:
    """B³ of the names."""
    rows = (
        (_name(name), *_estimate(score.f1), number(plain(score.precision)), number(plain(score.recall)))
        for name, score in clusters.items()
    )
    return table(("measure", "F1", "95 % interval", "precision", "recall"), rows, "figures")


def span_tables(analysis: Analysis) -> str:
    """Nervaluate's schemes."""
    head = ("scheme", "F1", "correct", "incorrect", "partial", "missed", "spurious")
    rows = (
        (
            tag("th", escape(scheme), scope="row"),
            number(_figure(c.f1)),
            *(number(str(n)) for n in (c.correct, c.incorrect, c.partial, c.missed, c.spurious)),
        )
        for scheme, c in analysis.schemes.items()
    )
    return table(head, rows, "figures")


def macro_table(macro: Mapping[str, Estimate]) -> str:
    """Mean F1 over documents."""
    rows = ((_name(name), *_estimate(figure)) for name, figure in macro.items())
    return table(("measure", "mean F1", "95 % interval"), rows, "figures")


def part_table(analysis: Analysis) -> str:
    """F1 of each part of the documents, with its interval on hover; sortable."""
    head = ("part", "documents", *(escape(title(name)) for name in PART_MEASURES))
    rows = (
        (
            tag("th", escape(part.name.replace(":", ": ")), scope="row"),
            number(str(part.documents), part.documents),
            *(_hover(part.found[name].f1) for name in PART_MEASURES),
        )
        for part in analysis.parts
    )
    return table(head, rows, "figures sortable")


def _hover(figure: Estimate) -> str:
    told = "" if figure.low is None or figure.high is None else f"{figure.low:.3f} to {figure.high:.3f}"
    return tag(
        "td", plain(figure), class_=f"num {_shade(figure.value)}", title=told, data_order=f"{figure.value or 0:.6f}"
    )


def _shade(value: float | None) -> str:
    return "" if value is None or value >= 0.9 else "low" if value < 0.7 else "middling"


def confusion_table(found: Confusion) -> str:
    """Gold codes down, predicted codes across; the diagonal is right."""
    if not found.codes:
        return tag("p", "nothing to show")
    head = ("gold ↓ predicted →", *(escape(code) for code in found.codes))
    largest = max((n for g, row in found.counts.items() for p, n in row.items() if g != p), default=1)
    rows = (
        (tag("th", escape(gold), scope="row"), *(_heat(found, gold, given, largest) for given in found.codes))
        for gold in found.codes
    )
    return table(head, rows, "confusion")


def _heat(found: Confusion, gold: str, predicted: str, largest: int) -> str:
    count = found.count(gold, predicted)
    if gold == predicted == NOTHING or not count:
        return tag("td", "", class_="num")
    kind = "right" if gold == predicted else f"heat{1 + (_HEAT - 1) * count // largest}"
    return tag("td", str(count), class_=f"num {kind}", title=f"{gold} taken for {predicted}: {count}")


def confidence_block(found: Calibration, what: str) -> str:
    """Reliability plot and the figures beside it."""
    if not found.predictions:
        return tag("p", f"The {escape(what)} have no confidences.")
    rows = (
        ("Predictions with a confidence", str(found.predictions)),
        ("Right ones among them", str(found.right)),
        ("Expected calibration error", _figure(found.ece)),
        ("AUROC (right above wrong)", _figure(found.auroc)),
        (f"Recall at precision {WANTED_PRECISION}", _figure(found.recall)),
        ("… reached at confidence from", _figure(found.threshold)),
    )
    cells = table((escape(what), ""), ((tag("th", escape(a), scope="row"), number(b)) for a, b in rows), "figures")
    return tag("div", tag("div", reliability_plot(found.bins, what)) + tag("div", cells), class_="beside")


def comparison_table(found: Sequence[Comparison]) -> str:
    """Ours against the other system; a measure stands out where chance is no explanation."""
    ends = [abs(end) for one in found for end in (one.difference.low, one.difference.high) if end is not None]
    widest = max([0.05, *ends])
    head = ("measure", "ours", "other", "difference", f"−{widest:.2f} to +{widest:.2f}")
    head += ("p (randomisation)", "p (bootstrap)", "better on", "worse on")
    return table(head, (_comparison_row(one, widest) for one in found), "figures")


def _comparison_row(one: Comparison, widest: float) -> Iterator[str]:
    yield _name(one.measure, "sure" if one.significant else None)
    yield from (number(_figure(figure)) for figure in (one.ours, one.theirs))
    yield number(_change(one.difference.value))
    yield difference_bar(one.difference, widest)
    yield from (number(_figure(chance)) for chance in (one.p_randomisation, one.p_bootstrap))
    yield from (number(str(count)) for count in (one.better, one.worse))


def change_table(found: Sequence[Change]) -> str:
    """Figures that differ from an earlier report; those that only one report has are counted."""
    both = compared(found)
    alone = len(found) - len(both)
    note = tag("p", f"Figures that only one report has: {alone}.", class_="note") if alone else ""
    if not both:
        return tag("p", "No figure differs from the earlier report.") + note
    return table(("figure", "then", "now", "change"), map(_change_row, both), "figures sortable") + note


def _change_row(change: Change) -> Iterator[str]:
    by = change.by or 0.0
    yield tag("th", escape(change.figure), scope="row")
    yield from (number(_figure(value), value) for value in (change.then, change.now))
    yield tag("td", _change(change.by), class_=f"num {'up' if by > 0 else 'down'}", data_order=by)


def floor_table(checks: Sequence[FloorCheck]) -> str:
    """Floors and whether they hold."""
    rows = (
        (
            _name(check.measure),
            number(f"{check.floor:.2f}"),
            number(_figure(check.value)),
            tag("td", "holds" if check.holds else "fails", class_="up" if check.holds else "down"),
        )
        for check in checks
    )
    return table(("measure", "floor", "value", ""), rows, "figures")


def plain(figure: Estimate) -> str:
    """``0.912``, a dash without a value."""
    return _figure(figure.value)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _change(value: float | None) -> str:
    return "–" if value is None else f"{value:+.3f}"


def _estimate(figure: Estimate) -> Iterator[str]:
    yield number(tag("b", plain(figure)))
    span = "" if figure.low is None or figure.high is None else f" {figure.low:.2f}–{figure.high:.2f}"
    yield tag("td", interval_bar(figure) + tag("small", span), class_="interval")


def _name(measure: str, class_: str | None = None) -> str:
    code = tag("small", escape(hint(measure) or ("" if title(measure) == measure else measure)))
    return tag("th", f"{escape(title(measure))} {code}", scope="row", class_=class_)
