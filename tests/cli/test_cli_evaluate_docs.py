"""The examples of docs/evaluation.md give what they show, and its commands run."""

import doctest
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document, Entity
from mingdan.evaluation.errors import CAUSES

TEXT = "江州银行公布名单"
GOLD = Document("d", TEXT, entities=(Entity(0, 4, "INST", "江州银行"),))


@pytest.fixture
def guide(root: Path) -> Path:
    return root / "docs" / "evaluation.md"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the examples name."""
    for name in ("gold.jsonl", "out/documents.jsonl", "other.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_jsonl(tmp_path / name, [GOLD])
    (tmp_path / "truth").mkdir()
    page = {"page": "p", "articles": [{"paras": [], "sentences": [TEXT], "lines": []}], "furniture": []}
    (tmp_path / "truth" / "p.json").write_text(json.dumps(page), "utf-8")
    (tmp_path / "pages.jsonl").write_text(json.dumps({"page": "p", "text": TEXT}), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_python_examples_give_what_they_show(guide: Path) -> None:
    result = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert result.attempted >= 10
    assert result.failed == 0


def test_every_command_of_the_guide_runs(
    guide: Path, workplace: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(text: str, *, id: str, **options: Any) -> Document:
        return Document(id, text)

    monkeypatch.setattr("mingdan.extract.pipeline.load", lambda profile, model=None: extract)  # pyright: ignore
    commands = re.findall(r"^mingdan (evaluate .+)$", guide.read_text("utf-8"), re.MULTILINE)
    assert len(commands) >= 9
    assert [command for command in commands if run(*shlex.split(command)).code != 0] == []
    assert (workplace / "report.html").is_file()
    assert (workplace / "earlier.json").is_file()


def test_every_cause_is_named(guide: Path) -> None:
    text = " ".join(guide.read_text("utf-8").split())
    assert [name for name in CAUSES.values() if name.removeprefix("wrong ") not in text] == []


def test_every_link_leads_to_a_file(guide: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", guide.read_text("utf-8"))
    assert links
    assert [link for link in links if not (guide.parent / link).exists()] == []
