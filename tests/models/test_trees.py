import json
from pathlib import Path

import numpy as np
import pytest

from mingdan.core.errors import ModelError
from mingdan.extract.layout.link_choice import MODELS
from mingdan.models.trees import Trees, shipped_trees

SHIPPED = Path(__file__).resolve().parents[2] / "models" / "weights"
NAMES = [*MODELS.values(), *(f"reading_{kind}" for kind in ("near", "far", "end", "start"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind in ("onnx", "json"):
        tmp_path.joinpath(f"trial.{kind}").write_bytes(SHIPPED.joinpath(f"links_head.{kind}").read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_the_same_odds_alone_and_among_others(name: str) -> None:
    trees = shipped_trees(name)
    cases = [{feature: float(at * number % 7) for number, feature in enumerate(trees.names)} for at in range(5)]
    together = trees.scores(cases)
    assert together.shape == (5,)
    assert np.isfinite(together).all()
    alone = np.concatenate([trees.scores([case]) for case in cases])
    np.testing.assert_array_equal(together, alone)


def test_no_cases_have_no_odds() -> None:
    assert shipped_trees(NAMES[0]).scores([]).shape == (0,)


def test_a_feature_that_is_missing_is_named() -> None:
    with pytest.raises(ModelError, match="'right'"):
        shipped_trees("links_head").scores([{"down": 1.0}])


def test_weights_that_differ_from_their_hash_are_refused(folder: Path) -> None:
    folder.joinpath("trial.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="differ from the hash"):
        Trees.read(folder, "trial")


def test_a_card_of_another_format_is_refused(folder: Path) -> None:
    folder.joinpath("trial.json").write_text(json.dumps({"format": "mingdan-tagger/1"}), "utf-8")
    with pytest.raises(ModelError, match="no card of a model of trees"):
        Trees.read(folder, "trial")


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing") as caught:
        Trees.read(tmp_path, "trial")
    assert caught.value.where == "trial.onnx"


def test_broken_weights_are_told() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Trees(["right"], b"no model", "trial")
