"""A document as an encoder of running text reads it: pieces of text with signs for mentions, and where pairs stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mingdan.core.codes import INSTITUTION_TYPES, ROLES
from mingdan.core.records import Entity
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.pairs.dates import sentence_around
from mingdan.extract.relations.pairs.view import Pair, PairView

SIGNS = ("lender", "name", "public body", "date", *ROLES)
"""What stands for a mention. The sign of a role phrase, and of a date, comes before its text; a name has no other."""
KINDS = 1 + len(INSTITUTION_TYPES)
"""Kinds of names: 0 stands for what is none."""
PERSONS = 32
"""Names are told apart by the order in which they first come; so many, then numbers come again. 0 is no name."""
PUBLISHED_KINDS = 4
"""How a date may stand to the day of publication (:func:`published_kind`)."""
LONGEST = 150
"""No more pieces than that count as what stands between a name and its lender."""

Pieces = Callable[[str], Iterable[tuple[int, int]]]
"""Cuts a text into pieces: the number of each and where it ends, in code points from the start of the text."""
Mention = Name | RoleWord | Entity
Region = tuple[int, int]
"""Pieces from the first to the one behind the last; there is at least one."""


@dataclass(slots=True)
class Encoded:
    """Numbers of pieces (signs are counted from ``first_sign`` on), kinds and persons, one of each a place.

    ``after`` tells for each code point, and for the end of the text, at which place the pieces go on.
    """

    numbers: list[int] = field(default_factory=list[int])
    kinds: list[int] = field(default_factory=list[int])
    persons: list[int] = field(default_factory=list[int])
    after: list[int] = field(default_factory=list[int])
    places: dict[int, int] = field(default_factory=dict[int, int])

    def put(self, number: int, kind: int = 0, person: int = 0) -> None:
        """Add a piece."""
        self.numbers.append(number)
        self.kinds.append(kind)
        self.persons.append(person)

    def place(self, mention: Mention) -> int:
        """The place of a mention's sign; that of what holds it where it lies in another mention."""
        return self.places[id(mention)]

    def region(self, start: int, end: int) -> Region:
        """The places of the code points ``[start, end)``."""
        first = min(self.after[start], len(self.numbers) - 1)
        return first, max(first + 1, self.after[end])


@dataclass(frozen=True, slots=True)
class PairPlaces:
    """Where a pair stands: its name, the lender's nearest mention, and stretches around and between them."""

    name: int
    lender: int
    sentence: Region
    group: Region
    between: Region


def encode(view: PairView, pieces: Pieces, first_sign: int) -> Encoded:
    """The document of a view. A text without anything has one sign."""
    found, text, position = Encoded(), view.text, 0
    persons: dict[str, int] = {}
    lenders = set(map(id, view.lenders))
    for mention in sorted(_mentions(view), key=lambda item: (item.start, -item.end)):
        if mention.start < position:
            found.places[id(mention)] = max(0, len(found.numbers) - 1)
            continue
        _put_text(found, text[position : mention.start], pieces)
        found.places[id(mention)] = len(found.numbers)
        if isinstance(mention, Name):
            sign = 2 if mention.type in NOT_PARTNER else 0 if id(mention) in lenders else 1
            person = 1 + persons.setdefault(mention.value, len(persons)) % PERSONS
            found.after += [len(found.numbers)] * (mention.end - mention.start)
            found.put(first_sign + sign, 1 + INSTITUTION_TYPES.index(mention.type), person)
        else:
            sign = SIGNS.index(mention.code) if isinstance(mention, RoleWord) else 3
            found.put(first_sign + sign)
            _put_text(found, text[mention.start : mention.end], pieces)
        position = mention.end
    _put_text(found, text[position:], pieces)
    found.after.append(len(found.numbers))
    if not found.numbers:
        found.put(first_sign + 1)
    return found


def _mentions(view: PairView) -> list[Mention]:
    return [*view.names, *view.roles, *view.context.draft.dates]


def _put_text(found: Encoded, text: str, pieces: Pieces) -> None:
    """Add the pieces of a stretch without mentions; a line end reads as a slash."""
    position = 0
    for number, end in pieces(text.replace("\n", "/")) if text else ():
        found.after += [len(found.numbers)] * (end - position)
        found.put(number)
        position = max(position, end)
    found.after += [len(found.numbers)] * (len(text) - position)


def pair_places(view: PairView, encoded: Encoded, pair: Pair) -> PairPlaces:
    """Where a pair stands among the pieces."""
    name, lender = encoded.place(pair.partner), encoded.place(view.lender_near(pair))
    first, last = sorted((name, lender))
    return PairPlaces(
        name,
        lender,
        encoded.region(pair.sentence.start, pair.sentence.end),
        encoded.region(pair.group.start, pair.group.end),
        (max(first, last - LONGEST), last + 1),
    )


def date_sentence(view: PairView, encoded: Encoded, date: Entity) -> Region:
    """The sentence of a date."""
    return encoded.region(*sentence_around(view.text, date))


def published_kind(view: PairView, date: Entity) -> int:
    """0 where the day of publication is not known, else 1 for that day, 2 for an earlier and 3 for a later date."""
    day = view.context.draft.published
    if day is None or date.value is None:
        return 0
    told = day.isoformat()
    return 1 if date.value == told else 2 if str(date.value) < told else 3
