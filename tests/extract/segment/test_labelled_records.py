"""Records of labelled lines, with colons and with wide gaps."""

import mingdan
from mingdan.extract.segment.labelled import colon_records, gap_records
from mingdan.extract.segment.tables import find_tables

GAPS = """◆ 编号 BN-01
机构名称　杭州青团数字科技有限公司
品　　牌　青团借钱
合作类型　助贷类平台运营机构
状　　态　存续

◆ 编号 BN-02
机构名称　沛然融资担保有限公司
合作类型　增信服务机构
状　　态　终止（2026年1月31日）
"""


def test_a_wide_gap_parts_label_and_value() -> None:
    (table,) = gap_records(GAPS)
    assert ["".join(cell.text.split()) for cell in table.header] == ["机构名称", "品牌", "合作类型", "状态"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["杭州青团数字科技有限公司", "青团借钱", "助贷类平台运营机构", "存续"],
        ["沛然融资担保有限公司", "", "增信服务机构", "终止（2026年1月31日）"],
    ]


def test_cells_are_where_they_say() -> None:
    for table in find_tables(GAPS):
        for cell in (*table.header, *(cell for row in table.rows for cell in row)):
            assert GAPS[cell.start : cell.end] == cell.text


def test_a_gap_behind_other_words_makes_no_record() -> None:
    assert list(gap_records("甲组　乙组\n丙组　丁组\n甲组　戊组\n丙组　己组\n")) == []


def test_colons_still_part() -> None:
    text = "机构名称：甲科技有限公司\n合作类型：助贷\n机构名称：乙科技有限公司\n合作类型：催收\n"
    (table,) = colon_records(text)
    assert len(table.rows) == 2


def test_records_give_rows_with_their_status() -> None:
    text = f"泊宁消费金融有限公司互联网贷款合作机构登记\n\n{GAPS}"
    rows = {(row.partner, row.role, row.status) for row in mingdan.load()(text).partnerships}
    assert rows == {
        ("杭州青团数字科技有限公司", "platform.facilitation", "listed"),
        ("沛然融资担保有限公司", "credit_enhancement", "removed"),
    }


def test_numbers_glued_to_names_part_the_items() -> None:
    listed = "1宁波青团科技有限公司2绍兴小舟数字科技有限公司3ZestCredit（上海）信息技术有限公司"
    text = f"通衢银行合作机构公示\n平台运营机构（3家）：{listed}\n"
    rows = {row.partner for row in mingdan.load()(text).partnerships}
    assert rows == {"宁波青团科技有限公司", "绍兴小舟数字科技有限公司", "ZestCredit（上海）信息技术有限公司"}


def test_parties_of_a_lawsuit_are_two_names() -> None:
    found = mingdan.load()("鹭湾消费金融有限公司诉闲庭网络科技有限公司一案开庭。").entities
    assert [e.text for e in found if e.label == "INST"] == ["鹭湾消费金融有限公司", "闲庭网络科技有限公司"]
