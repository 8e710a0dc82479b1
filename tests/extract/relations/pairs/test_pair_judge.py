"""Rows that models read, and what they leave to the rules."""

from datetime import date

import pytest

import mingdan
from mingdan.core.records import Span
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.pairs.judge import (
    RIVAL,
    PairModels,
    Reading,
    chosen,
    pair_date,
    pair_role,
    shipped_pair_models,
    unrivalled,
    weigh_pairs,
)
from mingdan.extract.relations.pairs.told import Told
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.relations.rows import Fact
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.linear import LinearModel

NO, YES = LinearModel(-9.0), LinearModel(9.0)
TEXT = "松潭银行6月3日说，城里的生意全靠一家，“木棉花科技有限公司”的页面带来客户，它就是名单上的助贷平台。"


def read(text: str) -> tuple[Context, list[Fact]]:
    context, facts, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, date(2025, 6, 4), None))
    return context, facts


def models(pairs: LinearModel, **others: LinearModel) -> PairModels:
    given = {"roles": NO, "status": LinearModel(-5.0, {"listed:": 9.0}), "dates": NO} | others
    return PairModels(pairs, given["roles"], given["status"], given["dates"])


def test_a_pair_that_the_model_doubts_is_no_row_though_a_rule_read_it() -> None:
    context, facts = read("松潭银行公布名单，助贷平台包括木棉花科技。")
    assert len(facts) == 1
    assert weigh_pairs(context, facts, models(NO)) == []


def test_what_the_rules_read_in_tables_stays() -> None:
    context, facts = read("松潭银行合作机构名单\n\n| 机构名称 | 类别 |\n|---|---|\n| 木棉花科技有限公司 | 助贷平台 |\n")
    assert len(facts) == 1
    assert weigh_pairs(context, facts, models(NO)) == facts


def test_a_sure_pair_becomes_a_row_once() -> None:
    context, facts = read(TEXT)
    found = weigh_pairs(context, facts, models(YES))
    assert [(f.discloser.value, f.partner.text, f.status) for f in found] == [
        ("松潭银行", "木棉花科技有限公司", "listed")
    ]


def test_a_pair_that_a_rule_read_takes_the_model_s_status_and_keeps_the_rest() -> None:
    context, facts = read("松潭银行公布名单，助贷平台包括木棉花科技。")
    changed = models(YES, status=LinearModel(-5.0, {"removed:": 9.0}), roles=LinearModel(0.0, {"none": -1.0}))
    (found,) = weigh_pairs(context, facts, changed)
    assert (found.partner.text, found.status, found.basis) == ("木棉花科技", "removed", facts[0].basis)
    assert found.role is facts[0].role


def test_a_lender_far_less_likely_than_another_of_the_same_mention_has_no_row() -> None:
    context, _ = read("松潭银行和柳湾银行都与木棉花科技有限公司合作，柳湾银行还与青柠数科有限公司合作。")
    pairs = [pair for pair in PairView(context).pairs() if pair.partner.text == "木棉花科技有限公司"]
    other = next(pair for pair in PairView(context).pairs() if pair.partner.text == "青柠数科有限公司")
    near = [(pairs[0], 5.0), (pairs[1], 5.0 - RIVAL), (other, -1.0)]
    assert list(unrivalled(near)) == near
    assert list(unrivalled([near[0], (pairs[1], 4.9 - RIVAL), near[2]])) == [near[0], near[2]]
    assert list(unrivalled([])) == []


def test_a_second_status_of_its_own_role_is_a_second_row() -> None:
    context, facts = read("松潭银行更新名单，木棉花科技有限公司由助贷平台改列为催收机构。")
    view = PairView(context)
    pair = next(p for p in view.pairs() if p.partner.text == "木棉花科技有限公司")
    first, second = view.roles[0], view.roles[1]
    gone, came = Reading(pair, "removed", first, 2.0), Reading(pair, "added", second, 1.0)
    assert chosen([gone, came]) == [gone, came]
    assert chosen([gone, Reading(pair, "listed", first, 1.0)]) == [gone]
    assert chosen([Reading(pair, "listed", first, 3.0), Reading(pair, "added", None, 1.0)]) == [
        Reading(pair, "added", first, 1.0)
    ]
    assert chosen([came, Reading(pair, "added", None, 0.5)]) == [came]
    assert facts is not None


