"""CSV, XLSX and Parquet files: exact text, no formulas, numbers stay numbers."""

import csv
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingdan.core.records import Document, Entity, Institution, MapPiece, Partnership, Source, StatedCount
from mingdan.extract.table import TABLES, columns, to_frames, write_tables
from mingdan.extract.table.safe import fit_cell, spreadsheet_safe, xml_text
from mingdan.extract.table.write import write_csv, write_xlsx

pd: Any = import_module("pandas")

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "@SUM(A1)",
    "+86 400",
    "-1",
    "\t=1",
    "\r=1",
    'a"b,c\nd',
    "",
    " 海西银行 ",
    "NULL",
    "#N/A",
    "2025-09-30",
    "007",
]


def document(partner: str = "乙科技有限公司") -> Document:
    text = f"甲银行名单：{partner}"
    return Document(
        id="d1",
        text=text,
        source=Source("a.pdf", "0" * 64, "application/pdf"),
        map=(
            MapPiece(0, 3, 1, (10.0, 20.0, 40.0, 30.0)),
            MapPiece(3, 6, 1, (40.0, 18.0, 70.0, 30.0)),
            MapPiece(6, len(text), 2, (5.0, 5.0, 9.0, 9.0)),
        ),
        entities=(Entity(0, 3, "INST", "甲银行", "甲银行", 0.5, "rule"),),
        institutions={"甲银行": Institution("bank", ("甲行",))},
        partnerships=(
            Partnership(
                "甲银行", partner, "platform", "listed", "list", None, None, text, 0, len(text), confidence=0.25
            ),
        ),
        stated_counts=(StatedCount("甲银行", "all", 3, None, 0, 3, 1, False),),
    )


def read_csv(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as handle:
        return list(csv.reader(handle))


def test_columns_and_dtypes_are_the_same_for_none_and_for_some() -> None:
    empty: dict[str, Any] = dict(to_frames([]))
    full: dict[str, Any] = dict(to_frames([document()]))
    for name in TABLES:
        assert list(empty[name].columns) == list(full[name].columns) == [c.name for c in columns(name)]
        assert list(map(str, empty[name].dtypes)) == list(map(str, full[name].dtypes))


def test_every_table_carries_document_hash_place_and_offsets() -> None:
    for name in TABLES:
        assert {"document", "sha256", "page", "box", "start", "end"} <= {c.name for c in columns(name)}


def test_box_joins_the_pieces_of_the_first_page() -> None:
    row = to_frames([document()])["partnerships"].iloc[0]
    assert (row["page"], row["box"]) == (1, "[10.0,18.0,70.0,30.0]")
    assert row["cells"] == '{"discloser":[],"partner":[],"role":[],"status":[],"date":[],"policy":[]}'


def test_institution_row_points_at_its_first_mention() -> None:
    row = to_frames([document()])["institutions"].iloc[0]
    assert (row["mentions"], row["start"], row["end"], row["aliases"]) == (1, 0, 3, '["甲行"]')


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_is_exact_and_xlsx_is_text(tmp_path: Path, text: str) -> None:
    write_tables(tmp_path, to_frames([document(text)]))
    at = [c.name for c in columns("partnerships")].index("partner")
    assert read_csv(tmp_path / "partnerships.csv")[1][at] == text
    cell = openpyxl.load_workbook(tmp_path / "partnerships.xlsx").worksheets[0].cell(2, at + 1)
    assert cell.data_type in ("s", "inlineStr") or text == ""
    assert (cell.value or "") == text
    assert pd.read_parquet(tmp_path / "partnerships.parquet")["partner"][0] == text


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    write_tables(tmp_path, to_frames([document()]))
    sheet = openpyxl.load_workbook(tmp_path / "counts.xlsx").worksheets[0]
    names = [c.name for c in columns("counts")]
    assert sheet.cell(2, names.index("count") + 1).value == 3
    assert sheet.cell(2, names.index("agrees") + 1).value is False
    frame = pd.read_parquet(tmp_path / "partnerships.parquet")
    assert str(frame["confidence"].dtype) == "Float64"
    assert frame["confidence"][0] == 0.25
    assert str(to_frames([])["partnerships"]["start"].dtype) == "Int64"


def test_null_and_empty_text_differ_in_csv(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", pd.DataFrame({"a": pd.Series(["", None], dtype="string"), "b": [1, 2]}))
    assert (tmp_path / "t.csv").read_text("utf-8") == 'a,b\n"",1\n,2\n'


def test_excel_safe_prefixes_text_and_writes_a_bom(tmp_path: Path) -> None:
    write_tables(tmp_path, to_frames([document("=1+1")]), excel_safe=True)
    assert (tmp_path / "partnerships.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    at = [c.name for c in columns("partnerships")].index("partner")
    row = read_csv(tmp_path / "partnerships.csv", "utf-8-sig")[1]
    assert row[at] == "'=1+1"
    assert row[[c.name for c in columns("partnerships")].index("start")] == "0"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", '"=1'])
def test_spreadsheet_safe_covers_every_start(text: str) -> None:
    assert spreadsheet_safe(text) == "'" + text


def test_control_characters_do_not_cost_the_rest(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "t.xlsx", pd.DataFrame({"a": ["海西\x00\x0b银行\ufffe公司"]}), title="t")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A2"].value == "海西_x0000__x000B_银行_xFFFE_公司"


def test_lone_surrogates_are_escaped(tmp_path: Path) -> None:
    write_tables(tmp_path, to_frames([document("乙\ud800公司")]))
    assert pd.read_parquet(tmp_path / "partnerships.parquet")["partner"][0] == "乙\\ud800公司"


def test_long_cells_fit(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "t.xlsx", pd.DataFrame({"a": ["贷" * 50_000]}), title="t")
    assert len(openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A2"].value) == 32_767  # pyright: ignore
    assert fit_cell("短") == "短"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_csv_round_trip(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    clean = [text.replace("\x00", "") for text in texts]
    write_csv(path, pd.DataFrame({"a": clean, "b": range(len(clean))}))
    assert [row[0] for row in read_csv(path)[1:]] == clean


@given(st.text())
def test_xml_text_has_no_illegal_character(text: str) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    assert not ILLEGAL_CHARACTERS_RE.search(xml_text(text))
