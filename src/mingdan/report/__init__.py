"""The evidence report: one self-contained HTML file of an output, with every cell linked to its place."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingdan.report.build import Written as Written
    from mingdan.report.build import write_report as write_report

__all__ = ["Written", "write_report"]


def __getattr__(name: str) -> Any:
    """Import the public names on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'mingdan.report' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("mingdan.report.build"), name)
