"""Lists that a page holds as data for its scripts: parsed as JSON or literals, nothing is executed.

Sources are ``<script>`` elements (``application/json``, ``__NEXT_DATA__``, values assigned or passed in JavaScript that
are JSON, ``JSON.parse('…')``), hidden fields and data attributes. Arrays of objects with a name-like key become tables
with the keys as heads, strings of HTML become blocks. What the page shows already is left out.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mingdan.core.fold import is_han
from mingdan.extract.layout.builder import Place, TextBuilder
from mingdan.extract.readers.html_blocks import BlockWriter
from mingdan.extract.readers.html_content import attribute, path_of
from mingdan.extract.readers.html_meta import Meta, iso_date
from mingdan.extract.readers.js_literals import BrokenLiteralError, called_with, literal_at
from mingdan.extract.readers.limits import limits
from mingdan.extract.segment.cells import column_kind

_START = re.compile(r"(?:=|\(|\breturn)\s*(?=[\[{])")
_FAR_EAST = re.compile(r"[\u3400-\u9fff]|\\u[3-9][0-9a-fA-F]{3}")
_PARSE = re.compile(r"JSON\.parse\(\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\s*\)", re.S)
_ATTRIBUTES = ("data-page", "data-props", "data-list", "data-items", "data-json", "data-state")
_NAME_KINDS = frozenset({"partner", "operator", "brand", "discloser"})
_GENERIC = frozenset({"name", "title", "label", "text"})
_COMPANY = re.compile(r"公司|银行|集团|事务所|信用社|担保|保险|信托|消金|科技|数科|小贷")
_PUBLISHED = re.compile(
    r"^(?:publish|pub|release|update|issue|disclos\w*)_?(?:time|date|at|ed|on)?$|^(?:发布|公示|更新)(?:时间|日期)$",
    re.I,
)
_MARKUP = re.compile(r"<(?:p|table|div|br|li|h[1-6]|section|span)\b[^>]*>", re.I)
_ADDRESS = re.compile(r"^(?:https?:)?/|^data:|\.(?:png|jpe?g|gif|svg|ico|js|css)$", re.I)
_MAX_TRIES, _MAX_DEPTH, _MIN_HTML, _MAX_LEAD = 400, 60, 20, 60
_MAX_WORK, _LOST = 8_000_000, 8
"""Code points that literals of one script may cover together; those that do not close count eight times."""
_CHINA = timedelta(hours=8)


def write_islands(tree: LexborHTMLParser, builder: TextBuilder, meta: Meta) -> Meta:
    """Append the lists found; the publication date beside them fills a gap in ``meta``."""
    sources = list(_sources(tree))
    if not sources:
        return meta
    writer = _Writer(builder)
    for value, path in sources:
        writer.visit(value, path, 0)
    return replace(meta, published=meta.published or writer.published)


def _sources(tree: LexborHTMLParser) -> Iterator[tuple[Any, str]]:
    for node in tree.css("script"):
        text = node.text(deep=True)
        if "{" in text or "[" in text:
            values = _whole(text) if "json" in attribute(node, "type").lower() else _assigned(text)
            for number, value in enumerate(values):
                yield value, f"{path_of(node)}#{number}"
    selector = ", ".join(f"[{name}]" for name in _ATTRIBUTES)
    for node in tree.css(f"input[type=hidden], textarea, {selector}"):
        for text in (attribute(node, "value"), *_held(node), *(attribute(node, name) for name in _ATTRIBUTES)):
            if text.lstrip()[:1] in ("[", "{") and text.strip():
                for value in _whole(text):
                    yield value, f"{path_of(node)}#"


def _held(node: LexborNode) -> tuple[str, ...]:
    return (node.text(deep=True),) if node.tag == "textarea" else ()


def _whole(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text.strip().removeprefix("<!--").removesuffix("-->"))
    except (ValueError, RecursionError):
        return


def _assigned(text: str) -> Iterator[Any]:
    """Values written as JSON or as literals inside JavaScript, at assignments and in calls; the rest is passed over."""
    last = max((match.start() for match in _FAR_EAST.finditer(text)), default=-1)
    names = called_with(text) if last >= 0 else {}
    position = tries = work = 0
    while tries < _MAX_TRIES and work < _MAX_WORK and (match := _START.search(text, position)) and match.end() < last:
        tries += 1
        position = match.end()
        try:
            value, end, passed = _value(text, position, names)
        except BrokenLiteralError as error:
            work += _LOST * (error.position - position)
            continue
        work += end - position
        position = position if passed else end
        yield value
    for match in _PARSE.finditer(text):
        yield from _whole(_unquoted(match))


def _value(text: str, position: int, names: dict[str, Any]) -> tuple[Any, int, bool]:
    try:
        return *json.JSONDecoder().raw_decode(text, position), False
    except (ValueError, RecursionError):
        return literal_at(text, position, names)


def _unquoted(match: re.Match[str]) -> str:
    quoted = match[2] if match[1] is None else re.sub(r'\\(.)|"', _requoted, match[1], flags=re.S)
    try:
        return str(json.loads(f'"{quoted}"'))
    except ValueError:
        return ""


def _requoted(match: re.Match[str]) -> str:
    if match[1] is None:
        return '\\"'
    return "'" if match[1] == "'" else match[0]


@dataclass(slots=True)
class _Table:
    keys: list[str]
    rows: list[tuple[int, list[str]]]
    names: list[str]


class _Writer:
    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._shown = "".join(builder.text().split())
        self.published: str | None = None

    def visit(self, value: Any, path: str, depth: int) -> bool:
        """Write the lists below ``value``; whether there were any."""
        if depth > _MAX_DEPTH:
            return False
        if isinstance(value, dict):
            return self._object(cast("dict[str, Any]", value), path, depth)
        if isinstance(value, list):
            return self._array(cast("list[Any]", value), path, depth)
        return isinstance(value, str) and self._markup(value, path, depth)

    def _object(self, value: Mapping[str, Any], path: str, depth: int) -> bool:
        found = False
        leads = [(key, text) for key, text in value.items() if isinstance(text, str) and _is_lead(text)]
        for key, child in value.items():
            if isinstance(child, (dict, list, str)):
                before = leads if not found else []
                found = self._below(child, f"{path}/{key}", before, path, depth) or found
        if found and self.published is None:
            dates = (_day(child) for key, child in value.items() if _PUBLISHED.match(key))
            self.published = next((day for day in dates if day), None)
        return found

    def _below(self, child: Any, path: str, leads: Sequence[tuple[str, str]], outer: str, depth: int) -> bool:
        """Write ``child``, and above it the short texts of the object that holds it."""
        table = TextBuilder()
        inner = _Writer(table)
        inner._shown = self._shown
        if not inner.visit(child, path, depth + 1):
            return False
        self.published = self.published or inner.published
        for key, text in leads:
            if "".join(text.split()) not in self._shown:
                self._add_block(" ".join(text.split()), f"{outer}/{key}")
        self._append(table)
        return True

    def _append(self, other: TextBuilder) -> None:
        text = other.text()
        self._builder.separate("\n\n")
        for piece in other.pieces():
            self._builder.add(text[piece.start : piece.end], Place(piece.element))
        self._builder.separate("\n\n")

    def _array(self, value: list[Any], path: str, depth: int) -> bool:
        table = _table(value)
        if table is not None and not self._is_shown(table.names):
            self._write(table, path)
            return True
        names = [item for item in value if isinstance(item, str)]
        if len(names) == len(value) >= 2 and _companies(names) and not self._is_shown(names):
            for number, name in enumerate(names):
                self._builder.separate("\n" if number else "\n\n")
                self._builder.add(" ".join(name.split()), Place(f"{path}/{number}"))
            return True
        found = False
        for number, child in enumerate(value):
            if isinstance(child, (dict, list, str)):
                found = self.visit(child, f"{path}/{number}", depth + 1) or found
        return found

    def _is_shown(self, names: Sequence[str]) -> bool:
        seen = sum("".join(name.split()) in self._shown for name in names)
        return 2 * seen >= len(names)

    def _write(self, table: _Table, path: str) -> None:
        self._builder.separate("\n\n")
        self._line(table.keys, f"{path}/0", [f"{path}/0/{key}" for key in table.keys])
        self._builder.separate("\n")
        self._builder.add("|" + "---|" * len(table.keys), Place(path))
        for number, cells in table.rows:
            self._builder.separate("\n")
            self._line(cells, path, [f"{path}/{number}/{key}" for key in table.keys])
        self._builder.separate("\n\n")

    def _line(self, cells: Sequence[str], path: str, places: Sequence[str]) -> None:
        for number, (cell, place) in enumerate(zip(cells, places, strict=True)):
            lead = "| " if number == 0 else ""
            tail = " " if number < len(cells) - 1 else ""
            self._builder.add(f"{lead}{cell} |{tail}", Place(place))

    def _markup(self, value: str, path: str, depth: int) -> bool:
        if not _MARKUP.search(value) or sum(map(is_han, value[:5000])) < _MIN_HTML:
            return False
        tree = LexborHTMLParser(value)
        inner = TextBuilder()
        if tree.body is not None:
            BlockWriter(inner).write(tree.body, path)
        text = inner.text()
        blocks = [block for block in text.split("\n") if sum(map(is_han, block)) >= 4]
        if not blocks or self._is_shown(blocks):
            return False
        self._append(inner)
        return True

    def _add_block(self, text: str, path: str) -> None:
        self._builder.separate("\n\n")
        self._builder.add(text, Place(path))
        self._builder.separate("\n\n")


def _is_lead(text: str) -> bool:
    return 2 <= len(text.strip()) <= _MAX_LEAD and any(map(is_han, text)) and not _MARKUP.search(text)


def _day(value: Any) -> str | None:
    if isinstance(value, str):
        return iso_date(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 9e11 < value < 5e12:
        return (datetime.fromtimestamp(value / 1000, UTC) + _CHINA).date().isoformat()
    return None


def _table(value: list[Any]) -> _Table | None:
    """The array as a table where its objects have a name-like key with Chinese values."""
    rows = [(number, cast("dict[str, Any]", item)) for number, item in enumerate(value) if isinstance(item, dict)]
    rows = rows[: limits().rows]
    if not rows or 2 * len(rows) < len(value):
        return None
    keys = [key for key in dict.fromkeys(key for _, row in rows for key in row) if _is_column(key, rows)]
    named = next((key for key in keys if _is_name(key, rows)), None)
    if named is None or len(keys) > limits().columns:
        return None
    names = [_cell(row.get(named)) for _, row in rows]
    lines = [(number, [_cell(row.get(key)) for key in keys]) for number, row in rows]
    return _Table([_clean(key) for key in keys], lines, [name for name in names if name])


def _is_column(key: str, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> bool:
    values = [row.get(key) for _, row in rows if row.get(key) not in (None, "")]
    if not key or not values or any(isinstance(value, (dict, list, bool)) for value in values):
        return False
    return not any(isinstance(value, str) and (_MARKUP.search(value) or _ADDRESS.search(value)) for value in values)


def _is_name(key: str, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> bool:
    if column_kind(key) not in _NAME_KINDS:
        return False
    values = [_cell(row.get(key)) for _, row in rows]
    filled = [value for value in values if value]
    chinese = sum(any(map(is_han, value)) for value in filled)
    return 2 * chinese > len(filled) and (key.lower() not in _GENERIC or _companies(filled))


def _companies(values: Sequence[str]) -> bool:
    return 2 * sum(bool(_COMPANY.search(value)) and 4 <= len(value) <= 60 for value in values) >= len(values) > 0


def _cell(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list, bool)) else _clean(str(value))


def _clean(text: str) -> str:
    return " ".join(text.split()).replace("|", "／")
