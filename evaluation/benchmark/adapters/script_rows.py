"""Rows as the script of regular expressions reads them: tables, numbered lists, enumerations after a role word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mingdan.core.codes import Role, Status
from mingdan.core.records import Document, Partnership

if TYPE_CHECKING:
    from mingdan.evaluation.benchmark.adapters.script import Script

_ITEM = re.compile(r"\s*(?:\d{1,3}(?:\s*[.、)）．]|\s+)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|[-*•])\s*(?=\S)")
_SENTENCE_END = re.compile(r"[。；\n]")
_CELL_END = re.compile(r"[（(，,；;\s]")
_UNCLEAR = "unspecified"


@dataclass(slots=True)
class _State:
    """Where the reading stands: the role of the last heading, and the columns of the table that is being read."""

    role: str = _UNCLEAR
    status: Status = "listed"
    partner: int | None = None
    class_: int | None = None
    classes: dict[int, str] = field(default_factory=dict[int, str])
    in_table: bool = False


def rows(script: "Script", document: Document, names: Sequence[tuple[int, int]]) -> Iterator[Partnership]:
    """Rows of the document; the discloser is the first lender named, else the publisher."""
    discloser = _discloser(script, [document.text[start:end] for start, end in names]) or document.publisher
    if discloser is None:
        return
    seen: set[tuple[str, str]] = set()
    for partner, role, status, start, end in _found(script, document.text, names):
        if partner != discloser and (partner, role) not in seen:
            seen.add((partner, role))
            evidence = document.text[start:end]
            yield Partnership(
                discloser,
                partner,
                cast(Role, role),
                status,
                "list",
                None,
                None,
                evidence=evidence,
                start=start,
                end=end,
            )


def _discloser(script: "Script", named: Sequence[str]) -> str | None:
    """The first lender named, in its longest form that begins alike."""
    lender = re.compile("|".join(script.words["names"]["lender"]))
    lenders = [name for name in named if lender.search(name)]
    return max((name for name in lenders if name[:2] == lenders[0][:2]), key=len, default=None)


_Row = tuple[str, str, Status, int, int]


def _found(script: "Script", text: str, names: Sequence[tuple[int, int]]) -> Iterator[_Row]:
    state, start = _State(), 0
    for line in text.splitlines(keepends=True):
        here = [(a, b) for a, b in names if start <= a < start + len(line)]
        if line.startswith("|"):
            yield from _table_line(script, state, line, start)
        else:
            state.in_table = False
            yield from _text_line(script, state, line, start, here)
        start += len(line)


def _table_line(script: "Script", state: _State, line: str, start: int) -> Iterator[_Row]:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if not state.in_table:
        state.in_table = True
        state.partner = _column(script.words["rows"]["partner_column"], cells)
        state.class_ = _column(script.words["rows"]["role_column"], cells)
        headed = ((number, script.role.search(cell)) for number, cell in enumerate(cells))
        state.classes = {number: script.roles[found.group()] for number, found in headed if found}
        return
    if set("".join(cells)) <= set("-: "):
        return
    end = start + len(line.rstrip())
    if state.partner is None or state.partner >= len(cells):
        for number, role in state.classes.items():
            for name in re.split("[；;、]", cells[number]) if number < len(cells) else ():
                if next(script.names(name), None):
                    yield name, role, state.status, start, end
        return
    if state.class_ is not None and state.class_ < len(cells):
        found = script.role.search(cells[state.class_])
        state.role = script.roles[found.group()] if found else state.role
    if cells[state.partner]:
        yield cells[state.partner], state.role, state.status, start, end


def _column(patterns: Sequence[str], cells: Sequence[str]) -> int | None:
    for pattern in patterns:
        for number, cell in enumerate(cells):
            if re.search(pattern, cell):
                return number
    return None


def _text_line(
    script: "Script", state: _State, line: str, start: int, here: Sequence[tuple[int, int]]
) -> Iterator[_Row]:
    words = script.words["rows"]
    item = _ITEM.match(line)
    if len(line) <= 40 and "。" not in line and not (item and here):
        found = script.role.search(line)
        state.role = script.roles[found.group()] if found else state.role
        state.status = _status(words, line)
    if item and (here or state.role != _UNCLEAR) and "。" not in line:
        partner = _first(script, line[item.end() :].strip())
        yield partner, state.role, state.status, start, start + len(line.rstrip())
        return
    for found in script.role.finditer(line):
        stop = _SENTENCE_END.search(line, found.end())
        end = stop.start() if stop else len(line)
        linked = re.match(f"[^。；、]{{0,12}}?(?:{words['lists']})", line[found.end() : end])
        following = script.role.search(line, found.end())
        end = min(end, following.start()) if following else end
        if linked:
            for a, b in here:
                if start + found.end() <= a and b <= start + end:
                    name = line[a - start : b - start]
                    status = _status(words, line[found.start() : end])
                    yield name, script.roles[found.group()], status, start + found.start(), start + end


def _first(script: "Script", item: str) -> str:
    """The name in a numbered line: the first that looks like one, else what stands before a mark."""
    span = next(script.names(item), None)
    return item[span[0] : span[1]] if span else _CELL_END.split(item, maxsplit=1)[0]


def _status(words: "dict[str, str]", text: str) -> Status:
    if re.search(words["removed"], text):
        return "removed"
    return "added" if re.search(words["added"], text) else "listed"
