"""Institution names by form, dictionary, definition and context."""

import pytest

from mingdan.core.fold import fold, squeeze
from mingdan.extract.draft import Draft
from mingdan.extract.entities.chains import plausible
from mingdan.extract.entities.institutions import find_institutions
from mingdan.extract.entities.names import find_names, legal_type
from mingdan.extract.knowledge import default_knowledge
from mingdan.extract.pipeline import load
from mingdan.extract.segment.tables import find_tables


def names_of(text: str) -> list[str]:
    draft = Draft(text)
    find_institutions(draft, default_knowledge(), find_tables(text))
    return [name.text for name in draft.names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("该行与江东省信用融资担保集团签约", ["江东省信用融资担保集团"]),
        ("由海棠湾银行和青麓农商行共同出资", ["海棠湾银行", "青麓农商行"]),
        ("多家银行和某民营银行没有回应", []),
        ("国家金融监督管理总局海州监管局发布提示", ["国家金融监督管理总局海州监管局"]),
        ("苏商银行研究院认为", ["苏商银行研究院"]),
        ("合作方为CBC（北京）信用管理有限公司", ["CBC（北京）信用管理有限公司"]),
        ("平台是58同城和360", ["58同城", "360"]),
        ("放款360万元，涉及3600户", []),
        ("海滨\n融资担保有限公司出具了函件", ["海滨\n融资担保有限公司"]),
        ("開户行是徽商銀行", ["徽商銀行"]),
        ("中国银行业协会副秘书长", ["中国银行业协会"]),
        ("手机银行和网上银行均可办理", []),
        ("中国人民银行海州省分行有关负责人", ["中国人民银行海州省分行"]),
        ("沐川消金风险管理部一位人士说", ["沐川消金"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_alias_defined_in_brackets_is_found_later() -> None:
    text = "杭州拾叶网络科技有限公司（以下简称“拾叶”）成立于杭州。拾叶称，业务正常。"
    assert names_of(text) == ["杭州拾叶网络科技有限公司", "拾叶", "拾叶"]


def test_unknown_brands_in_a_list_with_a_role() -> None:
    text = "助贷平台包括“小鹿分期”、青枣借、蚂蚁等3家"
    assert names_of(text) == ["小鹿分期", "青枣借", "蚂蚁"]


def test_partner_cells_are_names_whatever_their_form() -> None:
    text = "| 序号 | 合作机构 | 合作方式 |\n|---|---|---|\n| 1 | 9号便利 | 引流 |\n| 2 | 无 | — |\n"
    assert names_of(text) == ["9号便利"]


def test_legal_form_gives_the_type() -> None:
    assert legal_type("海滨融资担保有限公司") == "guarantor"
    assert legal_type("海滨网络小额贷款有限公司") == "microloan"


def test_classes_are_not_plausible_names() -> None:
    assert not plausible("其他机构")
    assert not plausible("增信服务机构")
    assert plausible("途鸟旅行")


def test_spans_refer_to_the_original_text() -> None:
    text = "（一）海 滨融资担保有限公司；"
    for name in find_names(squeeze(fold(text)), text):
        assert text[name.start : name.end] == name.text
        assert name.text == "海 滨融资担保有限公司"


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("厦门多叶智算科技有限公司（钱多叶的运营方）没有放贷资质。钱多叶只是平台。", "钱多叶"),
        ("平台有：\n· 榛子生活（由合肥榛子智能科技有限公司运营）\n榛子生活不收费。", "榛子生活"),
        ("“快想花”由深圳市微鸥网络科技有限公司运营，快想花不收费。", "快想花"),
        ("木星转弯App（运营主体：上海木转科技有限公司）与溪麓银行合作。木星转弯为助贷平台。", "木星转弯"),
    ],
)
def test_a_brand_stands_for_the_company_that_the_text_says_runs_it(text: str, brand: str) -> None:
    record = load()(text)
    values = {entity.value or "" for entity in record.entities if entity.label == "INST" and entity.text == brand}
    assert len(values) == 1
    assert next(iter(values), "").endswith("有限公司")
