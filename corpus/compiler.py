"""Labelled documents ``NAME.doc.md`` to gold records.

A file has three parts between lines that hold only ``===``: a YAML header, the text with inline marks, and YAML facts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from mingdan.core.codes import GENRES, LAYOUTS
from mingdan.core.errors import MissingFileError, RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.facts import Facts, read_facts
from mingdan.corpus.findings import Finding, Findings
from mingdan.corpus.marks import read_marks
from mingdan.corpus.unmarked import warn_unmarked
from mingdan.corpus.values import as_map, as_text, is_iso_day, is_one_of

SUFFIX = ".doc.md"
_SEPARATOR = re.compile(r"^===\s*$", re.M)


def compile_text(source: str, name: str) -> tuple[Document, list[Finding]]:
    """Compile the content of one file; ``name`` stands in findings and is the id where the header gives none.

    >>> document, findings = compile_text("id: d1\\ngenre: news\\n===\\n{去年|DATE=2024}\\n===\\n{}", "d1")
    >>> document.text, document.entities[0].value, findings
    ('去年', '2024', [])
    """
    findings = Findings(name)
    parts = _SEPARATOR.split(source)
    if len(parts) != 3:
        findings.error("parts", f"{len(parts)} parts, 3 wanted")
        return Document(name, ""), findings.items
    header, facts_data = _yaml(parts[0], "header", findings), _yaml(parts[2], "facts", findings)
    text, entities = read_marks(parts[1].strip("\n"), findings)
    facts = read_facts(facts_data, text, findings)
    _check_names(entities, facts, findings)
    warn_unmarked(text, entities, findings)
    return _document(header, text, entities, facts, findings), findings.items


def compile_file(path: str | Path) -> tuple[Document, list[Finding]]:
    """Compile one file; faults are findings. Raises :class:`MissingFileError` where it cannot be opened."""
    path = Path(path)
    try:
        source = path.read_text("utf-8")
    except OSError as error:
        raise MissingFileError(error.strerror or "cannot be opened", where=str(path), hint="check the path") from error
    return compile_text(source, path.name.removesuffix(SUFFIX))


def compile_folder(path: str | Path) -> tuple[list[Document], list[Finding]]:
    """Compile every ``*.doc.md`` of a folder in the order of file names; an id used twice is an error."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in sorted(Path(path).glob(f"*{SUFFIX}")):
        document, found = compile_file(file)
        documents.append(document)
        findings += found
    return documents, findings + _twice(d.id for d in documents)


def load_folder(path: str | Path) -> list[Document]:
    """Gold records of a folder. Raises :class:`RecordError` at the first error, MissingFileError where it is empty."""
    documents, findings = compile_folder(path)
    if not documents:
        raise MissingFileError(f"no *{SUFFIX} there", where=str(path), hint="check the path")
    for finding in findings:
        if finding.level == "error":
            raise RecordError(f"{finding.code}: {finding.message}", where=finding.document, hint="mend the labels")
    return documents


def _twice(ids: Iterable[str]) -> list[Finding]:
    seen: set[str] = set()
    twice: list[str] = []
    for doc_id in ids:
        if doc_id in seen:
            twice.append(doc_id)
        seen.add(doc_id)
    return [Finding(doc_id, "error", "id_twice", "two files share the id") for doc_id in twice]


def _yaml(source: str, part: str, findings: Findings) -> dict[str, Any]:
    try:
        data = yaml.safe_load(source)
    except yaml.YAMLError as error:
        findings.error("yaml", f"{part}: {error}")
        return {}
    if data is not None and not isinstance(data, dict):
        findings.error("yaml", f"{part}: no map")
    return as_map(data)


def _check_names(entities: Sequence[Entity], facts: Facts, findings: Findings) -> None:
    for entity in entities:
        if entity.label == "INST" and entity.value not in facts.institutions:
            findings.error("mention_institution", f"{entity.value} does not stand under institutions")
        if entity.label == "POLICY" and entity.value not in facts.policies:
            findings.error("mention_policy", f"{entity.value} does not stand under policies")


def _document(
    header: Mapping[str, Any], text: str, entities: tuple[Entity, ...], facts: Facts, findings: Findings
) -> Document:
    genre, layout = header.get("genre"), header.get("layout")
    if not is_one_of(genre, GENRES):
        findings.error("genre", f"genre {genre} is none of {', '.join(GENRES)}")
        genre = None
    if layout is not None and not is_one_of(layout, LAYOUTS):
        findings.error("layout", f"layout {layout} is none of {', '.join(LAYOUTS)}")
        layout = None
    return Document(
        id=as_text(header.get("id")) or findings.document,
        text=text,
        genre=genre,
        layout=layout,
        published=_published(header, findings),
        publisher=as_text(header.get("publisher")),
        title=as_text(header.get("title")),
        entities=entities,
        institutions=facts.institutions,
        policies=facts.policies,
        partnerships=facts.partnerships,
        stated_counts=facts.stated_counts,
    )


def _published(header: Mapping[str, Any], findings: Findings) -> str | None:
    value = as_text(header.get("published"))
    if value is not None and not is_iso_day(value):
        findings.error("published", f"published {value} is no ISO 8601 day")
        return None
    return value
