"""Encoders weigh the rows of running text: one in ``default``, two in ``accurate``."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

import mingdan
from mingdan.core.jsonio import to_plain
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.relations.pairs import judge
from mingdan.extract.relations.pairs.dates import date_candidates
from mingdan.extract.relations.pairs.encoded_odds import EncodedOdds, encoded_odds
from mingdan.extract.relations.pairs.judge import shipped_pair_models
from mingdan.extract.relations.pairs.roles import role_candidates
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.row_encoder import LARGE, SMALL, RowEncoder, shipped_row_encoder

PROSE = (
    "松潭银行3月5日在官网更新互联网贷款合作机构名单，助贷平台新增木棉花网络科技有限公司。"
    "原来名单上的青柠数科有限公司，这次被移出。\n柳湾银行称，与木棉花网络科技有限公司没有合作。"
)
UNTOLD = "松潭银行被监管局罚款三十万元。\n木棉花网络科技有限公司的员工昨日在江边拾到一只钱包，交还失主。"
TABLE = "松潭银行互联网贷款合作机构名单\n\n| 机构名称 | 合作类型 |\n|---|---|\n| 杭州木棉花网络科技有限公司 | 助贷 |\n"


@pytest.fixture(scope="module", params=["default", "accurate"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return mingdan.load(request.param)


def test_rows_of_running_text_have_status_and_date(pipeline: Pipeline) -> None:
    found = pipeline(PROSE, published="2026-03-06").partnerships
    told = {(row.discloser, row.partner, row.status) for row in found}
    assert ("松潭银行", "木棉花网络科技有限公司", "added") in told
    assert ("松潭银行", "青柠数科有限公司", "removed") in told
    assert all(row.date == "2026-03-05" for row in found if row.discloser == "松潭银行")


@pytest.mark.parametrize(("text", "read"), [(PROSE, True), (UNTOLD, False), ("", False)])
def test_the_encoder_is_asked_where_a_row_is_thinkable(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, text: str, *, read: bool
) -> None:
    asked: list[str] = []

    def noted(view: PairView, encoders: Sequence[RowEncoder]) -> EncodedOdds | None:
        asked.append(view.text)
        return encoded_odds(view, encoders)

    monkeypatch.setattr(judge, "encoded_odds", noted)
    pipeline(text)
    assert bool(asked) is read


def test_rows_of_tables_are_those_of_the_rules(pipeline: Pipeline) -> None:
    def rows(profile: Pipeline) -> list[object]:
        return [{**to_plain(row), "confidence": None} for row in profile(TABLE).partnerships]

    assert rows(pipeline) == rows(mingdan.load("fast"))
    assert len(rows(pipeline)) == 1


@pytest.mark.parametrize("text", ["", " ", "名单", "松潭银行", "木棉花网络科技有限公司。\n" * 3, "\ud800😀" * 400])
def test_any_text_is_read(pipeline: Pipeline, text: str) -> None:
    assert pipeline(text).partnerships == ()


def test_one_by_one_and_together_give_the_same(pipeline: Pipeline) -> None:
    texts = [PROSE, TABLE, "", PROSE + PROSE * 8]
    assert [to_plain(one) for one in pipeline.pipe(texts)] == [to_plain(pipeline(text)) for text in texts]


def test_the_hash_tells_the_profiles_apart() -> None:
    assert len({mingdan.load(profile).config_hash for profile in ("default", "accurate", "fast")}) == 3


@pytest.mark.parametrize("names", [(), (SMALL,), (SMALL, LARGE)])
def test_encoders_stand_beside_the_logistic_models(names: tuple[str, ...]) -> None:
    models = shipped_pair_models(names)
    assert models.encoders == tuple(map(shipped_row_encoder, names))
    assert models.pairs is shipped_pair_models().pairs
    assert all(set(encoder.card.blend) == {"pairs", "statuses", "roles", "dates"} for encoder in models.encoders)


def test_several_encoders_are_asked_for_their_mean() -> None:
    context, _, _ = read_rules_only(mingdan.load().nlp, raw_text(PROSE), Given("a", None, None))
    view, encoders = PairView(context), [shipped_row_encoder(name) for name in (SMALL, LARGE)]
    pair = next(view.pairs())
    roles, dates = role_candidates(view, pair), date_candidates(view, pair)
    both, *single = (encoded_odds(view, some) for some in (encoders, encoders[:1], encoders[1:]))
    assert encoded_odds(view, []) is None
    asks: list[Callable[[Any], Any]] = [
        lambda odds: odds.of_pair(pair),
        lambda odds: odds.roles(pair, "added", roles),
        lambda odds: odds.dates(pair, "added", dates),
    ]
    for ask in asks:
        assert ask(both) == pytest.approx(sum(np.array(ask(one)) for one in single) / 2)
    assert both is not None
    assert both.blended("pairs", [1.0], [2.0]) == pytest.approx([0.8 + 1.6])
