"""Whose list a bare table is."""

import pytest

from mingdan.extract.pipeline import load

TABLE = (
    "| 序号 | 机构名称 | 合作类型 |\n|---|---|---|\n| 1 | 上海星桥网络科技有限公司 | 营销获客 |\n"
    "| 2 | 苏州衡石融资担保有限公司 | 担保增信 |\n| 3 | 深圳云帆律师事务所 | 逾期催收 |\n"
)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("安澜银行股份有限公司\n委外催收机构公示\n\n{}", "安澜银行股份有限公司"),
        ("安澜银行股份有限公司河西分行\n委外催收机构名录\n\n{}\n2026年3月5日\n", "安澜银行股份有限公司河西分行"),
        ("安澜信贷有限公司合作机构名单\n\n{}\n安澜信贷有限公司\n2026年3月5日\n", "安澜信贷有限公司"),
        ("互联网贷款合作机构名单公示\n\n{}\n安澜银行　2026年3月5日\n", "安澜银行"),
    ],
)
def test_the_title_or_the_signature_tells_whose_list_it_is(text: str, owner: str) -> None:
    rows = load()(text.format(TABLE)).partnerships
    assert [(row.discloser, row.role) for row in rows] == [
        (owner, "marketing"),
        (owner, "credit_enhancement.guarantee"),
        (owner, "collection"),
    ]


def test_a_platform_that_lists_its_lenders_is_their_partner() -> None:
    text = (
        "# 星桥科技合作金融机构\n\n我司（上海星桥网络科技有限公司）为以下机构提供助贷服务：\n\n"
        "| 序号 | 合作金融机构 | 合作方式 |\n|---|---|---|\n"
        "| 1 | 安澜银行股份有限公司 | 助贷 |\n| 2 | 河西农村商业银行股份有限公司 | 导流 |\n"
    )
    rows = {(row.discloser, row.partner) for row in load()(text).partnerships}
    assert rows == {
        ("安澜银行股份有限公司", "上海星桥网络科技有限公司"),
        ("河西农村商业银行股份有限公司", "上海星桥网络科技有限公司"),
    }


BARE = (
    "| 序号 | 单位 | 业务环节 |\n|---|---|---|\n"
    "| 1 | 上海星桥网络科技有限公司 | 引流 |\n| 2 | 深圳云帆律师事务所 | 诉讼催收 |\n"
)


@pytest.mark.parametrize(
    ("publisher", "text", "written"),
    [
        ("安澜联社", "个人消费贷款委外催收机构公示\n\n{}\n安澜联社\n2026年3月5日\n", "安澜联社"),
        ("安澜汽金", "安澜汽金互联网贷款合作机构公告\n\n{}", "安澜汽金"),
        ("安澜集团财务有限公司", "外包机构名单（零售信贷）\n\n{}\n安澜财司\n2026年3月5日\n", "安澜财司"),
        ("安澜典当有限责任公司", "贷款服务商一览\n\n{}\n安澜典当有限责任公司\n", "安澜典当有限责任公司"),
        (None, "安澜小贷外包机构名单\n\n贷款外包事项如下。\n\n{}\n安澜小贷\n2026年3月5日\n", "安澜小贷"),
    ],
)
def test_clues_together_tell_whose_list_it_is(publisher: str | None, text: str, written: str) -> None:
    document = load()(text.format(BARE), publisher=publisher)
    assert [(row.discloser_text, row.role) for row in document.partnerships] == [
        (written, "platform.facilitation"),
        (written, "collection"),
    ]


def test_a_text_that_never_names_its_lender_takes_the_given_publisher() -> None:
    text = f"互联网贷款合作机构名单\n\n{BARE}\n我行提醒客户注意。\n"
    document = load()(text, publisher="微众银行")
    assert {row.discloser for row in document.partnerships} == {"深圳前海微众银行股份有限公司"}
    assert {row.cells.discloser for row in document.partnerships} == {()}
    assert document.institutions["深圳前海微众银行股份有限公司"].how == "publisher given with the input"
    assert "discloser_given" in [issue.code for issue in document.issues]


def test_a_list_without_a_lender_is_reported() -> None:
    document = load()(f"互联网贷款合作机构名单\n\n{BARE}")
    assert document.partnerships == ()
    assert "discloser_unknown" in [issue.code for issue in document.issues]


def test_a_medium_that_prints_a_table_is_not_the_lender() -> None:
    document = load()(f"互联网贷款合作机构名单\n\n{BARE}", publisher="河西晚报")
    assert document.partnerships == ()
