"""Confidences of finished records: in bounds, theirs to explain, and what the user gave stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mingdan
from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document
from mingdan.extract.annotate import read_unrated
from mingdan.extract.draft import RowHints
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.rating.mentions import MentionView, mention_features
from mingdan.extract.rating.rate import rate_mentions, rate_rows
from mingdan.extract.rating.rows import LEADS, UNKNOWN, RowView, row_numbers
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text
from mingdan.models.linear import LinearModel
from mingdan.models.tagger import Floats
from mingdan.models.trees import shipped_trees

TEXT = (
    "松潭银行股份有限公司互联网贷款合作机构名单\n\n| 机构名称 | 合作类型 |\n|---|---|\n"
    "| 杭州木棉花网络科技有限公司 | 助贷 |\n| 成都远帆融资担保有限公司 | 融资担保 |\n\n"
    "合计2家。\n松潭银行股份有限公司\n2026年3月9日"
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


@pytest.fixture(scope="module")
def document(pipeline: Pipeline) -> Document:
    return pipeline(TEXT)


def test_every_mention_and_row_has_a_confidence_between_0_and_1(document: Document) -> None:
    found = [item.confidence for item in (*document.entities, *document.partnerships)]
    assert len(document.partnerships) == 2
    assert all(value is not None and 0 < value <= 1 for value in found)


def test_a_row_of_a_table_is_surer_than_one_of_models_in_running_text(document: Document) -> None:
    row = document.partnerships[0]
    better = row_numbers(RowView.of(document, RowHints(True)), row)
    pair, key = (row.discloser, row.partner), (row.discloser, row.partner, row.status)
    hints = RowHints(False, {pair: 0.2}, frozenset({key}), {key: (0.7, 9.0, -0.3)})
    worse = row_numbers(RowView.of(document, hints), replace(row, basis="report", confidence=0.6))
    first, second = shipped_trees("row_chances").scores([better, worse])
    assert first > second
    assert [better[name] for name in ("table", "counted", "role", "odds", "by model")] == [1, 1, 1, UNKNOWN, 0]
    assert [worse[name] for name in ("odds", "by model", "list", "notice")] == [0.2, 1, 0, 0]
    assert [worse[f"{cell} lead"] for cell in LEADS] == [0.7, 9.0, -0.3]
    assert (worse["weakest"], better["weakest"]) == (-0.3, UNKNOWN)


def test_hints_tell_which_rows_no_rule_read(pipeline: Pipeline) -> None:
    raw = raw_text("松潭银行3月5日公布名单，助贷平台包括木棉花网络科技有限公司。")
    document, hints = read_unrated(pipeline.nlp, raw, Given("a", None, None))
    (row,) = document.partnerships
    assert hints.odds[row.discloser, row.partner] > 0
    assert (row.discloser, row.partner, row.status) not in hints.by_models


def test_features_name_what_stands_around(document: Document) -> None:
    entity = next(e for e in document.entities if e.text == "杭州木棉花网络科技有限公司")
    features = set(mention_features(MentionView.of(document), entity))
    assert {"label=INST", "left=INST,_", "right=INST,_", "row=INST,True", "again=INST,<=1"} <= features
    assert not [name for name in features if "\n" in name or "\t" in name]


class Never:
    """Holds every row to be wrong."""

    def scores(self, cases: Sequence[Mapping[str, float]]) -> Floats:
        return np.full(len(cases), -60, dtype=np.float32)


def test_models_set_the_confidences(document: Document) -> None:
    rated = rate_rows(rate_mentions(document, LinearModel(0.0)), RowHints(), Never())
    assert {e.confidence for e in rated.entities} == {0.5}
    assert {r.confidence for r in rated.partnerships} == {0.0}


def test_names_of_the_user_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name\n栗子云\n", "utf-8")
    found = mingdan.load(names=path)("松潭银行的助贷平台为栗子云。", published="2026-03-09")
    entity = next(e for e in found.entities if e.text == "栗子云")
    assert (entity.source or "").startswith("dictionary:user")
    assert rate_mentions(found, LinearModel(0.0)).entities[found.entities.index(entity)] == entity


@given(st.text(alphabet="松潭银行名单为、。“”\n\t |1家科技", max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_is_rated(text: str) -> None:
    found = to_plain(mingdan.load("fast")(text))
    assert all(0 <= entity["confidence"] <= 1 for entity in found["entities"])
