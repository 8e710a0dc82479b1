"""Numbers of partners as a model weighs them, with what the rules read as one of their features."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mingdan.core.codes import CountRole
from mingdan.core.records import Span, StatedCount
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.numbers import NUMBER, RESPECTIVELY, chinese_number
from mingdan.extract.relations.pairs.features import above
from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.relations.role_features import END, sentence_of
from mingdan.models.linear import LinearModel, shipped_model

MODEL = "counts"
SURE, READ, FURTHER = -0.7, -1.0, 0.5
"""Log odds from which on a number counts partners, one that a rule read so, and a second reading of the same number."""
_NUMBERS = re.compile(rf"(?P<n>{NUMBER})\s*(?P<unit>家|席|个(?![月工自季百基交])|名|位|行)")
_LEFT, _RIGHT, _LONGEST = 14, 10, 60
_EARLIER, _LENDERS = 2, 3


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and what it may count: partners of a lender in a role, or in all (``role`` is None).

    ``start`` and ``end`` hold the number and its unit.
    """

    start: int
    end: int
    number: int
    lender: Name
    role: RoleWord | None

    def code(self, context: Context) -> CountRole:
        """The code of the role; a bare number in a paper about one role counts that role."""
        return self.role.code if self.role else context.title_role or "all"


def shipped_counts() -> LinearModel:
    """The model of the package."""
    return shipped_model(MODEL)


def judged_counts(view: PairView, stated: Sequence[StatedCount], model: LinearModel) -> list[StatedCount]:
    """The counts that the model reads; of the rules those that stand at no number of the text, and zeros."""
    found: list[StatedCount] = []
    places: set[int] = set()
    for options in candidates(view):
        places.add(options[0].end)
        scored = [(model.score(count_features(view, option, stated)), option) for option in options]
        best = max(scored, key=lambda item: item[0])
        for odds, option in scored:
            least = READ if _is_exact(view, option, stated) else SURE
            if odds > FURTHER or (odds > least and option is best[1]):
                found.append(_count(view.context, option))
    return [*found, *(count for count in stated if not count.count or count.end not in places)]


def _count(context: Context, option: Counted) -> StatedCount:
    if option.role is not None:
        option.role.used = True
    _, date = context.list_speaker(option.start)
    when = date.value if date else None
    return StatedCount(option.lender.value, option.code(context), option.number, when, option.start, option.end)


def candidates(view: PairView) -> Iterator[list[Counted]]:
    """For each number of the running text what it may count."""
    names = [name.span for name in view.names]
    for line in view.running_lines():
        ruled = [match.span() for match in RESPECTIVELY.finditer(view.text, line.start, line.end)]
        for match in _NUMBERS.finditer(view.text, line.start, line.end):
            if any(start <= match.start() < end for start, end in ruled):
                continue  # which number is of which role the order tells, or nothing does
            if any(span.start < match.end() and match.start() < span.end for span in names):
                continue
            number = chinese_number(match["n"])
            lenders = _lenders(view, match.start())
            roles = _roles(view, line.start, match.start(), match.end())
            options = [Counted(match.start(), match.end(), number, x, role) for x in lenders for role in roles]
            if number and options:
                yield options


def _lenders(view: PairView, place: int) -> list[Name]:
    """Who speaks, the last lender named before, and who signs."""
    before = [name for name in view.lenders if name.end <= place]
    found = [view.context.speaker(place)[0], before[-1] if before else None, view.context.signer]
    known = {name.value: name for name in reversed(found) if name is not None and is_lender(name)}
    return list(known.values())[:_LENDERS]


def _roles(view: PairView, line: int, start: int, end: int) -> list[RoleWord | None]:
    """None (all roles), the last role phrases of the lines before, and those of the sentence."""
    left, right = _sentence(view, start, end)
    earlier = [role for role in view.roles if role.end <= line][-_EARLIER:]
    inside = view.roles_in(max(left, start - _LONGEST), min(right, end + _LONGEST))
    return [None, *(role for role in earlier if role.start < left), *inside]


def _sentence(view: PairView, start: int, end: int) -> tuple[int, int]:
    return sentence_of(view.context, Span(start, end))


def count_features(view: PairView, option: Counted, stated: Iterable[StatedCount]) -> list[str]:
    """Names of the features that hold for a reading of a number."""
    left, right = _sentence(view, option.start, option.end)
    before = view.signs(max(left, option.start - 3 * _LEFT), option.start, option.role)[-_LEFT:]
    behind = view.signs(option.end, min(right, option.end + 3 * _RIGHT), option.role)[:_RIGHT]
    unit = view.text[option.end - 1]
    found = [f"number={above(option.number, 1, 2, 5, 10, 30)}", f"unit={unit}", f"notice={view.context.notice}"]
    for size in (1, 2, 3, 4, 6):
        found += (f"left{size}={before[-size:]}", f"right{size}={behind[:size]}")
    found += [*grams(before, "left"), *grams(behind, "right")]
    found += [*_rule(view, option, stated), *_role(view, option), *_lender(view, option, left)]
    return found


def _rule(view: PairView, option: Counted, stated: Iterable[StatedCount]) -> Iterator[str]:
    here = [count for count in stated if count.end == option.end and count.count == option.number]
    same = [count for count in here if count.discloser == option.lender.value]
    exact = _is_exact(view, option, same)
    yield f"rule={'exact' if exact else 'lender' if same else 'number' if here else 'no'}"


def _is_exact(view: PairView, option: Counted, stated: Iterable[StatedCount]) -> bool:
    """Whether a rule reads the number so."""
    wanted = (option.end, option.number, option.lender.value, option.code(view.context))
    return any((count.end, count.count, count.discloser, count.role) == wanted for count in stated)


def _role(view: PairView, option: Counted) -> Iterator[str]:
    role = option.role
    if role is None:
        near = view.roles_in(max(0, option.start - _LEFT), option.end + _RIGHT)
        yield f"all,near={min(len(near), 2)}"
        yield f"all,title={view.context.title_role is not None}"
        return
    side = "before" if role.end <= option.start else "behind"
    start, stop = (role.end, option.start) if side == "before" else (option.end, role.start)
    yield f"side={side},{role.kind}"
    yield f"role distance={side},{above(stop - start, 0, 1, 2, 4, 8, 16, 30)}"
    yield f"roles between={side},{min(len(view.roles_in(start, stop)), 2)}"
    yield f"names between={side},{min(len(view.names_in(start, stop)), 3)}"
    yield f"numbers between={side},{min(len(_NUMBERS.findall(view.text, start, stop)), 3)}"
    yield f"ends={side},{min(len(END.findall(view.text, start, stop)), 2)}"
    middle = view.signs(start, stop, None)
    if len(middle) <= _RIGHT:
        yield f"middle={side},{middle}"


def _lender(view: PairView, option: Counted, sentence: int) -> Iterator[str]:
    speaker = view.context.speaker(option.start)[0]
    before = [name for name in view.lenders if name.end <= option.start]
    inside = {name.value for name in before if name.start >= sentence}
    yield f"speaks={speaker is not None and speaker.value == option.lender.value}"
    yield f"last={bool(before) and before[-1].value == option.lender.value},{min(len(inside), 2)}"
    yield f"inside={option.lender.value in inside},{min(len(inside), 3)}"
    yield f"signs={view.context.signer is not None and view.context.signer.value == option.lender.value}"
