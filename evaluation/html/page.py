"""The whole report as one HTML file that loads nothing: style and script stand in it, and nothing else may run."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mingdan.core.codes import LABELS
from mingdan.core.errors import UsageError
from mingdan.evaluation.baseline import Change
from mingdan.evaluation.commands import Evaluation
from mingdan.evaluation.compare import Comparison
from mingdan.evaluation.floors import FloorCheck
from mingdan.evaluation.html import figures
from mingdan.evaluation.html.documents import document_index, document_section, worst_documents
from mingdan.evaluation.html.error_list import cause_table, error_list
from mingdan.evaluation.html.judging import STATES
from mingdan.evaluation.html.text import escape, tag


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report has beside its evaluation; null where it was not asked for."""

    what: str = "predictions"
    comparison: Sequence[Comparison] | None = None
    other: str = ""
    changes: Sequence[Change] | None = None
    floors: Sequence[FloorCheck] = ()


def write_page(path: str | Path, evaluation: Evaluation, extras: Extras) -> None:
    """Write the report; raises :class:`UsageError` where the file cannot be written."""
    try:
        Path(path).write_text(page(evaluation, extras), "utf-8")
    except OSError as error:
        hint = "choose another file for --html"
        raise UsageError(error.strerror or "cannot be written", where=str(path), hint=hint) from error


def page(evaluation: Evaluation, extras: Extras) -> str:
    """The report as HTML text."""
    sections = [(name, title, body) for name, title, body in _sections(evaluation, extras) if body]
    links = "".join(tag("a", escape(title), href=f"#{name}") for name, title, _ in sections)
    find = '<input type="search" id="find" placeholder="find a document, a name, a text …" aria-label="find">'
    head = tag("header", tag("h1", "mingdan evaluate") + tag("p", _about(evaluation, extras)))
    body = "".join(tag("section", tag("h2", escape(title)) + body, id=name) for name, title, body in sections)
    return _frame(head + tag("nav", links + find) + tag("main", body))


def _about(evaluation: Evaluation, extras: Extras) -> str:
    report = evaluation.report
    told = [f"{report.scores.documents} documents", f"{len(report.differences)} differences", extras.what]
    for name, ids in (("without a prediction", report.missing), ("text differs", report.text_differs)):
        told += [f"{len(ids)} {name}"] if ids else []
    told += [f"{len(report.extra)} predicted documents not in gold"] if report.extra else []
    return " · ".join(escape(part) for part in told)


def _sections(evaluation: Evaluation, extras: Extras) -> list[tuple[str, str, str]]:
    """Id, title and content of each section in order; empty content is left out."""
    return [
        ("overview", "Overview", _overview(evaluation, extras)),
        ("figures", "Figures", _figures(evaluation)),
        ("parts", "Parts", _parts(evaluation)),
        ("names", "Names", _names(evaluation)),
        ("codes", "Mixed-up codes", _codes(evaluation)),
        ("confidence", "Confidence", _confidence(evaluation)),
        ("comparison", "Comparison", _comparison(extras)),
        ("changes", "Changes", "" if extras.changes is None else figures.change_table(extras.changes)),
        ("errors", "Errors", _errors(evaluation)),
        ("documents", "Documents", _documents(evaluation)),
    ]


def _overview(evaluation: Evaluation, extras: Extras) -> str:
    cards = figures.cards(evaluation.report.scores)
    note = tag("p", "F1 with 95 % intervals by bootstrap over documents.", class_="note")
    blocks = [("Errors by cause", cause_table(evaluation.report.differences))]
    blocks += [("Documents with the most errors", worst_documents(evaluation.pairs, _error_counts(evaluation)))]
    blocks += [("Floors", figures.floor_table(extras.floors))] if extras.floors else []
    return cards + note + _blocks(*blocks)


