"""What the tagger makes of the names that rules found: some are none, and some names no rule knows."""

from collections.abc import Iterable, Sequence

from mingdan.core.records import Entity, Span
from mingdan.core.taken import Taken
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.hints import draft_hints
from mingdan.extract.entities.institutions import merge, spread
from mingdan.extract.entities.names import legal_type
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.knowledge import USER, Knowledge
from mingdan.extract.segment.words import is_place
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, Tagger

KEPT, ADDED = 0.2, 0.6
"""A rule's name stays from the first sureness on, and a name that no rule found comes in from the second one on."""
FIRM = 0.02
"""The same for names of dictionaries, definitions and cells of partner tables."""
PRODUCT = 0.35
"""A product that no rule found comes in from this sureness on."""
RULE = "learned"


def name_hints(draft: Draft, knowledge: Knowledge) -> list[int]:
    """What the tagger sees beside the characters of a draft whose names, products, dates and policies are found."""
    blocked = [name.span for name in draft.names]
    blocked += [Span(e.start, e.end) for e in (*draft.policies, *draft.products, *draft.dates)]
    return draft_hints(draft, find_roles(draft.squeezed, draft.text, knowledge, blocked))


def judge_names(draft: Draft, scores: Floats, tagger: Tagger) -> None:
    """Drop, keep and add names by the tagger's ``scores`` for the draft's text. Names that the user gave stay."""
    decoder = Decoder(tagger.tags)
    spans = list(decoder.spans(scores))
    fixed = [(e.start, e.end) for e in (*draft.policies, *draft.dates)]
    places = [(name.start, name.end, name.rule) for name in draft.names]
    stays, new = judge_places(places, spans, scores, decoder, fixed)
    kept = [name for name, stay in zip(draft.names, stays, strict=True) if stay]
    added = [_named(draft, span) for span in new if not is_place(draft.text[span.start : span.end])]
    again = spread(draft, draft.squeezed, added) if added else ()
    draft.names = merge([*kept, *added, *again])
    draft.products = sorted([*draft.products, *_products(draft, spans)], key=lambda product: product.start)


def judge_places(
    names: Sequence[tuple[int, int, str]],
    spans: Iterable[TaggedSpan],
    scores: Floats,
    decoder: Decoder,
    fixed: Iterable[tuple[int, int]] = (),
) -> tuple[list[bool], list[TaggedSpan]]:
    """Which of the names ``(start, end, rule)`` stay, and the ``spans`` that come in outside those and ``fixed``."""
    stays = [decoder.sureness(scores, start, end, "INST") >= kept_from(rule) for start, end, rule in names]
    blocked = Taken(fixed)
    for (start, end, _), stay in zip(names, stays, strict=True):
        if stay:
            blocked.take(start, end)
    new = [
        span
        for span in spans
        if span.label == "INST" and span.score >= ADDED and not blocked.meets(span.start, span.end)
    ]
    return stays, new


def kept_from(rule: str) -> float:
    """The sureness from which a name stays that a rule found."""
    if rule.startswith(f"dictionary:{USER}"):
        return 0.0
    return FIRM if rule.split(":", 1)[0] in ("dictionary", "alias", "cell") else KEPT


def _named(draft: Draft, span: TaggedSpan) -> Name:
    text = draft.text[span.start : span.end]
    kind = legal_type(text)
    return Name(span.start, span.end, text, "platform" if kind == "other" else kind, RULE, span.score)


def _products(draft: Draft, spans: Iterable[TaggedSpan]) -> Iterable[Entity]:
    """Products that no rule found, outside everything else that was found."""
    found = (*draft.names, *draft.policies, *draft.dates, *draft.products)
    taken = Taken((item.start, item.end) for item in found)
    for span in spans:
        if span.label == "PRODUCT" and span.score >= PRODUCT and not taken.meets(span.start, span.end):
            text = draft.text[span.start : span.end]
            yield Entity(span.start, span.end, "PRODUCT", text, None, round(span.score, 2), f"product:{RULE}")
