"""Workbooks and delimited files: the same sheet logic for .xlsx, .xls and .csv."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mingdan.core.errors import EmptyInputError
from mingdan.extract.readers import RawDocument, locate, read_bytes
from mingdan.extract.readers.limits import limited
from mingdan.extract.segment.tables import find_tables

MakeXlsx = Callable[..., bytes]
FIXTURES = Path(__file__).parents[3] / "fixtures" / "office"
HEAD = ("序号", "机构名称", "合作类型")


def _read(data: bytes, name: str = "list.xlsx") -> RawDocument:
    (document,) = read_bytes(data, name)
    return document


def _cells(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for table in find_tables(text) for row in table.rows]


def _changed(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _edited(data: bytes, part: str, pattern: str, new: str) -> bytes:
    """The package with one of its XML parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as made:
        for name in old.namelist():
            content = old.read(name).decode()
            made.writestr(name, re.sub(pattern, new, content) if name == part else content)
    return buffer.getvalue()


def test_header_below_title_rows_and_notes_below_the_table(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.2: Excel attachment; title, as-of date, table, note, signer."""
    rows = [
        ("溪麓银行合作机构名单",),
        ("单位：溪麓银行", None, "截至2025年9月30日"),
        HEAD,
        (1, "甲乙科技有限公司", "助贷类"),
        (2, "丙丁科技有限公司", "共同出资类"),
        ("注：本名单将根据合作情况动态调整。",),
    ]
    text = _read(make_xlsx({"Sheet1": rows})).text
    assert text.split("\n\n")[0] == "溪麓银行合作机构名单\n单位：溪麓银行\n截至2025年9月30日"
    assert _cells(text) == [["1", "甲乙科技有限公司", "助贷类"], ["2", "丙丁科技有限公司", "共同出资类"]]
    assert text.endswith("\n\n注：本名单将根据合作情况动态调整。")


def test_three_tabs_are_three_sections(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.1, 湖北消金: 25 平台 and 14 增信 in tabs of their own."""
    table = [("序号", "机构名称", "状态"), (1, "甲乙科技有限公司", "新增")]
    text = _read(make_xlsx({"平台运营机构": table, "增信服务机构": table, "Sheet3": table})).text
    assert text.startswith("平台运营机构\n| 序号 |")
    assert "\n\n增信服务机构\n| 序号 |" in text
    assert "Sheet3" not in text
    assert len(find_tables(text)) == 3


def test_the_name_of_one_sheet_with_a_title_is_left_out(make_xlsx: MakeXlsx) -> None:
    text = _read(make_xlsx({"公示": [("溪麓银行名单",), HEAD, (1, "甲公司", "助贷")]})).text
    assert text.startswith("溪麓银行名单\n\n| 序号 |")


def test_merged_cells_are_filled(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.1, 华润银行: several companies under one project."""
    rows = [
        ("项目", "机构名称", "角色"),
        ("嘉银项目", "甲乙科技有限公司", "平台"),
        (None, "丙丁融资担保有限公司", "增信"),
        ("合计", 2, None),
    ]
    text = _read(make_xlsx({"名单": rows}, {"名单": ["A2:A3", "B4:C4"]})).text
    assert _cells(text)[:2] == [["嘉银项目", "甲乙科技有限公司", "平台"], ["嘉银项目", "丙丁融资担保有限公司", "增信"]]


def test_labels_between_rows_stay_in_the_table(make_xlsx: MakeXlsx) -> None:
    rows = [HEAD, ("一、助贷类",), (1, "甲乙公司", None), ("二、增信类",), (2, "丙丁公司", None)]
    (table,) = find_tables(_read(make_xlsx({"Sheet1": rows}, {"Sheet1": ["A2:C2"]})).text)
    assert [[cell.text for cell in row if cell.text] for row in table.rows] == [
        ["一、助贷类"],
        ["1", "甲乙公司"],
        ["二、增信类"],
        ["2", "丙丁公司"],
    ]


def test_two_tables_of_one_sheet(make_xlsx: MakeXlsx) -> None:
    rows = [("平台",), HEAD, (1, "甲公司", "助贷"), (), ("增信",), ("序号", "机构名称", "电话"), (1, "乙公司", "95000")]
    first, second = find_tables(_read(make_xlsx({"Sheet1": rows})).text)
    assert [cell.text for cell in first.header] == list(HEAD)
    assert [cell.text for cell in second.rows[0]] == ["1", "乙公司", "95000"]


def test_a_header_repeated_for_each_printed_page_is_dropped(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.1, 微众 / 网商: hundreds of rows, page breaks."""
    rows = [("名称", "事项"), ("甲乙有限公司", "催收"), ("名称", "事项"), ("丙丁有限公司", "催收")]
    assert _cells(_read(make_xlsx({"Sheet1": rows})).text) == [["甲乙有限公司", "催收"], ["丙丁有限公司", "催收"]]


def test_a_table_without_a_header_loses_no_row(make_xlsx: MakeXlsx) -> None:
    rows = [(1, "甲乙科技有限公司", "助贷"), (2, "丙丁科技有限公司", "助贷")]
    (table,) = find_tables(_read(make_xlsx({"Sheet1": rows})).text)
    assert [row[1].text for row in table.rows] == ["甲乙科技有限公司", "丙丁科技有限公司"]


def test_two_levels_of_heads(make_xlsx: MakeXlsx) -> None:
    rows = [("名单",), ("机构名称", "合作期限", None), (None, "起始日", "到期日"), ("甲公司", "2025", "2026")]
    text = _read(make_xlsx({"Sheet1": rows}, {"Sheet1": ["A2:A3", "B2:C2"]})).text
    (table,) = find_tables(text)
    assert [cell.text for cell in table.header] == ["机构名称", "合作期限 起始日", "合作期限 到期日"]


def test_numbers_and_dates_as_the_sheet_shows_them(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.2: 客服电话, 合作起始日; numbers lose nothing and gain no ``.0``."""

    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for place, code in {"C2": '[$-804]yyyy"年"m"月"d"日"', "D2": "00000000000", "E2": "0.0%"}.items():
            sheet[place].number_format = code

    rows = [
        ("机构名称", "电话", "起始日", "座机", "份额", "状态"),
        ("甲", 13800000000.0, date(2025, 9, 30), 2112345678, 0.125, True),
    ]
    data = _changed(make_xlsx({"Sheet1": rows}), change)
    assert _cells(_read(data).text) == [["甲", "13800000000", "2025年9月30日", "02112345678", "12.5%", "TRUE"]]


def test_built_in_formats_of_a_chinese_excel(make_xlsx: MakeXlsx) -> None:
    """Format 31 stands in no list of codes: Excel itself knows it as ``yyyy"年"m"月"d"日"``."""
    data = make_xlsx({"Sheet1": [("机构名称", "合作起始日"), ("甲公司", 45930)]})
    data = _edited(data, "xl/worksheets/sheet1.xml", '<c r="B2"', '<c r="B2" s="0"')
    data = _edited(data, "xl/styles.xml", '(<cellXfs.*?numFmtId=)"0"', r'\1"31"')
    assert "2025年9月30日" in _read(data).text


def test_formulas_give_their_saved_value(make_xlsx: MakeXlsx) -> None:
    data = make_xlsx({"Sheet1": [("机构名称", "状态"), ("甲乙有限公司", "=1+1"), ("丙丁有限公司", "=2+2")]})
    data = _edited(data, "xl/worksheets/sheet1.xml", r"<f>1\+1</f><v\s*(/>|></v>)", "<f>1+1</f><v>2</v>")
    document = _read(data)
    assert _cells(document.text) == [["甲乙有限公司", "2"], ["丙丁有限公司", ""]]
    assert [issue.code for issue in document.issues] == ["formulas"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_named(make_xlsx: MakeXlsx) -> None:
    def change(book: Workbook) -> None:
        book["底稿"].sheet_state = "veryHidden"
        book["名单"].row_dimensions[3].hidden = True
        book["名单"].column_dimensions["C"].hidden = True

    rows = [HEAD, (1, "甲公司", "密"), (2, "乙公司", "密"), (3, "丙公司", "密")]
    document = _read(_changed(make_xlsx({"名单": rows, "底稿": [("密",)]}), change))
    assert _cells(document.text) == [["1", "甲公司"], ["3", "丙公司"]]
    assert {issue.code: issue.level for issue in document.issues} == dict.fromkeys(
        ("hidden_sheets", "hidden_rows", "hidden_cells"), "info"
    )


def test_places_are_cell_references(make_xlsx: MakeXlsx) -> None:
    document = _read(make_xlsx({"名单 2025": [HEAD, (1, "甲公司", "助贷")], "B": [("注",)]}))
    places = [locate(document.map, document.text.index(word)).element for word in ("甲公司", "助贷", "注")]
    assert places == ["'名单 2025'!B2", "'名单 2025'!C2", "B!A1"]


def test_a_cell_of_several_lines(make_xlsx: MakeXlsx) -> None:
    rows = [("说明一\n说明二",), HEAD, (1, "甲乙科技有限公司\n丙丁科技有限公司", "助\n贷")]
    text = _read(make_xlsx({"Sheet1": rows})).text
    assert text.startswith("说明一\n说明二\n\n|")
    assert _cells(text) == [["1", "甲乙科技有限公司 丙丁科技有限公司", "助贷"]]


def test_an_emptied_list_is_a_fact(make_xlsx: MakeXlsx) -> None:
    """DOMAIN 2.1, 乌鲁木齐银行: an empty list is a fact, not a parse failure."""
    text = _read(make_xlsx({"Sheet1": [("合作机构名单",), HEAD]})).text
    (table,) = find_tables(text)
    assert (len(table.header), table.rows) == (3, ())
    with pytest.raises(EmptyInputError, match="no visible cell"):
        _read(make_xlsx({"Sheet1": []}))


def test_long_sheets_are_cut_with_a_warning(make_xlsx: MakeXlsx) -> None:
    data = make_xlsx({"Sheet1": [HEAD, *((n, f"第{n}公司", "助贷") for n in range(1, 30))]})
    with limited(rows=10, columns=2):
        document = _read(data)
    assert len(_cells(document.text)) == 9
    assert {issue.code for issue in document.issues} == {"cut_rows", "cut_columns"}


def test_old_workbooks() -> None:
    document = _read((FIXTURES / "list.xls").read_bytes(), "list.xls")
    assert _cells(document.text) == [
        ["1", "助贷类", "甲乙科技有限公司", "4001234567", "2025-01-01"],
        ["2", "助贷类", "丙丁科技有限公司", "0571-88888888", "2025-09-30"],
        ["3", "共同出资类", "戊己小额贷款有限公司", "13800000000", "长期"],
    ]
    assert document.text.startswith("溪麓银行互联网贷款合作机构名单\n截至2025年9月30日\n\n| 序号 |")
    assert locate(document.map, document.text.index("丙丁")).element == "平台运营机构!C5"
    assert [issue.code for issue in document.issues] == ["hidden_sheets"]


TABLE = [
    ["序号", "机构名称", "合作类型"],
    ["1", "甲乙科技有限公司", "助贷"],
    ["2", "丙丁（海南）有限公司", "增信, 担保"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_and_encodings(encoding: str, delimiter: str) -> None:
    """DOMAIN 2.2: tables saved by a Chinese Excel as GBK, or as UTF-16 with tabs."""
    lines = [delimiter.join(f'"{field}"' if "," in field else field for field in row) for row in TABLE]
    document = _read("\r\n".join(lines).encode(encoding), "list.csv")
    assert _cells(document.text) == TABLE[1:]
    assert document.media_type == "text/csv"
    assert locate(document.map, document.text.index("丙丁")).element == "B3"


def test_quotes_titles_and_text_cells_of_delimited_files() -> None:
    source = '溪麓银行名单,,\n序号,机构名称,电话\n1,"甲乙科技\n有限公司","=""0571"""\n2,"丙""丁""公司",95000\t\n'
    text = _read(source.encode(), "list.csv").text
    assert text.startswith("溪麓银行名单\n\n|")
    assert _cells(text) == [["1", "甲乙科技有限公司", "0571"], ["2", '丙"丁"公司', "95000"]]


def test_tables_named_as_workbooks_are_read_by_content() -> None:
    """Exports of web systems are named .xls and hold a web page or tabs."""
    page = "<table><tr><td>机构名称</td><td>状态</td></tr><tr><td>甲公司</td><td>新增</td></tr></table>".encode()
    tabs = "机构名称\t状态\n甲公司\t新增\n".encode("gb18030")
    for data, media in ((page, "text/html"), (tabs, "text/csv")):
        document = _read(data, "list.xls")
        assert (_cells(document.text), document.media_type) == ([["甲公司", "新增"]], media)
        assert [issue.code for issue in document.issues] == ["type_mismatch"]


def test_delimited_text_without_a_suffix() -> None:
    assert _read("序号,机构名称,合作类型\n1,甲公司,助贷\n".encode(), "list").media_type == "text/csv"
    assert _read("甲，乙，丙\n丁，戊，己\n".encode(), "list").media_type == "text/plain"


_TEXTS = st.text(st.sampled_from("甲乙公司银行12.|\\\n \t,\"'=一、（）。"), max_size=12)


@given(st.lists(st.lists(_TEXTS, max_size=5), max_size=8))
def test_every_character_of_a_sheet_has_one_place(rows: list[list[str]]) -> None:
    lines = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    try:
        document = _read("\n".join(["sep=,", *lines]).encode(), "list.csv")
    except EmptyInputError:
        assert not any(text.strip() for row in rows for text in row)
        return
    edges = [0, *(piece.end for piece in document.map)]
    assert edges[:-1] == [piece.start for piece in document.map]
    assert edges[-1] == len(document.text)
    visible = {char for row in rows for text in row for char in text if not char.isspace()}
    assert all(re.fullmatch(r"[A-E]\d", piece.element or "") for piece in document.map)
    assert {char for char in visible if char not in '|\\="'} <= set(document.text)
