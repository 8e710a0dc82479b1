"""What is counted: mentions, dates with their values, rows; one tally a document."""

from calendar import monthrange
from collections.abc import Iterable, Mapping

from mingdan.core.codes import Label
from mingdan.core.records import Document
from mingdan.evaluation.mentions import found_pairs
from mingdan.evaluation.rows import row_tallies
from mingdan.evaluation.scores import Tally

NEEDS: Mapping[str, str] = {
    "inst": "INST",
    "inst_marked": "INST",
    "role": "ROLE",
    "date": "DATE",
    "date_value": "VALUE",
    "policy": "POLICY",
    "rows": "ROWS",
    "rows_with_role": "ROWS",
}
"""Measure -> what a system has to give to be held against it."""

_LABELS: Mapping[str, Label] = {"inst": "INST", "role": "ROLE", "date": "DATE", "policy": "POLICY"}


def tallies(gold: Document, predicted: Document, measures: Iterable[str]) -> dict[str, Tally]:
    """The wanted measures of one document.

    ``inst_marked`` counts marked names found and takes no offence at further ones; ``date_value`` counts a date as
    right where span and calendar days are equal.
    """
    rows = row_tallies(gold, predicted) if {"rows", "rows_with_role"} & set(measures) else {}
    return {measure: rows.get(measure) or _mentions(gold, predicted, measure) for measure in measures}


def _mentions(gold: Document, predicted: Document, measure: str) -> Tally:
    label = _LABELS.get(measure) or ("DATE" if measure == "date_value" else "INST")
    wanted = [entity for entity in gold.entities if entity.label == label]
    given = [entity for entity in predicted.entities if entity.label == label]
    pairs = found_pairs(wanted, given)
    if measure == "inst_marked":
        return Tally(len(pairs), len(wanted), len(wanted))
    if measure == "date_value":
        pairs = [(w, g) for w, g in pairs if days(w.value) is not None and days(w.value) == days(g.value)]
    return Tally(len(pairs), len(given), len(wanted))


def days(value: str | None) -> tuple[str, str] | None:
    """First and last day of an ISO value; null for none or for one that is no calendar time.

    >>> days("2025-02"), days("2025/2026")
    (('2025-02-01', '2025-02-28'), ('2025-01-01', '2026-12-31'))
    >>> days("2025-02-28/2025-03-01"), days("2025-13")
    (('2025-02-28', '2025-03-01'), None)
    """
    first, _, last = (value or "").partition("/")
    try:
        return _edge(first, last=False), _edge(last or first, last=True)
    except ValueError:
        return None


def _edge(value: str, *, last: bool) -> str:
    parts = [int(part) for part in value.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12 if last else 1
    length = monthrange(year, month)[1]
    day = parts[2] if len(parts) > 2 else length if last else 1
    return f"{year:04}-{month:02}-{day:02}"
