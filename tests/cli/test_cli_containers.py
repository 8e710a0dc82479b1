"""Passwords, limits, archives and attachments on the command line."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

PAGE = "<!doctype html><body><h1>合作机构名单</h1><p>1. 上海云岫数字科技有限公司</p><p>溪麓银行股份有限公司</p></body>"


def _locked() -> bytes:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    encryption = pytest.importorskip("reportlab.lib.pdfencrypt")
    buffer = BytesIO()
    page = canvas.Canvas(buffer, encrypt=encryption.StandardEncryption("geheim-77", "owner", strength=128))
    page.drawString(100, 700, "A list of partners that nobody may read without the word.")
    page.save()
    return buffer.getvalue()


@pytest.mark.parametrize("way", ["option", "environment", "none"])
def test_an_encrypted_pdf_opens_with_its_password_which_no_output_holds(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.delenv("MINGDAN_PASSWORD", raising=False)
    (tmp_path / "a.pdf").write_bytes(_locked())
    given = ["--password", "wrong", "--password", "geheim-77"] if way == "option" else []
    if way == "environment":
        monkeypatch.setenv("MINGDAN_PASSWORD", "geheim-77")
    outcome = run("extract", tmp_path / "a.pdf", "-o", tmp_path / "out", *given, "--json")
    assert outcome.code == (3 if way == "none" else 0)
    for path in (tmp_path / "out").iterdir():
        assert b"geheim-77" not in path.read_bytes()
    assert "geheim-77" not in outcome.out + outcome.err


def test_limits(run: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.html", PAGE)
    outcome = run("extract", tmp_path / "a.zip", "-o", tmp_path / "out", "--limit", "members=2")
    lines = (tmp_path / "out/quarantine.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["limit"]
    assert outcome.code == 3
    assert run("extract", tmp_path / "a.zip", "-o", tmp_path / "out", "--limit", "size=2").code == 2
