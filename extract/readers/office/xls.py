"""Old Excel workbooks (.xls, and .et of WPS) by calamine. Styles are out of its reach: a date is given as ISO 8601.

Numbers that the file shows as dates by one of the East Asian formats come as plain numbers; below a head that speaks of
dates they are read as days.
"""

import json
import re
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import make_cell
from mingdan.extract.readers.office.merges import Merge, SheetCells, expand, quoted
from mingdan.extract.readers.office.number_format import plain, shown
from mingdan.extract.readers.office.numerals import column_name
from mingdan.extract.readers.office.ole2 import top_streams
from mingdan.extract.readers.office.sheet_xml import Sheet
from mingdan.extract.readers.office.xlsx import workbook_text

Value = int | float | str | bool | time | date | datetime
_DATE_HEAD = re.compile(r"^.{0,10}(?:日期|时间|日)$")
_FILEPASS = 0x2F
_DAYS = range(36526, 73051)
_CHILD = Path(__file__).with_name("xls_child.py")
_MEMORY = 4 << 30
"""Bytes that the reading process may take."""


@dataclass(frozen=True, slots=True)
class XlsReader:
    """Reads an old workbook as one document.

    Raises :class:`DamagedDocumentError`, :class:`EncryptedDocumentError`, and :class:`EmptyInputError` where no visible
    cell is filled.
    """

    media_type: str = "application/vnd.ms-excel"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``."""
        if asks_for_password(data):
            raise EncryptedDocumentError("the workbook asks for a password", where=uri, hint="save a copy without one")
        skipped: Counter[str] = Counter()
        read = _read_apart(data, uri)
        sheets = [_sheet(sheet) for sheet in read["sheets"]]
        skipped.update({"hidden_sheets": read["hidden"]} if read["hidden"] else {})
        return [workbook_text(sheets, skipped, self.media_type, uri, None)]


def asks_for_password(data: bytes) -> bool:
    """Whether the records at the start of the workbook stream name a password (``FILEPASS``)."""
    streams = top_streams(data)
    head = next((item.head for name, item in streams.items() if name.lower() in ("workbook", "book")), b"")
    place = 0
    while place + 4 <= len(head):
        kind, size = struct.unpack_from("<HH", head, place)
        if kind == _FILEPASS:
            return True
        place += 4 + size
    return False


def _damaged(uri: str) -> DamagedDocumentError:
    hint = "open it in a spreadsheet program and save it as .xlsx"
    return DamagedDocumentError("the workbook is truncated or damaged", where=uri, hint=hint)


def _read_apart(data: bytes, uri: str) -> Mapping[str, Any]:
    """The sheets as a process of its own reads them; whatever happens to it, this one goes on."""
    sizes = (str(limits().rows), str(limits().columns), str(_MEMORY))
    seconds = limits().convert_seconds
    try:
        ended = subprocess.run(
            [sys.executable, "-P", str(_CHILD), *sizes], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        hint = "raise the limit convert_seconds, or save it as .xlsx"
        raise DamagedDocumentError(
            f"reading the workbook took longer than {seconds:g} s", where=uri, hint=hint
        ) from error
    if ended.returncode != 0:
        raise _damaged(uri)
    read: Mapping[str, Any] = json.loads(ended.stdout.decode("utf-8", "surrogatepass"))
    return read


def _unpacked(value: Any) -> Value:
    if not isinstance(value, list):
        return value
    kind, text = str(value[0]), str(value[1])  # pyright: ignore[reportUnknownArgumentType]
    kinds = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}
    return kinds[kind](text) if kind in kinds else text


def _sheet(source: Mapping[str, Any]) -> Sheet:
    name = str(source["name"])
    sheet, cells = Sheet(name), SheetCells()
    top, left = source["start"]
    dated: set[int] = set()
    for row, values in enumerate(source["rows"], start=top):
        for column, value in enumerate(map(_unpacked, values), start=left):
            text = value_text(value, in_days=column in dated)
            cells.put(row, column, make_cell(text, f"{quoted(name)}!{column_name(column)}{row + 1}"))
            if isinstance(value, str) and _DATE_HEAD.search(text):
                dated.add(column)
    sheet.skipped["cut_rows"] = max(0, source["height"] - limits().rows)
    merges = [Merge(*merge) for merge in source["merges"]]
    sheet.rows = list(expand(cells, merges, set(), set(), sheet.skipped))
    return sheet


def value_text(value: Value, *, in_days: bool = False) -> str:
    """A value as text; ``in_days`` reads a whole number of this century as a day.

    >>> value_text(13800000000.0), value_text(date(2025, 9, 30)), value_text(45930.0, in_days=True), value_text("甲")
    ('13800000000', '2025-09-30', '2025-09-30', '甲')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown(value, "yyyy-mm-dd") if in_days and value in _DAYS else plain(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value if isinstance(value, str) else value.isoformat()
