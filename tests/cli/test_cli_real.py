"""The command line with its real readers and pipeline."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.jsonio import read_jsonl


def pdf(*, encrypted: bool = False) -> bytes:
    """A one-page PDF by hand; ``encrypted`` names a password handler that no empty password opens."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 34>>stream\nBT /F 12 Tf 20 100 Td (hello) Tj ET\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    if encrypted:
        objects.append(b"<</Filter/Standard/V 1/R 2/O<" + b"28" * 32 + b">/U<" + b"41" * 32 + b">/P -4>>")
    data, offsets = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%bendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count, start = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    lock = b"/Encrypt 6 0 R/ID[<00><00>]" if encrypted else b""
    return data + b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (count, lock, start)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "locked.pdf").write_bytes(pdf(encrypted=True))
    (folder / "cut.pdf").write_bytes(pdf()[:150])
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.md").write_bytes(b" \n")
    (folder / "bytes.txt").write_bytes(b"\xff\xfd\x80 " * 40)
    (folder / "office.html").write_bytes(b"PK\x03\x04" + bytes(60))
    (folder / "good.txt").write_text(files("mingdan").joinpath("examples/news.txt").read_text("utf-8"), "utf-8")
    return folder


def test_every_kind_of_bad_input_has_its_code(run: Any, faulty: Path, tmp_path: Path) -> None:
    outcome = run("extract", faulty, tmp_path / "missing.pdf", "-o", tmp_path / "out")
    text = (tmp_path / "out/quarantine.jsonl").read_text("utf-8")
    items = {Path(item["uri"]).name: item for item in map(json.loads, text.splitlines())}
    assert {name: item["code"] for name, item in items.items()} == {
        "missing.pdf": "missing_file",
        "locked.pdf": "encrypted",
        "cut.pdf": "damaged",
        "empty.txt": "empty",
        "blank.md": "empty",
        "bytes.txt": "undecodable",
        "office.html": "damaged",
    }
    assert all(item["hint"] for item in items.values())
    assert outcome.code == 3
    assert len(outcome.err.splitlines()) == len(items)
    assert "Traceback" not in outcome.err


def test_one_bad_input_does_not_stop_the_good_one(run: Any, faulty: Path, tmp_path: Path) -> None:
    run("extract", faulty, "-o", tmp_path / "out")
    documents = read_jsonl(tmp_path / "out/documents.jsonl")
    assert len(documents) == 1
    rows = {(row.discloser, row.partner) for row in documents[0].partnerships}
    assert ("沧澜银行股份有限公司", "云岫融资担保有限公司") in rows


def test_demo_shows_rows_of_all_three_documents(run: Any, tmp_path: Path) -> None:
    outcome = run("demo", "-o", tmp_path / "out")
    documents = {document.id: document for document in read_jsonl(tmp_path / "out/documents.jsonl")}
    found = {id: {(row.partner, row.status) for row in document.partnerships} for id, document in documents.items()}
    assert outcome.code == 0
    assert ("云岫融资担保有限公司", "listed") in found["news"]
    assert ("南京恒石资产管理有限公司", "listed") in found["announcement"]
    assert ("上海蓝鲸引擎数字科技有限公司", "added") in found["update"]
    assert all(name in outcome.out for name in ("news.txt", "announcement.html", "update.md"))
    assert outcome.err == ""


def test_evidence_offsets_point_into_the_text(run: Any, tmp_path: Path) -> None:
    run("demo", "-o", tmp_path / "out")
    documents = read_jsonl(tmp_path / "out/documents.jsonl")
    rows = [
        (document.text[row.start : row.end], row.evidence) for document in documents for row in document.partnerships
    ]
    assert rows
    assert all(text == evidence for text, evidence in rows)
