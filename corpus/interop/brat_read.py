"""Lines of a brat ``.ann`` file to mentions.

Text-bound annotations, the attribute ``RoleCode`` and notes of the form ``canonical: ...`` or ``value: ...`` are read;
relations, events, equivalences, normalizations and other notes are passed over. A mention in several fragments goes
from the first to the last; the text column may be missing, or go on after the mention. Event triggers are text-bound
like mentions: leave their labels out by the label map.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from mingdan.core.errors import RecordError
from mingdan.core.records import Entity
from mingdan.corpus.interop.fragments import fragments, unquoted
from mingdan.corpus.interop.payload import LabelMap, joined_value, known_label, mention

_SPANS = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_VALUE = re.compile(r"(canonical|value): (.*)", re.DOTALL)
_KNOWN = frozenset("TAMNRE*#")
_HINT = "a line is ID, tab, LABEL START END, tab, text"


@dataclass(frozen=True, slots=True)
class _Bound:
    where: str
    label: str
    places: tuple[tuple[int, int], ...]


def read_mentions(lines: str, text: str, path: str, labels: LabelMap | None) -> list[Entity]:
    """The mentions of an ``.ann`` file's lines; raises :class:`RecordError` naming the line that does not fit."""
    bounds: dict[str, _Bound] = {}
    notes: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for number, line in enumerate(lines.removeprefix("\ufeff").split("\n"), 1):
        where = f"{path}:{number}"
        key, *columns = line.removesuffix("\r").split("\t", 2)
        if not key.strip():
            continue
        if key[0] not in _KNOWN or not columns:
            raise RecordError(f"no annotation: {line[:40]!r}", where=where, hint=_HINT)
        if key[0] == "T":
            bounds[key] = _bound(columns, text, where)
        elif key[0] in "A#":
            _take_note(notes, columns, where)
    found = [_entity(bound, notes.get(key, {}), text, labels) for key, bound in bounds.items()]
    return [entity for entity in found if entity is not None]


def _bound(columns: list[str], text: str, where: str) -> _Bound:
    match = _SPANS.fullmatch(columns[0])
    if match is None:
        raise RecordError(f"no text-bound annotation: {columns[0]!r}", where=where, hint=_HINT)
    pairs = [part.split(" ") for part in match[2].split(";")]
    places = tuple((int(start), int(end)) for start, end in pairs)
    there = " ".join(mention(text, start, end, "INST", where).text for start, end in places)
    written = columns[1] if len(columns) > 1 else ""
    if _folded(written)[: len(there)].rstrip() != _folded(there).rstrip() and written.strip():
        message = f"{written!r} does not stand at {match[2]}, but {there!r}"
        raise RecordError(message, where=where, hint="check that the .txt file is the one that was annotated")
    return _Bound(where, match[1], places)


def _folded(text: str) -> str:
    return re.sub(r"\s", " ", text)


def _take_note(notes: dict[str, dict[str, tuple[str, str]]], columns: list[str], where: str) -> None:
    kind, _, target = columns[0].partition(" ")
    if kind == "RoleCode":
        target, _, code = target.partition(" ")
        notes[target]["value"] = (code, where)
    elif kind == "AnnotatorNotes" and (match := _VALUE.fullmatch(columns[-1])):
        notes[target][match[1]] = (unquoted(match[2]), where)
    elif kind in ("Span", "Confidence", "Source"):
        notes[target][kind] = (columns[-1], where)


def _entity(bound: _Bound, notes: dict[str, tuple[str, str]], text: str, labels: LabelMap | None) -> Entity | None:
    label = known_label(bound.label, labels, bound.where)
    if label is None:
        return None
    start, end = _edges(bound, notes, text)
    value, canonical, source = (notes.get(name, (None, ""))[0] for name in ("value", "canonical", "Source"))
    return Entity(
        start,
        end,
        label,
        text[start:end],
        joined_value(label, value, canonical),
        _confidence(notes),
        None if source is None else unquoted(source),
    )


def _edges(bound: _Bound, notes: dict[str, tuple[str, str]], text: str) -> tuple[int, int]:
    written = notes.get("Span", ("", ""))[0].split(" ")
    if len(written) == 2 and all(part.isdecimal() for part in written):
        start, end = int(written[0]), int(written[1])
        if end <= len(text) and tuple(fragments(text, start, end)) == bound.places:
            return start, end
    return min(start for start, _ in bound.places), max(end for _, end in bound.places)


def _confidence(notes: dict[str, tuple[str, str]]) -> float | None:
    written, where = notes.get("Confidence", (None, ""))
    try:
        return None if written is None else float(written)
    except ValueError as error:
        message = f"confidence {written!r} is no number"
        raise RecordError(message, where=where, hint="write a number from 0 to 1") from error
