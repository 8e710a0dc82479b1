"""List numbers of a Word file, which stand in no paragraph: counted from ``numbering.xml`` as Word counts them."""

import re
from dataclasses import dataclass, field

from mingdan.extract.readers.office.docx_styles import Styles
from mingdan.extract.readers.office.numerals import counted
from mingdan.extract.readers.office.xml import Node, attribute, child, is_on, local, number

_LEVELS = 9
_TIGHT = re.compile(r"[^\x00-\x7f]$|^$")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: first number, number format, text with ``%1`` ... ``%9``, what follows, all in decimals."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counter: str
    restarts: dict[int, int] = field(default_factory=dict[int, int])


class Numbering:
    """Counts the numbered paragraphs of one story in their order."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(root) if root is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[int] = set()

    def label(self, properties: Node | None, style: str | None) -> str:
        """The number in front of the next paragraph with a space where one is due; empty where it has none."""
        place = self._place(properties, style)
        if place is None or place[0] not in self._lists:
            return ""
        list_id, depth = place
        numbered = self._lists[list_id]
        counts = self._advance(list_id, numbered, depth)
        level = numbered.levels.get(depth, Level())
        text = re.sub(r"%([1-9])", lambda match: _count(numbered, counts, int(match[1]) - 1, level.legal), level.text)
        if level.form in ("bullet", "none") and "%" not in level.text:
            return ""
        return text + ("" if not text or level.suffix == "nothing" or _TIGHT.search(text) else " ")

    def _place(self, properties: Node | None, style: str | None) -> tuple[int, int] | None:
        own = child(properties, "numPr")
        list_id, depth = number(child(own, "numId")), number(child(own, "ilvl"))
        by_style = self._styles.numbering(style)
        if list_id is None and by_style is not None:
            list_id, stated, key = by_style
            depth = depth if depth is not None else stated if stated is not None else self._level_of(list_id, key)
        return None if not list_id else (list_id, min(max(depth or 0, 0), _LEVELS - 1))

    def _level_of(self, list_id: int, style: str) -> int:
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def _advance(self, list_id: int, numbered: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(numbered.counter, {})
        if list_id not in self._started:
            self._started.add(list_id)
            for level in numbered.restarts:
                counts.pop(level, None)
        start = numbered.restarts.get(depth, numbered.levels.get(depth, Level()).start)
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return counts


def _count(numbered: _List, counts: dict[int, int], depth: int, legal: bool) -> str:
    level = numbered.levels.get(depth, Level())
    return counted(counts.setdefault(depth, level.start), "decimal" if legal else level.form)


def _lists(root: Node) -> dict[int, _List]:
    abstract = {attribute(node, "abstractNumId") or "": node for node in root if local(node) == "abstractNum"}
    levels = {key: _levels(node) for key, node in abstract.items()}
    links = {_value(node, "styleLink"): key for key, node in abstract.items() if _value(node, "styleLink")}
    found: dict[int, _List] = {}
    for node in root:
        if local(node) == "num":
            key = _value(node, "abstractNumId")
            linked = _value(abstract[key], "numStyleLink") if key in abstract else ""
            key = links.get(linked, key)
            found[number(node, "numId") or 0] = _overridden(node, dict(levels.get(key, {})), key)
    return found


def _overridden(node: Node, levels: dict[int, Level], counter: str) -> _List:
    restarts: dict[int, int] = {}
    for item in node:
        depth = number(item, "ilvl")
        if local(item) != "lvlOverride" or depth is None:
            continue
        if (replaced := child(item, "lvl")) is not None:
            levels[depth] = _level(replaced)
        if (start := number(child(item, "startOverride"))) is not None:
            restarts[depth] = start
    return _List(levels, counter, restarts)


def _levels(node: Node) -> dict[int, Level]:
    return {number(item, "ilvl") or 0: _level(item) for item in node if local(item) == "lvl"}


def _level(node: Node) -> Level:
    start = number(child(node, "start"))
    form = child(node, "numFmt")
    if form is None:
        form = child(node, "AlternateContent", "Fallback", "numFmt")
    return Level(
        1 if start is None else start,
        (attribute(form, "val") or "decimal") if form is not None else "decimal",
        _value(node, "lvlText"),
        _value(node, "suff") or "tab",
        bool(is_on(child(node, "isLgl"))),
        _value(node, "pStyle") or None,
    )


def _value(node: Node, name: str) -> str:
    item = child(node, name)
    return (attribute(item, "val") or "") if item is not None else ""
