"""Tables of a Word file as grids of cells, merged ones expanded."""

from collections.abc import Callable, Iterator

from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.grid import GridCell, Row, filled, join_lines
from mingdan.extract.readers.office.xml import Node, attribute, child, descendants, is_on, local, number

Steps = Iterator[tuple[Node, str]]
_INSIDE = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_LONG = 60


def steps(node: Node, path: str, *names: str) -> Steps:
    """Children of these names with their paths, through content controls and insertions."""
    counts: dict[str, int] = {}
    for item in node:
        name = local(item)
        counts[name] = counts.get(name, 0) + 1
        place = f"{path}/{name}[{counts[name]}]"
        if name in names:
            yield item, place
        elif name in _INSIDE:
            yield from steps(item, place, *names)


def rows(table: Node, path: str) -> Steps:
    """Rows that are neither deleted nor hidden."""
    for row, place in steps(table, path, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is None and not is_on(child(properties, "hidden")):
            yield row, place


def is_layout(table: Node, path: str) -> bool:
    """Whether a table only arranges text: one cell or column, or rows of long text with tables inside."""
    lines = [[cell for cell, _ in steps(row, place, "tc")] for row, place in rows(table, path)]
    if max(map(len, lines), default=0) <= 1:
        return True
    nested = any(next(descendants(cell, "tbl"), None) is not None for line in lines for cell in line)
    if len(lines) > 2 or not (nested or len(lines) == 1):
        return False
    return nested or any(_is_long(cell) for cell in lines[0])


def _is_long(cell: Node) -> bool:
    paragraphs = [item for item in cell if local(item) == "p"]
    return len(paragraphs) > 1 and sum(len(text.text or "") for text in descendants(cell, "t")) > _LONG


def grid(table: Node, path: str, text_of: Callable[[Node, str], str]) -> tuple[list[Row], int | None]:
    """Cells by row and grid column, and the number of header rows where the table states it."""
    lines: list[Row] = []
    heads = 0
    for row, place in rows(table, path):
        heads += heads == len(lines) and is_on(child(row, "trPr", "tblHeader")) is True
        lines.append(_row(row, place, lines[-1] if lines else [], text_of))
        if len(lines) >= limits().rows:
            break
    return lines, heads if 0 < heads < len(lines) and len(filled(lines[0])) > 1 else None


def _row(row: Node, path: str, above: Row, text_of: Callable[[Node, str], str]) -> Row:
    properties = child(row, "trPr")
    line: Row = [None] * _bounded(number(child(properties, "gridBefore")) or 0)
    for cell, place in steps(row, path, "tc"):
        own = child(cell, "tcPr")
        if child(own, "cellDel") is not None:
            continue
        across = max(1, _bounded(number(child(own, "gridSpan")) or 1))
        if _goes_on(child(own, "hMerge")) and line:
            line.append(line[-1])
        elif _goes_on(child(own, "vMerge")) and len(line) < len(above):
            line += [above[len(line)]] * across
        else:
            line += [GridCell(join_lines(text_of(cell, place)), place, across)] * across
    return line[: limits().columns]


def _bounded(value: int) -> int:
    return min(max(value, 0), limits().columns)


def _goes_on(merge: Node | None) -> bool:
    return merge is not None and (attribute(merge, "val") or "continue") == "continue"
