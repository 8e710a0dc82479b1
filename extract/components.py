"""spaCy factories of the pipeline; each component adds to the document's draft."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan
from spacy.util import registry
from spacy.vocab import Vocab

from mingdan.core.jsonio import parse_document, to_plain
from mingdan.core.records import Document, Header, Institution, Source, Span
from mingdan.extract.assemble import assemble
from mingdan.extract.draft import Draft
from mingdan.extract.entities.dates import find_dates
from mingdan.extract.entities.institutions import find_institutions
from mingdan.extract.entities.policies import find_policies, state_policies
from mingdan.extract.entities.products import find_products
from mingdan.extract.entities.resolve import resolve
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.genre import guess_genre, guess_layout
from mingdan.extract.header import FoundHeader, find_header
from mingdan.extract.knowledge import Knowledge, default_knowledge
from mingdan.extract.pipeline import COMPONENTS, document_id, raw_text
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.relations.read import read_relations
from mingdan.extract.segment.tables import Table, find_tables
from mingdan.extract.segment.words import tokens

STATE = "mingdan.state"
RECORD = "mingdan"
TOKENIZER = "mingdan.JiebaTokenizer.v1"


class State:
    """What the components share about one document while the pipeline runs."""

    def __init__(self, text: str, raw: RawDocument, options: dict[str, Any]) -> None:
        self.draft = Draft(text)
        self.raw = raw
        self.options = options
        self.tables: list[Table] = find_tables(text)
        self.header: FoundHeader | None = None
        self.institutions: dict[str, Institution] = {}


class JiebaTokenizer:
    """Cuts by jieba with the domain dictionary; keeps every character, white space included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise one text; ``"".join(token.text_with_ws)`` is the text."""
        words = tokens(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store: the dictionary ships with the package."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "JiebaTokenizer":
        """Counterpart of :meth:`to_bytes`."""
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _: Any, **__: Any) -> "JiebaTokenizer":
        """Counterpart of :meth:`to_disk`."""
        return self


@registry.tokenizers(TOKENIZER)
def create_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """Registered tokenizer: ``@tokenizers = "mingdan.JiebaTokenizer.v1"``."""
    return lambda nlp: JiebaTokenizer(nlp.vocab)


def state_of(doc: Doc) -> State:
    """The document's state, made on first use (plain spaCy users call ``nlp(text)``)."""
    state = doc.user_data.get(STATE)
    if state is None:
        state = doc.user_data[STATE] = State(doc.text, raw_text(doc.text), {})
    return cast(State, state)


def _header(doc: Doc) -> Doc:
    state = state_of(doc)
    raw, given = state.raw, state.options
    found = find_header(doc.text, title_hint=raw.title, published_hint=raw.published, publisher_hint=raw.publisher)
    state.header = found
    draft = state.draft
    draft.published = given.get("published") or (date.fromisoformat(found.published) if found.published else None)
    draft.publisher = given.get("publisher") or found.publisher
    draft.title = found.title
    return doc


def _dates(doc: Doc) -> Doc:
    draft = state_of(doc).draft
    draft.dates = find_dates(draft.text, draft.published)
    return doc


def _policies(doc: Doc) -> Doc:
    draft = state_of(doc).draft
    draft.policies = find_policies(draft.text)
    inside = [Span(p.start, p.end) for p in draft.policies]
    draft.dates = [d for d in draft.dates if not any(s.overlaps(Span(d.start, d.end)) for s in inside)]
    return doc


class Institutions:
    """Finds and resolves institutions and products."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Add names, their canonical values and products."""
        state = state_of(doc)
        draft = state.draft
        find_institutions(draft, self.knowledge, state.tables)
        draft.products = find_products(draft, self.knowledge)
        state.institutions = resolve(draft, self.knowledge)
        draft.policy_facts = state_policies(draft.text, draft.policies, _inst_entities(draft), draft.dates)
        return doc


def _inst_entities(draft: Draft) -> list[Any]:
    from mingdan.core.records import Entity

    return [Entity(n.start, n.end, "INST", n.text, n.value, n.confidence, n.rule) for n in draft.names]


class Roles:
    """Finds role phrases outside names, policies and products."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Add role phrases; the relations decide which of them count."""
        draft = state_of(doc).draft
        blocked = [n.span for n in draft.names]
        blocked += [Span(e.start, e.end) for e in (*draft.policies, *draft.products, *draft.dates)]
        draft.roles = find_roles(draft.squeezed, draft.text, self.knowledge, blocked)
        return doc


def _relations(doc: Doc) -> Doc:
    state = state_of(doc)
    read_relations(state.draft, state.tables)
    return doc


def _record(doc: Doc) -> Doc:
    state = state_of(doc)
    draft, header = state.draft, state.header
    given = state.options
    record = assemble(
        draft,
        state.institutions,
        id=given.get("id") or document_id(draft.text, given.get("source")),
        source=given.get("source"),
        pieces=state.raw.map,
        header=_header_spans(header, given),
        issues=(*state.raw.issues, *(() if header is None or given.get("published") else header.issues)),
        genre=guess_genre(draft),
        layout=guess_layout(draft, state.tables),
    )
    doc.user_data.pop(STATE, None)
    doc.user_data[RECORD] = to_plain(record)
    doc.spans[RECORD] = _spans(doc, record)
    return doc


def _header_spans(header: FoundHeader | None, given: dict[str, Any]) -> Header:
    if header is None:
        return Header()
    found = header.header
    published = None if given.get("published") else found.published
    return Header(published, None if given.get("publisher") else found.publisher, found.title)


def _spans(doc: Doc, record: Document) -> SpanGroup:
    spans: list[DocSpan] = []
    for entity in record.entities:
        span = doc.char_span(entity.start, entity.end, label=entity.label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    return SpanGroup(doc, name=RECORD, spans=spans)


def _get_record(doc: Doc) -> Document | None:
    data = doc.user_data.get(RECORD)
    return parse_document(data) if data is not None else None


def _simple(name: str, function: Callable[[Doc], Doc]) -> None:
    if not Language.has_factory(name):
        Language.component(name, func=function)


_simple("mingdan_header", _header)
_simple("mingdan_dates", _dates)
_simple("mingdan_policies", _policies)
_simple("mingdan_relations", _relations)
_simple("mingdan_record", _record)


@Language.factory("mingdan_institutions")
def create_institutions(nlp: Language, name: str) -> Institutions:
    """Factory of the institution finder with the shipped knowledge."""
    return Institutions(default_knowledge())


@Language.factory("mingdan_roles")
def create_roles(nlp: Language, name: str) -> Roles:
    """Factory of the role finder with the shipped knowledge."""
    return Roles(default_knowledge())


if not Doc.has_extension(RECORD):
    Doc.set_extension(RECORD, getter=_get_record)


def build(knowledge: Knowledge, profile: str) -> Language:
    """A blank Chinese pipeline with the domain tokenizer and all components."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in COMPONENTS:
        component: Any = nlp.add_pipe(name)
        if hasattr(component, "knowledge"):
            component.knowledge = knowledge
    nlp.meta["name"] = f"mingdan_{profile}"
    return nlp


def annotate(
    nlp: Language,
    raw: RawDocument,
    *,
    source: Source | None,
    id: str | None,
    published: date | None,
    publisher: str | None,
) -> Document:
    """Run the pipeline over one document."""
    doc = nlp.make_doc(raw.text)
    options = {"source": source, "id": id, "published": published, "publisher": publisher}
    doc.user_data[STATE] = State(raw.text, raw, options)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return parse_document(doc.user_data[RECORD])
