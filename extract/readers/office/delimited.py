"""Delimited text (.csv, .tsv): the delimiter is found by the shape of the rows; quotes may hold line breaks.

``element`` of a map piece is the cell as a spreadsheet names it, ``B3`` for the second field of the third record.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mingdan.core.errors import EmptyInputError, InputError
from mingdan.core.records import Issue
from mingdan.extract.layout.builder import TextBuilder
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.encoding import decode
from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import GridCell, Row, make_cell
from mingdan.extract.readers.office.numerals import column_name
from mingdan.extract.readers.office.sheets import SheetRow, write_rows
from mingdan.extract.segment.cells import is_header

DELIMITERS = ",\t;|，；"
_SAMPLE = 60
_SHAPE_WINDOW = 20_000
_FORMULA_TEXT = re.compile(r'="(.*)"', re.S)
_NAMED = re.compile(r"sep=(.)\s*", re.I)


@dataclass(frozen=True, slots=True)
class DelimitedReader:
    """Reads a delimited file as one document. Raises what :func:`decode` raises and :class:`EmptyInputError`."""

    media_type: str = "text/csv"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``; the first field of a row stands in column A."""
        source = decode(data, uri)
        delimiter, source = _delimiter(source, "\t" if uri.lower().endswith((".tsv", ".tab")) else ",")
        builder = TextBuilder()
        issues: list[Issue] = []
        write_rows(builder, _rows(source, delimiter, issues))
        text = builder.text()
        if not text.strip():
            raise EmptyInputError("no field is filled", where=uri, hint="remove it from the input")
        return [RawDocument(text, builder.pieces(), self.media_type, issues=tuple(issues))]


def looks_delimited(data: bytes) -> bool:
    """Whether a text without a telling suffix is a delimited table: its first line names columns, the next ones fit.

    >>> looks_delimited("序号,机构名称,合作类型\\n1,甲公司,助贷\\n".encode()), looks_delimited("甲，乙，丙\\n".encode())
    (True, False)
    """
    try:
        source = decode(data[:_SHAPE_WINDOW].rsplit(b"\n", 1)[0], "")
    except InputError:
        return False
    delimiter = best_delimiter(source, "")
    records = list(islice(split_records(source, delimiter), 3)) if delimiter else []
    return len(records) > 1 and is_header(records[0]) and len(records[1]) == len(records[0])


def split_records(source: str, delimiter: str) -> Iterator[list[str]]:
    r"""Records with their fields; a doubled quote inside quotes is one, a quote that never ends ends with the text.

    >>> list(split_records('甲,"乙,\n""丙"\r\n1,2', ","))
    [['甲', '乙,\n"丙'], ['1', '2']]
    """
    stop = re.escape(delimiter) + "\r\n"
    field = re.compile(rf'[ ]*"((?:[^"]|"")*+)(?:"[ ]*(?=[{stop}]|\Z)|\Z)|([^{stop}]*)')
    record: list[str] = []
    place = 0
    while place <= len(source):
        match = field.match(source, place)
        if match is None:  # pragma: no cover - the second branch matches anywhere
            return
        record.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        place = match.end() + 1
        if source[match.end() : place] != delimiter:
            yield record
            record = []
            place += source.startswith("\r\n", match.end())


def best_delimiter(source: str, default: str) -> str:
    """The delimiter that gives most records of the sample one width above 1; ``default`` where none does.

    >>> best_delimiter("甲;乙\\n1;2", ","), best_delimiter("甲\\n乙", ",")
    (';', ',')
    """
    best, score = default, 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(record) for record in islice(split_records(source[:_SHAPE_WINDOW], delimiter), _SAMPLE))
        width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda item: item[1], default=(1, 0))
        own = count / max(widths.total(), 1) * (1 - 1 / width)
        if width > 1 and own > score:
            best, score = delimiter, own
    return best


def _delimiter(source: str, default: str) -> tuple[str, str]:
    """The delimiter, by Excel's own ``sep=`` line where there is one, and the text below that line."""
    line, _, rest = source.partition("\n")
    named = _NAMED.fullmatch(line)
    return (named[1], rest) if named else (best_delimiter(source, default), source)


def _rows(source: str, delimiter: str, issues: list[Issue]) -> Iterator[SheetRow]:
    for number, record in enumerate(split_records(source, delimiter), start=1):
        if number > limits().rows:
            issues.append(Issue("warning", "cut_rows", f"only the first {limits().rows} rows are read"))
            return
        cells: Row = [_cell(text, column, number) for column, text in enumerate(record[: limits().columns])]
        if any(cells):
            yield SheetRow(number, cells)


def _cell(raw: str, column: int, row: int) -> GridCell | None:
    forced = _FORMULA_TEXT.fullmatch(raw.strip())
    return make_cell(forced[1].replace('""', '"') if forced else raw, f"{column_name(column)}{row}")
