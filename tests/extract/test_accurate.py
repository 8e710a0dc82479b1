"""Profile ``accurate``: an encoder weighs the rows of running text."""

import pytest

import mingdan
from mingdan.core.jsonio import to_plain
from mingdan.extract.annotate import read_unrated
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.relations.pairs.judge import accurate_pair_models, shipped_pair_models
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.row_encoder import shipped_row_encoder

PROSE = (
    "松潭银行3月5日在官网更新互联网贷款合作机构名单，助贷平台新增木棉花网络科技有限公司。"
    "原来名单上的青柠数科有限公司，这次被移出。\n柳湾银行称，与木棉花网络科技有限公司没有合作。"
)
TABLE = "松潭银行互联网贷款合作机构名单\n\n| 机构名称 | 合作类型 |\n|---|---|\n| 杭州木棉花网络科技有限公司 | 助贷 |\n"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load("accurate")


def test_rows_of_running_text_have_status_and_date(pipeline: Pipeline) -> None:
    found = pipeline(PROSE, published="2026-03-06").partnerships
    told = {(row.discloser, row.partner, row.status) for row in found}
    assert ("松潭银行", "木棉花网络科技有限公司", "added") in told
    assert ("松潭银行", "青柠数科有限公司", "removed") in told
    assert all(row.date == "2026-03-05" for row in found if row.discloser == "松潭银行")


def test_the_hints_say_that_an_encoder_read(pipeline: Pipeline) -> None:
    for profile, encoded in ((pipeline, True), (mingdan.load(), False)):
        _, hints = read_unrated(profile.nlp, raw_text(PROSE), Given("a", None, None))
        assert hints.encoded is encoded


def test_rows_of_tables_are_those_of_the_default(pipeline: Pipeline) -> None:
    def rows(profile: Pipeline) -> list[object]:
        return [{**to_plain(row), "confidence": None} for row in profile(TABLE).partnerships]

    assert rows(pipeline) == rows(mingdan.load())
    assert len(rows(pipeline)) == 1


@pytest.mark.parametrize("text", ["", " ", "名单", "松潭银行", "木棉花网络科技有限公司。\n" * 3, "\ud800😀" * 400])
def test_any_text_is_read(pipeline: Pipeline, text: str) -> None:
    assert pipeline(text).partnerships == ()


def test_one_by_one_and_together_give_the_same(pipeline: Pipeline) -> None:
    texts = [PROSE, TABLE, "", PROSE + PROSE * 8]
    assert [to_plain(one) for one in pipeline.pipe(texts)] == [to_plain(pipeline(text)) for text in texts]


def test_the_hash_tells_the_profiles_apart(pipeline: Pipeline) -> None:
    assert len({pipeline.config_hash, mingdan.load().config_hash, mingdan.load("fast").config_hash}) == 3


def test_the_encoder_stands_beside_the_logistic_models() -> None:
    models = accurate_pair_models()
    assert models.encoder is shipped_row_encoder()
    assert models.pairs is shipped_pair_models().pairs
    assert set(shipped_row_encoder().card.blend) == {"pairs", "statuses", "roles", "dates"}
