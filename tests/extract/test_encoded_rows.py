"""An encoder weighs the rows of running text in ``default`` and ``accurate``."""

import pytest

import mingdan
from mingdan.core.jsonio import to_plain
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.relations.pairs import judge
from mingdan.extract.relations.pairs.dates import date_candidates
from mingdan.extract.relations.pairs.encoded_odds import EncodedOdds
from mingdan.extract.relations.pairs.judge import shipped_pair_models
from mingdan.extract.relations.pairs.roles import role_candidates
from mingdan.extract.relations.pairs.status import STATUSES
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.row_encoder import RowEncoder, shipped_row_encoder

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

    def noted(view: PairView, encoder: RowEncoder) -> EncodedOdds:
        asked.append(view.text)
        return EncodedOdds(view, encoder)

    monkeypatch.setattr(judge, "EncodedOdds", noted)
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


def test_the_encoder_stands_beside_the_logistic_models() -> None:
    assert shipped_pair_models().encoder is shipped_row_encoder()
    assert set(shipped_row_encoder().card.blend) == {"pairs", "statuses", "roles", "dates"}


def test_odds_are_blended_as_the_card_says() -> None:
    context, _, _ = read_rules_only(mingdan.load().nlp, raw_text(PROSE), Given("a", None, None))
    view = PairView(context)
    odds, pair = EncodedOdds(view, shipped_row_encoder()), next(view.pairs())
    roles, dates = role_candidates(view, pair), date_candidates(view, pair)
    assert odds.of_pair(pair).shape == (1 + len(STATUSES),)
    assert len(odds.roles(pair, "added", roles)) == len(roles)
    assert len(odds.dates(pair, "added", dates)) == len(dates)
    first, second = shipped_row_encoder().card.blend["dates"]
    assert odds.blended("dates", [1.0], [2.0]) == pytest.approx([first + 2 * second])
