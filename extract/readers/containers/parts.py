"""What a container holds and what is made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from mingdan.extract.readers.base import RawDocument

Leaf = Callable[[bytes, str], list[RawDocument]]
"""Reads the bytes of one file that is no container; the second argument is its name, for suffix and messages."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container.

    ``load`` gives its bytes and raises an :class:`InputError`. ``body`` marks what the container itself says (the text
    of an e-mail, the page of a web archive), ``attached`` what hangs on that body. ``charset`` and ``address`` are what
    the container states. ``title`` and ``published`` (ISO date) come from its headers. ``wanted`` is false for files
    that only dress a page.
    """

    name: str
    load: Callable[[], bytes]
    body: bool = False
    attached: bool = False
    html: bool = False
    charset: str | None = None
    address: str | None = None
    title: str | None = None
    published: str | None = None
    wanted: bool = True
