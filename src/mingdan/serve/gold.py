"""Documents that somebody has looked through, as gold in the corpus format."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mingdan.core.codes import Label
from mingdan.core.jsonio import read_jsonl, write_jsonl
from mingdan.core.records import Cells, Document, Entity, Institution, Partnership, Policy, Span
from mingdan.extract.pipeline import Pipeline
from mingdan.registry.stating import CELLS

_LABELS: dict[str, Label] = {"role": "ROLE", "date": "DATE", "policy": "POLICY", "discloser": "INST", "partner": "INST"}


def gold_of(paper: Mapping[str, Any], pipeline: Pipeline) -> Document:
    """The record of a document with the rows that stand in the registry, and mentions for the words of their cells.

    What rows do not touch (mentions, policies, counts) is as the pipeline reads it.
    """
    read = pipeline(paper["text"], id=paper["name"], published=paper["published"], publisher=paper["publisher"])
    kept = [row for row in paper["rows"] if row["verdict"] != "reject"]
    entities = _entities(read.entities, list(_wanted(kept, paper["text"])))
    known = _institutions(read, kept, entities)
    policies = dict(read.policies)
    for name in sorted({row["policy"] for row in kept if row["policy"]} - set(policies)):
        policies[name] = Policy()
    rows = tuple(map(_partnership, kept))
    return replace(
        read,
        source=None,
        entities=entities,
        institutions=known,
        policies=policies,
        partnerships=rows,
        lists=(),
        issues=(),
        map=(),
    )


def _wanted(rows: Sequence[Mapping[str, Any]], text: str) -> Iterator[Entity]:
    """A mention for the words of each cell that has some."""
    for row in rows:
        values = {name: row[name] for name in ("role", "date", "policy", "partner")} | {"discloser": row["lender"]}
        for cell, label in _LABELS.items():
            for start, end in row["cells"].get(cell, ()):
                if values[cell] is not None:
                    yield Entity(start, end, label, text[start:end], values[cell])


def _entities(read: Sequence[Entity], wanted: Sequence[Entity]) -> tuple[Entity, ...]:
    """What was read, with wanted mentions in the place of what overlaps them; a role or date that is there stays."""
    found = {(one.start, one.end): one for one in read}
    # what comes later takes the place of what overlaps it: institutions of all, and of several the shortest
    for one in sorted(wanted, key=lambda one: (one.label == "INST", one.start - one.end)):
        there = found.get((one.start, one.end))
        if there is not None and there.label == one.label and one.label != "INST":
            continue
        over = [place for place, other in found.items() if other.start < one.end and one.start < other.end]
        for place in over:
            del found[place]
        found[one.start, one.end] = one
    plain = (replace(one, confidence=None, source=None) for one in found.values())
    return tuple(sorted(plain, key=lambda one: (one.start, one.end)))


def _institutions(
    read: Document, rows: Sequence[Mapping[str, Any]], entities: Sequence[Entity]
) -> dict[str, Institution]:
    names = {one.value for one in entities if one.label == "INST" and one.value}
    names |= {row[who] for row in rows for who in ("lender", "partner")}
    names |= {count.discloser for count in read.stated_counts}
    found: dict[str, Institution] = {}
    for name in sorted(names):
        known = read.institutions.get(name)
        written = {one.text for one in entities if one.value == name} - {name}
        aliases = tuple(dict.fromkeys([*(known.aliases if known else ()), *sorted(written)]))
        found[name] = Institution(known.type if known else "other", aliases)
    return found


def _partnership(row: Mapping[str, Any]) -> Partnership:
    cells = {name: tuple(Span(*span) for span in row["cells"].get(name, ())) for name in CELLS}
    facts = (row["date"], row["policy"], row["evidence"], row["start"], row["end"])
    told = (row["lender"], row["partner"], row["role"], row["status"], row["basis"])
    return Partnership(*told, *facts, cells=Cells(**cells))


def keep(path: Path, document: Document | None, name: str) -> None:
    """Write a document into the file of gold in the place of what is there under its name, or take that out."""
    held = {one.id: one for one in read_jsonl(path)} if path.is_file() else {}
    if document is None:
        held.pop(name, None)
    else:
        held[name] = document
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    try:
        write_jsonl(partial, held.values())
        Path(partial).replace(path)
    finally:
        Path(partial).unlink(missing_ok=True)
