"""``mingdan evaluate``: where predictions come from, what is written where, what is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document, Entity, Institution, Partnership
from mingdan.corpus.parts import LOCKED_FOLDER

TEXT = "海西银行与云桥合作"
ROW = Partnership("海西银行", "云桥", "data", "listed", "list", None, None, TEXT, 0, len(TEXT), confidence=0.8)
GOLD = Document(
    "d",
    TEXT,
    genre="news",
    entities=(Entity(0, 4, "INST", "海西银行", "海西银行"), Entity(5, 7, "INST", "云桥", "云桥")),
    institutions={"海西银行": Institution("bank"), "云桥": Institution()},
    partnerships=(ROW,),
)


Predict = Callable[..., Document]


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Callable[[Predict], None]:
    """Put a function in the place of the pipeline."""

    def use(predict: Predict) -> None:
        stand_in: Any = predict
        stand_in.config_hash = "cafe"
        monkeypatch.setattr("mingdan.extract.pipeline.load", lambda profile, model=None: stand_in)  # pyright: ignore

    return use


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """Options for gold and a prediction without the partner's mention."""
    write_jsonl(tmp_path / "g.jsonl", [GOLD])
    write_jsonl(tmp_path / "p.jsonl", [replace(GOLD, entities=GOLD.entities[:1])])
    return "--gold", str(tmp_path / "g.jsonl"), "--pred", str(tmp_path / "p.jsonl")


def test_text_has_figures_names_confidences_and_causes(run: Any, files: tuple[str, ...]) -> None:
    outcome = run("evaluate", *files)
    assert outcome.code == 0
    starts = {line.split()[0] for line in outcome.out.splitlines() if line}
    assert {"mentions.INST", "type.INST", "inst_invented", "inst_name", "b3"} <= starts
    assert "confidence of rows: ECE 0.200" in outcome.out
    assert outcome.out.splitlines()[-1] == "differences by cause: missed 1"


def test_json_goes_to_stdout_or_to_a_file(run: Any, files: tuple[str, ...], tmp_path: Path) -> None:
    printed = json.loads(run("evaluate", *files, "--json").out)
    assert printed["analysis"]["found"]["type"]["recall"]["value"] == 0.5
    path = tmp_path / "out.json"
    outcome = run("evaluate", "--json", path, *files)
    assert json.loads(path.read_text("utf-8")) == printed
    assert outcome.out.startswith("1 documents")


