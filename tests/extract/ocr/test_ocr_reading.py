"""Scans read by an engine: text, tables, boxes, glyph faults. Skipped without the extra ``ocr``."""

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pytest

from mingdan.evaluation.edits import bare, error_rate
from mingdan.extract.ocr.engine import engines, missing_parts
from mingdan.extract.readers import RawDocument, read_bytes
from mingdan.extract.readers.options import ReadOptions, use_options

PDF = Path(__file__).parents[2] / "fixtures" / "pdf"
HAVE = next((name for name in reversed(engines()) if not missing_parts(name)), None)
pytestmark = [
    pytest.mark.skipif(HAVE is None, reason="needs the extra ocr: no engine is installed"),
    pytest.mark.slow,
]


def _scan(turn: float = 0.0) -> bytes:
    document: Any = pypdfium2.PdfDocument(PDF / "table_borderless.pdf")
    page = document[0].render(scale=150 / 72).to_pil().convert("L")
    buffer = BytesIO()
    page.rotate(turn, expand=turn % 90 == 0, fillcolor=255).save(buffer, "PNG", dpi=(150, 150))
    return buffer.getvalue()


def _read(data: bytes, name: str) -> list[RawDocument]:
    with use_options(ReadOptions(engine=HAVE or "rapidocr")):
        return read_bytes(data, name)


@pytest.mark.parametrize("turn", [0.0, 2.0, 90.0])
def test_a_scan_reads_like_its_print(turn: float) -> None:
    printed = read_bytes((PDF / "table_borderless.pdf").read_bytes(), "a.pdf")[0].text
    document = _read(_scan(turn), "a.png")[0]
    assert error_rate(printed, document.text) <= 0.05
    assert document.media_type == "image/png"
    assert "ocr" in {issue.code for issue in document.issues}


def test_every_character_has_a_box_on_the_page() -> None:
    document = _read(_scan(2.0), "a.png")[0]
    assert [piece.start for piece in document.map] == [0, *(piece.end for piece in document.map[:-1])]
    assert document.map[-1].end == len(document.text)
    assert all(piece.page == 1 and piece.box and 0 <= piece.box[0] < piece.box[2] <= 600 for piece in document.map)


@pytest.mark.parametrize("name", ["g_notounicode_notoCFF", "g_notounicode_weasyCFF"])
def test_hidden_text_is_recognised_and_flagged(name: str) -> None:
    truth = "".join(json.loads((PDF / f"{name}.json").read_text("utf-8")).values())
    document = _read((PDF / f"{name}.pdf").read_bytes(), "a.pdf")[0]
    assert error_rate(truth, document.text) <= 0.05
    assert {"garbled_text", "ocr"} <= {issue.code for issue in document.issues}


def test_ruled_tables_keep_their_cells() -> None:
    with use_options(ReadOptions(ocr="only", engine=HAVE or "rapidocr")):
        text = read_bytes((PDF / "table_ruled.pdf").read_bytes(), "a.pdf")[0].text
    rows = {bare(line) for line in text.split("\n") if line.startswith("|")}
    truth = json.loads((PDF / "table_ruled.json").read_text("utf-8"))["rows"]
    assert sum(bare("".join(row)) in rows for row in truth) >= len(truth) - 2


def test_pictures_inside_a_page_are_read() -> None:
    data = base64.b64encode(_scan()).decode()
    page = f"<!doctype html><body><p>名单如下</p><img src='data:image/png;base64,{data}'></body>"
    document = _read(page.encode(), "a.html")[0]
    assert document.text.startswith("名单如下\n\n")
    assert document.map[-1].element == "img[1]"
    assert len(document.text) > 100
