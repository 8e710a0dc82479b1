"""W3C Web Annotation: a folder with ``NAME.txt`` and ``NAME.jsonld``, an annotation collection about that text.

A mention is an annotation with the motivation ``tagging``. Its bodies are the label (purpose ``tagging``), the
canonical name (``identifying``) or other value (``classifying``), and the confidence (``assessing``); its source is
the ``generator``. Its target has a ``TextPositionSelector``, in code points, and a ``TextQuoteSelector``.

A row is an annotation with the motivation ``linking`` and the mentions of its discloser and its partner and its
evidence as targets. It is for reading: rows come back from the annotation with the motivation ``describing``, whose
body is the rest of the record as JSON.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.files import check_folder, file_names, members, read_json, write_json, write_text
from mingdan.corpus.interop.payload import LabelMap, canonical_of, rest_of, value_of
from mingdan.corpus.interop.rows import linked_rows, row_fact
from mingdan.corpus.interop.selectors import read_collection

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32


def write_annotations(documents: Sequence[Document], path: Path) -> None:
    """Write a folder of texts and annotation collections."""
    names = file_names(documents)
    check_folder(path, names, ".jsonld")
    for name, document in zip(names, documents, strict=True):
        write_text(path / f"{name}.txt", document.text)
        write_json(path / f"{name}.jsonld", _collection(document, name))


def _collection(document: Document, name: str) -> dict[str, Any]:
    source = quote(f"{name}.txt")
    items = [
        _annotation(
            "a0", "describing", [_body("describing", json.dumps(rest_of(document), ensure_ascii=False))], [source]
        ),
        *_mentions(document, source),
        *_rows(document, source),
    ]
    items[0]["body"][0]["format"] = "application/json"
    page = {"id": "#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    head = {"@context": CONTEXT, "id": "", "type": "AnnotationCollection", "label": document.title or document.id}
    return {**head, "total": len(items), "first": page}


def _annotation(key: str, motivation: str, bodies: list[Any], targets: list[Any]) -> dict[str, Any]:
    target = targets[0] if len(targets) == 1 else targets
    return {"id": f"#{key}", "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _target(text: str, source: str, start: int, end: int) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return {
        "source": source,
        "selector": [position, {"type": "TextQuoteSelector", "exact": text[start:end], **around}],
    }


def _mentions(document: Document, source: str) -> Iterator[dict[str, Any]]:
    for number, entity in enumerate(document.entities, 1):
        target = _target(document.text, source, entity.start, entity.end)
        annotation = _annotation(f"e{number}", "tagging", list(_bodies(entity)), [target])
        if entity.source is not None:
            annotation["generator"] = {"type": "Software", "name": entity.source}
        yield annotation


def _bodies(entity: Entity) -> Iterator[dict[str, Any]]:
    yield _body("tagging", entity.label)
    confidence = None if entity.confidence is None else repr(float(entity.confidence))
    found = (("identifying", canonical_of(entity)), ("classifying", value_of(entity)), ("assessing", confidence))
    yield from (_body(purpose, value) for purpose, value in found if value is not None)


def _rows(document: Document, source: str) -> Iterator[dict[str, Any]]:
    for number, (row, *ends) in enumerate(linked_rows(document), 1):
        places = [(document.entities[end].start, document.entities[end].end) for end in ends]
        if row.start < row.end:
            places.append((row.start, row.end))
        body = {**_body("describing", json.dumps(row_fact(row), ensure_ascii=False)), "format": "application/json"}
        targets = [_target(document.text, source, start, end) for start, end in places]
        yield _annotation(f"r{number}", "linking", [_body("classifying", row.role), body], targets)


def read_annotations(path: Path, labels: LabelMap | None = None) -> list[Document]:
    """Read every ``.jsonld`` or ``.json`` file of a folder in the order of names, or one.

    The texts are the files beside it that the annotations' targets name.
    """
    files = members(path, (".jsonld", ".json"))
    return [document for file in files for document in read_collection(read_json(file), file, labels)]
