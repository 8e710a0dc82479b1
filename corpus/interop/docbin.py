"""spaCy DocBin: mentions as ``doc.ents``, everything else in ``doc.user_data``.

A canonical name is the mention's ``kb_id_``. All values are also custom attributes: after
``Span.set_extension("canonical", default=None)`` ``ent._.canonical`` gives the canonical name; ``value``,
``confidence`` and ``source`` are there too. The rest of the record is ``doc.user_data["mingdan"]``. Mentions that
``doc.ents`` cannot hold (they overlap another one, or the given tokenizer's tokens do not end where they end) stay in
that rest.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.files import read_bytes, write_bytes
from mingdan.corpus.interop.payload import (
    KEY,
    NAMED,
    LabelMap,
    canonical_of,
    disjoint,
    joined_value,
    known_label,
    rebuild,
    rest_of,
    value_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Tokenizer: TypeAlias = "Callable[[str], Doc]"
"""Text to a spaCy ``Doc`` whose ``text`` is that text, as ``nlp.tokenizer`` is."""

_ATTRIBUTES = ("value", "canonical", "confidence", "source")


def character_tokenizer() -> Tokenizer:
    """A tokenizer with one token for each code point: every mention ends where a token ends.

    >>> [token.text for token in character_tokenizer()("去年 A")]
    ['去', '年', ' ', 'A']
    """
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    return lambda text: Doc(vocab, words=list(text), spaces=[False] * len(text))


def write_docbin(documents: Sequence[Document], path: str | Path, tokenizer: "Tokenizer | None" = None) -> None:
    """Write one DocBin with user data; tokens are single characters where no tokenizer is given.

    Raises :class:`RecordError` where the tokenizer changes a text.
    """
    from spacy.tokens import DocBin

    tokenize = tokenizer or character_tokenizer()
    docs = [_to_doc(document, tokenize) for document in documents]
    write_bytes(Path(path), DocBin(docs=docs, store_user_data=True).to_bytes())


def _to_doc(document: Document, tokenize: Tokenizer) -> "Doc":
    doc = tokenize(document.text)
    if doc.text != document.text:
        raise RecordError("the tokenizer changes the text", where=document.id, hint="use one that keeps all characters")
    kept, others = disjoint(document.entities)
    spans: list[Span] = []
    for entity in kept:
        span: Span | None = doc.char_span(entity.start, entity.end, entity.label, kb_id=canonical_of(entity) or "")
        if span is None:
            others.append(entity)
            continue
        spans.append(span)
        _attach(doc, entity)
    doc.ents = tuple(spans)
    doc.user_data[KEY] = rest_of(document, others)
    return doc


def _attach(doc: "Doc", entity: Entity) -> None:
    found = (value_of(entity), canonical_of(entity), entity.confidence, entity.source)
    for name, value in zip(_ATTRIBUTES, found, strict=True):
        if value is not None:
            _user_data(doc)["._.", name, entity.start, entity.end] = value


def _user_data(doc: "Doc") -> dict[object, Any]:
    """The user data, whose keys are strings and, for custom attributes, tuples."""
    return cast("dict[object, Any]", doc.user_data)


def read_docbin(path: Path, labels: LabelMap | None = None) -> list[Document]:
    """Read a DocBin of any tokenizer; where a doc has no entities, its span group ``sc`` is taken."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = read_bytes(path)
    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # zlib, msgpack and numpy each have their own
        raise RecordError("is no DocBin", where=str(path), hint="write it with DocBin.to_disk") from error
    return [_from_doc(doc, path, number, labels) for number, doc in enumerate(docs, 1)]


def _from_doc(doc: "Doc", path: Path, number: int, labels: LabelMap | None) -> Document:
    where = f"{path}: doc {number}"
    spans: list[Span] = list(doc.ents)
    if not spans and "sc" in doc.spans:
        spans = list(cast("Iterable[Span]", doc.spans["sc"]))
    entities = [_entity(doc, span, labels, where) for span in spans]
    rest = _user_data(doc).get(KEY)
    found = [entity for entity in entities if entity is not None]
    return rebuild(rest, doc.text, found, fallback_id=f"{path.stem}-{number}", where=where)


def _entity(doc: "Doc", span: "Span", labels: LabelMap | None, where: str) -> Entity | None:
    label = known_label(span.label_, labels, where)
    if label is None:
        return None
    start, end = span.start_char, span.end_char
    value, canonical, confidence, source = (_user_data(doc).get(("._.", name, start, end)) for name in _ATTRIBUTES)
    if canonical is None and label in NAMED:
        canonical = span.kb_id_ or None
    return Entity(start, end, label, span.text, joined_value(label, value, canonical), confidence, source)
