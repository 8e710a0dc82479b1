"""The review page: documents beside their rows, decisions, corrections, and the registry to look at, in a browser."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingdan.serve.app import make_app as make_app
    from mingdan.serve.settings import Settings as Settings

__all__ = ["Settings", "make_app"]

_HOMES = {"Settings": "settings", "make_app": "app"}


def __getattr__(name: str) -> Any:
    """Import the public names on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mingdan.serve' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"mingdan.serve.{_HOMES[name]}"), name)
