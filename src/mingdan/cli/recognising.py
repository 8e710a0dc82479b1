"""The options of text recognition, and what is said before a long run of it."""

from typing import get_args

from mingdan.cli.console import note
from mingdan.core.errors import UsageError
from mingdan.extract.inputs import Inputs
from mingdan.extract.readers.options import OcrMode, ReadOptions

_WORTH_SAYING = 20.0
"""Seconds from which a forecast is told."""


def reading_options(mode: str, engine: str) -> ReadOptions:
    """The options of a run.

    Raises :class:`UsageError` for an unknown mode or engine and, where all pages are to be recognised,
    :class:`MissingExtraError` without the engine.
    """
    for known in get_args(OcrMode):
        if mode == known:
            _check_engine(known, engine)
            return ReadOptions(ocr=known, engine=engine)
    raise UsageError(f"no mode {mode!r}", where="--ocr", hint=f"use one of {', '.join(get_args(OcrMode))}")


def _check_engine(mode: OcrMode, engine: str) -> None:
    from mingdan.extract.ocr.engine import engine_info, get_engine

    engine_info(engine)
    if mode == "only":
        get_engine(engine)


def tell_forecast(inputs: Inputs, options: ReadOptions) -> None:
    """Say on stderr how many pages need recognition where that takes long or cannot be done."""
    from mingdan.extract.ocr.engine import missing_parts
    from mingdan.extract.ocr.forecast import forecast

    found = forecast((item.path for item in inputs.accepted if item.path), options.ocr, options.engine)
    if found.pages and (found.seconds >= _WORTH_SAYING or missing_parts(options.engine)):
        note(str(found))
