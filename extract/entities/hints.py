"""What rules and the dictionary of words say of each character, as numbers that the tagger reads beside it."""

from collections.abc import Iterable, Sequence
from operator import add

from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Draft, RoleWord
from mingdan.extract.segment.words import segmenter

RULES = ("dictionary", "form", "alias", "again", "cell", "other")
"""Kinds of rules for names that have numbers of their own; all further ones are ``other``."""
_PLACES = 3
_MARKED = _PLACES * len(RULES) + 1
FOUND = _MARKED + 8
"""How many numbers there are for what rules found; 0 says that nothing was."""
WORDS = 8
"""How many there are for words: 1 where one begins, 2 inside of one, 4 where one ends, added up over all words."""
HINTS = FOUND * WORDS
"""How many numbers there are in all: what was found times ``WORDS``, plus what words there are."""
_LONGEST_WORD = 6


def rule_kind(rule: str) -> str:
    """The kind of a name's rule.

    >>> rule_kind("dictionary:A"), rule_kind("chain")
    ('dictionary', 'other')
    """
    kind = rule.split(":", 1)[0]
    return kind if kind in RULES else "other"


def hint_numbers(
    size: int,
    names: Iterable[tuple[int, int, str]],
    dates: Iterable[Span],
    policies: Iterable[Span],
    products: Iterable[Span],
    roles: Iterable[Span],
) -> list[int]:
    """One number a character for a text of ``size`` code points; names are ``(start, end, kind of rule)``.

    >>> hint_numbers(4, [(1, 3, "form")], [], [], [], [Span(3, 4)])
    [0, 4, 6, 19]
    """
    numbers = [0] * size
    for mark, spans in enumerate((roles, dates, policies, products)):
        for span in sorted(spans, key=lambda span: span.start):
            numbers[span.start : span.end] = _marks(_MARKED + 2 * mark, span)
    for start, end, kind in names:
        first = 1 + _PLACES * RULES.index(kind)
        numbers[start:end] = [first, *[first + 1] * (end - start - 2), *[first + 2] * (end - start > 1)]
    return numbers


def _marks(number: int, span: Span) -> list[int]:
    return [number, *[number + 1] * (span.end - span.start - 1)]


def word_edges(text: str) -> list[int]:
    """Where words of two to six characters of the dictionary begin, go on and end, whatever the cut; folded text.

    >>> word_edges("用信托")
    [0, 1, 4]
    """
    counts: dict[str, int] = segmenter().FREQ
    edges = [0] * len(text)
    size, count_of = len(text), counts.get
    for start, pair in enumerate(map(add, text, text[1:])):
        if pair not in counts:  # the dictionary knows the beginnings of its words, too
            continue
        for end in range(start + 2, min(size, start + _LONGEST_WORD) + 1):
            count = count_of(text[start:end])
            if count is None:
                break
            if count:
                edges[start] |= 1
                edges[end - 1] |= 4
                for place in range(start + 1, end - 1):
                    edges[place] |= 2
    return edges


def with_words(found: Sequence[int], text: str) -> list[int]:
    """The numbers of what rules found, with those of the words of the folded text."""
    return [number * WORDS + edge for number, edge in zip(found, word_edges(text), strict=True)]


def draft_hints(draft: Draft, roles: Sequence[RoleWord]) -> list[int]:
    """The numbers for a draft whose names, dates, policies and products are found."""
    found = hint_numbers(
        len(draft.text),
        [(name.start, name.end, rule_kind(name.rule)) for name in draft.names],
        _spans(draft.dates),
        _spans(draft.policies),
        _spans(draft.products),
        [role.span for role in roles],
    )
    return with_words(found, draft.folded)


def _spans(entities: Sequence[Entity]) -> list[Span]:
    return [Span(entity.start, entity.end) for entity in entities]
