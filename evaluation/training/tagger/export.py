"""Writes a trained network as ONNX with its card, in the format that the default tagger reads."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mingdan.evaluation.training.tagger.examples import TAGS
from mingdan.evaluation.training.tagger.network import WIDTH, library, regated
from mingdan.extract.entities.hints import HINTS
from mingdan.models.onnx_tagger import FORMAT

OPSET = 17
WINDOW, MARGIN = 256, 32


def export(network: Any, characters: str, folder: Path, name: str = "tagger", about: Mapping[str, Any] = {}) -> Path:
    """Write ``NAME.onnx`` and ``NAME.json``; ``about`` joins the card. Returns the path of the card.

    Embeddings are stored in half precision, everything is computed in single precision.
    """
    onnx = library("onnx")
    weights = {key: value.detach().cpu().numpy() for key, value in network.state_dict().items()}
    data: bytes = _model(onnx, weights).SerializeToString()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(data)
    card = {
        "format": FORMAT,
        "tags": TAGS,
        "hints": HINTS,
        "window": WINDOW,
        "margin": MARGIN,
        "sha256": hashlib.sha256(data).hexdigest(),
        **about,
        "characters": characters,
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _model(onnx: Any, weights: Mapping[str, Any]) -> Any:
    helper, numpy = onnx.helper, library("numpy")
    constants = {
        "table": weights["characters.weight"].astype("f2"),
        "marks": weights["hints.weight"],
        "tags.weight": weights["tags.weight"].T.copy(),
        "tags.bias": weights["tags.bias"],
        "joined": numpy.array([0, 0, -1], dtype="i8"),
    }
    nodes = [
        helper.make_node("Transpose", ["characters"], ["columns"], perm=[1, 0]),
        helper.make_node("Transpose", ["hints"], ["marked"], perm=[1, 0]),
        helper.make_node("Gather", ["table", "columns"], ["half"]),
        helper.make_node("Cast", ["half"], ["read"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", ["marks", "marked"], ["seen"]),
        helper.make_node("Add", ["read", "seen"], ["layer0"]),
    ]
    for layer in range(2):
        constants.update(_gru(weights, "gru", layer, layer))
        nodes += _gru_nodes(helper, layer)
    top = 2
    while f"upper.weight_ih_l{top - 2}" in weights:
        constants.update(_gru(weights, "upper", top - 2, top))
        nodes += _gru_nodes(helper, top)
        top += 1
    if top > 2:
        nodes.append(helper.make_node("Add", ["layer2", f"layer{top}"], ["read_on"]))
    nodes += [
        helper.make_node("MatMul", ["read_on" if top > 2 else "layer2", "tags.weight"], ["product"]),
        helper.make_node("Add", ["product", "tags.bias"], ["logits"]),
        helper.make_node("LogSoftmax", ["logits"], ["by_column"], axis=-1),
        helper.make_node("Transpose", ["by_column"], ["scores"], perm=[1, 0, 2]),
    ]
    initializers = [onnx.numpy_helper.from_array(array, key) for key, array in constants.items()]
    graph = helper.make_graph(nodes, "tagger", _inputs(onnx), _outputs(onnx), initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _gru(weights: Mapping[str, Any], part: str, own: int, layer: int) -> dict[str, Any]:
    """Weights of layer ``own`` of a part of the network in ONNX's gate order (z, r, h), named for ``layer``."""
    numpy = library("numpy")

    def both(kind: str) -> list[Any]:
        return [regated(weights[f"{part}.{kind}_l{own}{end}"]) for end in ("", "_reverse")]

    bias = [numpy.concatenate(pair) for pair in zip(both("bias_ih"), both("bias_hh"), strict=True)]
    return {
        f"w{layer}": numpy.stack(both("weight_ih")),
        f"r{layer}": numpy.stack(both("weight_hh")),
        f"b{layer}": numpy.stack(bias),
    }


def _gru_nodes(helper: Any, layer: int) -> list[Any]:
    """A layer, and its two directions joined: ``[columns, 2, rows, WIDTH]`` becomes ``[columns, rows, 2 * WIDTH]``."""
    inputs = [f"layer{layer}", f"w{layer}", f"r{layer}", f"b{layer}", "sizes"]
    gru = helper.make_node(
        "GRU", inputs, [f"both{layer}"], direction="bidirectional", hidden_size=WIDTH, linear_before_reset=1
    )
    turned = helper.make_node("Transpose", [f"both{layer}"], [f"turned{layer}"], perm=[0, 2, 1, 3])
    return [gru, turned, helper.make_node("Reshape", [f"turned{layer}", "joined"], [f"layer{layer + 1}"])]


def _inputs(onnx: Any) -> Sequence[Any]:
    make, kinds = onnx.helper.make_tensor_value_info, onnx.TensorProto
    table = ["rows", "columns"]
    return [
        make("characters", kinds.INT64, table),
        make("hints", kinds.INT64, table),
        make("sizes", kinds.INT32, ["rows"]),
    ]


def _outputs(onnx: Any) -> Sequence[Any]:
    shape = ["rows", "columns", len(TAGS)]
    return [onnx.helper.make_tensor_value_info("scores", onnx.TensorProto.FLOAT, shape)]
