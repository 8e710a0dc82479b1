"""``mingdan extract``: what it writes, what it prints, what it does with bad input."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from mingdan.core.errors import MissingExtraError
from mingdan.core.jsonio import read_jsonl

pytestmark = pytest.mark.usefixtures("fakes")

TABLES = ("mentions", "partnerships", "lists", "institutions", "policies", "counts")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def put(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")


def test_writes_records_and_every_table_in_three_formats(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单", b_md="宁北银行名单")
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    tables = {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "xlsx", "parquet")}
    assert names == tables | {"documents.jsonl", "quarantine.jsonl", "run.json"}
    assert outcome.code == 0
    assert [document.text for document in read_jsonl(tmp_path / "out/documents.jsonl")] == [
        "海西银行名单",
        "宁北银行名单",
    ]


def test_prints_the_summary_and_the_table(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out", "--published", "2025-09-30")
    assert "documents 1, quarantined 0" in outcome.out
    assert "partnerships 1" in outcome.out
    table = next(line for line in outcome.out.splitlines() if "乙公司" in line)
    assert table.split() == ["海西银行", "乙公司", "platform", "listed", "2025-09-30", "a.txt", "l.", "1"]
    assert outcome.err == ""


def test_columns_stay_aligned_under_wide_characters(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单", b_txt="ABCD", c_txt="宁A银1")
    out = run("extract", tmp_path / "in", "-o", tmp_path / "out").out
    rows = [line for line in out.splitlines() if " listed " in line]
    assert len(rows) == 3
    assert len({cell_len(row[: row.index(" listed ")]) for row in rows}) == 1


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "in", a_txt="海西银行名单", b_txt="宁北银行名单")
    assert run("extract", tmp_path / "in", "-o", tmp_path / "out").err == ""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert "documents" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_long_tables_are_cut_with_a_note(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", **{f"n{n}_txt": f"第{n}银行名单" for n in range(45)})
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert f"… 5 more rows in {tmp_path / 'out/partnerships.csv'}" in outcome.out
    assert outcome.out.count("乙公司") == 40


def test_json_summary_is_all_of_stdout(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单")
    summary = json.loads(run("extract", tmp_path / "in", "-o", tmp_path / "out", "--json").out)
    assert summary["documents"] == 1
    assert summary["rows"]["partnerships"] == 1
    assert summary["config_hash"] == "cafe"
    assert json.loads((tmp_path / "out/run.json").read_text("utf-8"))["rows"] == summary["rows"]


def test_ids_come_from_content_and_part_never_from_the_path(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "one", a_txt="海西银行名单===宁北银行名单")
    put(tmp_path / "two/deep", other_txt="海西银行名单===宁北银行名单")
    ids: list[list[str]] = []
    for name in ("one", "two"):
        run("extract", tmp_path / name, "-o", tmp_path / "out")
        documents = read_jsonl(tmp_path / "out/documents.jsonl")
        ids.append([document.id for document in documents])
        assert documents[0].source is not None
        assert ids[-1] == [f"{documents[0].source.sha256[:16]}-{part}" for part in (1, 2)]
    assert ids[0] == ids[1]


def test_same_bytes_twice_are_processed_once_and_noted(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单", b_txt="海西银行名单")
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert len(lines(tmp_path / "out/documents.jsonl")) == 1
    assert outcome.code == 0
    assert outcome.err == f"note: {tmp_path}/in/b.txt: same content as {tmp_path}/in/a.txt; read once\n"


def test_bad_inputs_are_quarantined_one_line_each_and_the_others_go_on(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", good_txt="海西银行名单", empty_txt="", locked_pdf="%PDF locked")
    (tmp_path / "in/bytes.txt").write_bytes(b"\xff\xfe\xff\xff\x00")
    (tmp_path / "archive.zip").write_bytes(b"PK\x03\x04")
    named = [tmp_path / "in", tmp_path / "archive.zip", tmp_path / "missing.txt"]
    outcome = run("extract", *named, "-o", tmp_path / "out")
    quarantined = lines(tmp_path / "out/quarantine.jsonl")
    assert outcome.code == 3
    assert {item["code"] for item in quarantined} == {
        "missing_file",
        "undecodable",
        "empty",
        "encrypted",
        "damaged",
    }
    assert all(set(item) == {"uri", "sha256", "code", "message", "hint", "time"} for item in quarantined)
    assert all((item["sha256"] is None) == (item["code"] == "missing_file") for item in quarantined)
    assert len(lines(tmp_path / "out/documents.jsonl")) == 1
    told = outcome.err.splitlines()
    assert len(told) == len(quarantined) == 5
    for line, item in zip(told, quarantined, strict=True):
        assert line == f"error: {item['uri']}: {item['message']}; {item['hint']}"


def test_an_input_without_any_document_is_never_lost(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="nothing")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert outcome.code == 3
    assert lines(tmp_path / "out/quarantine.jsonl")[0]["code"] == "unreadable"


def test_a_failure_of_the_program_is_one_line_without_debug(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", bad_txt="BUG", good_txt="海西银行名单")
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1
    assert "unexpected ZeroDivisionError: division by zero; run again with --debug" in outcome.err
    assert len(lines(tmp_path / "out/documents.jsonl")) == 1
    assert lines(tmp_path / "out/quarantine.jsonl")[0]["code"] == "internal"


def test_debug_prints_the_traceback(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", bad_txt="BUG")
    assert "Traceback" in run("extract", tmp_path / "in", "-o", tmp_path / "out", "--debug").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--published", "2025-02-30"],
            "error: --published: impossible date '2025-02-30'; write a date of the calendar",
        ),
        (["--min-confidence", "1.5"], "error: --min-confidence: not between 0 and 1;"),
        (["--manifest", "none.jsonl"], "error: none.jsonl: manifest: No such file or directory; check the path"),
        (["--names", "none.csv"], "error: --names none.csv: no such file; check the path"),
        (["--roles", "none.csv"], "error: --roles none.csv: no such file; check the path"),
    ],
)
def test_wrong_options_exit_2(run: Any, tmp_path: Path, arguments: list[str], message: str) -> None:
    put(tmp_path / "in", a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out", *arguments)
    assert outcome.code == 2
    assert outcome.err.startswith(message)
    assert len(outcome.err.splitlines()) == 1


def test_no_input_and_unknown_options_exit_2(run: Any) -> None:
    assert run("extract").code == 2
    assert run("extract", "--none").code == 2
    assert run("nothing").code == 2


def test_output_that_is_a_file_exits_2_before_any_work(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="海西银行名单", out_txt="")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out.txt")
    assert outcome.code == 2
    assert "out.txt: output folder: is a file; give a folder that you may write with -o" in outcome.err


def test_output_below_a_file_exits_2(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "a.txt" / "out")
    assert outcome.code == 2
    assert "output folder" in outcome.err


def test_a_missing_model_exits_5(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(profile: str, **options: Any) -> None:
        raise MissingExtraError(f"profile {profile} has no model", hint="install it")

    monkeypatch.setattr("mingdan.extract.pipeline.load", load)
    put(tmp_path, a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out", "--profile", "accurate")
    assert (outcome.code, outcome.err) == (5, "error: profile accurate has no model; install it\n")


def test_min_confidence_leaves_out_rows_and_mentions_and_says_so(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out", "--min-confidence", "0.5")
    assert "issues in the records: info 1" in outcome.out
    document = read_jsonl(tmp_path / "out/documents.jsonl")[0]
    assert document.partnerships == ()
    assert [entity.text for entity in document.entities] == ["海西银行"]
    assert document.issues[0].message == "1 rows and 1 mentions below confidence 0.5 left out"


def test_a_repeated_run_gives_the_same_files(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="海西银行名单")
    contents: list[dict[str, bytes]] = []
    for _ in range(2):
        run("extract", tmp_path / "in", "-o", tmp_path / "out")
        files = [p for p in (tmp_path / "out").iterdir() if p.suffix in (".csv", ".jsonl", ".json", ".parquet")]
        contents.append({path.name: path.read_bytes() for path in files})
    assert contents[0] == contents[1]


def test_an_interrupted_run_leaves_the_old_output_whole(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "in", a_txt="海西银行名单")
    run("extract", tmp_path / "in", "-o", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    put(tmp_path / "in", a_txt="宁北银行名单")

    def interrupt(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mingdan.extract.table.write_tables", interrupt)
    outcome = run("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert outcome.code == 130
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_full_disk_is_one_line(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mingdan.extract.table.write_tables", full)
    put(tmp_path, a_txt="海西银行名单")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert outcome.code == 1
    assert (
        outcome.err == f"error: {tmp_path}/out: cannot write: No space left on device; check the space and the rights\n"
    )


def test_excel_safe_csv_starts_with_a_bom(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="=1+1银行名单")
    run("extract", tmp_path / "a.txt", "-o", tmp_path / "out", "--excel-safe")
    text = (tmp_path / "out/partnerships.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffdocument,")
    assert '"\'=1+1"' in text


def test_no_control_character_of_a_document_reaches_the_terminal(run: Any, tmp_path: Path) -> None:
    put(tmp_path, a_txt="\x1b[31名单")
    outcome = run("extract", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert "\x1b" not in outcome.out
    assert "�[31" in outcome.out


def test_manifest_ids_dates_and_publishers_reach_the_records(run: Any, tmp_path: Path) -> None:
    put(tmp_path / "docs", a_txt="海西银行名单")
    manifest = tmp_path / "docs/m.jsonl"
    manifest.write_text(
        '{"id": "first", "path": "a.txt", "published": "2025-01-02", "publisher": "甲报"}\n'
        '{"id": "second", "text": "宁北银行名单"}\n',
        "utf-8",
    )
    outcome = run("extract", "--manifest", manifest, "-o", tmp_path / "out", "--published", "2025-03-04")
    documents = read_jsonl(tmp_path / "out/documents.jsonl")
    assert outcome.code == 0
    assert [(d.id, d.published, d.publisher) for d in documents] == [
        ("first", "2025-01-02", "甲报"),
        ("second", "2025-03-04", None),
    ]


def test_wrong_manifest_lines_are_quarantined_and_the_others_go_on(run: Any, tmp_path: Path) -> None:
    manifest = tmp_path / "m.jsonl"
    manifest.write_text(
        '{"id": "a", "text": "海西银行名单"}\n{"id": "a", "text": "宁北银行名单"}\n'
        '{"id": "b", "text": "宁北银行名单", "published": "2025-13-01"}\n',
        "utf-8",
    )
    outcome = run("extract", "--manifest", manifest, "-o", tmp_path / "out")
    assert outcome.code == 3
    assert [item["code"] for item in lines(tmp_path / "out/quarantine.jsonl")] == ["duplicate_id", "usage"]
    assert f"{manifest}:2: id 'a' stands on lines 1 and 2; give each line its own id" in outcome.err
    assert f"{manifest}:3: impossible date '2025-13-01'; write a date of the calendar as YYYY-MM-DD" in outcome.err
    assert len(lines(tmp_path / "out/documents.jsonl")) == 1
