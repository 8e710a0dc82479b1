"""Names with rare characters and junk beside names."""

import pytest

from mingdan.extract.pipeline import load


@pytest.mark.parametrize("name", ["北京𫖮元科技有限公司", "上海李㛃科技有限公司", "𠮷祥科技有限公司"])
@pytest.mark.parametrize(
    "frame", ["澄溪农商行公布名单，助贷平台包括{}、美团。", "澄溪农商行公布名单，助贷平台包括美团和{}。"]
)
def test_rare_characters_belong_to_names(name: str, frame: str) -> None:
    assert name in {row.partner for row in load()(frame.format(name)).partnerships}


def test_markup_and_formulas_are_no_partners_and_edge_signs_no_part_of_names() -> None:
    table = "| 机构名称 | 类型 |\n|---|---|\n| +北京橙舟信息技术有限公司 | 助贷 |\n| =cmd|'/c calc'!A1 | 催收 |\n"
    record = load()(f"澄溪农商行合作机构名单\n\n{table}\n澄溪农商行\n")
    assert [row.partner for row in record.partnerships] == ["北京橙舟信息技术有限公司"]
    prose = load()("澄溪农商行公布名单，助贷平台包括蚂蚁<script>alert(1)</script>、美团。")
    assert {row.partner for row in prose.partnerships} == {"蚂蚁", "美团"}


@pytest.mark.parametrize("text", ["1" * 30_000, "澄溪农商行助贷平台包括" + "蚂蚁美团银行股份有限公司" * 800])
def test_long_runs_are_read_to_the_end(text: str) -> None:
    assert load()(text).text == text
