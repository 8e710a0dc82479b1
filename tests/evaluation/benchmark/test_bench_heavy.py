"""The large inputs at a small size: rows come back, documents come out, the script prints and writes."""

import json
import runpy
from pathlib import Path

import pytest

from mingdan.corpus.parts import load_part
from mingdan.evaluation.benchmark.heavy import invented, measure_documents, measure_rows


def test_invented_rows_stand_in_their_text() -> None:
    for document in invented(130):
        assert all(document.text[row.start : row.end] == row.evidence for row in document.partnerships)
        assert {row.partner for row in document.partnerships} <= set(document.institutions)


def test_rows_come_back_from_every_format(tmp_path: Path) -> None:
    found = measure_rows(tmp_path, 250)
    assert (found.rows, len(found.stages)) == (250, 7)
    assert [stage.name for stage in found.stages if stage.bytes] == ["write CSV", "write XLSX", "write Parquet"]
    assert all(stage.per_second > 0 for stage in found.stages)


def test_documents_come_out_as_records(tmp_path: Path) -> None:
    count = len(load_part("own")) + 3
    found = measure_documents(tmp_path, count, workers=0)
    lines = [line for path in tmp_path.glob("part-*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == found.documents == count
    assert len({json.loads(line)["id"] for line in lines}) == count
    assert found.quarantined == 0
    assert found.rows == sum(len(json.loads(line)["partnerships"]) for line in lines)


@pytest.mark.slow
def test_the_script_runs_in_processes_and_writes_json(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = runpy.run_path(str(root / "evaluation" / "benchmarks" / "heavy.py"))
    out = tmp_path / "heavy.json"
    assert script["main"](["--scale", "0.0002", "--workers", "1", "--json", str(out)]) == 0
    written = json.loads(out.read_text("utf-8"))
    assert (written["rows"]["rows"], written["documents"]["documents"]) == (200, 20)
    assert "200 rows of" in capsys.readouterr().out


@pytest.mark.parametrize("scale", ["0", "1.5", "-1"])
def test_a_scale_without_sense_is_refused(root: Path, scale: str, capsys: pytest.CaptureFixture[str]) -> None:
    script = runpy.run_path(str(root / "evaluation" / "benchmarks" / "heavy.py"))
    with pytest.raises(SystemExit) as stop:
        script["main"](["--scale", scale])
    assert stop.value.code == 2
    assert "--scale lies above 0" in capsys.readouterr().err
