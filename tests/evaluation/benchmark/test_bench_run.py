"""The run as a whole: plans, hidden parts, missing data, the command and its tables."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmark_table import NONE_YET, current, table

from mingdan.cli import main
from mingdan.core.errors import UsageError
from mingdan.core.jsonio import to_plain, write_jsonl
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.evaluation.benchmark import run as running
from mingdan.evaluation.benchmark import systems
from mingdan.evaluation.benchmark.materials import check_set, data_folder, hidden_set, load_set, set_names
from mingdan.evaluation.benchmark.report import lines
from mingdan.evaluation.benchmark.run import Plan, run
from mingdan.evaluation.benchmark.systems import infos

SECRET = "溪上银行股份有限公司"


@pytest.fixture(autouse=True)
def no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No data of others, whatever lies beside the checkout."""
    monkeypatch.setenv("MINGDAN_DATA", str(tmp_path / "none"))


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """One invented document as the locked part; the log goes to a temporary file."""
    document = replace(load_part("open")[0], id="secret", text=f"{SECRET}公布", entities=(), partnerships=())

    def load(purpose: str, part: str) -> list[Document]:
        assert (purpose, part) == ("measurement", "locked")
        return [document]

    monkeypatch.setattr("mingdan.evaluation.benchmark.materials.load_locked", load)
    monkeypatch.setattr(running, "LOG", tmp_path / "log.jsonl")
    return tmp_path / "log.jsonl"


def test_a_plan_measures_only_what_it_names() -> None:
    result = run(Plan(("regex", "mingdan"), ("documents",), rounds=1, limit=3))
    assert [entry.name for entry in result.systems] == ["regex", "mingdan"]
    assert [(entry.name, entry.documents) for entry in result.sets] == [("documents", 3)]
    assert result.pdf is None
    assert [entry.name for entry in result.speed] == ["documents"]
    assert result.speed[0].systems["regex"].ratio == 1.0
    assert result.origin.machine.cores >= 1


def test_gold_of_a_file_stands_in_for_the_corpus(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "gold.jsonl", load_part("open")[:2])
    result = run(Plan(("regex",), ("documents",), gold=tmp_path / "gold.jsonl", rounds=0))
    assert (result.sets[0].title, result.sets[0].documents) == ("gold records of gold.jsonl", 2)
    assert result.speed == ()


def test_absent_data_are_left_out_with_the_reason() -> None:
    heard: list[str] = []
    result = run(Plan(("regex",), ("msra", "dates"), rounds=0), heard.append)
    reason = "msra_dev.jsonl.gz is not there; it lies in ../shared/data; MINGDAN_DATA may name another folder"
    assert result.sets[0].missing == reason
    assert any(reason in line for line in heard)
    assert f"  left out: {reason}" in list(lines(result))


@pytest.mark.parametrize(("name", "hint"), [("mrsa", "did you mean 'msra'?"), ("xyz!", "the sets are documents,")])
def test_an_unknown_set_gets_a_proposal(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_set(name)
    assert hint in str(caught.value)


def test_a_hidden_part_shows_and_logs_sums_only(hidden: Path) -> None:
    result = run(Plan(("mingdan", "regex"), ("documents",), part="locked", rounds=0))
    shown = json.dumps(to_plain(result), ensure_ascii=False) + "\n".join(lines(result))
    assert result.sets[0].name == "locked"
    assert result.sets[0].documents == 1
    assert "溪上" not in shown
    logged = hidden.read_text("utf-8")
    assert "溪上" not in logged
    line = json.loads(logged)
    assert line["kind"] == "benchmark"
    assert set(line["sets"][0]["scores"]) == {"mingdan", "regex"}


def test_a_hidden_part_is_never_timed(hidden: Path) -> None:
    result = run(Plan(("regex",), ("documents",), part="locked", rounds=1, limit=2))
    assert [(entry.name, entry.documents) for entry in result.speed] == [("documents", 2)]
    assert hidden_set("locked").hidden


def test_a_missing_package_gives_a_row_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_but_one(package: str) -> str | None:
        return None if package == "jionlp" else "1"

    monkeypatch.setattr(systems, "_version", all_but_one)
    heard: list[str] = []
    result = run(Plan(("regex", "jionlp"), ("documents",), rounds=1, limit=2), heard.append)
    rows = [line.split() for line in lines(result) if line.startswith("  jionlp")]
    assert rows == [["jionlp", "not", "installed"]] * 2
    assert [line for line in heard if "jionlp is not installed" in line]


def test_the_command_prints_the_table_and_writes_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "result.json"
    arguments = ["--systems", "regex, spacy-ruler", "--sets", "documents", "--rounds", "1", "--limit", "2"]
    with pytest.raises(SystemExit) as stop:
        main(["benchmark", *arguments, "--json", str(out)])
    assert not stop.value.code
    shown = capsys.readouterr().out
    assert "institutions" in shown
    assert "characters per CPU-second" in shown
    written = json.loads(out.read_text("utf-8"))
    assert written["schema"] == "mingdan-benchmark/1"
    assert list(written["sets"][0]["scores"]) == ["regex", "spacy-ruler"]
    shown = table(written, written)
    assert "Measured on 2 documents, parts own and open" in shown
    assert len([line for line in shown.splitlines() if line.startswith("| spaCy EntityRuler")]) == 2


def test_without_results_the_table_says_so(tmp_path: Path) -> None:
    assert current(tmp_path) == NONE_YET


def test_two_kinds_of_gold_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["benchmark", "--locked", "--unseen"])
    assert stop.value.code == 2
    assert "choose one of --gold, --locked and --unseen" in capsys.readouterr().err


def test_the_page_names_every_system_and_set(root: Path) -> None:
    page = (root / "docs" / "benchmark.md").read_text("utf-8")
    assert [name for name in (*infos(), *set_names(), "pdf") if f"`{name}`" not in page] == []
    mapped = [tag for info in infos().values() for tag in info.settings.get("map", {})]
    assert [tag for tag in mapped if f"`{tag}`" not in page] == []


class TestOthersData:
    """With the data where they are present."""

    @pytest.fixture(autouse=True)
    def data(self, monkeypatch: pytest.MonkeyPatch, no_data: None) -> None:
        monkeypatch.delenv("MINGDAN_DATA")
        if not (data_folder() / "dates_jionlp.jsonl.gz").is_file():
            pytest.skip("needs ../shared/data/dates_jionlp.jsonl.gz")

    @pytest.mark.parametrize(("name", "label"), [("cluener", "INST"), ("finre", "INST"), ("dates", "DATE")])
    def test_labels_are_ours_and_stand_in_the_text(self, name: str, label: str) -> None:
        tests = load_set(name, 50)
        assert tests.missing is None
        entities = [(d, e) for d in tests.documents for e in d.entities]
        assert entities
        assert {e.label for _, e in entities} == {label}
        assert all(d.text[e.start : e.end] == e.text for d, e in entities)