def test_an_earlier_report_is_compared_with(run: Any, files: tuple[str, ...], tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    run("evaluate", *files[:2], "--pred", files[1], "--json", earlier)
    outcome = run("evaluate", *files, "--baseline", earlier)
    assert ["mentions.recall", "1.000", "0.500", "-0.500"] in [line.split() for line in outcome.out.splitlines()]
    changes = json.loads(run("evaluate", *files, "--baseline", earlier, "--json").out)["changes"]
    assert {"figure": "mentions.recall", "then": 1.0, "now": 0.5} in changes


def test_another_system_is_compared_with(run: Any, files: tuple[str, ...]) -> None:
    outcome = run("evaluate", *files, "--compare", files[1])
    (line,) = [line for line in outcome.out.splitlines() if line.startswith("mentions.INST") and "-0.333" in line]
    assert line.split()[1:3] == ["0.667", "1.000"]
    compared = json.loads(run("evaluate", *files, "--compare", files[1], "--json").out)["comparison"]
    assert compared[0]["worse"] == 1


def test_the_page_is_written_and_named(run: Any, files: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    outcome = run("evaluate", *files, "--html", path, "--compare", files[1])
    assert outcome.err == f"note: report: {path}\n"
    assert 'id="comparison"' in path.read_text("utf-8")


def test_the_pipeline_runs_over_labelled_documents(run: Any, pipeline: Any, files: tuple[str, ...]) -> None:
    def extract(text: str, *, id: str, **options: Any) -> Document:
        assert (id, text) == ("d", TEXT)
        return Document(id, text, entities=GOLD.entities[:1])

    pipeline(extract)
    found = json.loads(run("evaluate", "--run", files[1], "--json").out)
    assert found["scores"]["found"]["mentions"]["recall"]["value"] == 0.5


def test_floors_of_a_part_are_shown(run: Any, pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def part(name: str) -> list[Document]:
        return [replace(GOLD, id=name)]

    def extract(text: str, **options: Any) -> Document:
        return Document("x", text)

    monkeypatch.setattr("mingdan.corpus.parts.load_part", part)
    pipeline(extract)
    outcome = run("evaluate", "--run", "own")
    assert "floor rows_with_role" in outcome.out
    assert "FAILS" in outcome.out


def test_page_layout_is_scored(run: Any, tmp_path: Path) -> None:
    truth = {
        "page": "p",
        "articles": [{"headline": "甲", "paras": [], "sentences": ["江州银行公布名单。"], "lines": []}],
        "furniture": [],
    }
    (tmp_path / "p.json").write_text(json.dumps(truth), "utf-8")
    (tmp_path / "pred.jsonl").write_text('{"page": "p", "text": "甲 江州银行公布名单。"}', "utf-8")
    outcome = run("evaluate", "--layout", tmp_path, "--pred", tmp_path / "pred.jsonl")
    assert outcome.out.splitlines()[-1].split()[:4] == ["all", "1.000", "1.000", "1.000"]
    found = json.loads(run("evaluate", "--layout", tmp_path, "--pred", tmp_path / "pred.jsonl", "--json").out)
    assert found["mean"]["headlines"] == 1.0


@pytest.mark.parametrize("door", ["--locked", "--unseen"])
@pytest.mark.parametrize("option", [("--errors",), ("--html", "x.html"), ("--compare", "x.jsonl")])
def test_a_locked_part_gives_no_text(run: Any, door: str, option: tuple[str, ...]) -> None:
    outcome = run("evaluate", door, *option)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"error: {option[0]} would show locked text")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--run", "open", "--open"], "choose one measurement"),
        (["--run", "open", "--gold", "g.jsonl"], "choose one measurement"),
        (["--run", "locked"], "part 'locked' has its own door"),
        (["--run", str(LOCKED_FOLDER)], "the locked part is not read as files"),
        (["--run", "none.jsonl"], "none.jsonl: No such file"),
        (["--open", "out.json"], "unexpected argument 'out.json'"),
        (["--open", "--nfkc"], "--nfkc is for --layout only"),
        (["--layout", "truth"], "--pred is missing"),
        (["--layout", "truth", "--pred", "p.jsonl", "--html", "x.html"], "--html is not for --layout"),
        (["--layout", "truth", "--pred", "p.jsonl", "--baseline", "x.json"], "--baseline is not for --layout"),
        (["--layout", "none", "--pred", "p.jsonl"], "no *.json with articles there"),
    ],
)
def test_wrong_choices_are_refused(run: Any, fakes: Any, arguments: list[str], message: str) -> None:
    outcome = run("evaluate", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_an_input_is_never_overwritten(run: Any, files: tuple[str, ...]) -> None:
    before = Path(files[1]).read_bytes()
    for option in ("--html", "--json"):
        outcome = run("evaluate", *files, option, files[1])
        assert outcome.code == 2
        assert f"{option} would overwrite an input" in outcome.err
    assert Path(files[1]).read_bytes() == before


def test_a_locked_run_writes_sums_and_compares_them(
    run: Any, pipeline: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    monkeypatch.setattr("mingdan.evaluation.locked.load_locked", lambda purpose, part: [GOLD])  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.locked.UNSEEN_LOG", log)

    def extract(text: str, **options: Any) -> Document:
        return GOLD

    pipeline(extract)
    path = tmp_path / "sums.json"
    assert run("evaluate", "--unseen", "--json", path).code == 0
    assert "海西" not in path.read_text("utf-8")
    outcome = run("evaluate", "--unseen", "--baseline", path)
    assert outcome.out.splitlines()[-1] == "no figure differs from the earlier report"
    assert "海西" not in outcome.out
    assert len(log.read_text("utf-8").splitlines()) == 4