def _blocks(*blocks: tuple[str, str]) -> str:
    """Blocks with a title, beside each other where there is room."""
    shown = (tag("div", tag("h3", escape(title)) + body) for title, body in blocks)
    return tag("div", "".join(shown), class_="blocks")


def _figures(evaluation: Evaluation) -> str:
    scores, analysis = evaluation.report.scores, evaluation.analysis
    spans = {name: found for name, found in analysis.found.items() if name.partition("_")[0] not in ("inst", "rows")}
    return _blocks(
        ("Found: precision and recall", figures.found_table(scores.found)),
        ("Right on what was found", figures.share_table(scores.shares)),
        ("Spans by looser rules", figures.found_table(spans) + figures.span_tables(analysis)),
        ("Rows by role, status and basis", figures.found_table(analysis.kinds)),
        ("Mean over documents", figures.macro_table(analysis.macro)),
    )


def _parts(evaluation: Evaluation) -> str:
    if not evaluation.analysis.parts:
        return ""
    note = "F1 of each part; the interval shows on the figure. Click a head to sort."
    return tag("p", note, class_="note") + figures.part_table(evaluation.analysis)


def _names(evaluation: Evaluation) -> str:
    analysis = evaluation.analysis
    known = {name: found for name, found in analysis.found.items() if name.partition("_")[0] in ("inst", "rows")}
    names = {name: share for name, share in analysis.shares.items() if not name.startswith("inst_found.")}
    types = {n.partition(".")[2]: share for n, share in analysis.shares.items() if n.startswith("inst_found.")}
    return _blocks(
        ("Real and invented names", figures.found_table(known)),
        ("Canonical names", figures.share_table(names) + figures.cluster_table(analysis.clusters)),
        ("Institutions found, by type", figures.share_table(types)),
    )


def _codes(evaluation: Evaluation) -> str:
    analysis = evaluation.analysis
    shown = (
        ("Roles of rows", analysis.row_roles),
        ("Roles of mentions found", analysis.mention_roles),
        ("Labels of mentions with equal boundaries", analysis.mention_labels),
    )
    return _blocks(*((title, figures.confusion_table(found)) for title, found in shown))


def _confidence(evaluation: Evaluation) -> str:
    analysis = evaluation.analysis
    return figures.confidence_block(analysis.row_confidence, "rows") + figures.confidence_block(
        analysis.mention_confidence, "mentions"
    )


def _comparison(extras: Extras) -> str:
    if extras.comparison is None:
        return ""
    note = f"Ours against {extras.other}, over documents. Bold: p below .05 by approximate randomisation."
    return tag("p", escape(note), class_="note") + figures.comparison_table(extras.comparison)


def _errors(evaluation: Evaluation) -> str:
    places = {gold.id: at for at, (gold, _) in enumerate(evaluation.pairs)}
    return error_list(evaluation.report.differences, places)


def _error_counts(evaluation: Evaluation) -> list[int]:
    """Number of differences of each document, in the order of the pairs."""
    counts = Counter(item.document for item in evaluation.report.differences)
    return [counts[gold.id] for gold, _ in evaluation.pairs]


def _documents(evaluation: Evaluation) -> str:
    errors = _error_counts(evaluation)
    sections = (
        document_section(at, gold, predicted, errors[at]) for at, (gold, predicted) in enumerate(evaluation.pairs)
    )
    return _legend() + document_index(evaluation.pairs, errors) + "".join(sections)


def _legend() -> str:
    labels = "".join(tag("mark", label, class_=f"{label} right") for label in LABELS)
    states = "".join(tag("mark", name, class_=f"plain {state}") for state, name in STATES.items())
    return tag("p", labels + states, class_="legend")


def _frame(body: str) -> str:
    style, script = _asset("style.css"), _asset("script.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><title>mingdan evaluate</title>'
    )
    head += tag("style", style)
    page = tag("html", tag("head", head) + tag("body", body + tag("script", script)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _asset(name: str) -> str:
    return files("mingdan.evaluation.html").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
