"""The words farther around a name: its clause and sentence as a whole, the sentences beside, how lines begin."""

import re
from collections.abc import Iterator

from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import Pair, PairView

_SENTENCE, _CLAUSE, _BESIDE, _OPENING, _ABOVE = 160, 60, 24, 16, 20
"""Most letters, with signs for mentions, of each stretch."""
_FAR = 40
"""So much text is looked at beside a sentence, before mentions become signs."""
_MARK = re.compile("[,，;；:：。！？!?\n]")


def wide_features(view: PairView, pair: Pair) -> Iterator[str]:
    """Stretches of letters of each zone, and the kinds of names and role phrases that the sentence holds."""
    start, end = pair.sentence.start, pair.sentence.end
    yield from sentence_grams(view, pair)
    yield from grams(view.masked(*_clause(view.text, pair), pair)[:_CLAUSE], "clause")
    yield from grams(view.masked(max(0, start - _FAR), start, pair)[-_BESIDE:], "previous")
    yield from grams(view.masked(end, min(len(view.text), end + _FAR), pair)[:_BESIDE], "next")
    yield from _lines(view, pair)
    yield from _kinds(view, pair)


def sentence_grams(view: PairView, pair: Pair) -> Iterator[str]:
    """Stretches of letters of the whole sentence."""
    return grams(view.masked(pair.sentence.start, pair.sentence.end, pair)[:_SENTENCE], "sentence")


def _clause(text: str, pair: Pair) -> tuple[int, int]:
    """From the mark before the coordination that holds the name to the mark behind it."""
    first, last = pair.group.start, pair.group.end
    opened = max((mark.end() for mark in _MARK.finditer(text, pair.sentence.start, first)), default=pair.sentence.start)
    closed = _MARK.search(text, last, max(last, pair.sentence.end))
    return opened, closed.start() if closed else max(last, pair.sentence.end)


def _lines(view: PairView, pair: Pair) -> Iterator[str]:
    """How the name's line begins and how the one above it ends."""
    line = pair.line
    yield from grams(view.masked(line.start, min(line.end, line.start + 30), pair)[:_OPENING], "opening")
    above = view.line_above(line)
    if above is not None:
        yield from grams(view.masked(max(above.start, above.end - 30), above.end, pair)[-_ABOVE:], "above")


def _kinds(view: PairView, pair: Pair) -> Iterator[str]:
    sole = len(view.of_lender) == 1
    start, end = pair.sentence.start, pair.sentence.end
    inside = any(start <= name.start < end for name in view.of_lender[pair.lender])
    roles = view.roles_in(start, end)
    yield f"sole lender={sole},{inside},{min(len(roles), 2)},{pair.partner.type}"
    yield f"many lenders={len(view.of_lender) > 3},{inside},{len(view.lenders) > 6}"
    for role in roles:
        yield f"role={role.code},{pair.partner.type},{role.kind}"
        yield f"role text={role.text},{role.end <= pair.partner.start}"
