"""Records as tables: pandas frames, and CSV, XLSX and Parquet files whose cells are never formulas.

>>> list(to_frames([]))
['mentions', 'partnerships', 'lists', 'institutions', 'policies', 'counts']
"""

from mingdan.extract.table.columns import TABLES, columns
from mingdan.extract.table.frames import to_frames
from mingdan.extract.table.write import write_tables

__all__ = ["TABLES", "columns", "to_frames", "write_tables"]
