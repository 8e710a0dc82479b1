"""Documents through the pipeline's components, one by one or many together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from mingdan.core.jsonio import parse_document
from mingdan.core.records import Document, Source
from mingdan.extract.components import COMPONENTS, RECORD
from mingdan.extract.draft import RowHints
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.reading.record import read_page
from mingdan.extract.reading.repair import repair
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.read import read_by_rules
from mingdan.extract.relations.rows import Fact
from mingdan.extract.respan import Place
from mingdan.extract.state import STATE, Given, State, finish, state_of
from mingdan.extract.texts import document_id

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def annotate(nlp: "Language", raw: RawDocument, *, source: Source | None, given: Given) -> Document:
    """Run the pipeline over one document; plain text out of order is read as :func:`repair` orders it."""
    pieces = repair(raw.text) if raw.media_type == "text/plain" else None
    if pieces is None:
        return _annotate(nlp, raw, source, given)
    page = read_page(raw, pieces, lambda article: _annotate(nlp, article, None, given))
    return replace(page, id=given.id or document_id(raw.text, source), source=source)


def annotate_all(
    nlp: "Language", jobs: Iterable[tuple[RawDocument, Source | None, Given]], size: int = 32
) -> Iterator[Document]:
    """:func:`annotate` for many documents, in their order; models read ``size`` of them at a time."""
    rest = iter(jobs)
    while batch := list(islice(rest, size)):
        plain = [repair(raw.text) is None or raw.media_type != "text/plain" for raw, _, _ in batch]
        together = iter(_annotate_together(nlp, [job for job, alone in zip(batch, plain, strict=True) if alone]))
        for (raw, source, given), alone in zip(batch, plain, strict=True):
            yield next(together) if alone else annotate(nlp, raw, source=source, given=given)


def _annotate(nlp: "Language", raw: RawDocument, source: Source | None, given: Given) -> Document:
    return _annotate_together(nlp, [(raw, source, given)])[0]


def _annotate_together(nlp: "Language", jobs: Sequence[tuple[RawDocument, Source | None, Given]]) -> list[Document]:
    docs: list[Doc] = []
    for raw, source, given in jobs:
        docs.append(nlp.make_doc(raw.text))
        docs[-1].user_data[STATE] = State(raw, given, source)
    parts: list[tuple[str, Any]] = list(nlp.pipeline)
    bare = parts[-1][0] == COMPONENTS[-1]  # nobody asks for the spaCy documents: their spans need not be made
    for _, component in parts[:-1] if bare else parts:
        together = docs and hasattr(component, "pipe")
        docs = list(component.pipe(docs, batch_size=len(docs))) if together else [component(doc) for doc in docs]
    return [finish(state_of(doc)) if bare else parse_document(doc.user_data[RECORD]) for doc in docs]


def read_rules_only(nlp: "Language", raw: RawDocument, given: Given) -> tuple[Context, list[Fact], Place]:
    """The facts of one document before the learned parts judge them, with everything found so far (for training).

    The place function carries offsets of the draft's text back to the raw one.
    """
    doc = nlp.make_doc(raw.text)
    state = doc.user_data[STATE] = State(raw, given, None)
    for name, component in nlp.pipeline:
        if name == "mingdan_relations":
            break
        doc = component(doc)
    context, facts = read_by_rules(state.draft, state.tables)
    return context, facts, state.drawn.place if state.drawn else _same_place


def _same_place(start: int, end: int) -> tuple[int, int]:
    return start, end


def read_unrated(nlp: "Language", raw: RawDocument, given: Given) -> tuple[Document, RowHints]:
    """The record of one document with the confidences that its finders give, and their hints (for training)."""
    doc = nlp.make_doc(raw.text)
    state = doc.user_data[STATE] = State(raw, given, None)
    for name, component in nlp.pipeline:
        if name != COMPONENTS[-1]:
            doc = component(doc)
    return finish(state, rated=False), state.draft.hints
