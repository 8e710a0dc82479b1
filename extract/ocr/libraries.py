"""Libraries of the extras ``ocr`` and ``ocr-fast``, loaded when first used."""

from importlib import import_module
from typing import Any

from mingdan.core.errors import MissingExtraError


def load(name: str, hint: str = "pip install 'mingdan[ocr]'") -> Any:
    """The module of this name; raises :class:`MissingExtraError` where it, or a library below it, is missing."""
    try:
        return import_module(name)
    except (ImportError, OSError) as error:
        raise MissingExtraError(f"{name} is missing, which text recognition needs", hint=hint) from error


def opencv() -> Any:
    """The module ``cv2``."""
    return load("cv2")
