r"""CoNLL columns: one character a line, BIO labels, values beside the first character of a mention.

A file opens with ``# global.columns = FORM LABEL VALUE CANONICAL`` (as in CoNLL-U Plus; ``CONFIDENCE SOURCE`` follow
where a mention has them). Each document opens with ``# newdoc id = ...`` and ``# mingdan = {...}``, the rest of its
record with those mentions that overlap others. Columns are separated by tabs and escaped
(:mod:`mingdan.corpus.interop.columns`). A blank line after a line break that stands in no mention ends a sentence; it
is not text.

Files of others are read too: :mod:`mingdan.corpus.interop.conll_read`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.columns import BASE_COLUMNS, EXTRA_COLUMNS, NULL, escape
from mingdan.corpus.interop.conll_read import read_blocks, to_document
from mingdan.corpus.interop.files import one_line_json, read_text, write_text
from mingdan.corpus.interop.payload import KEY, LabelMap, canonical_of, disjoint, rest_of, value_of


def write_conll(documents: Sequence[Document], path: Path) -> None:
    """Write all documents to one file."""
    wide = any(e.confidence is not None or e.source is not None for d in documents for e in d.entities)
    columns = (*BASE_COLUMNS, *EXTRA_COLUMNS) if wide else BASE_COLUMNS
    lines = [f"# global.columns = {' '.join(columns)}"]
    for document in documents:
        lines += _document_lines(document, len(columns))
    write_text(path, "\n".join(lines) + "\n")


def _document_lines(document: Document, columns: int) -> Iterator[str]:
    kept, others = disjoint(document.entities)
    yield f"# newdoc id = {escape(document.id)}"
    yield f"# {KEY} = {one_line_json(rest_of(document, others))}"
    blank = [NULL] * (columns - 2)
    done = 0
    for entity in kept:
        yield from _outside(document.text[done : entity.start], blank)
        yield from _inside(entity, columns, blank)
        done = entity.end
    yield from _outside(document.text[done:], blank)
    yield ""


def _outside(text: str, blank: Sequence[str]) -> Iterator[str]:
    for char in text:
        yield "\t".join([escape(char), "O", *blank])
        if char == "\n":
            yield ""


def _inside(entity: Entity, columns: int, blank: Sequence[str]) -> Iterator[str]:
    confidence = None if entity.confidence is None else repr(float(entity.confidence))
    found = (value_of(entity), canonical_of(entity), confidence, entity.source)
    values = [escape(value) for value in found[: columns - 2]]
    for number, char in enumerate(entity.text):
        prefix, rest = ("I", blank) if number else ("B", values)
        yield "\t".join([escape(char), f"{prefix}-{entity.label}", *rest])


def read_conll(path: Path, labels: LabelMap | None = None) -> list[Document]:
    """Read one file, this package's or another's."""
    blocks = read_blocks(read_text(path), str(path))
    return [to_document(block, path, number, labels) for number, block in enumerate(blocks, 1)]
