"""``mingdan batch``: run, status, publish, and what they say of wrong options."""

import json
from pathlib import Path

import pandas as pd
import pytest

from mingdan.cli import main

TEXT = "澄溪农商行公布互联网贷款合作机构名单，助贷平台包括蚂蚁、美团。"


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["batch", *arguments])
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive with a faulty line, and the output of a run over it."""
    folder = tmp_path_factory.mktemp("batch")
    path = folder / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "published": "2025-06-05"}) + "\n{no\n", "utf-8")
    assert call(str(path), "-o", str(folder / "out"), "--profile", "fast", "--workers", "1") == 3
    return path, folder / "out"


def test_run_may_be_left_out_and_tables_open_with_pandas(done: tuple[Path, Path]) -> None:
    rows = pd.read_parquet(done[1] / "partnerships")
    assert rows[["discloser", "partner", "month"]].to_numpy().tolist() == [
        ["澄溪农商行", "蚂蚁", "2025-06"],
        ["澄溪农商行", "美团", "2025-06"],
    ]


def test_resume_prints_a_summary_as_json(done: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, out = done
    code = call("run", str(path), "-o", str(out), "--profile", "fast", "--workers", "1", "--resume", "--json")
    summary = json.loads(capsys.readouterr().out)
    assert code == summary["exit_code"] == 3
    assert (summary["seen"], summary["new"], summary["known"]) == (1, 0, 1)
    assert summary["rows"]["partnerships"] == 2


def test_status_tells_how_far_it_is_and_what_was_set_aside(
    done: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = done
    assert call("status", str(out)) == 3
    said = capsys.readouterr()
    assert "done, begun" in said.out
    assert "read 1, pending 0, failed 0; documents 1, partnerships 2" in said.out
    assert "set aside as usage: 1" in said.out
    assert f"{path}:2: no JSON" in said.err
    assert call("status", str(out), "--json") == 3
    assert json.loads(capsys.readouterr().out)["failures"] == {"usage": 1}


def test_publish_writes_the_tables_anew(done: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    out = done[1]
    for path in (out / "partnerships").rglob("*.parquet"):
        path.unlink()
    assert call("publish", str(out)) == 0
    assert "partnerships 2" in capsys.readouterr().out
    assert len(pd.read_parquet(out / "partnerships")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a", "--engine", "spark"), "unknown engine 'spark'; use one of local, ray"),
        (("a", "--retry"), "goes with --resume only"),
        (("a", "--published", "2025-02-30"), "impossible date"),
        (("a", "--min-confidence", "2"), "not between 0 and 1"),
        (("a", "--names", "nowhere.csv"), "no such file"),
        (("status", "nowhere"), "holds no batch run"),
        (("publish", "nowhere"), "holds no batch run"),
    ],
)
def test_wrong_usage_exits_with_2_and_one_line(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = () if arguments[0] in ("status", "publish") else ("-o", str(tmp_path / "out"))
    assert call(*arguments, *out) == 2
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1


def test_an_output_folder_with_a_run_needs_resume(done: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path, out = done
    assert call(str(path), "-o", str(out), "--profile", "fast") == 2
    assert "add --resume" in capsys.readouterr().err


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--help") == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("run", "status", "publish"))
