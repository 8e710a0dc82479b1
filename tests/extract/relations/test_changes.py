"""Announced changes: their day, and partners that leave without a role word."""

import pytest

from mingdan.extract.pipeline import load

NOTICE = """关于调整互联网贷款合作机构的公告

我行自2026年5月6日起新增以下互联网贷款合作机构：

（一）营销获客类：北京途鸟信息科技有限公司；
（二）担保增信类：苏州衡石融资担保有限公司；

同时，上海星桥网络科技有限公司因合作期满退出我行合作机构名单。

江北农村商业银行股份有限公司
2026年4月29日
"""


def test_added_rows_take_the_day_from_which_the_change_holds() -> None:
    added = [row for row in load()(NOTICE).partnerships if row.status == "added"]
    assert {(row.partner, row.role, row.date) for row in added} == {
        ("北京途鸟信息科技有限公司", "marketing", "2026-05-06"),
        ("苏州衡石融资担保有限公司", "credit_enhancement.guarantee", "2026-05-06"),
    }


def test_a_partner_that_leaves_the_list_is_removed_without_a_role() -> None:
    removed = [row for row in load()(NOTICE).partnerships if row.status == "removed"]
    assert [(row.partner, row.role) for row in removed] == [("上海星桥网络科技有限公司", "unspecified")]


def test_the_ended_cooperation_has_the_role_of_the_latter_and_the_day_it_ends() -> None:
    text = (
        "4月8日，河西农商行发布公告称，自2026年4月10日起终止与杭州云海数字科技有限公司（以下简称“云海数科”）"
        "的互联网贷款合作，后者此前作为导流平台与该行合作。"
    )
    rows = [(r.partner, r.role, r.status, r.date) for r in load()(text).partnerships]
    assert rows == [("杭州云海数字科技有限公司", "platform.facilitation", "removed", "2026-04-10")]


def test_a_counted_class_belongs_to_the_names_before_it_only() -> None:
    text = "河西农商行更新了名单，新增苏州衡石融资担保有限公司一家担保公司，杭州云海数字科技有限公司退出。"
    rows = {(r.partner, r.role, r.status) for r in load()(text).partnerships}
    assert rows == {
        ("苏州衡石融资担保有限公司", "credit_enhancement.guarantee", "added"),
        ("杭州云海数字科技有限公司", "unspecified", "removed"),
    }


def test_a_content_label_refines_the_role_of_the_heading_and_replaces_none() -> None:
    text = (
        "互联网贷款合作机构信息披露\n\n一、平台运营机构\n1、度小满科技（北京）有限公司 合作模式：助贷\n"
        "2、北京青禾数据服务有限公司 服务内容：数据服务\n\n安澜消费金融股份有限公司\n2026年6月30日\n"
    )
    assert [row.role for row in load()(text).partnerships] == ["platform.facilitation", "platform"]


TITLE = "安澜银行互联网贷款合作机构名单\n\n"


def test_lists_side_by_side_keep_their_own_role_columns() -> None:
    table = (
        "| 机构 | 类别 | 机构 | 类别 |\n|---|---|---|---|\n"
        "| 上海星桥网络科技有限公司 | 导流 | 苏州衡石融资担保有限公司 | 担保 |\n"
        "| 北京青禾数据服务有限公司 | 数据 | 深圳云帆律师事务所 | 催收 |\n"
    )
    rows = {(r.partner, r.role) for r in load()(f"{TITLE}{table}\n安澜银行\n").partnerships}
    assert rows == {
        ("上海星桥网络科技有限公司", "platform.facilitation"),
        ("苏州衡石融资担保有限公司", "credit_enhancement.guarantee"),
        ("北京青禾数据服务有限公司", "data"),
        ("深圳云帆律师事务所", "collection"),
    }


def test_of_two_columns_that_could_be_the_role_the_one_of_role_phrases_is() -> None:
    table = (
        "| 合作机构 | 业务类型 | 合作机构类型 |\n|---|---|---|\n"
        "| 上海星桥网络科技有限公司 | 营销获客 | 平台运营机构 |\n"
        "| 苏州衡石融资担保有限公司 | 个人消费贷款 | 增信服务机构 |\n"
        "| 北京青禾数据服务有限公司 | 数据服务 | 平台运营机构 |\n"
    )
    rows = [r.role for r in load()(f"{TITLE}{table}\n安澜银行\n").partnerships]
    assert rows == ["platform", "credit_enhancement", "platform"]


CLOUD, WHALE = "上海云岫数字科技有限公司", "北京蓝鲸信息技术有限公司"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (f"新增合作机构：{CLOUD}。\n\n退出合作机构：{WHALE}。", ("added", "removed")),
        (f"新增合作机构1家：{CLOUD}；退出合作机构1家：{WHALE}。", ("added", "removed")),
        (f"1. {CLOUD}（2025年9月新增）\n2. {WHALE}（已于2025年9月20日退出）", ("added", "removed")),
        (f"{CLOUD}纳入我行合作机构名单。\n\n{WHALE}已清退。", ("added", "removed")),
        (f"暂停新增的合作机构：{CLOUD}、{WHALE}", ("listed", "listed")),
        (f"1. {CLOUD}（终止日期：2027年9月30日）\n2. {WHALE}（到期终止或续约）", ("listed", "listed")),
    ],
)
def test_a_label_before_partners_or_words_behind_one_tell_who_comes_and_leaves(
    lines: str, status: tuple[str, str]
) -> None:
    text = f"关于调整互联网贷款合作机构的公告\n\n{lines}\n\n江北农村商业银行股份有限公司\n2025年9月29日\n"
    rows = [(row.partner, row.status) for row in load()(text).partnerships]
    assert rows == [(CLOUD, status[0]), (WHALE, status[1])]
