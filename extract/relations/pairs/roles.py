"""Which role phrase, if any, tells the role of a pair: candidates and their features."""

import re
from collections.abc import Iterator, Sequence

from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import is_lender
from mingdan.extract.relations.pairs.features import above, around
from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.role_features import END

_EARLIER = 4
"""So many role phrases of the lines before may give the role."""
_COUNT = re.compile(r"(?:等|这|共)*[一二两三四五六七八九十\d]{1,4}[家个](?:新)?")
_COMMA = re.compile(r"[,，]")
_WHOLE, _LONGEST, _BESIDE = 16, 40, 10
_TAIL = 4
"""So many letters at the end of a name tell what kind of company it is."""
_NOBODY = 1000


def role_candidates(view: PairView, pair: Pair) -> list[RoleWord | None]:
    """None (no role is told), the last role phrases of the lines before, and those of the line."""
    earlier = [role for role in view.roles if role.end <= pair.line.start][-_EARLIER:]
    inside = view.roles_in(pair.line.start, pair.line.end)
    return [None, *earlier, *(role for role in inside if not _counts_others(view, pair, role))]


def _counts_others(view: PairView, pair: Pair, role: RoleWord) -> bool:
    """Whether a count ties the phrase to other names before it (``甲公司一家担保公司``)."""
    counted = _COUNT.search(view.text, max(pair.line.start, role.start - 8), role.start)
    ends = {name.end for name in view.names if name not in pair.group.names}
    return counted is not None and counted.end() == role.start and counted.start() in ends


def role_features(view: PairView, pair: Pair, role: RoleWord | None) -> list[str]:
    """Names of the features that hold for a candidate."""
    if role is None:
        return list(_no_role(view, pair))
    found = [*_place(view, pair, role), *_kind(pair, role), *_order(view, pair, role), *_words(view, pair, role)]
    return [*found, *_phrase(view, pair, role), *_owners(view, pair, role), *_rank(view, pair, role)]


def _no_role(view: PairView, pair: Pair) -> Iterator[str]:
    sentence = view.roles_in(pair.sentence.start, pair.sentence.end)
    line = view.roles_in(pair.line.start, pair.line.end)
    yield "none"
    yield f"none,{min(len(sentence), 3)}"
    yield f"none,line,{min(len(line), 3)}"
    yield f"none,{pair.partner.type}"
    left, right = around(view, pair)
    yield from grams(left, "none,left")
    yield from grams(right, "none,right")
    yield f"none,tail={pair.partner.text[-2:]}"
    yield f"none,tail={pair.partner.text[-_TAIL:]}"
    yield from (f"none,has={role.code},{role.kind}" for role in sentence)


def _side(pair: Pair, role: RoleWord) -> str:
    if role.end <= pair.group.start:
        return "before"
    return "behind" if role.start >= pair.group.end else "inside"


def _gap(pair: Pair, role: RoleWord) -> tuple[int, int]:
    before = role.end <= pair.partner.start
    return (role.end, pair.partner.start) if before else (pair.partner.end, role.start)


