"""A logistic model over named binary features, small enough to be read: one weight a line."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from mingdan.core.errors import RecordError


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of features and a bias. An unknown feature weighs nothing.

    >>> model = LinearModel(-1.0, {"head": 3.0})
    >>> round(model.probability(["head", "unseen"]), 3), round(model.probability([]), 3)
    (0.881, 0.269)
    """

    bias: float
    weights: Mapping[str, float] = field(default_factory=dict[str, float])

    def probability(self, features: Iterable[str]) -> float:
        """Probability in (0, 1) that a case with these features is one of those looked for."""
        return probability(self.score(features))

    def score(self, features: Iterable[str]) -> float:
        """Logarithm of the odds that a case with these features is one of those looked for."""
        weight, total = self.weights.get, 0.0
        for name in features:
            total += weight(name, 0.0)
        return self.bias + total


def probability(odds: float) -> float:
    """The probability of log odds.

    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))


def read_model(text: str, where: str) -> LinearModel:
    """Read ``feature<TAB>weight`` lines; the feature ``(bias)`` is the bias. Raises RecordError at a faulty line.

    >>> read_model("(bias)\\t-1.5\\nhead\\t2\\n", "w.tsv").bias
    -1.5
    """
    weights: dict[str, float] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        name, _, weight = line.rpartition("\t")
        try:
            weights[name] = float(weight)
        except ValueError as error:
            raise RecordError("no weight", where=f"{where}:{number}", hint="install mingdan again") from error
    return LinearModel(weights.pop("(bias)", 0.0), weights)


@cache
def shipped_model(name: str) -> LinearModel:
    """The model ``models/weights/NAME.tsv`` of the package."""
    file = files("mingdan.models").joinpath(f"weights/{name}.tsv")
    return read_model(file.read_text("utf-8"), f"models/weights/{name}.tsv")
