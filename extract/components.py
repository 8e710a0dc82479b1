"""spaCy factories of the pipeline, registered by entry point; each component adds to the document's draft.

``doc._.mingdan`` is the finished record, ``doc.spans["mingdan"]`` holds the mentions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan
from spacy.util import registry
from spacy.vocab import Vocab

from mingdan.core.jsonio import parse_document, to_plain
from mingdan.core.records import Document, Entity, Span
from mingdan.extract.draft import Draft
from mingdan.extract.entities.dates import find_dates
from mingdan.extract.entities.institutions import find_institutions
from mingdan.extract.entities.learned import judge_names, name_hints
from mingdan.extract.entities.policies import find_policies, state_policies
from mingdan.extract.entities.products import find_products
from mingdan.extract.entities.publisher import silent_publisher
from mingdan.extract.entities.resolve import resolve
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.header import find_header
from mingdan.extract.knowledge import Knowledge, default_knowledge
from mingdan.extract.relations.pairs.judge import PairModels
from mingdan.extract.relations.read import LEARNED, read_relations
from mingdan.extract.segment.words import fast_tokens, tokens
from mingdan.extract.state import STATE, finish, state_of
from mingdan.models.linear import LinearModel
from mingdan.models.onnx_tagger import shipped_tagger
from mingdan.models.tagger import Tagger

RECORD = "mingdan"
COMPONENTS = (
    "mingdan_header",
    "mingdan_dates",
    "mingdan_policies",
    "mingdan_institutions",
    "mingdan_tagger",
    "mingdan_resolver",
    "mingdan_roles",
    "mingdan_relations",
    "mingdan_record",
)
_JIEBA, _RJIEBA = "mingdan.JiebaTokenizer.v1", "mingdan.RjiebaTokenizer.v1"
TOKENIZERS = {"default": _JIEBA, "fast": _RJIEBA, "accurate": _JIEBA}

Component = Callable[[Doc], Doc]
# spaCy's decorators and extension attributes are only partly typed
_language: Any = Language
_registry: Any = registry
_doc_class: Any = Doc


class WordTokenizer:
    """Tokens that no mention is cut by; every character is kept, white space included."""

    def __init__(self, vocab: Vocab, cutter: Callable[[str], Sequence[str]]) -> None:
        self.vocab = vocab
        self._cutter = cutter

    def __call__(self, text: str) -> Doc:
        """Tokenise one text; the tokens' texts joined are the text."""
        words = list(self._cutter(text))
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store: the dictionary ships with the package."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "WordTokenizer":
        """Counterpart of :meth:`to_bytes`."""
        return self

    def to_disk(self, _: Any, **__: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _: Any, **__: Any) -> "WordTokenizer":
        """Counterpart of :meth:`to_disk`."""
        return self


@_registry.tokenizers(TOKENIZERS["default"])
def create_tokenizer() -> Callable[[Language], WordTokenizer]:
    """Words by jieba with the domain dictionary."""
    return lambda nlp: WordTokenizer(nlp.vocab, tokens)


@_registry.tokenizers(TOKENIZERS["fast"])
def create_fast_tokenizer() -> Callable[[Language], WordTokenizer]:
    """The same cuts by rjieba."""
    return lambda nlp: WordTokenizer(nlp.vocab, fast_tokens)


def add_header(doc: Doc) -> Doc:
    """Find publication date, publisher and title where they were not given."""
    state = state_of(doc)
    raw = state.raw
    state.header = find_header(
        state.draft.text, title_hint=raw.title, published_hint=raw.published, publisher_hint=raw.publisher
    )
    state.take_header()
    return doc


def add_dates(doc: Doc) -> Doc:
    """Find calendar expressions."""
    draft = state_of(doc).draft
    draft.dates = find_dates(draft.text, draft.published)
    return doc


def add_policies(doc: Doc) -> Doc:
    """Find policies; dates inside their titles are no dates."""
    draft = state_of(doc).draft
    draft.policies = find_policies(draft.text)
    inside = [Span(p.start, p.end) for p in draft.policies]
    draft.dates = [d for d in draft.dates if not any(s.overlaps(Span(d.start, d.end)) for s in inside)]
    return doc


class Institutions:
    """Finds institutions and products by dictionary and rules."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Add names and products."""
        state = state_of(doc)
        find_institutions(state.draft, self.knowledge, state.tables)
        state.draft.products = find_products(state.draft, self.knowledge)
        return doc


