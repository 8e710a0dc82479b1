"""How well a tagger finds institution names beside and together with the rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.tagger.examples import Example
from mingdan.extract.entities.learned import judge_places
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, Tagger

Places = set[tuple[int, int]]
WAYS = ("rules", "tagger", "tagger without hints", "together")


def tallies(tagger: Tagger, examples: Sequence[Example]) -> Mapping[str, Tally]:
    """INST tallies of each of :data:`WAYS` over examples."""
    texts = [example.text for example in examples]
    decoder = Decoder(tagger.tags)
    seen = tagger.scores(texts, [example.hints() for example in examples])
    blind = tagger.scores(texts, [example.words() for example in examples])
    total: dict[str, Tally] = {way: Tally() for way in WAYS}
    for example, with_hints, without in zip(examples, seen, blind, strict=True):
        gold = {(start, end) for start, end, label in example.gold if label == "INST"}
        for way, found in zip(WAYS, _ways(example, decoder, with_hints, without), strict=True):
            total[way] += Tally(len(found & gold), len(found), len(gold))
    return total


def _ways(example: Example, decoder: Decoder, scores: Floats, without: Floats) -> Iterator[Places]:
    spans = list(decoder.spans(scores))
    yield {(start, end) for start, end, _ in example.names}
    yield _institutions(spans)
    yield _institutions(decoder.spans(without))
    stays, new = judge_places(example.names, spans, scores, decoder)
    kept = {(start, end) for (start, end, _), stay in zip(example.names, stays, strict=True) if stay}
    yield kept | _institutions(new)


def _institutions(spans: Iterable[TaggedSpan]) -> Places:
    return {(span.start, span.end) for span in spans if span.label == "INST"}


def report(figures: Mapping[str, Mapping[str, Tally]]) -> Iterator[str]:
    """Precision, recall and F1 of each way by held-out writers and over all."""
    yield f"{'writers':<10}" + "".join(f"{way:>28}" for way in WAYS)
    total = {way: sum((found[way] for found in figures.values()), Tally()) for way in WAYS}
    for writers, found in (*figures.items(), ("all", total)):
        shown = (
            f"{found[way].precision or 0:.3f} {found[way].recall or 0:.3f} {found[way].f1 or 0:.3f}" for way in WAYS
        )
        yield f"{writers:<10}" + "".join(f"{text:>28}" for text in shown)
