"""What tells whether a name is a lender's partner: who stands where, and the words between and around."""

from collections.abc import Iterator

from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.context import is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.pairs.wide import wide_features
from mingdan.extract.relations.role_features import END

_NEAR, _WINDOW, _WHOLE = 40, 14, 16
_CUES = ("plan", "denied", "added", "removed", "other_business", "list_word", "publish", "enumerate", "reject")


def above(number: float, *edges: float) -> int:
    """How many of the edges the number passes."""
    return sum(number > edge for edge in edges)


def around(view: PairView, pair: Pair) -> tuple[str, str]:
    """The masked text of the sentence before and behind the coordination that holds the name."""
    first, last = pair.group.start, pair.group.end
    left = view.masked(max(pair.sentence.start, first - _NEAR), first, pair)[-_WINDOW:]
    right = view.masked(last, max(last, min(pair.sentence.end, last + _NEAR)), pair)[:_WINDOW]
    return left, right


def pair_features(view: PairView, pair: Pair) -> list[str]:
    """Names of the features that hold for a pair."""
    mentions = view.of_lender[pair.lender]
    inside = [name for name in mentions if pair.sentence.start <= name.start < pair.sentence.end]
    where = _where(pair, mentions, inside)
    found = [f"where={where}", *_lenders(view, pair, mentions, where), *_name(view, pair)]
    if inside:
        found += _between(view, pair, inside)
    found += _surroundings(view, pair)
    found += _roles(view, pair, where)
    found += wide_features(view, pair)
    return found


def _where(pair: Pair, mentions: list[Name], inside: list[Name]) -> str:
    if inside:
        return "sentence"
    if any(pair.line.start <= name.start < pair.line.end for name in mentions):
        return "line"
    return "before" if any(name.end <= pair.partner.start for name in mentions) else "behind"


def _lenders(view: PairView, pair: Pair, mentions: list[Name], where: str) -> Iterator[str]:
    """Where the lender stands among others."""
    own = (pair.lender, pair.partner.value)
    for name, span in (("others", pair.sentence), ("others of line", Span(pair.line.start, pair.line.end))):
        others = {x.value for x in view.lenders if span.start <= x.start < span.end and x.value not in own}
        yield f"{name}={min(len(others), 3)},{where}"
    before = [name for name in mentions if name.end <= pair.partner.start]
    if before:
        start, stop = before[-1].end, pair.partner.start
        between = {x.value for x in view.lenders if start <= x.start and x.end <= stop and x.value not in own}
        yield f"between={min(len(between), 3)},{where}"
        yield f"lines={above(view.text.count(chr(10), start, stop), 0, 1, 3)}"
        yield f"ends={above(len(END.findall(view.text, start, stop)), 0, 1, 2, 4)}"
    speaker = view.context.speaker(pair.partner.start)[0]
    yield f"speaks={speaker is not None and speaker.value == pair.lender},{where}"
    yield f"main={view.main.index(pair.lender) if pair.lender in view.main else 9},{len(view.main)}"
    yield f"only lender={len(view.of_lender) == 1}"
    title = view.context.lines[0].end if view.context.lines else 0
    yield f"title={any(name.start < title for name in mentions)}"


def _name(view: PairView, pair: Pair) -> Iterator[str]:
    name, line = pair.partner, pair.line
    yield f"type={name.type}"
    yield f"lender={is_lender(name)}"
    yield f"rule={name.rule.split(':')[0]}"
    yield f"group={above(len(pair.group.names), 1, 2, 4)}"
    yield f"mentions={above(view.mentions[name.value], 1, 2, 4)}"
    yield f"notice={view.context.notice}"
    yield f"item={line.marker > 0}"
    yield f"heading={line.heading_mark}"


def _between(view: PairView, pair: Pair, inside: list[Name]) -> Iterator[str]:
    """The masked text from the lender's nearest mention in the sentence to the name, both included."""
    lender = min(inside, key=lambda name: abs(name.start - pair.partner.start))
    first = lender.start < pair.partner.start
    span = (lender.start, pair.partner.end) if first else (pair.partner.start, lender.end)
    middle, order = view.masked(*span, pair), "LP" if first else "PL"
    yield f"order={order}"
    yield f"length={order},{above(len(middle), 6, 10, 16, 26, 40)}"
    if len(middle) <= _WHOLE:
        yield f"middle={middle}"
    yield from grams(middle, order)


def _surroundings(view: PairView, pair: Pair) -> Iterator[str]:
    left, right = around(view, pair)
    for size in (1, 2, 3, 4):
        yield f"left{size}={left[-size:]}"
        yield f"right{size}={right[:size]}"
    yield from grams(left, "left")
    yield from grams(right, "right")
    yield f"both={left[-1:]}{right[:1]}"
    sentence = view.text[pair.sentence.start : pair.sentence.end]
    for cue in _CUES:
        yield f"{cue}={bool(getattr(cues(), cue).search(sentence))}"
    yield f"question={view.text[pair.sentence.end : pair.sentence.end + 1] == '?'}"


def _roles(view: PairView, pair: Pair, where: str) -> Iterator[str]:
    """Role phrases of the sentence, and the nearest ones before and behind the names."""
    group = pair.group
    roles = view.roles_in(pair.sentence.start, pair.sentence.end)
    yield f"roles={min(len(roles), 3)},{where}"
    yield f"roles of line={min(len(view.roles_in(pair.line.start, pair.line.end)), 3)}"
    before = [role for role in roles if role.end <= group.start]
    behind = [role for role in roles if role.start >= group.end]
    if before:
        yield from _nearest(view, pair, before[-1], before[-1].end, group.start, "before")
    if behind:
        yield from _nearest(view, pair, behind[0], group.end, behind[0].start, "behind")


def _nearest(view: PairView, pair: Pair, role: RoleWord, start: int, stop: int, side: str) -> Iterator[str]:
    yield f"role {side}={above(stop - start, 0, 1, 2, 5, 12, 25)}"
    yield f"names to role {side}={bool(view.names_in(start, stop))}"
    span = (role.start, pair.group.end) if side == "before" else (pair.group.start, role.end)
    middle = view.masked(*span, pair, role)
    if len(middle) <= _WINDOW:
        yield f"role {side}={middle}"
    yield f"role {side}={role.code.split('.')[0]},{pair.partner.type}"
