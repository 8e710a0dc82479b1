"""Weights that onnxruntime runs: read with care, on one thread."""

import hashlib
from importlib import import_module
from importlib.resources.abc import Traversable
from typing import Any

from mingdan.core.errors import ModelError

AGAIN = "install mingdan again, or train the model anew (make train)"


def read_weights(folder: Traversable, name: str) -> bytes:
    """The bytes of a file. Raises :class:`ModelError` where it is missing."""
    try:
        return folder.joinpath(name).read_bytes()
    except OSError as error:
        raise ModelError("the file of the model is missing", where=name, hint=AGAIN) from error


def check_hash(weights: bytes, digest: str, where: str) -> None:
    """Raise :class:`ModelError` where weights are not those of the SHA-256 on their card."""
    if hashlib.sha256(weights).hexdigest() != digest:
        raise ModelError("the weights differ from the hash on their card", where=where, hint=AGAIN)


def open_session(weights: bytes, where: str) -> Any:
    """An inference session on one CPU thread. Raises :class:`ModelError` for weights that cannot be loaded."""
    runtime: Any = import_module("onnxruntime")  # loaded only where a model is used; ships no complete types
    options: Any = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return runtime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ModelError(f"the weights cannot be loaded ({type(error).__name__})", where=where, hint=AGAIN) from error
