"""Decisions: kept with who and when, keyed to document and span, alive after another reading, undone at any time."""

import json
from pathlib import Path

import pytest
from papers import ALPHA, BANK, BETA, Row, news, output, paper

from mingdan.core.errors import UsageError
from mingdan.core.records import Institution
from mingdan.registry import Registry

ROWS: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "credit_enhancement.guarantee")]


def first(registry: Registry, partner: str) -> int:
    return next(row["id"] for row in registry.partners(BANK, "2026-01-15") if row["partner"] == partner)


def test_the_queue_asks_about_unsure_rows_and_names(registry: Registry, tmp_path: Path) -> None:
    rows: list[Row] = [*ROWS, ("某某花", "platform.facilitation"), ("58同城", "platform.facilitation")]
    known = {"58同城": Institution("platform", possible_companies=("北京五八信息技术有限公司",))}
    registry.ingest(
        output(tmp_path / "out", [paper("a", BANK, rows, "2025-09-30", confidence=0.4, institutions=known)])
    )
    asked = registry.queue()
    assert [(one.why, one.partner) for one in asked] == [
        *[("low_confidence", row[0]) for row in rows],
        ("unresolved_name", "某某花"),
        ("ambiguous_name", "58同城"),
    ]
    registry.decide_row(asked[0].id, "accept", reason="原文如此", who="lin")
    registry.decide_names("某某花", ALPHA, "different", reason="无关", who="lin")
    assert [one.partner for one in registry.queue()] == [BETA, "某某花", "58同城", "58同城"]
    assert len(registry.queue(limit=2)) == 2


def test_a_decision_survives_another_reading(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, ROWS, "2025-09-30")], "c1"))
    registry.decide_row(first(registry, ALPHA), "reject", reason="误读", who="lin")
    registry.ingest(output(tmp_path / "two", [paper("a", BANK, ROWS, "2025-09-30", confidence=0.95)], "c2"))
    assert registry.check(BANK, ALPHA, on="2026-01-15").status == "not_listed"
    assert registry.queue() == []


def test_a_decision_that_no_longer_matches_returns_to_the_queue(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, ROWS, "2025-09-30")], "c1"))
    number = registry.decide_row(first(registry, ALPHA), "accept", reason="对", who="lin")
    registry.ingest(output(tmp_path / "two", [paper("a", BANK, ROWS[1:], "2025-09-30", text=ALPHA)], "c2"))
    (asked,) = registry.queue()
    assert (asked.why, asked.id, asked.lender, asked.partner) == ("no_longer_matches", number, BANK, ALPHA)
    registry.undo(number, who="wang")
    assert registry.queue() == []
    (kept,) = registry.decisions()
    assert (kept["verdict"], kept["reason"], kept["who"], kept["undone_by"]) == ("accept", "对", "lin", "wang")
    assert kept["time"]
    assert kept["undone_time"]


def test_rejected_rows_leave_alerts_and_exports_unless_asked_for(registry: Registry, tmp_path: Path) -> None:
    papers = [
        paper("a", BANK, ROWS, "2025-09-30"),
        news("n", BANK, ("丙火网络科技有限公司", "platform.facilitation"), "2026-01-01"),
    ]
    registry.ingest(output(tmp_path / "out", papers))
    (alert,) = [one for one in registry.alerts("2026-01-15") if one.kind == "off_list"]
    number = registry.export(tmp_path / "all.jsonl", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").open(encoding="utf-8")]
    row = next(line for line in lines if line["document"] == "n")
    registry.decide_row(row["observation"], "reject", reason="传闻", who="lin")
    assert [one for one in registry.alerts("2026-01-15") if one.kind == "off_list"] == []
    assert alert in registry.alerts("2026-01-15", rejected=True)
    assert registry.export(tmp_path / "some.csv", "csv") == number - 1
    assert registry.export(tmp_path / "some.csv", "csv", rejected=True) == number


@pytest.mark.parametrize(
    ("verdict", "reason", "who", "said"),
    [("maybe", "x", "lin", "no verdict"), ("accept", " ", "lin", "--reason"), ("accept", "x", "", "--who")],
)
def test_a_decision_needs_a_verdict_a_reason_and_a_name(
    sqlite: Registry, verdict: str, reason: str, who: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        sqlite.decide_row(1, verdict, reason=reason, who=who)
    assert sqlite.decisions() == []


def test_what_is_not_there_cannot_be_decided_or_undone(sqlite: Registry, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no row 5"):
        sqlite.decide_row(5, "accept", reason="x", who="lin")
    with pytest.raises(UsageError, match="neither"):
        sqlite.decide_names("甲", "乙", "same", reason="x", who="lin")
    with pytest.raises(UsageError, match="no decision 3"):
        sqlite.undo(3, who="lin")
    sqlite.ingest(output(tmp_path / "out", [paper("a", BANK, ROWS, "2025-09-30")]))
    number = sqlite.decide_row(1, "accept", reason="x", who="lin")
    sqlite.undo(number, who="lin")
    with pytest.raises(UsageError, match="is undone already"):
        sqlite.undo(number, who="lin")
