"""Writes the network of rows as ONNX with its card, in the format that :mod:`mingdan.models.row_encoder` reads."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mingdan.evaluation.training.encoder.rows.network import STEP, WIDTH, WINDOW, Parts
from mingdan.evaluation.training.encoder.whole_numbers import OPSET, in_whole_numbers
from mingdan.evaluation.training.tagger.network import library
from mingdan.models.row_encoder import CARD, FORMAT, HEADS, PIECES

NAMES = ("numbers", "kinds", "persons", "mask")
BLEND = {"pairs": (0.8, 0.8), "statuses": (0.8, 0.8), "roles": (0.8, 0.8), "dates": (1.0, 0.6)}
"""The best of a few on writers whom neither the logistic models nor the encoder knew (``weights/rows_encoder.md``)."""


def export(
    network: Any, parts: Parts, folder: Path, blend: Mapping[str, tuple[float, float]] = BLEND, *, small: bool = True
) -> Path:
    """Write the files of the format into a folder; returns the path of the card.

    ``small`` stores matrices and tables of the encoder in 8 bits, matrices with a scale for each column.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    _write_states(network, parts, folder / "rows_states.onnx", small=small)
    for name in HEADS:
        _write_head(getattr(network, name), folder / f"rows_{name}.onnx")
    (folder / PIECES).write_text(parts.tokenizer.backend_tokenizer.to_str(), "utf-8")
    none = {
        name: [round(number, 6) for number in row.tolist()] for name, row in zip(HEADS[1:], network.none, strict=True)
    }
    files = sorted(path for path in folder.iterdir() if path.name == PIECES or path.suffix == ".onnx")
    card = {
        "format": FORMAT,
        "first_sign": parts.first_sign,
        "window": WINDOW,
        "step": STEP,
        "width": WIDTH,
        "blend": dict(blend),
        "none": none,
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    path = folder / CARD
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _write_states(network: Any, parts: Parts, path: Path, *, small: bool) -> None:
    torch = library("torch")
    nn: Any = torch.nn
    table = torch.cat([parts.encoder.get_input_embeddings().weight, network.signs]).detach()

    class States(nn.Module):
        def __init__(self) -> None:
            nn.Module.__init__(self)
            self.table = nn.Embedding.from_pretrained(table)
            self.network = network

        def forward(self, numbers: Any, kinds: Any, persons: Any, mask: Any) -> Any:
            return network.over(self.table(numbers), kinds, persons, mask)

    parts.encoder.set_attn_implementation("eager")
    given = tuple(torch.ones((2, 5), dtype=torch.long) for _ in NAMES)
    axes = {name: {0: "rows", 1: "places"} for name in (*NAMES, "states")}
    options = {"input_names": list(NAMES), "output_names": ["states"], "dynamic_axes": axes, "opset_version": OPSET}
    with TemporaryDirectory() as scratch:
        single = Path(scratch) / "single.onnx" if small else path
        torch.onnx.export(States().eval(), given, str(single), dynamo=False, **options)
        if small:
            in_whole_numbers(single, path)
    parts.encoder.set_attn_implementation("sdpa")


def _write_head(head: Any, path: Path) -> None:
    torch = library("torch")
    given = torch.zeros((2, head[1].in_features))
    axes = {"features": {0: "rows"}, "scores": {0: "rows"}}
    options = {"input_names": ["features"], "output_names": ["scores"], "dynamic_axes": axes, "opset_version": OPSET}
    torch.onnx.export(head, (given,), str(path), dynamo=False, **options)
