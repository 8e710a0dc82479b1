"""Counts that a document states of its partners."""

import pytest

import mingdan
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.relations.numbers import chinese_number

LEAD = "松潭银行3月5日公布合作机构名单。"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("松潭银行的合作机构为21家，其中助贷平台8家。", {("all", 21), ("platform.facilitation", 8)}),
        ("松潭银行披露6家，全部为联合贷款。", {("all", 6)}),
        ("松潭银行的名单只剩15家。", {("all", 15)}),
        ("松潭银行的催收机构多达57家。", {("collection", 57)}),
        ("松潭银行的催收机构由8家减至3家。", {("collection", 8), ("collection", 3)}),
        ("松潭银行的融资担保机构只有远帆融资担保一家。", {("credit_enhancement.guarantee", 1)}),
        ("松潭银行做营销获客的有木棉花网络和小满仓科技两家。", {("marketing", 2)}),
        ("松潭银行的助贷平台有木棉花网络和小满仓科技两家。", {("platform.facilitation", 2)}),
        ("松潭银行目前没有任何合作机构。", {("all", 0)}),
        (
            "松潭银行的助贷机构和增信服务机构分别有9家和4家。",
            {("platform.facilitation", 9), ("credit_enhancement", 4)},
        ),
        ("松潭银行的助贷机构、增信服务机构分别为9家、4家、2家。", set[tuple[str, int]]()),
        ("松潭银行的催收合作机构为0家。", {("collection", 0)}),
        ("松潭银行没有催收合作机构。", {("collection", 0)}),
        ("松潭银行的合作机构名单已清零。", {("all", 0)}),
        ("松潭银行没有与任何机构开展助贷合作。", {("all", 0)}),
        ("松潭银行新增合作机构三家，退出合作机构两家。", set[tuple[str, int]]()),
        ("公开的处罚书没有写明所涉合作机构。", set[tuple[str, int]]()),
        ("木棉花借款出现在松潭银行、柳湾银行两家的名单上。", set[tuple[str, int]]()),
    ],
)
def test_counts_of_a_sentence(sentence: str, counts: set[tuple[str, int]], pipeline: Pipeline) -> None:
    found = pipeline(LEAD + sentence, published="2026-03-09").stated_counts
    assert {(count.role, count.count) for count in found} == counts
    assert {count.discloser for count in found} <= {"松潭银行"}


def test_the_press_dates_its_counts(pipeline: Pipeline) -> None:
    found = pipeline(LEAD + "松潭银行的名单只剩15家。", published="2026-03-09").stated_counts
    assert [count.date for count in found] == ["2026-03-05"]


def test_heads_of_columns_and_headings_count(pipeline: Pipeline) -> None:
    table = (
        "松潭银行股份有限公司合作机构一览\n更新时间：2026-03-09\n\n"
        "| 平台运营机构（2家） | 增信服务机构（1家） |\n|---|---|\n"
        "| 杭州木棉花网络科技有限公司 | 成都远帆融资担保有限公司 |\n| 成都小满仓信息技术有限公司 | |\n"
    )
    found = {(count.role, count.count, count.agrees) for count in pipeline(table).stated_counts}
    assert found == {("platform", 2, True), ("credit_enhancement", 1, True)}


def test_a_list_of_partners_that_leave_counts_changes(pipeline: Pipeline) -> None:
    text = (
        "松潭银行股份有限公司关于终止部分合作机构的公告\n下列机构自2026年3月31日起退出本行互联网贷款合作机构名单：\n"
        "（1）平台运营机构2家\n杭州木棉花网络科技有限公司\n成都小满仓信息技术有限公司\n\n松潭银行股份有限公司\n2026年3月9日"
    )
    document = pipeline(text)
    assert document.stated_counts == ()
    assert {(row.status, row.date) for row in document.partnerships} == {("removed", "2026-03-31")}


TABLE = "| 序号 | 合作机构名称 | 合作类型 |\n|---|---|---|\n"
PARTNER = "杭州木棉花网络科技有限公司"


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        (f"{TABLE}|  | 无 |  |", {("all", 0)}),
        (f"{TABLE}| 1 | 暂无 | - |", {("all", 0)}),
        ("互联网贷款合作机构名单：无", {("all", 0)}),
        (
            f"一、助贷机构\n\n{TABLE}| 1 | {PARTNER} | 助贷 |\n\n二、增信机构\n\n{TABLE}|  | 无 |  |",
            {("credit_enhancement", 0)},
        ),
        (f"{TABLE}| 1 | {PARTNER} | 无 |", set[tuple[str, int]]()),
        (TABLE, set[tuple[str, int]]()),
    ],
)
def test_tables_and_lines_that_say_none(body: str, counts: set[tuple[str, int]], pipeline: Pipeline) -> None:
    text = f"互联网贷款合作机构公示\n\n{body}\n\n松潭银行股份有限公司\n2026年3月9日\n"
    document = pipeline(text)
    assert {(count.role, count.count) for count in document.stated_counts} == counts
    assert [found.completeness for found in document.lists] == ["full"] * (body != TABLE)


def test_numerals() -> None:
    assert [chinese_number(text) for text in ("两", "十", "二十一", "一百零三", "135")] == [2, 10, 21, 103, 135]


def test_a_number_after_changes_is_not_compared_with_them(pipeline: Pipeline) -> None:
    text = (
        "松潭银行股份有限公司关于调整合作机构的公告\n\n自2026年3月1日起新增合作机构：杭州木棉花网络科技有限公司、"
        "成都小满仓科技有限公司。调整后我行合作机构共6家。\n\n松潭银行股份有限公司\n2026年3月1日\n"
    )
    document = pipeline(text)
    assert {row.status for row in document.partnerships} == {"added"}
    assert [(count.count, count.found, count.agrees) for count in document.stated_counts] == [(6, None, None)]
