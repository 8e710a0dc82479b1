"""Limits that keep hostile or broken input from filling memory or time, in one place.

:func:`limits` gives those in force, :func:`limited` changes some for a while. A reader that meets a limit either raises
an ``InputError`` that names it or cuts and says so in an issue; it never goes on silently.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace

from mingdan.core.errors import UsageError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes, times seconds.

    - ``unpacked_bytes``: what all members of one archive or Office file may unpack to, nested archives included.
    - ``member_bytes``: what one member may unpack to.
    - ``ratio``: unpacked to packed size; looked at from ``ratio_floor`` unpacked bytes on, since short files of one
      repeated row pack far better than any real document of size.
    - ``members``: files of one archive. ``depth``: archives inside archives, the outer one counted.
    - ``rows`` and ``columns``: of one sheet or table, ``cells``: filled cells of one workbook.
    - ``text_chars``: code points of one document's text.
    - ``convert_seconds``: for an external converter.
    - ``image_pixels``: of one picture (an A3 page at 600 dpi has 70 million). ``ocr_pages``: recognised pages of one
      PDF or picture file.
    """

    unpacked_bytes: int = 512 * MEBIBYTE
    member_bytes: int = 256 * MEBIBYTE
    ratio: int = 250
    ratio_floor: int = 8 * MEBIBYTE
    members: int = 10_000
    depth: int = 3
    rows: int = 50_000
    columns: int = 256
    cells: int = 1_000_000
    text_chars: int = 20_000_000
    convert_seconds: int = 60
    image_pixels: int = 200_000_000
    ocr_pages: int = 2_000


_IN_FORCE: ContextVar[Limits] = ContextVar("mingdan_limits", default=Limits())  # noqa: B039 - a frozen dataclass


def limits() -> Limits:
    """The limits in force."""
    return _IN_FORCE.get()


@contextmanager
def limited(**changes: int) -> Generator[Limits]:
    """Put changed limits in force inside the ``with`` block; raises :class:`TypeError` for an unknown name.

    >>> with limited(rows=10):
    ...     limits().rows
    10
    """
    token = _IN_FORCE.set(replace(limits(), **changes))
    try:
        yield limits()
    finally:
        _IN_FORCE.reset(token)


def parse_limits(values: Iterable[str]) -> dict[str, int]:
    """Changes for :func:`limited`; raises :class:`UsageError` for an unknown name or what is no positive number.

    >>> parse_limits(["depth=2", "unpacked-bytes=1000"])
    {'depth': 2, 'unpacked_bytes': 1000}
    """
    names = [item.name for item in fields(Limits)]
    changes: dict[str, int] = {}
    for value in values:
        name, _, number = value.partition("=")
        name = name.strip().replace("-", "_")
        if name not in names or not number.strip().isdecimal() or int(number) < 1:
            hint = f"write NAME=NUMBER with one of {', '.join(names)}"
            raise UsageError(f"no limit {value!r}", where="--limit", hint=hint)
        changes[name] = int(number)
    return changes