def test_the_likeliest_role_phrase_is_taken() -> None:
    context, facts = read(TEXT)
    view, told = PairView(context), Told.of(facts)
    pair = next(p for p in view.pairs() if p.partner.text == "木棉花科技有限公司")
    role, lead = pair_role(view, told, pair, "listed", LinearModel(0.0, {"none": -1.0}))
    assert role is not None
    assert role.text == "助贷平台"
    assert lead == 1
    assert pair_role(view, told, pair, "listed", LinearModel(0.0, {"none": -3.0}))[1] == 3
    assert pair_role(view, told, pair, "listed", LinearModel(0.0, {"none": 1.0}))[0] is None


def test_the_likeliest_date_is_taken_and_a_date_from_elsewhere_stays() -> None:
    context, _ = read(TEXT)
    view = PairView(context)
    pair = next(p for p in view.pairs() if p.partner.text == "木棉花科技有限公司")
    written = pair_date(view, pair, "listed", None, LinearModel(0.0, {"none": -2.0}), by_rule=False)
    assert written is not None
    assert written.value == "2025-06-03"
    assert pair_date(view, pair, "listed", None, LinearModel(0.0, {"none": 1.0}), by_rule=False) is None
    elsewhere = Dated("2025-01-01/2025-03-31", Span(0, 1))
    found = pair_date(view, pair, "listed", elsewhere, LinearModel(0.0, {"none": 9.0}), by_rule=True)
    assert found == elsewhere


def test_what_the_rules_read_is_told_to_the_models() -> None:
    context, facts = read("松潭银行公布名单，助贷平台包括木棉花科技。柳湾银行没有公布名单。")
    view, told = PairView(context), Told.of(facts)
    own, other = (
        next(p for p in view.pairs() if p.partner.text == "木棉花科技" and p.lender == lender)
        for lender in ("松潭银行", "柳湾银行")
    )
    assert {"rule listed here", "rule=True", "rule other=False,True", "rules=1"} == set(told.features(own))
    assert {"rule=False", "rule other=True,False", "rules=1"} == set(told.features(other))
    assert told.role_feature(own, "listed", facts[0].role) == "rule role=same,this,False"
    assert told.role_feature(own, "removed", None) == "rule role=else,other,True"
    assert told.role_feature(other, "listed", None) == "rule role="


def test_shipped_models_are_read() -> None:
    found = shipped_pair_models()
    assert all(len(model.weights) > 500 for model in (found.pairs, found.roles, found.status, found.dates))


def test_the_fast_profile_goes_without_the_models() -> None:
    rows = {profile: load(profile)(TEXT, published="2025-06-04").partnerships for profile in ("fast", "default")}
    assert rows["fast"] == ()
    assert len(rows["default"]) <= 1


def test_a_partner_without_a_role_takes_the_only_role_of_the_others() -> None:
    text = "松潭银行公布名单，助贷平台包括木棉花科技有限公司、青柠数科有限公司。晴川网络有限公司已退出松潭银行的名单。"
    context, facts = read(text)
    roleless = models(YES, roles=LinearModel(0.0, {"rule role=": -9.0, "none": 0.2}))
    found = {f.partner.text: f.role for f in weigh_pairs(context, facts, roleless) if f.discloser.value == "松潭银行"}
    assert found["晴川网络有限公司"] is not None
    assert {role.text if role else None for role in found.values()} == {"助贷平台"}


@pytest.mark.parametrize(
    "text", ["松潭银行是否把木棉花科技列为助贷平台，尚无答案。", "松潭银行有没有把木棉花科技列为助贷平台，目前不清楚。"]
)
def test_a_question_that_nobody_answers_states_no_row(text: str) -> None:
    assert mingdan.load()(text).partnerships == ()


def test_a_question_that_is_answered_may_state_a_row() -> None:
    (row,) = mingdan.load()("松潭银行是否与木棉花科技合作？该行答复，木棉花科技是松潭银行的助贷平台。").partnerships
    assert (row.partner, row.role) == ("木棉花科技", "platform.facilitation")


def test_lenders_of_a_platforms_page_have_no_row_with_its_operator() -> None:
    text = (
        "栗子分期合作资金方公示\n\n栗子分期由深圳市栗子信息技术有限公司运营，现公示为用户提供贷款资金的合作金融机构：\n\n"
        "澜江银行股份有限公司\n松潭农村商业银行股份有限公司\n北岭消费金融有限公司\n武岭信托有限公司\n\n共4家。本平台不直接发放贷款。\n"
    )
    assert {row.partner for row in mingdan.load()(text).partnerships} == {"栗子分期"}
