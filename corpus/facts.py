"""The facts part of a labelled document: institutions, policies, partnerships and stated counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingdan.core.codes import BASES, INSTITUTION_TYPES, ROLES, STATUSES, CountRole
from mingdan.core.records import Institution, Partnership, Policy, StatedCount
from mingdan.corpus.findings import Findings
from mingdan.corpus.values import as_list, as_map, as_text, as_texts, is_iso_value, is_one_of

_COUNT_ROLES: tuple[CountRole, ...] = (*ROLES, "all")


@dataclass(frozen=True, slots=True)
class Facts:
    """The checked facts of one document; what breaks a rule is reported and left out."""

    institutions: Mapping[str, Institution]
    policies: Mapping[str, Policy]
    partnerships: tuple[Partnership, ...]
    stated_counts: tuple[StatedCount, ...]


def read_facts(data: Mapping[str, Any], text: str, findings: Findings) -> Facts:
    """Check the facts against each other and against the plain ``text`` (evidence must stand in it)."""
    institutions = _institutions(as_map(data.get("institutions")), findings)
    policies = _policies(as_map(data.get("policies")), findings)
    reader = _RowReader(text, institutions, policies, findings)
    rows = [row for item in as_list(data.get("partnerships")) for row in reader.partnership(as_map(item))]
    counts = [count for item in as_list(data.get("stated_counts")) for count in reader.count(as_map(item))]
    return Facts(institutions, policies, tuple(rows), tuple(counts))


def _institutions(data: Mapping[str, Any], findings: Findings) -> dict[str, Institution]:
    found: dict[str, Institution] = {}
    for name, raw in data.items():
        item = as_map(raw)
        kind = item.get("type")
        if not is_one_of(kind, INSTITUTION_TYPES):
            findings.error("institution_type", f"{name}: type {kind} is none of {', '.join(INSTITUTION_TYPES)}")
            kind = "other"
        found[name] = Institution(kind, as_texts(item.get("aliases")))
    return found


def _policies(data: Mapping[str, Any], findings: Findings) -> dict[str, Policy]:
    found: dict[str, Policy] = {}
    for name, raw in data.items():
        item = as_map(raw)
        found[name] = Policy(
            aliases=as_texts(item.get("aliases")),
            issuers=as_texts(item.get("issuers")),
            number=as_text(item.get("number")),
            issued=_policy_date(name, "issued", item, findings),
            effective=_policy_date(name, "effective", item, findings),
        )
    return found


def _policy_date(name: str, field: str, item: Mapping[str, Any], findings: Findings) -> str | None:
    value = as_text(item.get(field))
    if value is not None and not is_iso_value(value):
        findings.error("policy_date", f"{name}: {field} {value} is no ISO 8601 date")
        return None
    return value


class _RowReader:
    def __init__(
        self,
        text: str,
        institutions: Mapping[str, Institution],
        policies: Mapping[str, Policy],
        findings: Findings,
    ) -> None:
        self._text = text
        self._institutions = institutions
        self._policies = policies
        self._findings = findings

    def partnership(self, item: Mapping[str, Any]) -> list[Partnership]:
        """The row, or nothing where a code or name is wrong."""
        discloser, partner = self._name(item, "discloser"), self._name(item, "partner")
        role, status, basis = item.get("role"), item.get("status"), item.get("basis")
        if not is_one_of(role, ROLES):
            self._findings.error("row_role", f"{partner}: role {role} is no role code")
            return []
        if not is_one_of(status, STATUSES) or not is_one_of(basis, BASES):
            self._findings.error("row_status_basis", f"{partner}: status {status}, basis {basis}")
            return []
        date, policy = self._date(item), self._policy(item)
        evidence, start = self._evidence(item)
        end = start + len(evidence)
        return [Partnership(discloser, partner, role, status, basis, date, policy, evidence, start, end)]

    def count(self, item: Mapping[str, Any]) -> list[StatedCount]:
        """The stated count, or nothing where role or number is wrong."""
        discloser, date = self._name(item, "discloser"), self._date(item)
        role, number = item.get("role"), item.get("count")
        if not is_one_of(role, _COUNT_ROLES) or not isinstance(number, int) or isinstance(number, bool):
            self._findings.error("stated_count", f"{discloser}: role {role}, count {number}")
            return []
        return [StatedCount(discloser, role, number, date)]

    def _name(self, item: Mapping[str, Any], field: str) -> str:
        name = as_text(item.get(field)) or ""
        if name not in self._institutions:
            self._findings.error(f"row_{field}", f"{name} does not stand under institutions")
        return name

    def _date(self, item: Mapping[str, Any]) -> str | None:
        value = as_text(item.get("date"))
        if value is not None and not is_iso_value(value):
            self._findings.error("row_date", f"{value} is no ISO 8601 date")
            return None
        return value

    def _policy(self, item: Mapping[str, Any]) -> str | None:
        name = as_text(item.get("policy"))
        if name is not None and name not in self._policies:
            self._findings.error("row_policy", f"{name} does not stand under policies")
        return name

    def _evidence(self, item: Mapping[str, Any]) -> tuple[str, int]:
        evidence = as_text(item.get("evidence")) or ""
        start = self._text.find(evidence) if evidence else -1
        if start < 0:
            self._findings.error("evidence_missing", f"{evidence!r} does not stand in the text")
            return "", 0
        if self._text.find(evidence, start + 1) >= 0:
            self._findings.error("evidence_twice", f"{evidence[:40]!r} stands in the text more than once")
        return evidence, start
