"""Rows that people correct and add: they hold like others, survive another reading, and can be undone."""

from pathlib import Path
from typing import Any

import pytest
from papers import ALPHA, BANK, BETA, GAMMA, OTHER, Row, output, paper

from mingdan.core.errors import UsageError
from mingdan.registry import Registry

ROWS: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "credit_enhancement.guarantee")]
ON = "2026-01-15"


def text_of(registry: Registry) -> str:
    return registry.texts(["a"])[0].text


def stated(registry: Registry, partner: str, words: str, **more: Any) -> dict[str, Any]:
    start = text_of(registry).index(words)
    span = [start, start + len(words)]
    value = {"lender": BANK, "partner": partner, "role": "platform.co_lending", "status": "listed", "basis": "list"}
    return value | {"date": None, "policy": None, "start": span[0], "end": span[1], "cells": {"partner": [span]}} | more


def listed(registry: Registry) -> dict[str, str]:
    return {row["partner"]: row["role"] for row in registry.partners(BANK, ON)}


def number(registry: Registry, partner: str) -> int:
    return next(row["id"] for row in registry.partners(BANK, ON) if row["partner"] == partner)


@pytest.fixture
def filled(registry: Registry, tmp_path: Path) -> Registry:
    """One list that writes a name of which no row was made."""
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, ROWS, "2025-09-30", text=GAMMA)], "c1"))
    return registry


def test_a_corrected_row_takes_the_place_of_what_was_read(filled: Registry) -> None:
    value = stated(filled, "乙水担保", BETA, role="credit_enhancement.insurance", date="2025-10-01")
    made = filled.correct_row(number(filled, BETA), value, reason="全称", who="lin")
    assert listed(filled) == {ALPHA: "platform.facilitation", "乙水担保": "credit_enhancement.insurance"}
    assert filled.check(BANK, "乙水担保", "credit_enhancement.insurance", ON).status == "listed"
    (kept,) = filled.decisions()
    assert (kept["verdict"], kept["name"], kept["other"], kept["who"]) == ("correct", BANK, BETA, "lin")
    filled.undo(made, who="wang")
    assert listed(filled) == {ALPHA: "platform.facilitation", BETA: "credit_enhancement.guarantee"}
    assert filled.queue() == []


def test_an_added_row_counts_as_one_of_the_list(filled: Registry) -> None:
    assert filled.check(BANK, GAMMA, on=ON).status == "unknown"
    made = filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    answer = filled.check(BANK, GAMMA, on=ON)
    assert (answer.status, answer.evidence[0].verdict, answer.evidence[0].evidence) == ("listed", "accept", GAMMA)
    assert answer.version is not None
    filled.undo(made, who="lin")
    assert filled.check(BANK, GAMMA, on=ON).status == "unknown"


def test_what_was_corrected_can_be_corrected_again(filled: Registry) -> None:
    filled.correct_row(number(filled, BETA), stated(filled, "乙水", BETA), reason="简称", who="lin")
    filled.correct_row(number(filled, "乙水"), stated(filled, "乙水集团", BETA), reason="集团", who="lin")
    assert listed(filled) == {ALPHA: "platform.facilitation", "乙水集团": "platform.co_lending"}


def test_a_stated_row_survives_another_reading_wherever_its_words_stand(filled: Registry, tmp_path: Path) -> None:
    filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    filled.correct_row(number(filled, BETA), stated(filled, "乙水担保", BETA), reason="全称", who="lin")
    again = paper("a", BANK, ROWS, "2025-09-30", text=f"更多文字\n{GAMMA}", title="合作机构名单（更新）")
    filled.ingest(output(tmp_path / "two", [again], "c2"))
    rows = {row["partner"]: row for row in filled.partners(BANK, ON)}
    assert set(rows) >= {ALPHA, GAMMA, "乙水担保"}
    assert again.text[rows[GAMMA]["start"] : rows[GAMMA]["end"]] == GAMMA
    filled.ingest(output(tmp_path / "three", [paper("a", BANK, ROWS, "2025-09-30", text=GAMMA)], "c1"))
    assert GAMMA in listed(filled)


