"""Calibration, AUROC and recall at high precision."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.records import Document, Entity, Partnership
from mingdan.evaluation.measures.confidence import auroc, calibration, mention_calibration, row_calibration

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)
ROW = Partnership("江州银行", "云桥", "data", "listed", "list", None, None, "云桥", 0, 2, confidence=0.9)
NAME = Entity(0, 2, "INST", "云桥", "云桥", 0.7)


def test_confidences_that_are_met_have_no_error() -> None:
    cases = [(0.75, True)] * 3 + [(0.75, False)]
    found = calibration(cases, gold=6)
    assert found.ece == 0.0
    assert (found.predictions, found.right, found.gold) == (4, 3, 6)
    assert [(b.low, b.predictions, b.right) for b in found.bins if b.predictions] == [(0.7, 4, 0.75)]


def test_the_error_is_the_mean_distance_of_the_bins() -> None:
    assert calibration([(0.9, True), (0.2, True)], gold=2).ece == pytest.approx((0.1 + 0.8) / 2)


def test_the_threshold_is_the_lowest_with_high_precision() -> None:
    cases = [(0.9, True)] * 60 + [(0.8, False)] + [(0.7, True)] * 40 + [(0.6, False)] * 5
    found = calibration(cases, gold=200)
    assert (found.threshold, found.recall) == (0.7, 0.5)
    assert found.precision == pytest.approx(100 / 101)


def test_without_a_precise_threshold_there_is_no_recall() -> None:
    found = calibration([(0.9, False), (0.8, True)], gold=2)
    assert (found.threshold, found.precision, found.recall) == (None, None, None)


def test_no_predictions_have_no_figures() -> None:
    found = calibration([], gold=3)
    assert (found.ece, found.auroc, found.recall) == (None, None, None)


@given(CASES)
def test_the_area_is_the_share_of_pairs_in_right_order(cases: list[tuple[float, bool]]) -> None:
    right, wrong = [c for c, r in cases if r], [c for c, r in cases if not r]
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in right for b in wrong]
    assert auroc(cases) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@given(CASES, st.integers(0, 40))
def test_figures_are_bounded_and_bins_hold_every_case(cases: list[tuple[float, bool]], more: int) -> None:
    found = calibration(cases, gold=sum(r for _, r in cases) + more)
    assert sum(b.predictions for b in found.bins) == len(cases)
    for figure in (found.ece, found.auroc, found.precision, found.recall):
        assert figure is None or 0 <= figure <= 1


def test_rows_are_right_with_their_role_and_mentions_at_their_place() -> None:
    gold = Document("d", "云桥", entities=(NAME,), partnerships=(ROW,))
    unknown = (replace(ROW, partner="甲", confidence=None), replace(ROW, partner="乙", confidence=float("nan")))
    rows = (ROW, replace(ROW, role="other", confidence=0.3), *unknown)
    predicted = replace(gold, entities=(NAME, replace(NAME, confidence=0.1)), partnerships=rows)
    found = row_calibration([(gold, predicted)])
    assert (found.predictions, found.right, found.unknown, found.auroc) == (2, 1, 2, 1.0)
    mentions = mention_calibration([(gold, predicted)])
    assert (mentions.predictions, mentions.right, mentions.gold) == (2, 1, 1)
