"""What the user asked of the readers, for the length of a run: it reaches readers inside readers (archives) as well."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

OcrMode = Literal["auto", "never", "only"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``ocr``: recognise pages without a text layer that can be trusted (``auto``), none, or all (``only``).

    ``engine`` names the recogniser, see :func:`mingdan.extract.ocr.engine.get_engine`.
    ``passwords`` are tried in order on what is encrypted; nothing shows or stores them.
    """

    ocr: OcrMode = "auto"
    engine: str = "rapidocr"
    passwords: tuple[str, ...] = field(default=(), repr=False)


_current: ContextVar[ReadOptions] = ContextVar("mingdan_read_options")
_DEFAULT = ReadOptions()


def reading() -> ReadOptions:
    """The options in force.

    >>> with use_options(ReadOptions(ocr="never")):
    ...     reading().ocr
    'never'
    >>> reading().ocr
    'auto'
    """
    return _current.get(_DEFAULT)


@contextmanager
def use_options(options: ReadOptions) -> Generator[None]:
    """Put ``options`` in force inside the block. They do not reach other threads or processes."""
    token = _current.set(options)
    try:
        yield
    finally:
        _current.reset(token)
