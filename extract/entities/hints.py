"""What rules found at each character, as numbers that the tagger reads beside the characters."""

from collections.abc import Iterable, Sequence

from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Draft, RoleWord

RULES = ("dictionary", "form", "alias", "again", "cell", "other")
"""Kinds of rules for names that have numbers of their own; all further ones are ``other``."""
_PLACES = 3
_MARKED = _PLACES * len(RULES) + 1
HINTS = _MARKED + 8
"""How many numbers there are; 0 says that nothing was found."""


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


def draft_hints(draft: Draft, roles: Sequence[RoleWord]) -> list[int]:
    """The numbers for a draft whose names, dates, policies and products are found."""
    return hint_numbers(
        len(draft.text),
        [(name.start, name.end, rule_kind(name.rule)) for name in draft.names],
        _spans(draft.dates),
        _spans(draft.policies),
        _spans(draft.products),
        [role.span for role in roles],
    )


def _spans(entities: Sequence[Entity]) -> list[Span]:
    return [Span(entity.start, entity.end) for entity in entities]