def _place(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    where, side = pair.where(role.start), _side(pair, role)
    start, stop = _gap(pair, role)
    names = [name for name in view.names_in(start, stop) if _is_other(pair, name)]
    roles = view.roles_in(start, stop)
    yield f"where={where},{side}"
    yield f"names between={where},{side},{min(len(names), 3)}"
    yield f"roles between={where},{side},{min(len(roles), 3)}"
    yield f"between={side},{min(len(names), 2)},{min(len(roles), 2)}"
    yield f"ends={side},{min(len(END.findall(view.text, start, stop)), 3)}"
    yield f"commas={side},{min(len(_COMMA.findall(view.text, start, stop)), 4)}"
    yield f"distance={side},{above(stop - start, 0, 1, 2, 4, 8, 14, 25, 50)}"


def _is_other(pair: Pair, name: Name) -> bool:
    return name.type not in NOT_PARTNER and name.value != pair.lender and name not in pair.group.names


def _kind(pair: Pair, role: RoleWord) -> Iterator[str]:
    where = pair.where(role.start)
    yield f"kind={role.kind},{where}"
    yield f"used={role.used},{where}"
    yield f"type={pair.partner.type},{role.code}"
    yield f"tail={pair.partner.text[-2:]},{role.code.split('.')[0]}"
    yield f"lender={is_lender(pair.partner)},{role.code}"


def _order(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    """The role among those of the sentence, and whether roles and names stand in the same order."""
    if pair.where(role.start) != "sentence":
        return
    side, span = _side(pair, role), pair.sentence
    roles = view.roles_in(span.start, span.end)
    nearest = min(roles, key=lambda other: max(pair.partner.start - other.end, other.start - pair.partner.end))
    yield f"roles={min(len(roles), 4)},{side}"
    yield f"nearest={nearest is role},{side}"
    names = [n for n in view.names_in(span.start, span.end) if n.type not in NOT_PARTNER and n.value != pair.lender]
    if 1 < len(names) == len(roles):
        yield f"aligned={_place_of(names, pair.partner) == _place_of(roles, role)}"
    yield f"分别={'分别' in view.text[span.start : span.end]},{side}"


def _phrase(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    """The phrase, its code with the end of the name and the lender's type, and the words beside the phrase."""
    side = _side(pair, role)
    yield f"text={role.text}"
    yield f"text={role.text},{side}"
    yield f"tail={pair.partner.text[-_TAIL:]},{role.code}"
    yield f"code={role.code},{side},{pair.where(role.start)}"
    yield f"lender type={view.of_lender[pair.lender][0].type},{role.code}"
    ahead = view.masked(max(0, role.start - 14), role.start, pair, role)[-_BESIDE:]
    behind = view.masked(role.end, min(len(view.text), role.end + 14), pair, role)[:_BESIDE]
    yield from grams(ahead, "ahead")
    yield from grams(behind, "following")
    yield f"ahead={ahead[-2:]},{side}"
    yield f"following={behind[:2]},{side}"


def _owners(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    """Whose names stand next to the phrase: the pair's partner (P), its lender (L), another (o)."""
    side = _side(pair, role)
    before, behind = view.beside(role)

    def whose(name: Name) -> str:
        return "P" if name in pair.group.names else "L" if name.value == pair.lender else "o"

    nearest = sorted((*before, *behind), key=lambda name: max(role.start - name.end, name.start - role.end))
    for place, name in enumerate(nearest[:2]):
        yield f"owner {place}={whose(name)},{name.end <= role.start},{side}"
    both = "".join(whose(names[0]) if names else "-" for names in (before, behind))
    yield f"owners={both},{side}"
    gaps = (role.start - before[0].end if before else _NOBODY, behind[0].start - role.end if behind else _NOBODY)
    yield f"owners={both},{above(gaps[0], 0, 1, 3, 8, 99)},{above(gaps[1], 0, 1, 3, 8, 99)}"


def _rank(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    """How many role phrases stand between it and the name, and how many of its code and of others the text has."""
    start, stop = _gap(pair, role)
    side = "before" if role.start < pair.partner.start else "behind"
    yield f"rank={side},{min(view.count_roles(start, stop), 4)},{pair.where(role.start)}"
    yield f"codes={min(view.codes[role.code], 4)},{min(len(view.codes), 4)}"


def _place_of(items: Sequence[object], item: object) -> int:
    return next((number for number, other in enumerate(items) if other is item), -1)


def _words(view: PairView, pair: Pair, role: RoleWord) -> Iterator[str]:
    before, side = role.end <= pair.partner.start, _side(pair, role)
    span = (role.start, pair.partner.end) if before else (pair.partner.start, role.end)
    middle = view.masked(*span, pair, role)
    if len(middle) <= _WHOLE:
        yield f"middle={middle}"
    yield f"opens={side},{middle[2:5]}"
    yield f"closes={side},{middle[-6:-2]}"
    yield from grams(middle[:_LONGEST], side)
    behind, ahead = view.text[role.end : role.end + 2], view.text[max(0, role.start - 2) : role.start]
    yield f"behind role={behind},{side}".replace("\n", "/")
    yield f"before role={ahead},{side}".replace("\n", "/")
