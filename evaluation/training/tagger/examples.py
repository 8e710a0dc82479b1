"""What the tagger learns from: the readable labelled documents, the same with other names, and FinRE.

Offsets are code points of the folded text. The names that FinRE leaves unmarked are unknown, so only its marked names
and what bounds them count there.
"""

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from mingdan.core.fold import name_key
from mingdan.core.records import Document, Span
from mingdan.corpus.parts import writer_of
from mingdan.corpus.variants import Names, names_of, rename, vary
from mingdan.evaluation.training.tagger.names import kinds, make_name
from mingdan.extract.annotate import read_rules_only
from mingdan.extract.entities.hints import hint_numbers, rule_kind, with_words
from mingdan.extract.knowledge import default_knowledge
from mingdan.extract.pipeline import Pipeline
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text

Spans = tuple[tuple[int, int], ...]
TAGS = ("O", "B-INST", "I-INST", "B-PRODUCT", "I-PRODUCT", "B-ROLE", "I-ROLE")
UNKNOWN = -100
"""Number of a character whose tag is not known."""
_BOUNDS = frozenset("的与和在是将被对向以等及由为已又也就都并或而则了称说表示宣布发出有")
_STOPS = frozenset('，。！？；：、,;:!?“”"')


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its gold spans by label and what the rules found."""

    author: str
    kind: str
    id: str
    text: str
    gold: tuple[tuple[int, int, str], ...]
    names: tuple[tuple[int, int, str], ...] = ()
    found: Mapping[str, Spans] = field(default_factory=dict[str, Spans])

    def hints(self, chance: random.Random | None = None, drop: float = 0.0) -> list[int]:
        """The numbers of :func:`mingdan.extract.entities.hints.hint_numbers`; each name is left out at chance ``drop``.

        Rules were written with the documents at hand and do better there than elsewhere: leaving names out teaches the
        model to find them by itself.
        """
        chance = chance or random.Random(0)
        names = [name for name in self.names if chance.random() >= (drop / 3 if name[2] == "dictionary" else drop)]
        spans = {key: [Span(*place) for place in self.found.get(key, ())] for key in ("dates", "policies")}
        loose = {
            key: [Span(*place) for place in self.found.get(key, ()) if chance.random() >= drop]
            for key in ("products", "roles")
        }
        marks = (spans["dates"], spans["policies"], loose["products"], loose["roles"])
        return with_words(hint_numbers(len(self.text), names, *marks), self.text)

    def words(self) -> list[int]:
        """The numbers of the dictionary's words alone, as if no rule had found anything."""
        return with_words([0] * len(self.text), self.text)

    def numbers(self) -> list[int]:
        """The number in :data:`TAGS` of each character's tag; :data:`UNKNOWN` where FinRE leaves it open."""
        partly = self.kind == "finre"
        found = [UNKNOWN if partly else 0] * len(self.text)
        for start, end, label in self.gold:
            if f"B-{label}" in TAGS:
                first = TAGS.index(f"B-{label}")
                found[start:end] = [first, *[first + 1] * (end - start - 1)]
        return [self._opened(place, tag) for place, tag in enumerate(found)] if partly else found

    def _opened(self, place: int, tag: int) -> int:
        if tag != UNKNOWN:
            return tag
        char = self.text[place]
        edges = {start - 1 for start, *_ in self.gold} | {end for _, end, _ in self.gold}
        bounds = place in edges and (not char.isalnum() or char in _BOUNDS)
        return 0 if bounds or char in _STOPS else UNKNOWN


class Maker:
    """Makes examples with one pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._nlp = pipeline.nlp

    def example(self, document: Document, kind: str) -> Example | None:
        """One document as an example; None where reading changes its offsets."""
        day = date.fromisoformat(document.published) if document.published else None
        publisher = document.publisher if kind == "plain" else None
        context, _, _ = read_rules_only(self._nlp, raw_text(document.text), Given(document.id, day, publisher))
        draft = context.draft
        if len(draft.folded) != len(document.text):
            return None
        found = {
            "dates": tuple((e.start, e.end) for e in draft.dates),
            "policies": tuple((e.start, e.end) for e in draft.policies),
            "products": tuple((e.start, e.end) for e in draft.products),
            "roles": tuple((word.start, word.end) for word in draft.roles),
        }
        gold = tuple((e.start, e.end, e.label) for e in document.entities)
        names = tuple((name.start, name.end, rule_kind(name.rule)) for name in draft.names)
        return Example(writer_of(document.id), kind, document.id, draft.folded, gold, names, found)

    def documents(self, documents: Sequence[Document], made: int, swapped: int = 2) -> Iterator[Example]:
        """Each document as it is, ``swapped`` times with names of other documents, ``made`` times with made ones."""
        stock = names_of(documents, is_real)
        for document in documents:
            for kind, variant in _variants(document, stock, made, swapped):
                example = self.example(variant, kind)
                if example:
                    yield example

    def finre(self, path: Path) -> Iterator[Example]:
        """The sentences of ``finre_train.jsonl.gz``."""
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record: dict[str, Any] = json.loads(line)
                plain = self.example(Document(str(record["id"]), record["text"]), "finre")
                if plain:
                    gold = tuple((e["start"], e["end"], "INST") for e in record["entities"])
                    yield replace(plain, author="finre", gold=gold)


def is_real(name: str) -> bool:
    """Whether a canonical name is one of the shipped knowledge."""
    return name_key(name) in default_knowledge().by_key


def _variants(document: Document, stock: Names, made: int, swapped: int) -> Iterator[tuple[str, Document]]:
    yield "plain", document
    for seed in range(swapped):
        yield "swapped", vary(document, "names", seed, stock)
    for seed in range(made):
        yield "made", with_made_names(document, random.Random(f"{seed}|{document.id}"))


def with_made_names(document: Document, chance: random.Random) -> Document:
    """The document with a made name for each invented institution."""
    renamed: dict[str, tuple[str, str]] = {}
    for canonical, known in document.institutions.items():
        if known.type in kinds() and not is_real(canonical):
            full, short = make_name(known.type, chance)
            legal = known.type == "bank" or canonical.endswith(("公司", "事务所", "合伙）"))
            renamed[canonical] = (full if legal else short, short)
    return rename(document, renamed)
