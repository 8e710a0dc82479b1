"""One worksheet part of an .xlsx package: its visible rows with the values last saved."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import make_cell
from mingdan.extract.readers.office.merges import Merge, SheetCells, expand, quoted
from mingdan.extract.readers.office.number_format import plain, shown
from mingdan.extract.readers.office.numerals import column_name
from mingdan.extract.readers.office.sheets import SheetRow
from mingdan.extract.readers.office.xml import Node, attribute, child, local, number, stream

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ON = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share: strings, the number format of each style, the date system."""

    strings: list[str]
    formats: list[str]
    from_1904: bool


@dataclass(slots=True)
class Sheet:
    """A sheet as read. ``skipped`` counts what was left out, by reason."""

    name: str
    rows: list[SheetRow] = field(default_factory=list[SheetRow])
    skipped: Counter[str] = field(default_factory=Counter[str])


def position(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a cell reference; None where it is none.

    >>> position("B3"), position("$AA$10"), position("?")
    ((2, 1), (9, 26), None)
    """
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for char in match[1]:
        column = column * 26 + ord(char) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def read_sheet(data: bytes, name: str, book: Book, budget: int) -> Sheet:
    """Read a worksheet part; at most ``budget`` filled cells and the limits' rows and columns are kept."""
    sheet = Sheet(name)
    cells = SheetCells()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merges: list[Merge] = []
    row = -1
    for node in stream(data, "row", "col", "mergeCell"):
        kind = local(node)
        if kind == "col":
            hidden_columns |= _hidden_columns(node)
        elif kind == "mergeCell":
            merges += _merge(node)
        elif row + 1 < limits().rows and cells.count < budget:
            row = (number(node, "r") or row + 2) - 1
            if (attribute(node, "hidden") or "").lower() in _ON:
                hidden_rows.add(row)
            _read_row(node, row, name, book, cells, sheet.skipped)
        elif any(child(cell, "v") is not None for cell in node):
            sheet.skipped["cut_rows"] += 1
    sheet.rows = list(expand(cells, merges, hidden_rows, hidden_columns, sheet.skipped))
    return sheet


def _hidden_columns(node: Node) -> set[int]:
    if (attribute(node, "hidden") or "").lower() not in _ON:
        return set()
    first, last = number(node, "min") or 1, number(node, "max") or 0
    return set(range(first - 1, min(last, limits().columns)))


def _merge(node: Node) -> Iterator[Merge]:
    first, _, last = (attribute(node, "ref") or "").partition(":")
    start, end = position(first), position(last)
    if start and end:
        yield Merge(*start, *end)


def _read_row(node: Node, row: int, name: str, book: Book, cells: SheetCells, skipped: Counter[str]) -> None:
    column = -1
    for item in node:
        if local(item) != "c":
            continue
        place = position(attribute(item, "r") or "")
        column = place[1] if place else column + 1
        skipped["formulas"] += _is_unsaved(item)
        if column >= limits().columns:
            skipped["cut_columns"] += 1
            continue
        cells.put(row, column, make_cell(value_of(item, book), f"{quoted(name)}!{column_name(column)}{row + 1}"))


def _is_unsaved(node: Node) -> bool:
    value = child(node, "v")
    empty = value is None or not value.text
    return empty and child(node, "f") is not None and attribute(node, "t") != "str"


def value_of(node: Node, book: Book) -> str:
    """What a cell (``c``) shows: text, or the number in its format. A formula gives its last saved value."""
    kind = attribute(node, "t") or "n"
    if kind == "inlineStr":
        return rich_text(child(node, "is"))
    value = child(node, "v")
    raw = str(value.text or "") if value is not None else ""
    if kind == "s":
        return book.strings[int(raw)] if raw.isdigit() and int(raw) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    return _number(raw, node, book) if kind == "n" and raw else raw


def _number(raw: str, node: Node, book: Book) -> str:
    style = number(node, "s") or 0
    code = book.formats[style] if 0 <= style < len(book.formats) else "General"
    try:
        value = float(raw)
        return shown(value, code, from_1904=book.from_1904) if code != "General" else plain(value)
    except (ValueError, OverflowError):
        return raw


def rich_text(node: Node | None) -> str:
    """Text of a string item without its phonetic hints."""
    if node is None:
        return ""
    parts: list[str] = []
    for item in node:
        name = local(item)
        if name == "t":
            parts.append(item.text or "")
        elif name == "r":
            parts += [text.text or "" for text in item if local(text) == "t"]
    return "".join(parts)
