"""How well a tagger finds institution names beside and together with the rules."""

from collections.abc import Iterator, Mapping, Sequence

from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.tagger.examples import Example
from mingdan.extract.entities.learned import ADDED, CHANGED, kept_from
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, Tagger

Places = set[tuple[int, int]]
WAYS = ("rules", "tagger", "tagger without hints", "together")


def tallies(tagger: Tagger, examples: Sequence[Example]) -> Mapping[str, Tally]:
    """INST tallies of each of :data:`WAYS` over examples."""
    texts = [example.text for example in examples]
    decoder = Decoder(tagger.tags)
    seen, blind = tagger.scores(texts, [example.hints() for example in examples]), tagger.scores(texts)
    total: dict[str, Tally] = {way: Tally() for way in WAYS}
    for example, with_hints, without in zip(examples, seen, blind, strict=True):
        gold = {(start, end) for start, end, label in example.gold if label == "INST"}
        for way, found in zip(WAYS, _ways(example, decoder, with_hints, without), strict=True):
            total[way] += Tally(len(found & gold), len(found), len(gold))
    return total


def _ways(example: Example, decoder: Decoder, scores: Floats, without: Floats) -> Iterator[Places]:
    rules = {(start, end) for start, end, _ in example.names}
    yield rules
    yield _found(decoder, scores)
    yield _found(decoder, without)
    kept = {
        (start, end)
        for start, end, kind in example.names
        if decoder.sureness(scores, start, end, "INST") >= kept_from(kind)
    }
    gone = rules - kept
    free = {place for place in _found(decoder, scores, CHANGED) if not any(_meet(place, other) for other in kept)}
    sure = _found(decoder, scores, ADDED)
    yield kept | {place for place in free if place in sure or any(_meet(place, other) for other in gone)}


def _found(decoder: Decoder, scores: Floats, least: float = 0.0) -> Places:
    return {(s.start, s.end) for s in decoder.spans(scores) if s.label == "INST" and s.score >= least}


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def report(figures: Mapping[str, Mapping[str, Tally]]) -> Iterator[str]:
    """Precision, recall and F1 of each way by held-out writers and over all."""
    yield f"{'writers':<10}" + "".join(f"{way:>28}" for way in WAYS)
    total = {way: sum((found[way] for found in figures.values()), Tally()) for way in WAYS}
    for writers, found in (*figures.items(), ("all", total)):
        shown = (
            f"{found[way].precision or 0:.3f} {found[way].recall or 0:.3f} {found[way].f1 or 0:.3f}" for way in WAYS
        )
        yield f"{writers:<10}" + "".join(f"{text:>28}" for text in shown)
