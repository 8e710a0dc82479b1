"""Numbers of partners: what they may count, and what a model makes of them."""

from datetime import date

import pytest

from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.counted import candidates, count_features, judged_counts, shipped_counts
from mingdan.extract.relations.counts import counts_by_rules
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.linear import LinearModel

TEXT = "松潭银行6月3日换了名单，助贷平台现在是四家，比上一版少2家，担保公司一家也没有留下。"
NO, YES = LinearModel(-9.0), LinearModel(9.0)


@pytest.fixture
def context() -> Context:
    found, _, _ = read_rules_only(load("fast").nlp, raw_text(TEXT), Given(None, date(2025, 6, 4), None))
    return found


def test_every_number_may_count_each_role_of_its_sentence_or_all(context: Context) -> None:
    found = {options[0].number: options for options in candidates(PairView(context))}
    assert set(found) == {4, 2, 1}
    assert {option.code(context) for option in found[4]} == {
        "all",
        "platform.facilitation",
        "credit_enhancement.guarantee",
    }
    assert {option.lender.text for option in found[4]} == {"松潭银行"}
    assert TEXT[found[4][0].start : found[4][0].end] == "四家"


def test_a_number_inside_a_name_counts_nobody() -> None:
    text = "松潭银行公布名单，合作方是北京三家科技有限公司，共1家。"
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, None, None))
    assert [options[0].number for options in candidates(PairView(context))] == [1]


def test_the_likeliest_reading_of_a_number_is_kept(context: Context) -> None:
    view, stated = PairView(context), counts_by_rules(context)
    before = LinearModel(-5.0, {"role distance=before,3": 9.0})
    found = judged_counts(view, stated, before)
    assert [(c.role, c.count) for c in found] == [("platform.facilitation", 4)]
    assert judged_counts(view, [], NO) == []
    assert len({(c.start, c.role) for c in judged_counts(view, stated, YES)}) == 9


def test_what_the_rules_read_is_a_feature(context: Context) -> None:
    view = PairView(context)
    option = next(iter(candidates(view)))[0]
    names = count_features(view, option, [])
    assert "rule=no" in names
    assert not any("\n" in name or "\t" in name for name in names)


def test_zero_and_counts_that_stand_at_no_number_are_left_to_the_rules() -> None:
    text = "松潭银行股份有限公司\n互联网贷款合作机构名单\n一、平台运营机构：无\n二、增信服务机构：无\n"
    found = load()(text, published="2025-06-04")
    assert {(c.role, c.count) for c in found.stated_counts} >= {("platform", 0), ("credit_enhancement", 0)}


def test_the_shipped_model_is_read() -> None:
    assert len(shipped_counts().weights) > 300
