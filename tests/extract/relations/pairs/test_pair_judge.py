"""Rows that models read, and what they leave to the rules."""

from datetime import date

from mingdan.core.records import Span
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.pairs.judge import PairModels, pair_date, pair_role, shipped_pair_models, weigh_pairs
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
    given = {"roles": NO, "status": LinearModel(0.0, {"listed:": 1.0}), "dates": NO} | others
    return PairModels(pairs, given["roles"], given["status"], given["dates"])


def test_without_a_sure_pair_the_facts_are_those_of_the_rules() -> None:
    context, facts = read(TEXT)
    assert weigh_pairs(context, facts, models(NO)) == facts


def test_a_sure_pair_becomes_a_row_once() -> None:
    context, facts = read(TEXT)
    found = weigh_pairs(context, facts, models(YES))
    assert [(f.discloser.value, f.partner.text, f.status) for f in found] == [
        ("松潭银行", "木棉花科技有限公司", "listed")
    ]


def test_a_pair_that_a_rule_read_is_not_read_again() -> None:
    context, facts = read("松潭银行公布名单，助贷平台包括木棉花科技。")
    assert len(facts) == 1
    changed = models(YES, status=LinearModel(0.0, {"removed:": 1.0}))
    assert [(f.partner.text, f.status) for f in weigh_pairs(context, facts, changed)] == [("木棉花科技", "listed")]


def test_the_likeliest_role_phrase_is_taken() -> None:
    context, _ = read(TEXT)
    view = PairView(context)
    pair = next(p for p in view.pairs() if p.partner.text == "木棉花科技有限公司")
    role = pair_role(view, pair, LinearModel(0.0, {"none": -1.0}))
    assert role is not None
    assert role.text == "助贷平台"
    assert pair_role(view, pair, LinearModel(0.0, {"none": 1.0})) is None
    assert pair_role(view, pair, LinearModel(0.0, {"none": -1.0}), least=2.0) is None


def test_a_rule_s_date_stays_unless_the_model_is_surer() -> None:
    context, _ = read(TEXT)
    view = PairView(context)
    pair = next(p for p in view.pairs() if p.partner.text == "木棉花科技有限公司")
    written = pair_date(view, pair, "listed", None, LinearModel(0.0, {"none": -2.0}))
    assert written is not None
    assert written.value == "2025-06-03"
    assert pair_date(view, pair, "listed", None, LinearModel(0.0, {"none": 0.0})) is None
    elsewhere = Dated("2025-01-01/2025-03-31", Span(0, 1))
    assert pair_date(view, pair, "listed", elsewhere, LinearModel(0.0, {"none": 9.0})) == elsewhere


def test_shipped_models_are_read() -> None:
    found = shipped_pair_models()
    assert all(len(model.weights) > 500 for model in (found.pairs, found.roles, found.status, found.dates))


def test_the_fast_profile_goes_without_the_models() -> None:
    rows = {profile: load(profile)(TEXT, published="2025-06-04").partnerships for profile in ("fast", "default")}
    assert rows["fast"] == ()
    assert len(rows["default"]) <= 1
