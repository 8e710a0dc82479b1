"""Tables without Markdown: aligned by spaces, parted by tabs, told by their numbers; offsets lead back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.segment.drawn import DrawnText, draw_tables
from mingdan.extract.segment.tables import find_tables

HEAD = ("序号", "机构名称", "合作类型", "首次合作时间")
ROWS = (
    ("1", "望川微山科技有限公司", "助贷类", "2025年3月1日"),
    ("2", "江州守信融资担保有限公司", "担保类", "2024年"),
    ("3", "海州云帆数据服务有限公司", "数据服务", "2023/5"),
)


def _padded(row: tuple[str, ...], pad: str) -> str:
    widths = (6, 28, 12)
    cells = [
        cell + pad * ((width - _columns(cell)) // (2 if pad == "\u3000" else 1))
        for cell, width in zip(row, widths, strict=False)
    ]
    return "".join(cells) + row[-1]


def _columns(cell: str) -> int:
    return sum(1 if char.isascii() else 2 for char in cell)


@pytest.mark.parametrize(
    "lines",
    [
        ["\t".join(row) for row in (HEAD, *ROWS)],
        [_padded(row, " ") for row in (HEAD, *ROWS)],
        [" ".join(row) for row in (HEAD, *ROWS)],
        ["".join(row) for row in (HEAD, *ROWS)],
    ],
    ids=["tabs", "spaces", "numbered", "glued"],
)
def test_a_table_has_the_same_cells_in_every_form(lines: list[str]) -> None:
    text = "名单如下\n\n" + "\n".join(lines) + "\n\n望川银行\n"
    (table,) = find_tables(text)
    assert [tuple(cell.text for cell in row) for row in (table.header, *table.rows)] == [HEAD, *ROWS]
    assert all(text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


def test_columns_padded_with_full_width_spaces_keep_blank_cells() -> None:
    lines = ["银行　　　机构　　　时间", "甲银行　　微山科技　2025", "　　　　　望川科技　2024"]
    (table,) = find_tables("\n".join(lines))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["甲银行", "微山科技", "2025"],
        ["", "望川科技", "2024"],
    ]


def test_a_line_end_inside_a_tabbed_cell_makes_no_second_row() -> None:
    text = "编号\t受托单位\t事项\n1\t微山信用管理有\n限公司\t电催\n2\t望川律师事务所\t诉讼"
    (table,) = find_tables(text)
    assert ["".join(row[1].text.split()) for row in table.rows] == ["微山信用管理有限公司", "望川律师事务所"]


@pytest.mark.parametrize(
    "text",
    [
        "抖音　　美团\n京东　　滴滴\n携程　　去哪儿",
        "联系人　　张三\n　　以上名单由我行负责解释，特此公告。",
        "3. 序号与名称是什么？\n4. 合同里的公司是做什么的？\n5. 它提供保证吗？",
    ],
)
def test_lists_and_questions_are_no_tables(text: str) -> None:
    assert find_tables(text) == []


def test_text_without_plain_tables_is_not_drawn() -> None:
    assert draw_tables("| 机构 | 类型 |\n|---|---|\n| 甲公司 | 助贷 |") is None


@given(
    st.lists(st.tuples(st.text("甲乙丙", min_size=1, max_size=4), st.text("|- ", max_size=3)), min_size=1, max_size=6)
)
def test_places_lead_back_to_the_copied_text(parts: list[tuple[str, str]]) -> None:
    source = "".join(text for text, _ in parts)
    drawn, position = DrawnText(), 0
    for text, mark in parts:
        start = drawn.size
        drawn.copy(source, position, position + len(text))
        assert drawn.place(start, drawn.size) == (position, position + len(text))
        drawn.mark(mark)
        position += len(text)
    assert drawn.place(0, drawn.size) == (0, len(source))
