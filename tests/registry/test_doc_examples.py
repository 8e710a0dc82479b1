"""The examples in docs/batch.md and docs/registry.md do what they show."""

import re
from pathlib import Path
from typing import Any

import pytest
from batch_runs import InlineEngine, notice, write_lines
from papers import BANK

from mingdan.batch.run import Options, run_batch
from mingdan.batch.work import Setup, Worker


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of a batch run, as ``out`` and ``OUT`` of the current folder."""
    line = {"id": "a", "text": notice(BANK, ["蚂蚁", "美团"]), "published": "2025-10-01"}
    path = write_lines(tmp_path / "a.jsonl", [line, {**line, "id": "b"}])
    setup = Setup(profile="fast")
    options = Options((str(path),), tmp_path / "out", setup=setup)
    run_batch(options, make_engine=lambda setup, workers: InlineEngine(Worker(setup)))
    (tmp_path / "OUT").symlink_to(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def examples(path: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def test_the_tables_of_a_run_open_as_shown(root: Path, out: Path) -> None:
    (code,) = examples(root / "docs" / "batch.md")
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(names["rows"]) == 4
    assert names["facts"]["partner"].tolist() == ["蚂蚁", "美团"]


def test_the_registry_answers_as_shown(root: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = examples(root / "docs" / "registry.md")
    exec(code.replace("微众银行", BANK), {})
    assert capsys.readouterr().out.startswith("listed listed as 蚂蚁")