class NameTagger:
    """Judges the names that rules found by a tagger, and adds those that no rule knows."""

    def __init__(self, knowledge: Knowledge, tagger: Callable[[], Tagger]) -> None:
        self.knowledge = knowledge
        self._load = tagger

    def use(self, tagger: Tagger) -> None:
        """Judge by another tagger from now on."""
        self._load = lambda: tagger

    def __call__(self, doc: Doc) -> Doc:
        """Judge the names of one document."""
        self._judge([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Judge the names of many documents, ``batch_size`` at a time."""
        rest = iter(stream)
        while docs := list(islice(rest, batch_size)):
            self._judge(docs)
            yield from docs

    def _judge(self, docs: Sequence[Doc]) -> None:
        tagger, drafts = self._load(), [state_of(doc).draft for doc in docs]
        hints = [name_hints(draft, self.knowledge) for draft in drafts]
        for draft, scores in zip(drafts, tagger.scores([draft.folded for draft in drafts], hints), strict=True):
            judge_names(draft, scores, tagger)


class Resolver:
    """Gives names their canonical values, and policies the facts that need institutions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the names of one document."""
        state = state_of(doc)
        draft = state.draft
        state.institutions = resolve(draft, self.knowledge)
        if state.given.publisher:
            draft.silent_publisher = silent_publisher(draft, self.knowledge)
        draft.policy_facts = state_policies(draft.text, draft.policies, _institution_entities(draft), draft.dates)
        return doc


def _institution_entities(draft: Draft) -> list[Entity]:
    return [Entity(n.start, n.end, "INST", n.text, n.value, n.confidence, n.rule) for n in draft.names]


class Roles:
    """Finds role phrases outside names, policies, products and dates."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Add role phrases; the relations decide which of them count."""
        draft = state_of(doc).draft
        blocked = [n.span for n in draft.names]
        blocked += [Span(e.start, e.end) for e in (*draft.policies, *draft.products, *draft.dates)]
        draft.roles = find_roles(draft.squeezed, draft.text, self.knowledge, blocked)
        return doc


class Relations:
    """Reads rows, counts and lists; ``learned`` names what models, the given or the shipped ones, read besides."""

    def __init__(self) -> None:
        self.learned = LEARNED
        self.models: PairModels | None = None
        self.counted: LinearModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of one document."""
        state = state_of(doc)
        models, counted = self.models, self.counted
        read_relations(state.draft, state.tables, learned=self.learned, models=models, counted=counted)
        return doc


def add_record(doc: Doc) -> Doc:
    """Turn the draft into the record and set the spans."""
    record = finish(state_of(doc))
    doc.user_data.pop(STATE, None)
    doc.user_data[RECORD] = to_plain(record)
    doc.spans[RECORD] = _spans(doc, record)
    return doc


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


@_language.factory("mingdan_header")
def create_header(nlp: Language, name: str) -> Component:
    """Factory of the header finder."""
    return add_header


@_language.factory("mingdan_dates")
def create_dates(nlp: Language, name: str) -> Component:
    """Factory of the date finder."""
    return add_dates


@_language.factory("mingdan_policies")
def create_policies(nlp: Language, name: str) -> Component:
    """Factory of the policy finder."""
    return add_policies


@_language.factory("mingdan_institutions")
def create_institutions(nlp: Language, name: str) -> Institutions:
    """Factory of the institution finder with the shipped knowledge."""
    return Institutions(default_knowledge())


@_language.factory("mingdan_tagger")
def create_tagger(nlp: Language, name: str) -> NameTagger:
    """Factory of the learned judge of names with the shipped weights."""
    return NameTagger(default_knowledge(), shipped_tagger)


@_language.factory("mingdan_resolver")
def create_resolver(nlp: Language, name: str) -> Resolver:
    """Factory of the resolver with the shipped knowledge."""
    return Resolver(default_knowledge())


@_language.factory("mingdan_roles")
def create_roles(nlp: Language, name: str) -> Roles:
    """Factory of the role finder with the shipped knowledge."""
    return Roles(default_knowledge())


@_language.factory("mingdan_relations")
def create_relations(nlp: Language, name: str) -> Component:
    """Factory of the relation reader."""
    return Relations()


@_language.factory("mingdan_record")
def create_record(nlp: Language, name: str) -> Component:
    """Factory of the last component."""
    return add_record


@_language.factory("mingdan")
def create_all(nlp: Language, name: str) -> Component:
    """All components as one, for ``nlp.add_pipe("mingdan")``."""
    parts: list[Component] = [create_part(nlp, part) for part in COMPONENTS]

    def run(doc: Doc) -> Doc:
        for part in parts:
            doc = part(doc)
        return doc

    return run


def create_part(nlp: Language, name: str, knowledge: Knowledge | None = None) -> Component:
    """One component by its factory's name, with the user's knowledge where it takes any."""
    plain: dict[str, Component] = {
        "mingdan_header": add_header,
        "mingdan_dates": add_dates,
        "mingdan_policies": add_policies,
        "mingdan_relations": Relations(),
        "mingdan_record": add_record,
    }
    knowing: dict[str, Callable[[Knowledge], Component]] = {
        "mingdan_institutions": Institutions,
        "mingdan_tagger": lambda known: NameTagger(known, shipped_tagger),
        "mingdan_resolver": Resolver,
        "mingdan_roles": Roles,
    }
    return knowing[name](knowledge or default_knowledge()) if name in knowing else plain[name]


if not _doc_class.has_extension(RECORD):
    _doc_class.set_extension(RECORD, getter=_get_record)


def build(knowledge: Knowledge, profile: str, tagger: Tagger | None = None) -> Language:
    """A blank Chinese pipeline with the profile's tokenizer and all components; ``tagger`` replaces the shipped one."""
    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZERS[profile]}}}
    nlp = spacy.blank("zh", config=config)
    for name in COMPONENTS:
        if name == "mingdan_tagger" and profile == "fast":
            continue
        component: Any = nlp.add_pipe(name)
        if hasattr(component, "knowledge"):
            component.knowledge = knowledge
        if tagger is not None and isinstance(component, NameTagger):
            component.use(tagger)
        if isinstance(component, Relations):
            component.learned = LEARNED if profile != "fast" else frozenset({"roles"})
    nlp.meta["name"] = f"mingdan_{profile}"
    return nlp
