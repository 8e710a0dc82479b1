"""Log odds of pairs, statuses, role phrases and dates by an encoder that has read the whole document."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from mingdan.core.codes import Status
from mingdan.core.records import Entity
from mingdan.extract.draft import RoleWord
from mingdan.extract.relations.pairs.encoded import (
    PUBLISHED_KINDS,
    Encoded,
    PairPlaces,
    Region,
    date_sentence,
    encode,
    pair_places,
    published_kind,
)
from mingdan.extract.relations.pairs.status import STATUSES
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.models.row_encoder import RowEncoder
from mingdan.models.tagger import Floats


class EncodedOdds:
    """What an encoder holds of one document, which it reads when first asked."""

    def __init__(self, view: PairView, encoder: RowEncoder) -> None:
        self._view, self._encoder, self._blend = view, encoder, encoder.card.blend
        self._most: dict[Region, Floats] = {}
        self._stands: dict[tuple[int, str], PairPlaces] = {}
        self._odds: dict[tuple[int, str], Floats] = {}

    @cached_property
    def _encoded(self) -> Encoded:
        return encode(self._view, self._encoder.pieces, self._encoder.card.first_sign)

    @cached_property
    def _states(self) -> Floats:
        return self._encoder.states(self._encoded.numbers, self._encoded.kinds, self._encoded.persons)

    def of_pair(self, pair: Pair) -> Floats:
        """Log odds that a pair is a row, and of each status if it is one: ``[1 + statuses]``; all are read at once."""
        if not self._odds:
            pairs = list(self._view.pairs())
            rows = np.stack([self._of_pair(self._places(known)) for known in pairs])
            self._odds = dict(zip(map(_key, pairs), self._encoder.scores("pairs", rows), strict=True))
        return self._odds[_key(pair)]

    def _places(self, pair: Pair) -> PairPlaces:
        key = _key(pair)
        if key not in self._stands:
            self._stands[key] = pair_places(self._view, self._encoded, pair)
        return self._stands[key]

    def _of_pair(self, places: PairPlaces) -> Floats:
        name, lender = self._states[places.name], self._states[places.lender]
        regions = (places.sentence, places.group, places.between)
        return np.concatenate([name, lender, name * lender, *map(self._greatest, regions)])

    def roles(self, pair: Pair, status: Status, candidates: Sequence[RoleWord | None]) -> list[float]:
        """Log odds that each candidate tells the role of a pair in a status."""
        places = self._places(pair)
        name, sentence, flags = self._states[places.name], self._greatest(places.sentence), _flags(status)
        rows: list[Floats] = []
        for role in candidates:
            told = self._encoder.card.none["roles"] if role is None else self._states[self._encoded.place(role)]
            rows.append(np.concatenate([told, name, told * name, sentence, flags]))
        return self._encoder.scores("roles", np.stack(rows))[:, 0].tolist()

    def dates(self, pair: Pair, status: Status, candidates: Sequence[Entity | None]) -> list[float]:
        """Log odds that each candidate is the date of a pair in a status."""
        places = self._places(pair)
        name, lender, flags = self._states[places.name], self._states[places.lender], _flags(status)
        rows: list[Floats] = []
        for date in candidates:
            told = self._encoder.card.none["dates"] if date is None else self._states[self._encoded.place(date)]
            near = self._greatest(date_sentence(self._view, self._encoded, date) if date else (0, 1))
            kind = np.eye(PUBLISHED_KINDS, dtype=np.float32)[published_kind(self._view, date) if date else 0]
            rows.append(np.concatenate([told, name, told * name, lender, near, flags, kind]))
        return self._encoder.scores("dates", np.stack(rows))[:, 0].tolist()

    def blended(self, what: str, linear: Sequence[float], encoder: Sequence[float]) -> list[float]:
        """The log odds of logistic model and encoder, each with the weight that the encoder's card gives it."""
        first, second = self._blend[what]
        return [first * one + second * other for one, other in zip(linear, encoder, strict=True)]

    def _greatest(self, region: Region) -> Floats:
        """The greatest number of each column over a region."""
        if region not in self._most:
            found: Floats = self._states[region[0] : region[1]].max(0)
            self._most[region] = found
        return self._most[region]


def _flags(status: Status) -> Floats:
    found: Floats = np.eye(len(STATUSES), dtype=np.float32)[STATUSES.index(status)]
    return found


def _key(pair: Pair) -> tuple[int, str]:
    return pair.partner.start, pair.lender
