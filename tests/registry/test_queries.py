"""Tables that answer: history, diff, partners, lenders, stats, alerts."""

from dataclasses import replace
from pathlib import Path

import pytest
from papers import ALPHA, BANK, BETA, GAMMA, OTHER, Row, news, output, paper

from mingdan.core.errors import UsageError
from mingdan.core.records import Institution, Policy, StatedCount
from mingdan.registry import Registry

ON = "2026-01-15"
FIRST: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "credit_enhancement.guarantee")]
SECOND: list[Row] = [(ALPHA, "platform.co_lending"), (GAMMA, "platform.facilitation")]


@pytest.fixture
def filled(registry: Registry, tmp_path: Path) -> Registry:
    """Two versions of a list, an update, a list of another lender, two reports."""
    papers = [
        paper("v1", BANK, FIRST, "2025-09-30", published="2025-10-01"),
        paper("v2", BANK, SECOND, "2025-12-31", published="2026-01-02"),
        paper("old", OTHER, [(ALPHA, "collection")], "2024-01-31", kind="collection"),
        news("off", BANK, (BETA, "platform.facilitation"), "2026-01-10"),
        news("on", BANK, (GAMMA, "platform.facilitation"), "2026-01-10"),
        news("else", "晨曦银行股份有限公司", (GAMMA, "platform.facilitation"), "2026-01-10"),
    ]
    registry.ingest(output(tmp_path / "out", papers))
    return registry


def test_partners_are_those_of_the_last_version_for_each_role(filled: Registry) -> None:
    found = {(row["partner"], row["role"]) for row in filled.partners(BANK, ON)}
    assert found == {
        (ALPHA, "platform.co_lending"),
        (GAMMA, "platform.facilitation"),
        (BETA, "credit_enhancement.guarantee"),  # the second version says nothing of guarantors
    }
    found = {(row["partner"], row["role"]) for row in filled.partners(BANK, "2025-11-01")}
    assert found == set(FIRST)
    assert filled.partners(BANK, "2025-01-01") == []


def test_lenders_of_a_partner(filled: Registry) -> None:
    found = [(row["lender"], row["role"], row["document"]) for row in filled.lenders(ALPHA, ON)]
    assert sorted(found) == sorted([(BANK, "platform.co_lending", "v2"), (OTHER, "collection", "old")])


def test_diff_tells_who_came_went_changed_and_was_renamed(filled: Registry, tmp_path: Path) -> None:
    one, two = (row["id"] for row in filled.history(BANK))
    found = filled.diff(one, two)
    assert [row["partner"] for row in found.added] == [GAMMA]
    assert [row["partner"] for row in found.removed] == [BETA]
    assert found.role_changed == (
        {"partner": ALPHA, "before": ["platform.facilitation"], "after": ["platform.co_lending"]},
    )
    filled.decide_names(BETA, GAMMA, "same", reason="更名公告", who="lin")
    found = filled.diff(one, two)
    assert (found.added, found.removed) == ((), ())
    assert found.renamed == ({"before": BETA, "after": GAMMA},)
    with pytest.raises(UsageError, match="no version 999"):
        filled.diff(one, 999)


def test_history_of_a_lender_and_of_a_pair(filled: Registry) -> None:
    versions = filled.history(BANK)
    assert [(row["document"], row["day"], row["completeness"]) for row in versions] == [
        ("v1", "2025-09-30", "full"),
        ("v2", "2025-12-31", "full"),
    ]
    # the second list speaks for platforms alone, so that the guarantor of the first one is not removed
    assert versions[1]["changes"] == {"added": 1, "removed": 0, "role_changed": 1, "renamed": 0}
    pair = filled.history(BANK, BETA)
    assert [(row["document"], row["basis"], row["role"]) for row in pair] == [
        ("v1", "list", "credit_enhancement.guarantee"),
        ("off", "report", "platform.facilitation"),
    ]


def test_show_tells_lists_partners_and_lenders(filled: Registry) -> None:
    found = filled.show(BANK, ON)
    assert found["names"][0]["type"] == "bank"
    assert len(found["lists"]) == 2
    assert len(found["partners"]) == 3
    assert {row["lender"] for row in filled.show(ALPHA, ON)["lenders"]} == {BANK, OTHER}
    with pytest.raises(UsageError, match="did you mean"):
        filled.show(BANK[:-1])


def test_stats_count_roles_and_name_what_is_missing_or_old(filled: Registry) -> None:
    found = filled.stats(ON, days=365)
    assert found["documents"] == 6
    assert found["per_role"] == {
        "collection": 1,
        "credit_enhancement.guarantee": 1,
        "platform.co_lending": 1,
        "platform.facilitation": 1,
    }
    assert found["most_listed"][0] == {"partner": ALPHA, "lenders": 2}
    assert found["lenders_without_a_list"] == ["晨曦银行股份有限公司"]
    assert [(row["lender"], row["day"]) for row in found["old_lists"]] == [(OTHER, "2024-01-31")]


