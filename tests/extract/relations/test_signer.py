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
