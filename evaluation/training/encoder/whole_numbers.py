"""Writes a network over pieces as ONNX with weights of 8 bits, and measures size, speed and what it finds.

``python -m mingdan.evaluation.training.encoder.whole_numbers ENCODER WEIGHTS FOLDER``: ``WEIGHTS`` is a file that
``held_out`` stored, ``FOLDER`` takes ``single.onnx`` and ``int8.onnx``. Matrix products and tables are stored in 8
bits; speed is measured on one thread over the held-out documents, the making of hints not counted.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from mingdan.evaluation.training.encoder.held_out import figures, to_measure
from mingdan.evaluation.training.encoder.over_pieces import (
    NAMES,
    PieceReader,
    PieceTagger,
    build,
    load_parts,
    torch_scores,
)
from mingdan.evaluation.training.tagger.examples import Example, Maker
from mingdan.evaluation.training.tagger.measure import tallies
from mingdan.evaluation.training.tagger.network import library
from mingdan.extract.pipeline import load
from mingdan.models.onnx_session import open_session
from mingdan.models.tagger import Floats
from mingdan.models.transformers_tagger import transformers_library

OPSET = 17


def export(network: Any, reader: PieceReader, folder: Path) -> Path:
    """Write ``single.onnx`` and ``int8.onnx``; returns the path of the second."""
    torch = library("torch")
    folder.mkdir(parents=True, exist_ok=True)
    given = tuple(torch.from_numpy(array) for array in reader.read(["某银行公布名单。", "名单"]).values())
    axes = {name: {0: "rows", 1: "pieces" if name in NAMES[:2] else "characters"} for name in (*NAMES, "scores")}
    single, small = folder / "single.onnx", folder / "int8.onnx"
    options = {"input_names": list(NAMES), "output_names": ["scores"], "dynamic_axes": axes, "opset_version": OPSET}
    torch.onnx.export(network, given, str(single), dynamo=False, **options)
    in_whole_numbers(single, small)
    return small


def in_whole_numbers(single: Path, small: Path) -> None:
    """Write an ONNX file again with matrix products and tables in 8 bits."""
    quantization: Any = import_module("onnxruntime.quantization")
    # a scale for each column of a matrix: with one for all of it fewer names are found
    how = {"weight_type": quantization.QuantType.QInt8, "per_channel": True}
    quantization.quantize_dynamic(str(single), str(small), op_types_to_quantize=["MatMul", "Gather"], **how)


def onnx_scores(path: Path) -> Any:
    """The log probabilities that an ONNX file gives, as a function for :class:`PieceTagger`."""
    session = open_session(path.read_bytes(), path.name)

    def scores(arrays: Mapping[str, Any]) -> Floats:
        logits: Floats = session.run(["scores"], dict(arrays))[0]
        return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)

    return scores


def speed(tagger: PieceTagger, held: Sequence[Example], rounds: int = 3) -> float:
    """Characters a CPU-second, the best of some rounds."""
    texts, hints = [example.text for example in held], [example.hints() for example in held]
    taken: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        tagger.tag(texts, hints)
        taken.append(time.process_time() - start)
    return sum(map(len, texts)) / min(taken)


def main() -> None:
    """Export, measure, and print a line for each form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", type=Path, help="folder of the encoder that was fine-tuned")
    parser.add_argument("weights", type=Path, help="file of weights of a round")
    parser.add_argument("folder", type=Path, help="folder for the ONNX files")
    parser.add_argument("--hold", default="ij", help="writers that were held out")
    options = parser.parse_args()
    torch = library("torch")
    torch.set_num_threads(1)
    transformers_library().logging.set_verbosity_error()
    tokenizer, encoder = load_parts(options.encoder)
    network, reader = build(encoder), PieceReader(tokenizer)
    network.load_state_dict(torch.load(str(options.weights)))
    network.eval()
    small = export(network, reader, options.folder)
    held = to_measure(Maker(load("fast")), options.hold)
    ways = {
        "torch": torch_scores(network),
        "int8": onnx_scores(small),
        "single": onnx_scores(small.with_stem("single")),
    }
    for name, scores in ways.items():
        tagger = PieceTagger(reader, scores)
        found = tallies(tagger, held)
        print(f"{name}: {figures(found)}; {speed(tagger, held):.0f} characters a CPU-second", flush=True)
    for path in (small, small.with_stem("single")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
