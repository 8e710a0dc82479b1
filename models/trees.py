"""Ensembles of decision trees over named features, run by onnxruntime on one thread."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from mingdan.core.errors import ModelError
from mingdan.models.onnx_session import AGAIN, check_hash, open_session, read_weights
from mingdan.models.tagger import Floats

FORMAT = "mingdan-trees/1"


class Trees:
    """Gives the log odds of cases by weights of the format ``mingdan-trees/1``: ``NAME.onnx`` beside ``NAME.json``.

    :meth:`read` raises :class:`ModelError` where a file is missing, broken, or differs from its hash.
    """

    def __init__(self, names: Sequence[str], weights: bytes, name: str) -> None:
        self.names = tuple(names)
        self.weights = weights
        self._session = open_session(weights, f"{name}.onnx")
        self._where = f"{name}.json"

    @classmethod
    def read(cls, folder: Traversable, name: str) -> "Trees":
        """Read ``NAME.onnx`` and ``NAME.json``."""
        weights = read_weights(folder, f"{name}.onnx")
        names, digest = _card(read_weights(folder, f"{name}.json"), f"{name}.json")
        check_hash(weights, digest, f"{name}.onnx")
        return cls(names, weights, name)

    def scores(self, cases: Sequence[Mapping[str, float]]) -> Floats:
        """The log odds of each case, shape ``(cases,)``. Raises :class:`ModelError` where a feature is not known."""
        try:
            table = np.array([[case[name] for name in self.names] for case in cases], dtype=np.float32)
        except KeyError as error:
            message = f"the code does not give the feature {error} that the model asks for"
            raise ModelError(message, where=self._where, hint=AGAIN) from error
        if not len(table):
            return np.zeros(0, dtype=np.float32)
        output: Floats = self._session.run(["scores"], {"features": table})[0]
        return output.reshape(-1)


def _card(data: bytes, where: str) -> tuple[tuple[str, ...], str]:
    try:
        card: Any = json.loads(data)
        if card["format"] != FORMAT:
            raise ValueError(card["format"])
        return tuple(map(str, card["features"])), str(card["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"no card of a model of trees ({error!r})", where=where, hint=AGAIN) from error


@cache
def shipped_trees(name: str) -> Trees:
    """The model ``models/weights/NAME.onnx`` of the package."""
    return Trees.read(files("mingdan.models").joinpath("weights"), name)
