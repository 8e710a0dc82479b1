"""What the tagger makes of the names that rules found: some are none, and some names no rule knows."""

from collections.abc import Iterable, Sequence

from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.hints import draft_hints
from mingdan.extract.entities.institutions import merge, spread
from mingdan.extract.entities.names import legal_type
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.knowledge import USER, Knowledge
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, Tagger

KEPT, ADDED, CHANGED = 0.1, 0.9, 0.7
"""A rule's name stays from the first sureness on, a name that no rule found comes in from the second one on, and from
the third one where it lies on a rule's name that goes."""
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
    kept = [name for name in draft.names if _stays(name, scores, decoder)]
    gone = [name.span for name in draft.names if name not in kept]
    spans = list(decoder.spans(scores))
    added = list(_added(draft, kept, gone, spans))
    again = spread(draft, draft.squeezed, added) if added else ()
    draft.names = merge([*kept, *added, *again])
    draft.products = sorted([*draft.products, *_products(draft, spans)], key=lambda product: product.start)


def _products(draft: Draft, spans: Iterable[TaggedSpan]) -> Iterable[Entity]:
    """Products that no rule found, outside everything else that was found."""
    taken = [name.span for name in draft.names]
    taken += [Span(e.start, e.end) for e in (*draft.policies, *draft.dates, *draft.products)]
    for span in spans:
        place = Span(span.start, span.end)
        if span.label == "PRODUCT" and span.score >= PRODUCT and not any(place.overlaps(other) for other in taken):
            text = draft.text[span.start : span.end]
            yield Entity(span.start, span.end, "PRODUCT", text, None, round(span.score, 2), f"product:{RULE}")


def kept_from(rule: str) -> float:
    """The sureness from which a name stays that a rule found."""
    return FIRM if rule.split(":", 1)[0] in ("dictionary", "alias", "cell") else KEPT


def _stays(name: Name, scores: Floats, decoder: Decoder) -> bool:
    if name.rule.startswith(f"dictionary:{USER}"):
        return True
    return decoder.sureness(scores, name.start, name.end, "INST") >= kept_from(name.rule)


def _added(draft: Draft, kept: Sequence[Name], gone: Sequence[Span], spans: Iterable[TaggedSpan]) -> Iterable[Name]:
    blocked = [name.span for name in kept]
    blocked += [Span(e.start, e.end) for e in (*draft.policies, *draft.dates)]
    for span in spans:
        place = Span(span.start, span.end)
        needed = CHANGED if any(place.overlaps(other) for other in gone) else ADDED
        if span.label != "INST" or span.score < needed:
            continue
        if not any(place.overlaps(other) for other in blocked):
            text = draft.text[span.start : span.end]
            kind = legal_type(text)
            yield Name(span.start, span.end, text, "platform" if kind == "other" else kind, RULE, span.score)
