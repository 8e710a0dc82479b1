"""The other commands: evaluate, doctor, schema, demo; and what every command shares."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mingdan import doctor
from mingdan.core.jsonio import write_jsonl
from mingdan.core.records import Document, Entity
from mingdan.core.schema import json_schema
from mingdan.doctor import Finding, examine, healthy


def records(path: Path, *documents: Document) -> Path:
    write_jsonl(path, documents)
    return path


def gold() -> Document:
    return Document("d", "海西银行", entities=(Entity(0, 4, "INST", "海西银行", "海西银行"),))


def test_version(run: Any) -> None:
    assert run("--version").out.startswith("mingdan 0.")


def test_no_command_prints_help(run: Any) -> None:
    assert "Commands:" in (lambda outcome: outcome.out + outcome.err)(run())


def test_schema_prints_the_schema(run: Any) -> None:
    outcome = run("schema")
    assert outcome.code == 0
    assert json.loads(outcome.out) == json_schema()


def test_evaluate_scores_two_files(run: Any, tmp_path: Path) -> None:
    one, two = records(tmp_path / "g.jsonl", gold()), records(tmp_path / "p.jsonl", Document("d", "海西银行"))
    outcome = run("evaluate", "--gold", one, "--pred", two, "--errors")
    assert outcome.code == 0
    assert outcome.out.startswith("1 documents")
    assert "海西银行" in outcome.out


def test_evaluate_json_has_differences_only_on_request(run: Any, tmp_path: Path) -> None:
    files = ("--gold", records(tmp_path / "g.jsonl", gold()), "--pred", records(tmp_path / "p.jsonl", gold()))
    assert "differences" not in json.loads(run("evaluate", *files, "--json").out)
    assert json.loads(run("evaluate", *files, "--json", "--errors").out)["differences"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "choose one measurement"),
        (["--open", "--locked"], "choose one measurement"),
        (["--gold", "g.jsonl"], "--pred is missing"),
        (["--pred", "p.jsonl"], "--gold is missing"),
        (["--locked", "--errors"], "--errors would show locked text"),
        (["--open", "--profile", "none"], "unknown profile 'none'"),
    ],
)
def test_evaluate_refuses_wrong_choices(run: Any, arguments: list[str], message: str) -> None:
    outcome = run("evaluate", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_evaluate_of_a_faulty_record_exits_4(run: Any, tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text('{"id": 3}\n', "utf-8")
    outcome = run("evaluate", "--gold", tmp_path / "g.jsonl", "--pred", tmp_path / "g.jsonl")
    assert outcome.code == 4
    assert outcome.err.startswith(f"error: {tmp_path / 'g.jsonl'}:1: field ")


def test_evaluate_locked_prints_sums_only(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def evaluate_locked(predict: Any, *, config: str, part: str) -> Any:
        assert part == "locked"
        seen["predicted"] = predict(Document("d", "海西银行"))
        seen["config"] = config
        return SimpleNamespace(
            scores="scores", failures={"ValueError": 2}, slices=[], more={"confidence of rows": {"ece": 0.05}}
        )

    def evaluate_locked_published(predict: Any, *, config: str, part: str) -> Any:
        return SimpleNamespace(scores="days")

    def extract(text: str, *, id: str, **options: Any) -> Document:
        return Document(id, text)

    pipeline: Any = extract
    pipeline.config_hash = "cafe"
    monkeypatch.setattr("mingdan.extract.pipeline.load", lambda profile, model=None: pipeline)  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.locked.evaluate_locked", evaluate_locked)
    monkeypatch.setattr("mingdan.evaluation.locked.evaluate_locked_published", evaluate_locked_published)
    monkeypatch.setattr("mingdan.evaluation.floors.check_floors", lambda scores: [])  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.slices.slice_lines", lambda found: ["parts"])  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.report.published_lines", lambda scores: [f"{scores} found"])  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.report.floor_lines", lambda checks: ["floors"])  # pyright: ignore
    monkeypatch.setattr("mingdan.evaluation.report.report_lines", lambda scores: [f"figures of {scores}"])  # pyright: ignore
    outcome = run("evaluate", "--locked")
    assert outcome.out.split("\n") == [
        "figures of scores",
        "parts",
        "confidence of rows: ece 0.050",
        "days found",
        "floors",
        "failed with ValueError: 2 documents",
        "",
    ]
    assert seen == {"predicted": Document("d", "海西银行"), "config": "default cafe"}


def test_doctor_lists_versions_extras_and_data(run: Any) -> None:
    outcome = run("doctor", "--json")
    answer = json.loads(outcome.out)
    found = {(item["kind"], item["name"]): item for item in answer["findings"]}
    assert outcome.code == 0
    assert answer["healthy"] is True
    assert found["base", "pandas"]["state"] == "ok"
    assert {name for kind, name in found if kind == "extra"} >= {"ocr", "accurate", "web", "cluster", "postgres"}
    assert found["data", "mingdan.extract/institutions.csv"]["detail"].endswith(" rows")


def test_doctor_says_what_a_missing_part_would_add() -> None:
    missing = [item for item in examine() if item.kind in ("extra", "program", "font") and item.state == "missing"]
    assert all(item.adds and item.hint for item in missing)


def test_doctor_exits_1_where_the_base_is_broken(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_requirements", lambda: [("no-such-package", None)])
    outcome = run("doctor")
    assert outcome.code == 1
    assert "missing no-such-package" in outcome.out
    assert outcome.out.endswith("The base is broken: follow the hints above.\n")


def test_a_broken_data_file_breaks_the_base() -> None:
    assert not healthy([Finding("data", "x.csv", "broken")])


def test_demo_runs_on_the_bundled_documents(run: Any, tmp_path: Path, fakes: Any) -> None:
    outcome = run("demo", "-o", tmp_path / "out")
    assert outcome.code == 0
    ids = [json.loads(line)["id"] for line in (tmp_path / "out/documents.jsonl").read_text("utf-8").splitlines()]
    assert ids == ["news", "announcement", "update"]
    assert "documents 3, quarantined 0" in outcome.out


def test_an_unexpected_failure_is_one_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("why\nnot")

    monkeypatch.setattr("mingdan.cli.diagnosing.examine", fail)
    plain, loud = run("doctor"), run("doctor", "--debug")
    assert plain.code == loud.code == 1
    assert plain.err == "error: unexpected RuntimeError: why not; run again with --debug and report it\n"
    assert "Traceback" in loud.err


def test_evaluate_tells_a_missing_and_a_binary_file_plainly(run: Any, tmp_path: Path) -> None:
    good, bad = tmp_path / "g.jsonl", tmp_path / "b.jsonl"
    good.write_text("", "utf-8")
    bad.write_bytes(b"\xba\xba")
    missing = run("evaluate", "--gold", tmp_path / "none.jsonl", "--pred", good)
    binary = run("evaluate", "--gold", good, "--pred", bad)
    assert missing.code == 2
    assert binary.code == 4
    assert "is not UTF-8" in binary.err
