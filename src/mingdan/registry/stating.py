"""A row as a person states it, looked at before it is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from mingdan.core.codes import BASES, ROLES, STATUSES, Basis, Role, Status
from mingdan.core.errors import UsageError
from mingdan.corpus.values import is_iso_value

CELLS = ("discloser", "partner", "role", "status", "date", "policy")
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
    if given["date"] is not None and not (given["date"].isascii() and is_iso_value(given["date"])):
        raise UsageError(f"impossible date {given['date']!r}", where="date", hint="write YYYY-MM-DD, or an interval")
    given["start"], given["end"] = _span("evidence", (given["start"], given["end"]), text)
    given["cells"] = _cells(given["cells"], text)
    _check_evidence(given)
    return Stated(**given)


def _check_evidence(given: dict[str, Any]) -> None:
    """The evidence holds the partner's words, or what else is known of the row where the partner has none."""
    spans = given["cells"].get("partner") or [span for found in given["cells"].values() for span in found]
    if spans and not any(given["start"] <= start and end <= given["end"] for start, end in spans):
        hint = "choose evidence with the partner's words in it"
        raise UsageError("the evidence does not hold the words of the row", where="evidence", hint=hint)


def _name(field: str, value: Any) -> str:
    told = " ".join(str(value or "").split())
    if not told or len(told) > _LONGEST or re.search(r"[。！？；]", told):
        raise UsageError("is empty, or no name but a sentence", where=field, hint="give the name of an institution")
    return told


def _span(field: str, value: Any, text: str) -> tuple[int, int]:
    try:
        start, end = (int(place) for place in value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError("is no span", where=field, hint="choose words in the text") from error
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start} to {end} is not in the text", where=field, hint="choose words in the text")
    if not text[start:end].strip():
        raise UsageError("holds no words", where=field, hint="choose words in the text")
    return start, end


def _cells(value: Any, text: str) -> dict[str, list[tuple[int, int]]]:
    if not isinstance(value or {}, dict):
        raise UsageError("is no table of spans", where="cells", hint="choose words in the text")
    held: dict[str, Any] = dict(value or {})
    odd = next((name for name, spans in held.items() if spans is not None and not isinstance(spans, list)), None)
    if odd is not None:
        raise UsageError("is no list of spans", where=odd, hint="choose words in the text")
    wrong = next((name for name in held if name not in CELLS), None)
    if wrong is not None:
        raise UsageError(f"no cell {wrong!r}", where="cells", hint=f"use one of {', '.join(CELLS)}")
    return {name: [_span(name, span, text) for span in held[name] or ()] for name in CELLS if held.get(name)}


def words_of(stated: Stated, text: str) -> dict[str, list[str]]:
    """The words of each cell, by which they are found again."""
    return {name: [text[start:end] for start, end in spans] for name, spans in stated.cells.items()}


def moved(value: dict[str, Any], text: str) -> dict[str, Any] | None:
    """The row where its evidence stands in a text that may have changed; ``None`` where it does not, or twice.

    Words inside the evidence move with it; others are found where they stood or where they stand once, else left out.
    """
    evidence, start = value["evidence"], value["start"]
    if text[start : value["end"]] != evidence:
        if text.count(evidence) != 1:
            return None
        start = text.index(evidence)
    by = start - value["start"]
    cells: dict[str, list[tuple[int, int]]] = {}
    for name, spans in value["cells"].items():
        known = value.get("words", {}).get(name) or [None] * len(spans)
        found = [_place(value, tuple(span), word, by, text) for span, word in zip(spans, known, strict=True)]
        cells[name] = [span for span in found if span is not None]
    return value | {"start": start, "end": start + len(evidence), "cells": cells}


def _place(
    value: dict[str, Any], span: tuple[int, int], word: str | None, by: int, text: str
) -> tuple[int, int] | None:
    start, end = span
    if value["start"] <= start and end <= value["end"]:
        return start + by, end + by
    for shift in (0, by):
        if word is not None and text[start + shift : end + shift] == word:
            return start + shift, end + shift
    if word and text.count(word) == 1:
        return text.index(word), text.index(word) + len(word)
    return None
