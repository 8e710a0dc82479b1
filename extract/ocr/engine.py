"""Recognisers behind one protocol: grey pixels in, lines of text with box and confidence out.

The table ``engines.tsv`` names them. Weights come from installed packages only; nothing is fetched at run time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, ClassVar, Protocol

from mingdan.core.errors import MissingExtraError, UnreadableTextError, unknown_name
from mingdan.extract.layout.builder import Box

DEFAULT_ENGINE = "rapidocr"
Pixels = Any
"""A two-dimensional numpy array of grey levels, 0 (black) to 255, one byte each."""


class OcrMissingError(UnreadableTextError):
    """The input needs text recognition, which is not installed."""

    code: ClassVar[str] = "missing_extra"


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line as recognised: ``box`` in pixels from the top left, ``confidence`` from 0 to 1."""

    text: str
    box: Box
    confidence: float


class OcrEngine(Protocol):
    """A recogniser with its models loaded; used from one thread."""

    def read(self, pixels: Pixels) -> list[OcrLine]:
        """Lines of a page that stands upright, in no special order."""
        ...


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """A row of ``engines.tsv``; ``seconds`` is the usual time of a page of text on one core."""

    name: str
    module: str
    factory: str
    library: str
    extra: str
    seconds: float


@cache
def engines() -> dict[str, EngineInfo]:
    """The known engines by name."""
    lines = files("mingdan.extract.ocr").joinpath("engines.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {row[0]: EngineInfo(row[0], row[1], row[2], row[3], row[4], float(row[5])) for row in rows}


def engine_info(name: str) -> EngineInfo:
    """The row of an engine.

    Raises :class:`UsageError` for an unknown name:

    >>> engine_info("rapid-ocr")
    Traceback (most recent call last):
    mingdan.core.errors.UsageError: no OCR engine 'rapid-ocr'; did you mean 'rapidocr'?
    """
    if name in engines():
        return engines()[name]
    raise unknown_name("OCR engine", name, engines(), "the engines are", like=name.lower())


def missing_parts(name: str) -> list[str]:
    """Modules that the engine needs and that are not installed."""
    wanted = [engine_info(name).library, "cv2", *(["onnxruntime"] if name == "rapidocr" else [])]
    return [module for module in wanted if find_spec(module) is None]


def install_hint(name: str = DEFAULT_ENGINE) -> str:
    """The line that installs an engine."""
    return f"pip install 'mingdan[{engine_info(name).extra}]'"


@cache
def get_engine(name: str = DEFAULT_ENGINE) -> OcrEngine:
    """The engine of this name, loaded once a process.

    Raises :class:`UsageError` for an unknown name and :class:`MissingExtraError` where its packages are missing.
    """
    info = engine_info(name)
    missing = missing_parts(name)
    if missing:
        raise MissingExtraError(f"text recognition needs {', '.join(missing)}", hint=install_hint(name))
    factory: Callable[[], OcrEngine] = getattr(import_module(info.module), info.factory)
    return factory()


def engine_for(name: str, where: str, message: str) -> OcrEngine:
    """The engine for one input; ``message`` says why it is needed. Raises :class:`OcrMissingError` without it."""
    try:
        return get_engine(name)
    except MissingExtraError as error:
        told = f"{message}; {error.message} (OCR)"
        raise OcrMissingError(told, where=where, hint=error.hint) from error
