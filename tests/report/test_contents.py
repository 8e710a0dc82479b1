"""What a report is made of."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from papers import ALPHA, BANK, BETA, GAMMA, output, paper
from PIL import Image
from report_papers import DELTA

from mingdan.core.errors import MingdanError
from mingdan.report.contents import read_contents
from mingdan.report.payload import Pictures, document_of, role_sums, table_of
from mingdan.report.pictures import page_pictures


def test_rows_counts_and_issues_name_their_document(folder: Path) -> None:
    contents = read_contents(folder)
    names = [one.name for one in contents.papers]
    lines = (folder / "documents.jsonl").read_text("utf-8").splitlines()
    assert names == [json.loads(line)["id"] for line in lines]
    row = next(row for row in contents.rows if row["partner"] == BETA and row["status"] == "listed")
    assert (names[row["document"]], row["lender"], row["role"]) == ("a1", BANK, "credit_enhancement")
    text = contents.papers[int(row["document"])].text
    assert text[row["start"] : row["end"]] == row["evidence"] == BETA
    (count,) = [count for count in contents.counts if count["agrees"] is False and names[count["document"]] == "a1"]
    assert (count["count"], count["found"]) == (3, 2)
    issues = table_of(contents)["issues"]
    assert {"document": names.index("n"), "level": "warning", "code": "odd"}.items() <= issues[0].items()
    assert [row["uri"] for row in contents.quarantine] == ["broken.pdf"]


def test_versions_say_what_they_changed(folder: Path) -> None:
    changes = [change for change in read_contents(folder).changes if change["lender"] == BANK]
    told = [(c["day"], c["completeness"], sorted(c["added"]), c["removed"]) for c in changes]
    assert told == [
        ("2025-09-30", "full", [], []),
        ("2025-12-31", "full", sorted([GAMMA, DELTA]), [BETA]),
        ("2026-02-01", "partial", [], [GAMMA]),
    ]
    assert changes[1]["since"] == changes[0]["id"]


def test_cells_are_spans_of_the_text(folder: Path) -> None:
    contents = read_contents(folder)
    found = 0
    for row in contents.rows:
        text = contents.papers[int(row["document"])].text
        for spans in row["cells"].values():
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                found += 1
    assert found > 100


def test_pages_are_shown_as_long_as_there_is_room(folder: Path) -> None:
    contents = read_contents(folder)
    at = next(at for at, paper in enumerate(contents.papers) if paper.media_type == "application/pdf")
    rows = [row for row in contents.rows if row["document"] == at]
    room = Pictures(10_000_000)
    shown = document_of(contents.papers[at], rows, room)
    assert (room.made, room.left_out, room.gone) == (2, 0, [])
    assert shown["pages"][0]["picture"].startswith("data:image/webp;base64,")
    width, height = shown["pages"][0]["width"], shown["pages"][0]["height"]
    assert all(0 <= box[3] < box[5] <= width and 0 <= box[4] < box[6] <= height for box in shown["boxes"])
    none = Pictures(0)
    assert document_of(contents.papers[at], rows, none)["pages"] == []
    assert (none.made, none.left_out) == (0, 2)


def test_a_source_that_has_changed_is_not_shown(folder: Path, tmp_path: Path) -> None:
    contents = read_contents(folder)
    one = next(paper for paper in contents.papers if paper.media_type == "application/pdf")
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4 other")
    rows = [row for row in contents.rows if row["page"]]
    room = Pictures(10_000_000)
    moved = replace(one, uri=str(tmp_path / "other.pdf"), issues=[])
    assert document_of(moved, rows, room)["pages"] == []
    assert room.gone == [str(tmp_path / "other.pdf")]


def test_roles_are_summed_up(folder: Path) -> None:
    sums = {row["role"]: row for row in role_sums(read_contents(folder).rows)}
    assert sums["platform.co_lending"]["removed"] == 1
    assert (sums["payment"]["rows"], sums["payment"]["lenders"], sums["payment"]["partners"]) == (1, 1, 1)


def test_a_half_written_output_is_an_error(tmp_path: Path) -> None:
    made = output(tmp_path / "out", [paper("a", BANK, [(ALPHA, "platform")], "2025-09-30")])
    (made / "quarantine.jsonl").write_text("{", "utf-8")
    with pytest.raises(MingdanError, match="set aside"):
        read_contents(made)
    (made / "run.json").unlink()
    with pytest.raises(MingdanError, match="no output"):
        read_contents(made)


def test_a_page_of_any_size_is_shown() -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is missing")
    document = pdfium.PdfDocument.new()
    for size in ((200, 14_400), (14_400, 200), (14_400, 14_400), (1, 1)):
        document.new_page(*size)
    target = BytesIO()
    document.save(target)
    found = list(page_pictures(target.getvalue(), [1, 2, 3, 4, 9]))
    assert [(one.page, one.width, one.height) for one in found][:2] == [(1, 200, 14_400), (2, 14_400, 200)]
    assert len(found) == 4


def test_pictures_that_cannot_be_read_are_left_out() -> None:
    assert list(page_pictures(b"%PDF-1.4 nothing", [1])) == []
    assert list(page_pictures(b"\x89PNG\r\n\x1a\nnothing", [1])) == []
    assert list(page_pictures("文字".encode(), [1])) == []


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_scan_is_shown_in_points(form: str) -> None:
    target = BytesIO()
    Image.new("L", (1240, 1754), 255).save(target, form, dpi=(150, 150))
    (found,) = page_pictures(target.getvalue(), [1])
    assert (found.page, round(found.width, 1), round(found.height, 1)) == (1, 595.2, 841.9)
    assert found.uri().startswith("data:image/webp;base64,")
