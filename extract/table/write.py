"""Frames to files: exact CSV, XLSX with text cells, Parquet."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingdan.extract.table.safe import fit_cell, spreadsheet_safe, xml_text

if TYPE_CHECKING:
    from pandas import DataFrame

SHEET_ROWS = 1_048_575
"""Rows below the header that one XLSX sheet can hold; more go to further sheets."""

_WIDTHS = {"Int64": 10, "Float64": 11, "boolean": 9, "string": 26}


def write_tables(folder: Path, frames: "Mapping[str, DataFrame]", *, excel_safe: bool = False) -> list[str]:
    """Write ``NAME.csv``, ``NAME.xlsx`` and ``NAME.parquet`` for each frame; returns the file names.

    CSV is exact (UTF-8, LF, null as an empty and an empty text as a quoted cell); ``excel_safe`` adds a BOM and a ``'``
    before text that a spreadsheet could take for a formula. XLSX text cells are strings. Raises OSError.
    """
    names: list[str] = []
    for name, frame in frames.items():
        write_csv(folder / f"{name}.csv", frame, excel_safe=excel_safe)
        write_xlsx(folder / f"{name}.xlsx", frame, title=name)
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        names.extend(f"{name}.{suffix}" for suffix in ("csv", "xlsx", "parquet"))
    return names


def _rows(frame: "DataFrame") -> Iterable[tuple[object, ...]]:
    plain: Any = frame.astype(object)
    yield from plain.where(frame.notna(), None).itertuples(index=False, name=None)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _csv_cell(value: object, excel_safe: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if excel_safe:
        return _quoted(spreadsheet_safe(value))
    exact = value and value.strip() == value and not any(char in value for char in '",\r\n')
    return value if exact else _quoted(value)


def write_csv(path: Path, frame: "DataFrame", *, excel_safe: bool = False) -> None:
    """Write one CSV file; see :func:`write_tables`."""
    with path.open("w", encoding="utf-8-sig" if excel_safe else "utf-8", newline="") as handle:
        handle.write(",".join(str(name) for name in frame.columns) + "\n")
        for row in _rows(frame):
            handle.write(",".join(_csv_cell(value, excel_safe) for value in row) + "\n")


def write_xlsx(path: Path, frame: "DataFrame", *, title: str) -> None:
    """Write one workbook; text cells are forced to string type, so that none becomes a formula.

    Characters that XML forbids are written as ``_xHHHH_``; text over 32,767 characters is cut and ends in ``…``.
    """
    from openpyxl import Workbook

    book: Any = Workbook(write_only=True)
    rows = list(_rows(frame))
    for number, start in enumerate(range(0, max(len(rows), 1), SHEET_ROWS), 1):
        sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
        _fill(sheet, frame, rows[start : start + SHEET_ROWS])
    book.save(path)


def _fill(sheet: Any, frame: "DataFrame", rows: Sequence[tuple[object, ...]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for index, dtype in enumerate(frame.dtypes, 1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(str(dtype), 26)
    sheet.append([_xlsx_cell(sheet, str(name), bold=True) for name in frame.columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])


def _xlsx_cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not isinstance(value, str):
        return value
    text = fit_cell(xml_text(value))
    suspect = text.startswith("#") or spreadsheet_safe(text) != text
    if not suspect and not bold:
        return text
    cell: Any = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = suspect
    if bold:
        cell.font = Font(bold=True)
    return cell
