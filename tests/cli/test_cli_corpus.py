"""The commands on labelled documents."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from mingdan.cli import main
from mingdan.cli.app import app
from mingdan.corpus.parts import UNSEEN_FOLDER

DOCS = Path(__file__).parents[2] / "docs/cli.md"
FAULTY = "id: x\ngenre: news\n===\n{甲银行|INST}与{乙公司|INST}、乙公司\n===\npartnerships: []\ninstitutions: {}\n"


def run(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_every_option_of_every_command_is_documented() -> None:
    group: Any = get_command(app)
    section = next(part for part in DOCS.read_text("utf-8").split("\n## ") if part.startswith("mingdan corpus\n"))
    for name, command in group.commands["corpus"].commands.items():
        assert f"`{name}`" in section
        assert command.help
        options = [o for parameter in command.params for o in parameter.opts if o[0] == "-"]
        assert [option for option in options if f"`{option}" not in section] == []


def test_a_faulty_folder_is_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.doc.md").write_text(FAULTY, "utf-8")
    assert run("corpus", "check", tmp_path, "-o", tmp_path / "out.jsonl") == 4
    told = capsys.readouterr().out
    assert "x: error" in told
    assert not (tmp_path / "out.jsonl").exists()


def test_a_sound_folder_is_compiled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "check", "corpus/open", "-o", tmp_path / "out.jsonl", "--json") == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 19


def test_records_are_checked_as_their_sources_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    run("corpus", "check", "corpus/open", "-o", path)
    assert run("corpus", "check", path) == 0
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    row = next(line for line in lines if line["partnerships"])
    row["partnerships"][0] |= {"partner": "无此公司", "date": "去年"}
    row["entities"][0] |= {"label": "ROLE", "value": "boss"}
    path.write_text("".join(json.dumps(line) + "\n" for line in [*lines, lines[0]]), "utf-8")
    capsys.readouterr()
    assert run("corpus", "check", path) == 4
    told = capsys.readouterr().out
    assert all(code in told for code in ("row_name", "row_date", "role_code", "id_twice"))


@pytest.mark.parametrize("command", [("check",), ("stats",)])
def test_locked_parts_are_refused(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", *command, UNSEEN_FOLDER) == 2
    assert "--locked" in capsys.readouterr().err


def test_statistics_and_agreement_print_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "stats", "open", "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 19
    for path in Path("corpus/second").glob("[d-j]*.doc.md"):
        shutil.copy(path, tmp_path)
    assert run("corpus", "agreement", "own", tmp_path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"] >= 30


def test_documents_go_out_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "export", "open", "-o", tmp_path / "out", "--format", "brat") == 0
    assert run("corpus", "import", tmp_path / "out", "-o", tmp_path / "back.jsonl", "--format", "brat") == 0
    assert run("corpus", "agreement", "open", tmp_path / "back.jsonl") == 0
    assert "mentions.INST     F1 1.000" in capsys.readouterr().out


def test_a_label_without_a_new_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run("corpus", "import", tmp_path, "-o", tmp_path / "x", "--format", "brat", "--label", "ORG")
    assert code == 2
    assert "OLD=NEW" in capsys.readouterr().err


def test_variants_are_written_under_new_ids(tmp_path: Path) -> None:
    assert run("corpus", "vary", "open", "-o", tmp_path / "v.jsonl", "--kind", "semicolons") == 0
    found = [json.loads(line) for line in (tmp_path / "v.jsonl").read_text("utf-8").splitlines()]
    assert all(document["id"].endswith("+semicolons") for document in found)
    assert sum("；" in document["text"] for document in found) > 10


def test_unknown_kinds_and_formats_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "vary", "open", "-o", tmp_path / "v", "--kind", "rotated") == 2
    assert run("corpus", "export", "open", "-o", tmp_path / "v", "--format", "word") == 2
    assert run("corpus", "render", "open", "-o", tmp_path / "v", "--format", "gif") == 2
    assert capsys.readouterr().err.count("error:") == 3
