"""``mingdan registry`` and ``mingdan update``: what they print, and their exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from papers import ALPHA, BANK, BETA, OTHER, news, output, paper

from mingdan.cli import main

ON = "2026-01-15"


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A registry with two versions of a list and a report."""
    papers = [
        paper("v1", BANK, [(ALPHA, "platform.facilitation"), (BETA, "platform.co_lending")], "2025-09-30"),
        paper("v2", BANK, [(ALPHA, "platform.facilitation")], "2025-12-31"),
        news("n", BANK, (BETA, "platform.co_lending"), "2026-01-10"),
        news("o", OTHER, (BETA, "platform.co_lending"), "2026-01-10"),
    ]
    folder = output(tmp_path / "out", papers)
    address = str(tmp_path / "r.sqlite")
    assert call("registry", "ingest", str(folder), "--db", address) == 0
    return address


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert call("registry", *arguments) == code
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    return json.loads(said(capsys, *arguments, "--json", code=code))


def test_check_prints_the_status_the_reason_and_the_proof(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "check", BANK, ALPHA, "--on", ON, "--db", db)
    assert text.startswith(f"listed: listed as {ALPHA} (platform.facilitation)")
    assert "evidence: v2" in text
    answer = told(capsys, "check", BANK, BETA, "--on", ON, "--db", db)
    assert (answer["status"], answer["version"]["document"]) == ("not_listed", "v2")
    assert [row["document"] for row in answer["reports"]] == ["n"]


def test_check_of_a_file(db: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(f"lender,partner,role,on\n{BANK},{ALPHA},,{ON}\n{BANK},{BETA},,2025-10-01\n,,,\n", "utf-8")
    lines = said(capsys, "check", "--file", str(pairs), "--db", db).splitlines()
    assert [line.split("\t")[4] for line in lines] == ["status", "listed", "listed"]
    answers = told(capsys, "check", "--file", str(pairs), "--db", db)
    assert [answer["status"] for answer in answers] == ["listed", "listed"]


def test_history_diff_partners_lenders_show_stats(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    versions = told(capsys, "history", BANK, "--db", db)
    first, second = (str(row["id"]) for row in versions)
    assert said(capsys, "diff", first, second, "--db", db) == f"removed: {BETA} platform.co_lending\n"
    assert said(capsys, "diff", first, first, "--db", db) == "no difference\n"
    assert [row["partner"] for row in told(capsys, "partners", BANK, "--as-of", ON, "--db", db)] == [ALPHA]
    assert BANK in said(capsys, "lenders", ALPHA, "--on", ON, "--db", db)
    assert "partners" in said(capsys, "show", BANK, "--on", ON, "--db", db)
    assert "n\t" in said(capsys, "history", BANK, BETA, "--db", db)
    assert "lenders with a list 1" in said(capsys, "stats", "--on", ON, "--db", db)


def test_alerts_exit_with_7(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "alerts", "--on", ON, "--db", db, code=7)
    assert [alert["kind"] for alert in found] == ["off_list", "no_list"]
    assert "off_list: n reports" in said(capsys, "alerts", "--on", ON, "--db", db, code=7)


def test_decide_undo_and_decisions(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    row = told(capsys, "partners", BANK, "--as-of", ON, "--db", db)[0]["id"]
    number = told(capsys, "decide", "reject", str(row), "--reason", "误读", "--who", "lin", "--db", db)["decision"]
    assert told(capsys, "check", BANK, ALPHA, "--on", ON, "--db", db)["status"] == "not_listed"
    assert told(capsys, "check", BANK, ALPHA, "--on", ON, "--rejected", "--db", db)["status"] == "listed"
    said(capsys, "undo", str(number), "--who", "lin", "--db", db)
    said(capsys, "decide", "different", ALPHA, BETA, "--reason", "两家", "--who", "lin", "--db", db)
    assert [row["verdict"] for row in told(capsys, "decisions", "--db", db)] == ["reject", "different"]
    assert "kind\twhy" in said(capsys, "queue", "--db", db)


def test_export_backup_restore_migrate_reprocess(db: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert told(capsys, "export", str(tmp_path / "r.csv"), "--db", db)["rows"] == 5
    assert told(capsys, "export", str(tmp_path / "d"), "--lender", BANK, "--dossier", "--db", db)["documents"] == 3
    said(capsys, "backup", str(tmp_path / "b.gz"), "--db", db)
    said(capsys, "restore", str(tmp_path / "b.gz"), "--db", str(tmp_path / "r2.sqlite"))
    assert "is of version" in said(capsys, "migrate", "--db", db)
    again = [paper("v1", BANK, [(ALPHA, "platform.facilitation")], "2025-09-30", text=BETA)]
    folder = output(tmp_path / "again", again, "c2")
    seen = told(capsys, "reprocess", str(folder), "--db", db)
    assert (seen["lost"], seen["gained"], seen["committed"]) == (1, 0, False)
    assert f"- v1: {BANK} / {BETA}" in said(capsys, "reprocess", str(folder), "--commit", "--db", db)
    assert told(capsys, "reprocess", str(folder), "--db", db)["known"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", BANK), "needs a lender and a partner"),
        (("check", BANK, ALPHA, "--role", "x"), "no role 'x'"),
        (("check", BANK, ALPHA, "--on", "2025-13-01"), "impossible date"),
        (("check", "--file", "nowhere.csv"), "--file nowhere.csv"),
        (("show", "无此银行"), "no institution"),
        (("diff", "1", "99"), "no version 99"),
        (("decide", "reject", "1"), "--reason: is empty"),
        (("export", "x", "--dossier"), "goes with --lender"),
        (("ingest", "nowhere"), "is no output"),
        (("restore", "nowhere"), "cannot be read"),
        (("show", "\udcff\udcfe"), "no institution"),
        (("decide", "accept", "99999999999999999999", "--reason", "x"), "needs the number of a row"),
    ],
)
def test_wrong_usage_exits_with_2_and_one_line(
    db: str, arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert call("registry", *arguments, "--db", db) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.count("\n") == 1


def test_update_exits_with_7_only_for_new_alerts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text(f"{BANK}的助贷平台包括{ALPHA}。\n", "utf-8")
    arguments = (str(folder), "--registry", str(tmp_path / "r.sqlite"), "-o", str(tmp_path / "out"))
    options = ("--profile", "fast", "--workers", "1")
    assert call("update", *arguments, *options) == 7
    text = capsys.readouterr().out
    assert "alert no_list" in text
    assert "new alerts 1, open alerts 1" in text
    assert call("update", *arguments, *options, "--json") == 0
    assert json.loads(capsys.readouterr().out)["open_alerts"] == 1
