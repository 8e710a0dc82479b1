"""The same findings for gold records in JSONL as the compiler has for their sources."""

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

from mingdan.core.codes import ROLES
from mingdan.core.records import Document, Partnership
from mingdan.corpus.findings import Finding, Findings
from mingdan.corpus.unmarked import warn_unmarked
from mingdan.corpus.values import is_iso_value


def check_records(documents: Sequence[Document]) -> list[Finding]:
    """Faults and doubts of gold records; an id used twice is an error."""
    found: list[Finding] = []
    seen: set[str] = set()
    for document in documents:
        findings = Findings(document.id)
        if document.id in seen:
            findings.error("id_twice", "two records share the id")
        seen.add(document.id)
        _check_mentions(document, findings)
        for row in document.partnerships:
            _check_row(document, row, findings)
        for count in document.stated_counts:
            _known("count_discloser", [count.discloser], document.institutions, findings)
        warn_unmarked(document.text, document.entities, findings)
        found += findings.items
    return found


def _check_mentions(document: Document, findings: Findings) -> None:
    for one in document.entities:
        if one.label == "INST":
            _known("mention_institution", [one.value], document.institutions, findings)
        elif one.label == "POLICY":
            _known("mention_policy", [one.value], document.policies, findings)
        elif one.label == "ROLE" and one.value not in ROLES:
            findings.error("role_code", f"{one.text}: {one.value} is no role code")
        elif one.label == "DATE" and (one.value is None or not is_iso_value(one.value)):
            findings.error("date_value", f"{one.text}: {one.value} is no ISO 8601 date")
    ordered = sorted(document.entities, key=lambda one: (one.start, one.end))
    for one, other in pairwise(ordered):
        if other.start < one.end:
            findings.error("overlap", f"{one.text} and {other.text} overlap")


def _check_row(document: Document, row: Partnership, findings: Findings) -> None:
    _known("row_name", [row.discloser, row.partner], document.institutions, findings)
    _known("row_policy", [row.policy] if row.policy else [], document.policies, findings)
    if row.date is not None and not is_iso_value(row.date):
        findings.error("row_date", f"{row.date} is no ISO 8601 date")
    if not 0 <= row.start < row.end or document.text[row.start : row.end] != row.evidence:
        findings.error("row_evidence", f"{row.partner}: its evidence does not stand at {row.start}-{row.end}")


def _known(code: str, names: Iterable[str | None], known: Container[str | None], findings: Findings) -> None:
    for name in names:
        if name not in known:
            findings.error(code, f"{name} does not stand under institutions or policies")
