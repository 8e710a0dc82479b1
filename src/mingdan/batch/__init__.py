"""Archives of any size in batch: read once, in parallel, resumed after any end, into Parquet tables cut by month.

Stages: :mod:`archives` give inputs, :mod:`plan` makes tasks of them, an engine (:mod:`local`, :mod:`cluster`) has them
read by :mod:`work`, :mod:`run` keeps the results in a :mod:`store` with its :mod:`ledger`, and :mod:`publish` writes
the tables, with stories told by :mod:`near` and :mod:`sources`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingdan.batch.run import Options as Options
    from mingdan.batch.run import Summary as Summary
    from mingdan.batch.run import run_batch as run_batch
    from mingdan.batch.status import Status as Status
    from mingdan.batch.status import read_status as read_status
    from mingdan.batch.work import Setup as Setup

__all__ = ["Options", "Setup", "Status", "Summary", "read_status", "run_batch"]

_HOMES = {"Options": "run", "Summary": "run", "run_batch": "run", "Status": "status", "read_status": "status"}


def __getattr__(name: str) -> Any:
    """Import the public names on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'mingdan.batch' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"mingdan.batch.{_HOMES.get(name, 'work')}"), name)