def test_a_reading_that_states_the_row_by_itself_is_not_doubled(filled: Registry, tmp_path: Path) -> None:
    filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    rows: list[Row] = [*ROWS, (GAMMA, "platform.co_lending")]
    filled.ingest(output(tmp_path / "two", [paper("a", BANK, rows, "2025-09-30")], "c2"))
    assert [row["partner"] for row in filled.partners(BANK, ON)].count(GAMMA) == 1
    assert filled.queue() == []


def test_a_stated_row_without_its_words_returns_to_the_queue(filled: Registry, tmp_path: Path) -> None:
    made = filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    filled.ingest(output(tmp_path / "two", [paper("a", BANK, ROWS, "2025-09-30")], "c2"))
    (asked,) = filled.queue()
    assert (asked.why, asked.id, asked.partner) == ("no_longer_matches", made, GAMMA)
    filled.undo(made, who="lin")
    assert filled.queue() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lender", " "),
        ("role", "boss"),
        ("status", "maybe"),
        ("date", "2025-13-01"),
        ("date", "去年"),
        ("date", "2024-02-30"),
        ("date", "2025-12-01/2024-01-01"),
        ("date", "２０２５-10-01"),
        ("lender", "他们没有合作。"),
        ("start", float("inf")),
        ("cells", "abc"),
        ("cells", {"partner": 5}),
        ("cells", {"partner": [[[1], 2]]}),
        ("start", -1),
        ("end", 10_000),
        ("end", "x"),
        ("cells", {"partner": [[5, 5]]}),
        ("cells", {"owner": [[0, 1]]}),
    ],
)
def test_what_cannot_be_is_refused(filled: Registry, field: str, value: object) -> None:
    before = filled.decisions()
    with pytest.raises(UsageError):
        filled.add_row("a", stated(filled, GAMMA, GAMMA) | {field: value}, reason="漏读", who="lin")
    assert filled.decisions() == before == []


def test_a_reason_a_name_and_a_document_are_needed(filled: Registry) -> None:
    value = stated(filled, GAMMA, GAMMA)
    for document, reason, who in (("a", " ", "lin"), ("a", "漏读", ""), ("z", "漏读", "lin")):
        with pytest.raises(UsageError):
            filled.add_row(document, value, reason=reason, who=who)
    with pytest.raises(UsageError, match="no row"):
        filled.correct_row(999, value, reason="漏读", who="lin")


def test_stated_rows_are_in_backups(filled: Registry, tmp_path: Path) -> None:
    filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    filled.backup(tmp_path / "backup.gz")
    other = Registry(str(tmp_path / "other.sqlite"))
    other.restore(tmp_path / "backup.gz")
    assert listed(other) == listed(filled)
    other.close()


def test_a_stated_row_of_another_lender_is_a_report(filled: Registry) -> None:
    filled.add_row("a", stated(filled, GAMMA, GAMMA, lender=OTHER, basis="report"), reason="漏读", who="lin")
    assert filled.check(OTHER, GAMMA, on=ON).status == "unknown"
    assert len(filled.check(OTHER, GAMMA, on=ON).reports) == 1


def moved(*rows: Row, text: str = GAMMA) -> Any:
    return paper("a", BANK, list(rows) or ROWS, "2025-09-30", text=text, title="关于公布合作机构名单的公告")


def test_what_was_corrected_stays_rejected_where_the_text_has_moved(filled: Registry, tmp_path: Path) -> None:
    filled.correct_row(number(filled, ALPHA), stated(filled, "甲山改名", ALPHA), reason="更名", who="lin")
    filled.ingest(output(tmp_path / "two", [moved()], "c2"))
    assert set(listed(filled)) == {"甲山改名", BETA}
    assert [one for one in filled.queue() if one.kind == "row"] == []


