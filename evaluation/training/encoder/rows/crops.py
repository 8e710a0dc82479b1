"""Single sentences and short stretches of examples, so that an encoder also learns to read texts that are no more."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from mingdan.evaluation.training.encoder.rows.examples import NONE, DateChoice, Example, RoleChoice
from mingdan.extract.relations.pairs.encoded import Encoded, PairPlaces, Region

Choice = TypeVar("Choice", RoleChoice, DateChoice)
AROUND = 120
"""No more pieces than that stay before and behind the sentence."""


def crop(example: Example, chance: random.Random) -> Example | None:
    """A stretch around the sentence of a pair, drawn by chance, with what lies in it; None where no pair lies in it.

    Rows are drawn as often as pairs that are none. Each border is that of a sentence of a pair.
    """
    rows = [number for number, flags in enumerate(example.statuses) if any(flags)]
    drawn = rows if rows and chance.random() < 0.5 else range(len(example.pairs))
    borders = [pair.sentence for pair in example.pairs]
    first, last = example.pairs[chance.choice(drawn)].sentence
    if chance.random() < 0.5:
        first = chance.choice([start for start, _ in borders if first - AROUND <= start <= first])
        last = chance.choice([end for _, end in borders if last <= end <= last + AROUND])
    return _cut(example, (first, last))


def _cut(example: Example, stretch: Region) -> Example | None:
    kept = [number for number, pair in enumerate(example.pairs) if _inside(pair, stretch)]
    if not kept:
        return None
    order, part = {number: place for place, number in enumerate(kept)}, slice(*stretch)
    given = example.encoded
    return replace(
        example,
        encoded=Encoded(given.numbers[part], given.kinds[part], given.persons[part]),
        pairs=[_moved(example.pairs[number], stretch) for number in kept],
        statuses=[example.statuses[number] for number in kept],
        roles=_roles(example.roles, order, stretch),
        dates=_dates(example.dates, order, stretch),
    )


def _inside(pair: PairPlaces, stretch: Region) -> bool:
    regions = ((pair.name, pair.name + 1), (pair.lender, pair.lender + 1), pair.sentence, pair.group)
    return all(stretch[0] <= start and end <= stretch[1] for start, end in regions)


def _moved(pair: PairPlaces, stretch: Region) -> PairPlaces:
    by = stretch[0]
    regions = ((start - by, end - by) for start, end in (pair.sentence, pair.group, pair.between))
    return PairPlaces(pair.name - by, pair.lender - by, *regions)


def _near(places: Sequence[int], right: Sequence[bool], stretch: Region) -> list[int]:
    """Numbers of the candidates that stay; none where a right one goes and none is left."""
    kept = [number for number, place in enumerate(places) if place == NONE or stretch[0] <= place < stretch[1]]
    return kept if any(right[number] for number in kept) or not any(right) else []


def _staying(
    choices: Sequence[Choice], order: dict[int, int], stretch: Region
) -> Iterator[tuple[Choice, int, list[int]]]:
    """The choices that stay, with the new numbers of their pairs and the numbers of the candidates that stay."""
    for choice in choices:
        kept = _near(choice.places, choice.right, stretch)
        if choice.pair in order and kept:
            yield choice, order[choice.pair], kept


def _roles(choices: Sequence[RoleChoice], order: dict[int, int], stretch: Region) -> list[RoleChoice]:
    return [
        RoleChoice(
            pair,
            choice.status,
            [_place(choice.places[number], stretch) for number in kept],
            [choice.right[number] for number in kept],
        )
        for choice, pair, kept in _staying(choices, order, stretch)
    ]


def _dates(choices: Sequence[DateChoice], order: dict[int, int], stretch: Region) -> list[DateChoice]:
    return [
        DateChoice(
            pair,
            choice.status,
            [_place(choice.places[number], stretch) for number in kept],
            [_region(choice.sentences[number], stretch) for number in kept],
            [choice.kinds[number] for number in kept],
            [choice.right[number] for number in kept],
        )
        for choice, pair, kept in _staying(choices, order, stretch)
    ]


def _place(place: int, stretch: Region) -> int:
    return NONE if place == NONE else place - stretch[0]


def _region(region: Region, stretch: Region) -> Region:
    """A region within the stretch; that of what is no date stays as it is."""
    start, end = max(region[0], stretch[0]), min(region[1], stretch[1])
    return (start - stretch[0], end - stretch[0]) if start < end else (0, 1)
