"""Tables that only their row numbers tell: wrapped rows, headings, glued cells, numbers in other columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.segment.glued import parted
from mingdan.extract.segment.numbered import numbered_tables
from mingdan.extract.segment.row_cells import cut_places, split_rows


def _cells(text: str) -> list[list[str]]:
    (table,) = numbered_tables(text)
    assert all(text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)
    return [["".join(cell.text.split()) for cell in row] for row in table.rows]


def test_a_row_that_goes_on_in_the_next_line_is_one_row() -> None:
    lines = ["序号 机构名称 投诉电话", "8 望川微山信用管理有", "限公司 0551-6537 2218", "9 江州律师事务所 0773-2816"]
    assert _cells("\n".join(lines)) == [
        ["8", "望川微山信用管理有限公司", "0551-65372218"],
        ["9", "江州律师事务所", "0773-2816"],
    ]


def test_headings_rules_and_blank_lines_stand_between_rows() -> None:
    lines = ["编号 单位名称 服务内容", "-----", "一、获客类", "31 望川汽车有限公司 经销商", "", "二、担保类"]
    rows = _cells("\n".join([*lines, "", "32 江州融资担保有限公司 车贷担保", "-----", "", "合计二家。"]))
    assert [row[0] for row in rows] == ["一、获客类", "31", "二、担保类", "32"]
    assert rows[3][1:] == ["江州融资担保有限公司", "车贷担保"]


@pytest.mark.parametrize(
    ("head", "lines", "second"),
    [
        (
            "序号机构名称机构性质准入时间合作限额（万元）状态",
            ["1望川融资担保有限公司民营2022.063000正常", "2江州微山融资担保有限公司民营2022.0602025.08.31退出"],
            ["2", "江州微山融资担保有限公司", "民营", "2022.06", "0", "2025.08.31退出"],
        ),
        (
            "序号代理渠道全称展业区域首次签约备注",
            ["1福州榕树咨询有限公司福州、宁德2023-06-01", "2云岭信息咨询服务部赣州2025-09-29个体工商户"],
            ["2", "云岭信息咨询服务部", "赣州", "2025-09-29", "个体工商户"],
        ),
        (
            "序号合作平台运营主体合作方式",
            ["1望川贷（FINV.N）上海望川金融信息服务有限公司引流", "2—江州消费金融股份有限公司联合贷款"],
            ["2", "—", "江州消费金融股份有限公司", "联合贷款"],
        ),
        (
            "合作类型序号机构全称客服电话",
            ["助贷1望川网络科技有限公司400-680-0888", "2江州微山科技有限公司95055"],
            ["", "2", "江州微山科技有限公司", "95055"],
        ),
    ],
)
def test_glued_cells_are_cut_by_their_forms(head: str, lines: list[str], second: list[str]) -> None:
    assert _cells("\n".join([head, *lines]))[1] == second


def test_what_stands_in_one_row_tells_the_cells_of_another() -> None:
    lines = ["望川信息科技有限公司珂易贷获客", "江州信息科技有限公司珂易贷获客", "「拾光花」珂易贷获客"]
    rows = split_rows(lines, ("partner", "product", "role"), False)
    assert [lines[2][a:b] for a, b in rows[2].runs] == ["「拾光花」", "珂易贷", "获客"]


@pytest.mark.parametrize(
    "text", ["序号 机构名称 类型", "序号机构名称\n1望川科技有限公司", "3. 序号是什么？\n4. 它是什么？"]
)
def test_a_header_without_two_numbered_rows_is_no_table(text: str) -> None:
    assert list(numbered_tables(text)) == []


@given(st.text("望川（）12年月.-/、aB% ", min_size=1, max_size=24))
def test_cells_follow_one_another_and_lose_no_character(line: str) -> None:
    (row,) = split_rows([line], ("partner", "", "start"), False)
    assert all(0 <= a <= b <= len(line) for a, b in row.runs)
    assert "".join(line[a:b] for a, b in row.runs).split() == line.split() or " " in line
    assert cut_places(line)[-1] == len(line)


def test_heads_and_rows_on_one_line() -> None:
    rows = [["1", "望川科技有限公司", "催收"], ["2", "江州信息有限公司", "催收"], ["3", "微山律师事务所", "催收"]]
    assert _cells("名单如下\n序号机构名称合作类型" + "".join(map("".join, rows)) + "\n望川银行") == rows


@pytest.mark.parametrize("line", ["序号机构名称1望川科技有限公司2江州科技有限公司", "第1章序号2编号3说明"])
def test_too_few_rows_on_the_line_of_the_heads(line: str) -> None:
    assert list(numbered_tables(line)) == []


@given(st.text("序号名称123甲乙公司（）01 ", max_size=60))
def test_lines_are_parted_without_loss(line: str) -> None:
    pieces = list(parted([(7, line)]))
    assert "".join(content for _, content in pieces) == line
    assert all(line[offset - 7 :].startswith(content) for offset, content in pieces)