def test_a_row_for_a_lender_without_a_list_in_the_document_is_a_report(filled: Registry) -> None:
    filled.correct_row(number(filled, ALPHA), stated(filled, ALPHA, ALPHA, lender=OTHER), reason="他行", who="lin")
    answer = filled.check(OTHER, ALPHA, on=ON)
    assert (answer.status, len(answer.reports)) == ("unknown", 1)
    assert ALPHA not in listed(filled)


def test_two_people_do_not_correct_one_row_both(filled: Registry) -> None:
    row = number(filled, ALPHA)
    filled.correct_row(row, stated(filled, "一号", ALPHA), reason="更名", who="lin")
    with pytest.raises(UsageError, match="lin has corrected this row"):
        filled.correct_row(row, stated(filled, "二号", ALPHA), reason="更名", who="wang")
    with pytest.raises(UsageError, match="has corrected this row"):
        filled.decide_row(row, "accept", reason="对", who="wang")
    with pytest.raises(UsageError, match="is what decision 1 states"):
        filled.decide_row(number(filled, "一号"), "reject", reason="错", who="wang")
    assert set(listed(filled)) == {"一号", BETA}


def test_taking_a_second_correction_back_restores_the_first(filled: Registry) -> None:
    filled.correct_row(number(filled, ALPHA), stated(filled, "甲一", ALPHA), reason="一", who="lin")
    second = filled.correct_row(number(filled, "甲一"), stated(filled, "甲二", ALPHA), reason="二", who="lin")
    assert set(listed(filled)) == {"甲二", BETA}
    assert filled.undo(second, who="lin") == "a"
    assert set(listed(filled)) == {"甲一", BETA}
    added = filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    changed = filled.correct_row(number(filled, GAMMA), stated(filled, "丙", GAMMA), reason="简称", who="lin")
    filled.undo(changed, who="lin")
    assert set(listed(filled)) == {"甲一", BETA, GAMMA}
    filled.undo(added, who="lin")
    assert set(listed(filled)) == {"甲一", BETA}


def test_no_number_is_used_twice_and_none_is_of_another_document(filled: Registry) -> None:
    made = filled.add_row("a", stated(filled, GAMMA, GAMMA), reason="漏读", who="lin")
    row = number(filled, GAMMA)
    filled.undo(made, who="lin")
    filled.add_row("a", stated(filled, "丙", GAMMA), reason="漏读", who="lin")
    assert number(filled, "丙") > row
    for act in (filled.decide_row, filled.correct_row):
        value: Any = "accept" if act == filled.decide_row else stated(filled, BETA, BETA)
        with pytest.raises(UsageError, match="no row"):
            act(number(filled, BETA), value, reason="x", who="lin", document="b")
        with pytest.raises(UsageError, match="no row"):
            act(row, value, reason="x", who="lin")


def test_words_outside_the_evidence_are_found_again_or_left_out(filled: Registry, tmp_path: Path) -> None:
    text = text_of(filled)
    lender = [text.index(BANK), text.index(BANK) + len(BANK)]
    value = stated(filled, GAMMA, GAMMA)
    filled.add_row("a", value | {"cells": value["cells"] | {"discloser": [lender]}}, reason="漏读", who="lin")
    filled.ingest(output(tmp_path / "two", [moved(text=f"特此公示\n{GAMMA}")], "c2"))
    number_ = filled.paper_number("a")
    assert number_ is not None
    paper_ = filled.paper(number_)
    row = next(row for row in paper_["rows"] if row["partner"] == GAMMA)
    assert {paper_["text"][a:b] for a, b in row["cells"]["discloser"]} == {BANK}
    assert {paper_["text"][a:b] for a, b in row["cells"]["partner"]} == {GAMMA}


def test_what_is_done_is_done_for_the_reading_that_was_looked_at(filled: Registry, tmp_path: Path) -> None:
    first = filled.finish("a", reason="看过", who="lin")
    assert filled.finish("a", reason="看过", who="wang") == first
    assert filled.paper(filled.paper_number("a") or 0)["done"]
    filled.ingest(output(tmp_path / "two", [moved()], "c2"))
    assert not filled.paper(filled.paper_number("a") or 0)["done"]
    assert filled.finish("a", reason="看过", who="lin") != first
