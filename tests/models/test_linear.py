"""The logistic model over named features."""

import pytest

from mingdan.core.errors import RecordError
from mingdan.models.linear import LinearModel, read_model, shipped_model


def test_features_add_up_and_unknown_ones_weigh_nothing() -> None:
    model = read_model("(bias)\t-2\na\t1.5\na\\tb\t0.5\n", "w.tsv")
    assert model == LinearModel(-2.0, {"a": 1.5, "a\\tb": 0.5})
    assert model.probability(["a", "a\\tb", "never seen"]) == pytest.approx(0.5)


def test_large_scores_do_not_overflow() -> None:
    assert LinearModel(1e9).probability([]) == pytest.approx(1.0)
    assert LinearModel(-1e9).probability([]) == pytest.approx(0.0)


def test_a_faulty_line_is_named() -> None:
    with pytest.raises(RecordError, match=r"w\.tsv:2"):
        read_model("(bias)\t1\nfeature without weight\n", "w.tsv")


def test_the_shipped_role_model_trusts_the_rules_but_not_blindly() -> None:
    model = shipped_model("roles")
    assert model.weights["rules=True"] > 0 > model.weights["rules=False"]
    assert 1000 < len(model.weights) < 60_000
