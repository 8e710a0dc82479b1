"""The date of a list row: as of when it holds, a version, a day of effect, the paper's own date, a statement's day."""

import pytest

import mingdan
from mingdan.extract.pipeline import Pipeline

HEAD = "松潭银行股份有限公司互联网贷款合作机构名单"
LIST = "\n一、助贷平台\n1.杭州木棉花网络科技有限公司\n2.成都小满仓信息技术有限公司\n"
SIGNED = "\n松潭银行股份有限公司\n2026年3月9日"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"{HEAD}{LIST}{SIGNED}", "2026-03-09"),
        (f"{HEAD}\n（2026年2月版）{LIST}{SIGNED}", "2026-02"),
        (f"{HEAD}\n本表为2026年3月1日版。{LIST}{SIGNED}", "2026-03-01"),
        (f"{HEAD}\n数据日：2026年2月28日{LIST}{SIGNED}", "2026-02-28"),
        (f"{HEAD}\n公示日：2026年3月6日{LIST}", "2026-03-06"),
        (f"{HEAD}\n名单生效日期仍为2026年3月2日，其余不变。{LIST}{SIGNED}", "2026-03-02"),
        (f"{HEAD}\n自2026年3月15日起，本行使用的合作机构共有2家，现公布如下。{LIST}{SIGNED}", "2026-03-15"),
        (f"{HEAD}\n与2025年12月31日版相比，本版增加一家。{LIST}{SIGNED}", "2026-03-09"),
        (f"{HEAD}\n《互联网贷款办法》自2020年7月12日起施行。{LIST}{SIGNED}", "2026-03-09"),
        (f"{HEAD}\n（2026年一季度）{LIST}", "2026-01-01/2026-03-31"),
    ],
)
def test_a_notice_dates_its_list(text: str, date: str, pipeline: Pipeline) -> None:
    rows = pipeline(text, published="2026-03-09").partnerships
    assert {row.date for row in rows} == {date}
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3月5日，松潭银行在官网挂出合作机构名单，助贷平台有木棉花借款。名单信息截至2026年2月28日。", "2026-02-28"),
        ("松潭银行2月15日起启用的合作机构名单中，助贷平台为木棉花借款。", "2026-02-15"),
        ("松潭银行的名单落款日期为3月4日，助贷平台为木棉花借款。", "2026-03-04"),
        (
            "3月5日，松潭银行公布合作机构名单，助贷平台有木棉花借款。\n截至2025年末，松潭银行资产总额300亿元。",
            "2026-03-05",
        ),
    ],
)
def test_the_press_dates_a_list(text: str, date: str, pipeline: Pipeline) -> None:
    assert [row.date for row in pipeline(text, published="2026-03-09").partnerships] == [date]


def test_a_denial_takes_the_day_of_the_statement(pipeline: Pipeline) -> None:
    text = (
        "3月7日晚，松潭银行发布声明，否认与贷款平台“秋刀鱼借”合作。\n声明说，松潭银行与“秋刀鱼借”不存在任何贷款合作。"
    )
    rows = pipeline(text, published="2026-03-09").partnerships
    assert {(row.status, row.date) for row in rows} == {("denied", "2026-03-07")}


def test_an_answer_dates_its_own_rows_only(pipeline: Pipeline) -> None:
    text = (
        "松潭消费金融有限公司常见问题\n最近更新：2026年3月9日\n"
        "问：有哪些助贷平台？\n答：截至2026年2月28日，我司助贷平台为杭州木棉花网络科技有限公司。\n"
        "问：谁来担保？\n答：我司的担保机构为成都远帆融资担保有限公司。\n"
        "问：谁来催收？\n答：我司委托长沙静水法务咨询有限公司催收。\n"
    )
    found = {row.partner: row.date for row in pipeline(text, published="2026-03-09").partnerships}
    assert found["杭州木棉花网络科技有限公司"] == "2026-02-28"
    assert found["成都远帆融资担保有限公司"] == "2026-03-09"


def test_changes_take_the_day_given_for_all_of_their_kind(pipeline: Pipeline) -> None:
    text = (
        "松潭消费金融有限公司合作机构最新情况\n\n| 机构 | 类型 | 本次变动 |\n|---|---|---|\n"
        "| 杭州木棉花网络科技有限公司 | 助贷平台 | 无 |\n| 成都小满仓信息技术有限公司 | 助贷平台 | 新增 |\n"
        "| 长沙静水法务咨询有限公司 | 催收 | 退出 |\n\n"
        "新增机构的合作自2026年3月1日生效。退出机构自2026年3月5日起不再合作。\n\n松潭消费金融有限公司\n2026年3月9日"
    )
    found = {row.status: row.date for row in pipeline(text, published="2026-03-09").partnerships}
    assert found == {"listed": "2026-03-09", "added": "2026-03-01", "removed": "2026-03-05"}


TABLE = (
    "\n\n| 变动 | 机构名称 | 类别 |\n|---|---|---|\n| 新增 | 青岛松果信用管理有限公司 | 催收服务 |\n"
    "| 退出 | 合肥小满仓通讯服务有限公司 | 催收服务 |\n"
)


@pytest.mark.parametrize(
    ("lead", "date"),
    [
        ("4月1日起，松潭消费金融有限公司启用新的名单，变动如下：", "2026-04-01"),
        ("松潭消费金融有限公司4月1日和4月3日各动了一次，全文如下：", None),
        ("今年4月，松潭消费金融有限公司挂出变动表，全文如下：", None),
    ],
)
def test_a_table_that_nothing_dates_has_the_only_day_of_the_line_above(
    lead: str, date: str | None, pipeline: Pipeline
) -> None:
    rows = pipeline(f"松潭消金动了两处\n\n{lead}{TABLE}", published="2026-04-05").partnerships
    assert [row.date for row in rows] == [date, date]
