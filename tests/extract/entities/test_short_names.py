"""Short forms that meet their registered names, and strings that are no names."""

import pytest

from mingdan.extract.entities.chains import plausible
from mingdan.extract.entities.resolve import is_short_of
from mingdan.extract.pipeline import load


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("栖江银行鹭屿分行", "栖江银行股份有限公司鹭屿分行"),
        ("衡汀银行信用卡中心", "衡汀银行股份有限公司信用卡中心"),
        ("沙溪口银行", "沙溪口商业银行股份有限公司"),
        ("安澜汽金", "安澜汽车金融有限公司"),
    ],
)
def test_short_forms_of_branches_and_banks(short: str, full: str) -> None:
    assert is_short_of(short, full)


@pytest.mark.parametrize("text", ["无权代银行", "聚兴授信合作", "以后续业务收益抵息", "用户权益", "您这笔借款"])
def test_what_begins_or_ends_as_no_name_does(text: str) -> None:
    assert not plausible(text, quoted=True)


def test_a_branch_that_signs_with_its_full_name_is_one_institution() -> None:
    text = (
        "安澜银行河西分行合作机构名单\n\n1. 上海星桥网络科技有限公司（营销获客）\n2. 深圳云帆律师事务所（催收）\n"
        "3. 苏州衡石融资担保有限公司（担保增信）\n\n安澜银行股份有限公司河西分行\n2026年3月5日\n"
    )
    assert {row.discloser for row in load()(text).partnerships} == {"安澜银行股份有限公司河西分行"}
