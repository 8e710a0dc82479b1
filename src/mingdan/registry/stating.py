"""A row as a person states it, looked at before it is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from mingdan.core.codes import BASES, ROLES, STATUSES, Basis, Role, Status
from mingdan.core.errors import UsageError
from mingdan.registry.dates import last_day

CELLS = ("discloser", "partner", "role", "status", "date", "policy")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?:/\d{4}(?:-\d{2}(?:-\d{2})?)?)?")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Stated:
    """A row as somebody states it. ``start`` and ``end`` delimit its evidence, ``cells`` the words of each cell.

    Offsets are code points into the document's text, end exclusive.
    """

    lender: str
    partner: str
    role: Role
    status: Status
    basis: Basis
    date: str | None
    policy: str | None
    start: int
    end: int
    cells: Mapping[str, list[tuple[int, int]]]


def parse_stated(value: Mapping[str, Any], text: str) -> Stated:
    """A row from outside, looked at. Raises :class:`UsageError` that names the first wrong field."""
    given: dict[str, Any] = {field.name: value.get(field.name) for field in fields(Stated)}
    for name in ("lender", "partner"):
        given[name] = _name(name, given[name])
    for name, known in (("role", ROLES), ("status", STATUSES), ("basis", BASES)):
        if given[name] not in known:
            raise UsageError(f"no {name} {given[name]!r}", where=name, hint=f"use one of {', '.join(known)}")
    for name in ("date", "policy"):
        given[name] = str(given[name]).strip() or None if given[name] is not None else None
    if given["date"] is not None and not _is_date(given["date"]):
        raise UsageError(f"impossible date {given['date']!r}", where="date", hint="write YYYY-MM-DD, or an interval")
    given["start"], given["end"] = _span("evidence", (given["start"], given["end"]), text)
    given["cells"] = _cells(given["cells"], text)
    return Stated(**given)


def _name(field: str, value: Any) -> str:
    told = " ".join(str(value or "").split())
    if not told or len(told) > _LONGEST or re.search(r"[。！？；]", told):
        raise UsageError("is empty, or no name but a sentence", where=field, hint="give the name of an institution")
    return told


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and all(last_day(part) is not None for part in text.split("/"))


def _span(field: str, value: Any, text: str) -> tuple[int, int]:
    try:
        start, end = (int(place) for place in value)
    except (TypeError, ValueError) as error:
        raise UsageError("is no span", where=field, hint="choose words in the text") from error
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start} to {end} is not in the text", where=field, hint="choose words in the text")
    return start, end


def _cells(value: Any, text: str) -> dict[str, list[tuple[int, int]]]:
    held: dict[str, Any] = dict(value or {})
    wrong = next((name for name in held if name not in CELLS), None)
    if wrong is not None:
        raise UsageError(f"no cell {wrong!r}", where="cells", hint=f"use one of {', '.join(CELLS)}")
    return {name: [_span(name, span, text) for span in held[name] or ()] for name in CELLS if held.get(name)}


def moved(value: dict[str, Any], text: str) -> dict[str, Any] | None:
    """The row where its evidence stands in a text that may have changed; ``None`` where it does not, or twice."""
    evidence, start = value["evidence"], value["start"]
    if text[start : value["end"]] == evidence:
        return value
    if text.count(evidence) != 1:
        return None
    by = text.index(evidence) - start
    cells = {name: [(a + by, b + by) for a, b in spans] for name, spans in value["cells"].items()}
    inside = {name: [span for span in spans if 0 <= span[0] < span[1] <= len(text)] for name, spans in cells.items()}
    return value | {"start": start + by, "end": value["end"] + by, "cells": inside}
