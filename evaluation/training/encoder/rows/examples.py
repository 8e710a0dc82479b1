"""Labelled documents as an encoder learns rows from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from mingdan.core.records import Document, Partnership
from mingdan.corpus.parts import READABLE, load_part, writer_of
from mingdan.corpus.rowless import load_rowless
from mingdan.evaluation.training.pairs import shown_rows, tells_role
from mingdan.evaluation.training.unlabelled import unlabelled
from mingdan.extract.annotate import Place, read_rules_only
from mingdan.extract.pipeline import load
from mingdan.extract.relations.pairs.dates import date_candidates
from mingdan.extract.relations.pairs.encoded import (
    Encoded,
    PairPlaces,
    Pieces,
    Region,
    date_sentence,
    encode,
    pair_places,
    published_kind,
)
from mingdan.extract.relations.pairs.judge import told_candidates
from mingdan.extract.relations.pairs.status import STATUSES
from mingdan.extract.relations.pairs.told import Told
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.state import Given
from mingdan.extract.texts import raw_text

NONE = -1
"""The place of the candidate that no phrase, or no date, is told."""


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """Candidates of one pair in one status, and which of them are right."""

    pair: int
    status: int
    places: Sequence[int]
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class DateChoice:
    """Dates that one row may have, with their sentences and kinds, and which of them are right."""

    pair: int
    status: int
    places: Sequence[int]
    sentences: Sequence[Region]
    kinds: Sequence[int]
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Example:
    """A document with its pairs: where each stands and which statuses it has (none where it is no row)."""

    id: str
    writer: str
    encoded: Encoded
    pairs: Sequence[PairPlaces]
    statuses: Sequence[Sequence[bool]]
    roles: Sequence[RoleChoice]
    dates: Sequence[DateChoice]


def examples(pieces: Pieces, first_sign: int) -> Iterator[Example]:
    """All labelled documents that may be read, and the texts that state no row."""
    nlp = load().nlp
    for part in READABLE:
        yield from labelled_examples(nlp, load_part(part), pieces, first_sign)
    for text in load_rowless():
        context, _, _ = read_rules_only(nlp, raw_text(text.text), Given(text.id, None, None))
        view = PairView(context)
        encoded = encode(view, pieces, first_sign)
        places = [pair_places(view, encoded, pair) for pair in view.pairs()]
        yield Example(text.id, text.author, encoded, places, [[False] * len(STATUSES) for _ in places], (), ())


def labelled_examples(
    nlp: Language, documents: Iterable[Document], pieces: Pieces, first_sign: int
) -> Iterator[Example]:
    """Labelled documents as the rules read their names, role phrases and dates."""
    for gold in documents:
        context, facts, place = read_rules_only(nlp, *unlabelled(gold))
        view = PairView(context)
        yield _example(view, Told.of(facts), gold, place, encode(view, pieces, first_sign))


def _example(view: PairView, told: Told, gold: Document, place: Place, encoded: Encoded) -> Example:
    pairs: list[PairPlaces] = []
    statuses: list[list[bool]] = []
    roles: list[RoleChoice] = []
    dates: list[DateChoice] = []
    for pair, shown, sure in shown_rows(view, gold, place):
        if not sure:
            continue
        for row in shown:
            roles.append(_role_choice(view, told, pair, row, place, encoded, len(pairs)))
            dates.append(_date_choice(view, pair, row, encoded, len(pairs)))
        pairs.append(pair_places(view, encoded, pair))
        statuses.append([any(row.status == status for row in shown) for status in STATUSES])
    return Example(gold.id, writer_of(gold.id), encoded, pairs, statuses, roles, dates)


def _role_choice(
    view: PairView, told: Told, pair: Pair, row: Partnership, place: Place, encoded: Encoded, number: int
) -> RoleChoice:
    candidates = told_candidates(view, told, pair)
    places = [encoded.place(role) if role else NONE for role in candidates]
    right = [tells_role(row, role, place) for role in candidates]
    return RoleChoice(number, STATUSES.index(row.status), places, right)


def _date_choice(view: PairView, pair: Pair, row: Partnership, encoded: Encoded, number: int) -> DateChoice:
    candidates = date_candidates(view, pair)
    return DateChoice(
        number,
        STATUSES.index(row.status),
        [encoded.place(date) if date else NONE for date in candidates],
        [date_sentence(view, encoded, date) if date else (0, 1) for date in candidates],
        [published_kind(view, date) if date else 0 for date in candidates],
        [(date.value if date else None) == row.date for date in candidates],
    )
