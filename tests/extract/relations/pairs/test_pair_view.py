"""Pairs of a lender and a possible partner, and the text around them with signs."""

from datetime import date

import pytest

from mingdan.core.records import Span
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.pairs.dates import date_candidates
from mingdan.extract.relations.pairs.features import above, around, pair_features
from mingdan.extract.relations.pairs.roles import role_candidates, role_features
from mingdan.extract.relations.pairs.status import status_features, told_status
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text

TEXT = (
    "松潭银行4月1日更新名单，助贷平台有木棉花科技、青柠数科和度小满。\n"
    "柳湾银行则把晴川融资担保有限公司列为担保机构，国家金融监督管理总局未作评论。"
)


@pytest.fixture(scope="module")
def view() -> PairView:
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(TEXT), Given(None, date(2025, 4, 2), None))
    return PairView(context)


def pair(view: PairView, partner: str, lender: str) -> Pair:
    return next(p for p in view.pairs() if p.partner.text == partner and p.lender == lender)


def test_every_name_but_public_bodies_is_tried_with_the_lenders_near_it(view: PairView) -> None:
    found = {(p.partner.text, p.lender) for p in view.pairs()}
    assert {
        ("木棉花科技", "松潭银行"),
        ("晴川融资担保有限公司", "柳湾银行"),
        ("晴川融资担保有限公司", "松潭银行"),
    } <= found
    assert not any(partner == "国家金融监督管理总局" for partner, _ in found)
    assert not any(partner == lender for partner, lender in found)


def test_the_nearest_lender_comes_first(view: PairView) -> None:
    lenders = [p.lender for p in view.pairs() if p.partner.text == "晴川融资担保有限公司"]
    assert lenders[0] == "柳湾银行"


def test_a_coordination_is_one_sign(view: PairView) -> None:
    found = pair(view, "青柠数科", "松潭银行")
    assert view.masked(0, len("松潭银行4月1日更新名单，助贷平台有木棉花科技、青柠数科和度小满。"), found) == (
        "<L<D更新名单,<f有<P。"
    )


def test_sentences_stop_at_end_marks_and_lines(view: PairView) -> None:
    first, second = pair(view, "度小满", "松潭银行"), pair(view, "晴川融资担保有限公司", "柳湾银行")
    assert first.sentence == Span(0, TEXT.index("。"))
    assert second.sentence.start == TEXT.index("\n") + 1


def test_masks_never_cut_a_mention(view: PairView) -> None:
    found = pair(view, "度小满", "松潭银行")
    for start in range(len(TEXT)):
        for end in range(start, min(len(TEXT), start + 12)):
            masked = view.masked(start, end, found)
            assert masked.count("<") <= end - start


def test_features_hold_no_line_end_and_no_tab(view: PairView) -> None:
    for found in view.pairs():
        names = pair_features(view, found)
        for role in role_candidates(view, found):
            names += role_features(view, found, role)
        names += status_features(view, found, told_status(view, found)[0])
        assert names
        assert not any("\n" in name or "\t" in name for name in names)


def test_the_words_around_are_those_of_the_sentence(view: PairView) -> None:
    left, right = around(view, pair(view, "晴川融资担保有限公司", "柳湾银行"))
    assert left == "<L则把"
    assert right.startswith("列为<f,<X")


def test_candidates_begin_with_none(view: PairView) -> None:
    found = pair(view, "度小满", "松潭银行")
    assert role_candidates(view, found)[0] is None
    dates = date_candidates(view, found)
    assert dates[0] is None
    assert [found.text for found in dates[1:] if found] == ["4月1日"]


def test_a_counted_class_of_other_names_is_no_candidate() -> None:
    text = "河西农商行更新了名单，新增苏州衡石融资担保有限公司一家担保公司，杭州云海数字科技有限公司退出。"
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, None, None))
    view = PairView(context)
    assert role_candidates(view, pair(view, "杭州云海数字科技有限公司", "河西农商行")) == [None]
    assert len(role_candidates(view, pair(view, "苏州衡石融资担保有限公司", "河西农商行"))) == 2


def test_edges_are_passed_from_above() -> None:
    assert [above(n, 0, 2) for n in (0, 1, 3)] == [0, 1, 2]


def test_a_platform_is_tried_with_the_lenders_of_later_lines() -> None:
    text = "木棉花科技有限公司公布合作的放款机构，木棉花科技有限公司表示名单每月更新：\n（1）松潭银行\n（2）柳湾银行"
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, None, None))
    found = {(p.partner.text, p.lender) for p in PairView(context).pairs()}
    assert {("木棉花科技有限公司", "松潭银行"), ("木棉花科技有限公司", "柳湾银行")} <= found


def test_the_status_sees_the_sentences_beside() -> None:
    text = "松潭银行回应传闻。木棉花科技有限公司情况不同。该公司曾是本行的助贷平台，协议到期后双方结束合作。"
    context, _, _ = read_rules_only(load("fast").nlp, raw_text(text), Given(None, None, None))
    view = PairView(context)
    found = status_features(view, pair(view, "木棉花科技有限公司", "松潭银行"), "listed")
    assert "next goes on" in found
    assert "next:left" in found
    assert "back next:left" in found
