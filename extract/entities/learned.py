"""What the tagger makes of the names that rules found: some are none, and some names no rule knows."""

from collections.abc import Iterable, Sequence

from mingdan.core.records import Span
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.hints import draft_hints
from mingdan.extract.entities.institutions import merge, spread
from mingdan.extract.entities.names import legal_type
from mingdan.extract.entities.roles import find_roles
from mingdan.extract.knowledge import USER, Knowledge
from mingdan.models.decode import Decoder
from mingdan.models.tagger import Floats, TaggedSpan, Tagger

KEPT, ADDED = 0.3, 0.9
"""A rule's name stays from this sureness on; a name that no rule found comes in from that one on."""
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
    added = list(_added(draft, kept, decoder.spans(scores)))
    again = spread(draft, draft.squeezed, added) if added else ()
    draft.names = merge([*kept, *added, *again])


def _stays(name: Name, scores: Floats, decoder: Decoder) -> bool:
    if name.rule.startswith(f"dictionary:{USER}"):
        return True
    return decoder.sureness(scores, name.start, name.end, "INST") >= KEPT


def _added(draft: Draft, kept: Sequence[Name], spans: Iterable[TaggedSpan]) -> Iterable[Name]:
    blocked = [name.span for name in kept]
    blocked += [Span(e.start, e.end) for e in (*draft.policies, *draft.dates)]
    for span in spans:
        if span.label != "INST" or span.score < ADDED:
            continue
        if not any(Span(span.start, span.end).overlaps(other) for other in blocked):
            text = draft.text[span.start : span.end]
            kind = legal_type(text)
            yield Name(span.start, span.end, text, "platform" if kind == "other" else kind, RULE, span.score)
