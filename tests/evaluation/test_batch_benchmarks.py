"""The benchmarks of batch runs and of the registry work at a small scale; no time is judged."""

import json
from pathlib import Path

import pytest

from mingdan.evaluation.benchmarks import batch, registry


@pytest.mark.slow
def test_the_batch_benchmark_measures_every_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LOOP", 10_000)
    monkeypatch.setattr(batch, "PART_INPUTS", 2)
    monkeypatch.setattr(batch, "find_spec", str.isspace)  # Ray starts slowly: as if it were not there
    found = batch.measure(4, [4], "fast", 1)
    assert found.documents == 4
    assert len(found.milliseconds) == len(found.peak_mb) == 1
    assert found.ray is None


def test_an_archive_has_the_documents_that_it_should(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in batch.archive(tmp_path / "a.jsonl", 300).open(encoding="utf-8")]
    assert len({line["id"] for line in lines}) == len({line["text"] for line in lines}) == 300


def test_the_registry_benchmark_measures_check_diff_and_ingest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["registry", "--rows", "2000", "--json", str(tmp_path / "r.json")])
    registry.main()
    assert "sqlite, 2000 rows" in capsys.readouterr().out
    (found,) = json.loads((tmp_path / "r.json").read_text("utf-8"))["figures"]
    assert found["check_ms"] > 0
    assert found["diff_ms"] > 0
    assert found["ingest"] > 0


def test_invented_lists_stand_where_they_say() -> None:
    for document in registry.documents(1200):
        assert len(document.partnerships) == registry.PARTNERS
        for row in document.partnerships:
            assert document.text[row.start : row.end] == row.evidence == row.partner