def test_alerts_for_cooperation_off_the_list(filled: Registry) -> None:
    found = [alert for alert in filled.alerts(ON) if alert.kind == "off_list"]
    assert [(alert.lender, alert.partner, alert.document) for alert in found] == [(BANK, BETA, "off")]
    assert found[0].version is not None


def test_alerts_for_lenders_without_a_list_once_the_rule_is_in_force(filled: Registry) -> None:
    found = [alert.lender for alert in filled.alerts(ON) if alert.kind == "no_list"]
    assert found == ["晨曦银行股份有限公司", OTHER]  # a list of collectors is none that the rule demands
    assert [alert for alert in filled.alerts("2025-09-15") if alert.kind == "no_list"] == []


def test_alerts_for_counts_removed_partners_dates_and_stated_rules(registry: Registry, tmp_path: Path) -> None:
    count = StatedCount(BANK, "all", 3, None, 0, 2, 2, False, "2 of 3")
    rule = {"某通知": Policy(number="某规〔2025〕1号", effective="2025-10-01")}
    removed: list[Row] = [(ALPHA, "platform.facilitation", "removed")]
    late = news("rule", "晨曦银行股份有限公司", (GAMMA, "platform.facilitation"), "2025-09-10", policies=rule)
    own = replace(late, publisher="晨曦银行股份有限公司")
    papers = [
        paper("a", BANK, FIRST, "2025-09-30", counts=[count]),
        paper("u", BANK, removed, "2025-10-31", completeness="partial"),
        paper("b", BANK, FIRST, "2025-12-31"),
        paper("f", OTHER, FIRST, "2027-01-31"),
        own,
    ]
    registry.ingest(output(tmp_path / "out", papers))
    found = {(alert.kind, alert.document) for alert in registry.alerts(ON)}
    assert {("count_disagrees", "a"), ("removed_but_listed", "u"), ("future_date", "f"), ("no_list", "rule")} <= found


def test_a_platform_that_names_its_lenders_publishes_no_list_of_theirs(registry: Registry, tmp_path: Path) -> None:
    page = paper("page", BANK, [(BETA, "platform.facilitation")], "2026-01-10")
    known = dict(page.institutions) | {GAMMA: Institution("platform")}
    papers = [paper("a", BANK, FIRST[:1], "2025-12-31"), replace(page, publisher=GAMMA, institutions=known)]
    registry.ingest(output(tmp_path / "out", papers))
    assert [row["document"] for row in registry.history(BANK)] == ["a"]
    (alert,) = [one for one in registry.alerts(ON) if one.kind == "off_list"]
    assert (alert.partner, alert.document) == (BETA, "page")


def test_alerts_are_the_same_each_time_and_leave_rejected_rows_out(filled: Registry) -> None:
    first = filled.alerts(ON)
    assert filled.alerts(ON) == first
    asked = filled.history(BANK, BETA)
    assert asked
    filled_rows = {row["document"]: row for row in asked}
    assert "off" in filled_rows
    export = next(alert for alert in first if alert.kind == "off_list")
    assert export.start == filled_rows["off"]["start"]


def test_an_empty_registry_says_what_fills_it(registry: Registry) -> None:
    with pytest.raises(UsageError, match="mingdan registry ingest"):
        registry.show(BANK)
    assert registry.alerts(ON) == []
    assert registry.stats(ON)["partnerships"] == 0


def test_a_full_list_is_compared_with_what_was_in_force(registry: Registry, tmp_path: Path) -> None:
    first: list[Row] = [(ALPHA, "platform"), (BETA, "platform"), (GAMMA, "platform")]
    update: list[Row] = [(BETA, "platform", "removed"), ("丁土科技有限公司", "platform", "added")]
    last: list[Row] = [(ALPHA, "platform"), ("丁土科技有限公司", "platform")]
    papers = [
        paper("a1", BANK, first, "2025-03-31"),
        paper("a2", BANK, update, "2025-07-01", completeness="partial"),
        paper("a3", BANK, last, "2025-12-31"),
    ]
    registry.ingest(output(tmp_path / "out", papers))
    found = registry.history(BANK)
    assert found[2]["changes"] == {"added": 0, "removed": 1, "role_changed": 0, "renamed": 0}
    shown = registry.list_version(found[2]["id"])
    assert (shown["before"], [row["partner"] for row in shown["changes"].removed]) == (found[0]["id"], [GAMMA])


def test_a_list_under_another_legal_form_is_the_same_list(registry: Registry, tmp_path: Path) -> None:
    short = "松鹤农商行"
    full = "松鹤农村商业银行股份有限公司"
    empty = paper("b", full, [], "2025-12-31", roles=[])
    registry.ingest(output(tmp_path / "out", [paper("a", short, [(ALPHA, "platform")], "2025-10-08"), empty]))
    for name in (short, "松鹤农村商业银行", full):
        assert registry.partners(name, "2025-11-01") != []
        assert registry.partners(name, "2026-01-15") == []
        assert registry.check(name, ALPHA, "platform", "2026-01-15").status == "not_listed"
