"""An evaluation against an earlier one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.errors import RecordError, UsageError
from mingdan.core.jsonio import to_plain
from mingdan.corpus.parts import load_part
from mingdan.evaluation.baseline import Change, change_lines, changes, figures, read_report
from mingdan.evaluation.commands import evaluate_fully


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    gold = load_part("open")[:4]
    evaluation = evaluate_fully(gold, [replace(gold[0], partnerships=()), *gold[1:]])
    return {**to_plain(evaluation.report), "analysis": to_plain(evaluation.analysis)}


def test_every_figure_has_a_name(report: dict[str, Any]) -> None:
    found = figures(report)
    assert {"rows.f1", "rows.recall", "date_value", "type.INST.f1", "inst_name", "macro.rows", "b3.precision"} <= set(
        found
    )
    assert found["rows.precision"] == 1.0


def test_only_what_differs_is_told(report: dict[str, Any]) -> None:
    assert changes(report, report) == []
    assert list(change_lines([])) == ["no figure differs from the earlier report"]
    earlier = json.loads(json.dumps(report))
    earlier["scores"]["found"]["rows"]["f1"]["value"] = 0.25
    del earlier["analysis"]["clusters"]["b3"]
    found = {change.figure: change for change in changes(earlier, report)}
    assert found["rows.f1"].then == 0.25
    assert found["rows.f1"].by == pytest.approx(report["scores"]["found"]["rows"]["f1"]["value"] - 0.25)
    assert found["b3.recall"].by is None
    assert list(change_lines([Change("b3.f1", None, 0.5)]))[-1] == "figures that only one report has: 1"


def test_a_locked_report_is_read_by_its_extraction(report: dict[str, Any]) -> None:
    assert figures({"extraction": {"scores": report["scores"]}})["rows.precision"] == 1.0


def test_a_report_is_read_back_from_its_file(report: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(report), "utf-8")
    assert changes(read_report(path), report) == []


@pytest.mark.parametrize(("content", "error"), [("{}", RecordError), ("[1]", RecordError), ("no", RecordError)])
def test_another_file_is_refused(content: str, error: type[Exception], tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(content, "utf-8")
    with pytest.raises(error):
        read_report(path)
    with pytest.raises(UsageError):
        read_report(tmp_path / "none.json")
