"""Facts from frames of clauses (``data/clause_frames.toml``); mentions of a sentence stand as one letter each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from mingdan.core.codes import Basis, Status
from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER, read_rules
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope

_LENDER, _PARTNER, _PUBLIC, _ROLE, _DATE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_SHORT = f"[^{_LENDER}-{_DATE}。；;，,：:、]{{0,8}}"
_AND = "(?:[、和与及]|以及)"
_ANY = f"[{_LENDER}{_PARTNER}]"
_LETTERS = {
    "L": f"(?:{_LENDER}(?:{_AND}{_LENDER})*)",
    "P": f"(?:{_ANY}(?:{_AND}{_ANY})*)",
    "F": _ROLE,
    "D": _DATE,
    "_": _SHORT,
}
_UNSURE = re.compile(r"传闻|据传|网传|传言|未经证实|是否|能否|如果|若|假如|应当|不得|拟|将(?!P)|有望|计划")
_QUOTES = '“”"「」'
Item = Name | RoleWord | Entity


@dataclass(frozen=True, slots=True)
class Frame:
    """One pattern; ``status`` of the rows that it states."""

    name: str
    pattern: re.Pattern[str]
    status: Status
    carried: bool = False
    """Whether the role is the one that was told last."""


@dataclass(slots=True)
class Masked:
    """A sentence with letters for mentions; ``items`` are what each letter's place stands for."""

    text: str = ""
    items: dict[int, Item] = field(default_factory=dict[int, Item])
    starts: list[int] = field(default_factory=list[int])
    """Place in the draft's text of each character of ``text``."""


@cache
def frames() -> tuple[Frame, ...]:
    """The frames of the data file, compiled once."""
    return tuple(
        Frame(
            row["name"],
            re.compile(_compiled(row["pattern"])),
            row.get("status", "listed"),
            row.get("carried", False),
        )
        for row in read_rules("clause_frames.toml")["frame"]
    )


def _compiled(pattern: str) -> str:
    """Letters outside of group names and classes' heads become what they stand for."""
    inside = {"L": _LENDER, "P": f"{_LENDER}{_PARTNER}", "F": _ROLE, "D": _DATE}
    classes = re.sub(r"\[[^\]]*\]", lambda match: "".join(inside.get(char, char) for char in match.group()), pattern)
    parts = re.split(r"(\(\?P<\w>|\[[^\]]*\])", classes)
    return "".join(part if number % 2 else _spelled(part) for number, part in enumerate(parts))


def _spelled(part: str) -> str:
    return "".join(_LETTERS.get(char, char) for char in part)


def clause_facts(context: Context, sentence: Span, scope: Scope, basis: Basis) -> list[Fact]:
    """What the frames read in a sentence; nothing where it is unsure or about other business."""
    if not context.names_in(sentence.start, sentence.end):
        return []  # every frame has a name
    text = context.draft.folded[sentence.start : sentence.end]
    if scope.plan or cues().plan.search(text) or cues().other_business.search(text) or _UNSURE.search(text):
        return []
    masked = _mask(context, sentence)
    found: list[Fact] = []
    line = context.line_at(sentence.start)
    opens = line is None or not context.draft.text[line.start : sentence.start].strip()
    for frame in frames():
        if frame.carried and opens:
            continue
        for match in frame.pattern.finditer(masked.text):
            found += _facts(context, masked, match, frame, scope, basis)
    return _first_of_each(found)


def _mask(context: Context, sentence: Span) -> Masked:
    names = context.names_in(sentence.start, sentence.end)
    items: list[tuple[int, int, str, Item]] = [(name.start, name.end, _letter(name), name) for name in names]
    items += [(r.start, r.end, _ROLE, r) for r in context.roles_in(sentence.start, sentence.end)]
    items += [(d.start, d.end, _DATE, d) for d in context.dates_in(sentence.start, sentence.end)]
    masked, position = Masked(), sentence.start
    for start, end, letter, item in sorted(items, key=lambda entry: (entry[0], -entry[1])):
        if start < position:
            continue
        _copy(context, masked, position, start)
        masked.items[len(masked.text)] = item
        masked.text += letter
        masked.starts.append(start)
        position = end
    _copy(context, masked, position, sentence.end)
    return masked


def _copy(context: Context, masked: Masked, start: int, end: int) -> None:
    for place in range(start, end):
        char = context.draft.folded[place]
        if char not in _QUOTES and not char.isspace():
            masked.text += char
            masked.starts.append(place)


def _letter(name: Name) -> str:
    if is_lender(name):
        return _LENDER
    return _PUBLIC if name.type in NOT_PARTNER else _PARTNER


def _facts(
    context: Context, masked: Masked, match: re.Match[str], frame: Frame, scope: Scope, basis: Basis
) -> Iterator[Fact]:
    given = match.groupdict()
    lenders = _names(masked, match, "l") if given.get("l") else (scope.discloser,) if scope.discloser else ()
    role = masked.items.get(match.start("f")) if given.get("f") else scope.role if frame.carried else None
    if frame.carried and role is None:
        return
    span = None
    if frame.status != "listed" and given.get("s"):
        span = Span(masked.starts[match.start("s")], masked.starts[match.end("s") - 1] + 1)
    date = _date(masked, match) or (scope.date if basis == "list" else None)
    told: Basis = "report" if frame.status == "denied" else basis
    for lender in lenders:
        for partner in _names(masked, match, "p"):
            if partner.value != lender.value and partner.type not in NOT_PARTNER:
                word = role if isinstance(role, RoleWord) else None
                yield Fact(lender, partner, word, frame.status, told, date, scope.policy, span, 0.72)


def _names(masked: Masked, match: re.Match[str], group: str) -> tuple[Name, ...]:
    items = (masked.items.get(place) for place in range(match.start(group), match.end(group)))
    return tuple(item for item in items if isinstance(item, Name))


def _date(masked: Masked, match: re.Match[str]) -> Dated | None:
    """The one point in time inside the clause, or right before it."""
    places = [place for place in range(max(0, match.start() - 3), match.end()) if masked.text[place] == _DATE]
    found = [item for item in map(masked.items.get, places) if isinstance(item, Entity)]
    dates = [date for date in found if date.value and "/" not in date.value]
    return Dated.of(dates[0]) if len(dates) == 1 else None


def _first_of_each(facts: Sequence[Fact]) -> list[Fact]:
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if (fact.partner.value, fact.discloser.value) not in kept:
            kept.setdefault((fact.discloser.value, fact.partner.value), fact)
    return list(kept.values())


def united(clauses: list[Fact], others: list[Fact]) -> list[Fact]:
    """Both, but of the others only those whose partner no clause speaks of."""
    told = {fact.partner.value for fact in clauses} | {fact.discloser.value for fact in clauses}
    return clauses + [fact for fact in others if fact.partner.value not in told]
