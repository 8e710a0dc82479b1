"""Canonical names and name clusters."""

from dataclasses import replace

import pytest

from mingdan.core.records import Document, Entity
from mingdan.evaluation.measures.names import ClusterSums, cluster_sums, found_cluster_sums, name_tallies
from mingdan.evaluation.scores import Tally

TEXT = "江州银行股份有限公司（江州银行）与云桥、云桥科技"
FULL, SHORT, CUT, TECH = (
    Entity(0, 10, "INST", "江州银行股份有限公司", "江州银行股份有限公司"),
    Entity(11, 15, "INST", "江州银行", "江州银行股份有限公司"),
    Entity(17, 19, "INST", "云桥", "云桥科技"),
    Entity(20, 24, "INST", "云桥科技", "云桥科技"),
)
GOLD = Document("d", TEXT, entities=(FULL, SHORT, CUT, TECH))


def given(*entities: Entity) -> Document:
    return Document("d", TEXT, entities=entities)


def test_a_surface_string_is_a_wrong_name_where_another_form_is_wanted() -> None:
    found = name_tallies(GOLD, given(FULL, replace(SHORT, value="江州银行"), replace(CUT, value=None), TECH))
    assert found["inst_name"] == Tally(2, 4, 4)
    assert found["inst_name_other"] == Tally(0, 2, 2)
    assert found["inst_name_same"] == Tally(2, 2, 2)


def test_names_are_equal_beside_width_and_white_space() -> None:
    found = name_tallies(GOLD, given(replace(FULL, value="江州银行\n股份有限公司")))
    assert found["inst_name"] == Tally(1, 1, 1)


def test_equal_clusters_are_right_whatever_their_names() -> None:
    other = given(*(replace(e, value=f"{e.value}甲") for e in GOLD.entities))
    assert cluster_sums(GOLD, other) == found_cluster_sums(GOLD, other) == ClusterSums(4, 4, 4, 4)


def test_one_cluster_for_all_loses_precision_and_singletons_lose_recall() -> None:
    one = given(*(replace(e, value="甲") for e in GOLD.entities))
    assert cluster_sums(GOLD, one) == ClusterSums(2.0, 4, 4.0, 4)
    single = given(*(replace(e, value=None) for e in GOLD.entities))
    assert cluster_sums(GOLD, single) == ClusterSums(4.0, 4, 2.0, 4)


def test_missed_and_invented_mentions_count_only_over_all() -> None:
    predicted = given(FULL, TECH, Entity(15, 16, "INST", "）", "甲"))
    sums = cluster_sums(GOLD, predicted)
    assert (sums.precision, sums.predicted, sums.gold) == (2.0, 3, 4)
    assert sums.recall == pytest.approx(1.0)
    assert found_cluster_sums(GOLD, predicted) == ClusterSums(2.0, 2, 2.0, 2)


def test_other_labels_play_no_part() -> None:
    date = Entity(0, 2, "DATE", "江州", "2024")
    assert cluster_sums(given(date), given(date)) == ClusterSums()
