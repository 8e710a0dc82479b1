"""The registry that the lists feed: who was on whose list, when, and where that stands.

``ingest`` appends what documents state; ``check``, ``partners``, ``history`` and ``diff`` answer from list versions;
``review`` keeps what people decide. :class:`Registry` is the Python API.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingdan.registry.check import Answer as Answer
    from mingdan.registry.database import RegistryError as RegistryError
    from mingdan.registry.store import Registry as Registry

__all__ = ["Answer", "Registry", "RegistryError"]

_HOMES = {"Answer": "check", "Registry": "store", "RegistryError": "database"}


def __getattr__(name: str) -> Any:
    """Import the public names on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mingdan.registry' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"mingdan.registry.{_HOMES[name]}"), name)
