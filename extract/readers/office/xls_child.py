"""Reads an old workbook in a process of its own: calamine ends its process on some broken files.

Run as a script by :mod:`mingdan.extract.readers.office.xls`, which needs nothing of the package here::

    python -P xls_child.py ROWS COLUMNS BYTES <workbook >sheets.json

Values that JSON lacks come as ``[kind, text]``. Exit code 3 says that calamine refuses the file.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

REFUSED = 3
Value = int | float | str | bool | time | date | datetime | timedelta


def pack(value: Value) -> Any:
    """A cell's value for JSON.

    >>> pack(1.5), pack(date(2025, 9, 30)), pack(datetime(2025, 9, 30, 8))
    (1.5, ['date', '2025-09-30'], ['datetime', '2025-09-30T08:00:00'])
    """
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, timedelta):
        return ["span", str(value)]
    kind = "datetime" if isinstance(value, datetime) else "date" if isinstance(value, date) else "time"
    return [kind, value.isoformat()]


def _sheet(name: str, source: CalamineSheet, rows: int, columns: int) -> dict[str, Any]:
    values = [[pack(value) for value in row[:columns]] for row in source.to_python(nrows=rows)]
    return {
        "name": name,
        "start": source.start or (0, 0),
        "height": source.height,
        "merges": [(*first, *last) for first, last in source.merged_cell_ranges or ()],
        "rows": values,
    }


def sheets(data: bytes, rows: int, columns: int) -> dict[str, Any]:
    """The visible worksheets, ``rows`` and ``columns`` of them at most, and the number of hidden ones."""
    found: list[dict[str, Any]] = []
    hidden = 0
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                hidden += 1
                continue
            found.append(_sheet(meta.name, book.get_sheet_by_name(meta.name), rows, columns))
    return {"sheets": found, "hidden": hidden}


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))


def main() -> int:
    """Read the workbook from stdin and write its sheets to stdout; returns the exit code."""
    rows, columns, size = (int(argument) for argument in sys.argv[1:4])
    _limit_memory(size)
    try:
        read = sheets(sys.stdin.buffer.read(), rows, columns)
    except (CalamineError, OSError, ValueError, MemoryError):
        return REFUSED
    sys.stdout.buffer.write(json.dumps(read).encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
