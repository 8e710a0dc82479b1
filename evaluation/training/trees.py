"""Fits ensembles of decision trees and writes them as :mod:`mingdan.models.trees` reads them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.core.errors import MissingExtraError
from mingdan.models.trees import FORMAT

OPTIONS = {
    "max_iter": 300,
    "max_leaf_nodes": 15,
    "learning_rate": 0.08,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "early_stopping": False,
    "random_state": 1,
}


def fit_trees(
    cases: Sequence[Mapping[str, float]], gold: Sequence[bool], **options: float
) -> tuple[tuple[str, ...], bytes]:
    """Names of the features and the ensemble as ONNX; ``options`` take the place of those of :data:`OPTIONS`.

    Raises MissingExtraError without scikit-learn or onnx.
    """
    try:
        ensemble: Any = import_module("sklearn.ensemble")
        onnx: Any = import_module("onnx")
    except ImportError as error:
        raise MissingExtraError("training needs scikit-learn and onnx", hint="pip install 'mingdan[train]'") from error
    names = tuple(cases[0])
    table = np.array([[case[name] for name in names] for case in cases], dtype=np.float32)
    fitted: Any = ensemble.HistGradientBoostingClassifier(**OPTIONS | options).fit(table, list(gold))
    return names, _as_onnx(onnx, fitted, len(names))


def write_trees(folder: Path, name: str, names: Sequence[str], weights: bytes) -> None:
    """Write ``NAME.onnx`` and its card ``NAME.json``."""
    folder.joinpath(f"{name}.onnx").write_bytes(weights)
    card = {"format": FORMAT, "sha256": hashlib.sha256(weights).hexdigest(), "features": list(names)}
    folder.joinpath(f"{name}.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _as_onnx(onnx: Any, fitted: Any, width: int) -> bytes:
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    bias = float(np.ravel(fitted._baseline_prediction)[0])  # scikit-learn has no public way to a tree's nodes
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["scores"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[bias],
        aggregate_function="SUM",
        post_transform="NONE",
        **_nodes([trees[0].nodes for trees in fitted._predictors]),
    )
    graph = helper.make_graph(
        [node],
        "trees",
        [helper.make_tensor_value_info("features", kind, ["cases", width])],
        [helper.make_tensor_value_info("scores", kind, ["cases", 1])],
    )
    imports = [helper.make_opsetid("ai.onnx.ml", 3), helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=imports, ir_version=8, producer_name="mingdan")
    data: bytes = model.SerializeToString()
    return data


def _nodes(trees: Sequence[Any]) -> dict[str, list[Any]]:
    """The attributes of the operator: one entry a node, and one a leaf."""
    found: dict[str, list[Any]] = {f"nodes_{name}": [] for name in _NODE_FIELDS}
    found |= {f"target_{name}": [] for name in ("treeids", "nodeids", "ids", "weights")}
    for tree, nodes in enumerate(trees):
        for number, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            values = (
                tree,
                number,
                0 if leaf else int(node["feature_idx"]),
                0.0 if leaf else float(node["num_threshold"]),
                "LEAF" if leaf else "BRANCH_LEQ",
                0 if leaf else int(node["left"]),
                0 if leaf else int(node["right"]),
            )
            for name, value in zip(_NODE_FIELDS, values, strict=True):
                found[f"nodes_{name}"].append(value)
            if leaf:
                entry = {"treeids": tree, "nodeids": number, "ids": 0, "weights": float(node["value"])}
                for name, value in entry.items():
                    found[f"target_{name}"].append(value)
    return found


_NODE_FIELDS = ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")
