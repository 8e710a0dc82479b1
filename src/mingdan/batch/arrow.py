"""pyarrow, which comes without types, as values of any type."""

from importlib import import_module
from typing import Any, TypeAlias

pa: Any = import_module("pyarrow")
compute: Any = import_module("pyarrow.compute")
dataset: Any = import_module("pyarrow.dataset")
parquet: Any = import_module("pyarrow.parquet")

Table: TypeAlias = Any
"""A ``pyarrow.Table``."""
