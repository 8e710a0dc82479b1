"""brat standoff: a folder with ``NAME.txt``, ``NAME.ann`` and ``annotation.conf``.

Mentions are text-bound annotations. Where a mention goes over a line break or tab, it has several fragments that leave
these characters out. A role code is the attribute ``RoleCode``; other values are annotator notes ``canonical: ...``
or ``value: ...``; ``Confidence`` and ``Source`` are notes of their own. A row is a relation ``Partnership`` from a
mention of its discloser to one of its partner, with the row's fields as its note. The relations are for reading: rows
come back from ``NAME.mingdan.json``, which holds the rest of the record.

Files of others (``.txt`` and ``.ann``) give mentions only: :mod:`mingdan.corpus.interop.brat_read`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mingdan.core.codes import ROLES
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.brat_read import read_mentions
from mingdan.corpus.interop.files import (
    check_folder,
    file_names,
    members,
    one_line_json,
    package_text,
    read_json,
    read_text,
    write_json,
    write_text,
)
from mingdan.corpus.interop.fragments import fragments, quoted
from mingdan.corpus.interop.payload import NAMED, LabelMap, rebuild, rest_of
from mingdan.corpus.interop.rows import linked_rows, row_fact

REST_SUFFIX = ".mingdan.json"


def write_brat(documents: Sequence[Document], path: Path) -> None:
    """Write a folder that brat opens as a collection."""
    names = file_names(documents)
    check_folder(path, names, ".ann")
    write_text(path / "annotation.conf", package_text("annotation.conf"))
    for name, document in zip(names, documents, strict=True):
        places = [fragments(document.text, entity.start, entity.end) for entity in document.entities]
        left_out = [entity for entity, place in zip(document.entities, places, strict=True) if not place]
        write_text(path / f"{name}.txt", document.text)
        write_text(path / f"{name}.ann", "".join(f"{line}\n" for line in _Lines(document, places).all()))
        write_json(path / f"{name}{REST_SUFFIX}", rest_of(document, left_out))


class _Lines:
    """The lines of one ``.ann`` file; a mention's number is its place in the record, from 1."""

    def __init__(self, document: Document, places: Sequence[Sequence[tuple[int, int]]]) -> None:
        self._document = document
        self._places = places
        self._notes = 0
        self._attributes = 0

    def all(self) -> Iterator[str]:
        for number, (entity, place) in enumerate(zip(self._document.entities, self._places, strict=True), 1):
            if place:
                yield from self._mention(f"T{number}", entity, place)
        relations = 0
        for row, discloser, partner in linked_rows(self._document):
            if self._places[discloser] and self._places[partner]:
                relations += 1
                yield f"R{relations}\tPartnership Arg1:T{discloser + 1} Arg2:T{partner + 1}"
                yield self._note("AnnotatorNotes", f"R{relations}", one_line_json(row_fact(row)))

    def _mention(self, key: str, entity: Entity, place: Sequence[tuple[int, int]]) -> Iterator[str]:
        text = self._document.text
        spans = ";".join(f"{start} {end}" for start, end in place)
        yield f"{key}\t{entity.label} {spans}\t{' '.join(text[start:end] for start, end in place)}"
        if (place[0][0], place[-1][1]) != (entity.start, entity.end):
            yield self._note("Span", key, f"{entity.start} {entity.end}")
        if entity.label == "ROLE" and entity.value in ROLES:
            self._attributes += 1
            yield f"A{self._attributes}\tRoleCode {key} {entity.value}"
        elif entity.value is not None:
            name = "canonical" if entity.label in NAMED else "value"
            yield self._note("AnnotatorNotes", key, f"{name}: {quoted(entity.value)}")
        if entity.confidence is not None:
            yield self._note("Confidence", key, repr(float(entity.confidence)))
        if entity.source is not None:
            yield self._note("Source", key, quoted(entity.source))

    def _note(self, kind: str, key: str, text: str) -> str:
        self._notes += 1
        return f"#{self._notes}\t{kind} {key}\t{text}"


def read_brat(path: Path, labels: LabelMap | None = None) -> list[Document]:
    """Read every ``.ann`` file of a folder in the order of names, or one."""
    return [_read_document(file, labels) for file in members(path, (".ann",))]


def _read_document(path: Path, labels: LabelMap | None) -> Document:
    text = read_text(path.with_suffix(".txt"))
    entities = read_mentions(read_text(path), text, str(path), labels)
    rest_path = path.with_name(path.stem + REST_SUFFIX)
    rest = read_json(rest_path) if rest_path.exists() else None
    return rebuild(rest, text, entities, fallback_id=path.stem, where=str(rest_path if rest else path))
