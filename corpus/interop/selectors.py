"""W3C Web Annotations to documents: targets to places in the text, bodies to labels and values.

An annotation is read as a mention where it has a body with the purpose ``tagging``, or has the motivation ``tagging``
and a body without purpose. Of a target's selectors the position goes first; where the quote does not stand there, or
there is no position, the places are those of the quote between its prefix and suffix, all of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.files import read_text
from mingdan.corpus.interop.payload import (
    LabelMap,
    as_items,
    as_object,
    is_list,
    is_object,
    joined_value,
    known_label,
    mention,
    rebuild,
)


@dataclass(slots=True)
class _Source:
    text: str
    rest: Any = None
    entities: list[Entity] = field(default_factory=list[Entity])


def read_collection(data: object, path: Path, labels: LabelMap | None) -> list[Document]:
    """One document for each source that the annotations of a file are about, in the order of their first mention.

    ``data`` is a collection, a page, one annotation, or a list of annotations. Raises :class:`RecordError` naming the
    annotation that does not fit, and MissingFileError where a source is not beside the file.
    """
    sources: dict[str, _Source] = {}
    for number, item in enumerate(_annotations(data, str(path)), 1):
        annotation = as_object(item, "an annotation", str(path))
        where = f"{path}: annotation {annotation.get('id', number)}"
        for target in as_items(annotation.get("target")):
            name = _file_name(target, where)
            if name not in sources:
                sources[name] = _Source(_source_text(path, name))
            _take(annotation, target, sources[name], labels, where)
    return [
        rebuild(source.rest, source.text, source.entities, fallback_id=Path(name).stem, where=str(path))
        for name, source in sources.items()
    ]


def _annotations(data: object, where: str) -> list[Any]:
    if is_list(data):
        return as_items(data)
    top = as_object(data, "the file", where)
    kinds = as_items(top.get("type"))
    if "AnnotationPage" in kinds or "items" in top:
        return as_items(top.get("items"))
    if "AnnotationCollection" in kinds:
        return _annotations(top.get("first"), where)
    if "Annotation" in kinds:
        return [top]
    raise RecordError("holds no annotation", where=where, hint="give a Web Annotation page, collection or annotation")


def _file_name(target: object, where: str) -> str:
    source = target if isinstance(target, str) else as_object(target, "the target", where).get("source")
    iri = as_object(source, "the source", where).get("id") if is_object(source) else source
    name = unquote(urlsplit(iri).path.rpartition("/")[2]) if isinstance(iri, str) else ""
    if not name or "/" in name or "\\" in name or name in (".", ".."):
        raise RecordError(f"source {iri!r} names no file", where=where, hint="put the text beside the annotations")
    return name


def _source_text(path: Path, name: str) -> str:
    """The file beside ``path`` of that name, else the text file that has the name of ``path``."""
    named = path.with_name(name)
    return read_text(named if named.exists() else path.with_suffix(".txt"))


def _take(annotation: dict[str, Any], target: object, source: _Source, labels: LabelMap | None, where: str) -> None:
    motivations = as_items(annotation.get("motivation"))
    bodies = list(_bodies(annotation, where))
    if "describing" in motivations and not is_object(target):
        rest = _rest(bodies, where)
        source.rest = rest if rest is not None else source.rest
        return
    tags = [value for purpose, value in bodies if purpose == "tagging" or (not purpose and "tagging" in motivations)]
    for raw in tags:
        label = known_label(raw, labels, where)
        if label is not None:
            found = dict(bodies)
            value = joined_value(label, found.get("classifying"), found.get("identifying"))
            for start, end in _places(target, source.text, where):
                place = mention(source.text, start, end, label, where)
                confidence = _confidence(found.get("assessing"), where)
                entity = Entity(start, end, label, place.text, value, confidence, _generator(annotation, where))
                source.entities.append(entity)


def _bodies(annotation: dict[str, Any], where: str) -> Iterator[tuple[str, str]]:
    if isinstance(annotation.get("bodyValue"), str):
        yield "", annotation["bodyValue"]
    for item in as_items(annotation.get("body")):
        if isinstance(item, str):
            continue
        body = as_object(item, "the body", where)
        if isinstance(body.get("value"), str):
            purposes = as_items(body.get("purpose"))
            yield str(purposes[0]) if purposes else "", body["value"]


def _rest(bodies: list[tuple[str, str]], where: str) -> Any:
    """The rest of the record; null where the body is not of this package."""
    for _, value in bodies:
        try:
            data = json.loads(value)
        except json.JSONDecodeError:
            continue
        if is_object(data) and "id" in (rest := as_object(data, "the rest of the record", where)):
            return rest
    return None


def _generator(annotation: dict[str, Any], where: str) -> str | None:
    generator = annotation.get("generator")
    name = as_object(generator, "the generator", where).get("name") if is_object(generator) else None
    return name if isinstance(name, str) else None


def _confidence(written: str | None, where: str) -> float | None:
    try:
        return None if written is None else float(written)
    except ValueError as error:
        message = f"confidence {written!r} is no number"
        raise RecordError(message, where=where, hint="write a number from 0 to 1") from error


def _places(target: object, text: str, where: str) -> list[tuple[int, int]]:
    selectors = as_items(as_object(target, "the target of a mention", where).get("selector"))
    by_type = {str(s.get("type")): s for s in (as_object(item, "the selector", where) for item in selectors)}
    position, quotation = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    exact = quotation.get("exact") if quotation else None
    if position is not None:
        start, end = position.get("start"), position.get("end")
        if not isinstance(exact, str) or _slice(text, start, end) == exact:
            place = mention(text, start, end, "INST", where)
            return [(place.start, place.end)]
    if quotation is None or not isinstance(exact, str) or not exact:
        hint = "give a TextPositionSelector or TextQuoteSelector"
        raise RecordError("the target has no selector that is known here", where=where, hint=hint)
    found = list(_quoted(text, exact, str(quotation.get("prefix") or ""), str(quotation.get("suffix") or "")))
    if not found:
        message = f"{exact!r} does not stand in the text between its prefix and suffix"
        raise RecordError(message, where=where, hint="check that the text is the one that was annotated")
    return found


def _slice(text: str, start: object, end: object) -> str | None:
    return text[start:end] if isinstance(start, int) and isinstance(end, int) and 0 <= start < end else None


def _quoted(text: str, exact: str, prefix: str, suffix: str) -> Iterator[tuple[int, int]]:
    whole = prefix + exact + suffix
    found = text.find(whole)
    while found >= 0:
        start = found + len(prefix)
        yield start, start + len(exact)
        found = text.find(whole, found + 1)
