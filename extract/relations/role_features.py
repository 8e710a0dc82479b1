"""What a role phrase's surroundings show: features for the model that tells mentions from mere words.

A role phrase counts as a mention where it assigns or lists roles of a named lender's partners (GUIDELINES 1 and 4.2).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.rows import Fact

RULE_LIKE = re.compile(
    r"要求|应当|不得|必须|实行名单制|监管|规定|新规|是指|依法|纳入管理|行业|普遍|一般|通常|所谓|什么是|谨防|警惕"
)
"""Words of rules and general remarks."""
END = re.compile(r"[。！？!?；;\n]")
_NEAR, _WINDOW = 60, 10


@dataclass(slots=True)
class RoleView:
    """A document as the features see it: names, dates and other roles stand as one sign each."""

    context: Context
    facts: Sequence[Fact]
    signs: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    """Start of a mention -> its end and the sign that stands for it."""
    starts: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        draft = self.context.draft
        for role in draft.roles:
            self.signs[role.start] = role.end, "F"
        for date in draft.dates:
            self.signs[date.start] = date.end, "D"
        for name in draft.names:
            self.signs[name.start] = name.end, _sign(name)
        self.starts = sorted(self.signs)

    def masked(self, start: int, end: int) -> str:
        """The folded text of ``[start, end)`` with signs for mentions; mentions cut by the edges are left out."""
        text = self.context.draft.folded
        parts: list[str] = []
        position = start
        for begin in self.starts[bisect_right(self.starts, start - 1) :]:
            if begin >= end:
                break
            stop, sign = self.signs[begin]
            if begin >= position and stop <= end:
                parts += [text[position:begin], f"\ue000{sign}"]
                position = stop
        return ("".join(parts) + text[position:end]).replace("\n", "/").replace("\ue000", "<")


def _sign(name: Name) -> str:
    return "L" if is_lender(name) else "R" if name.type in NOT_PARTNER else "P"


def role_features(view: RoleView, role: RoleWord) -> list[str]:
    """Names of the features that hold for ``role``; its ``used`` is what the rules say of it."""
    return [*_around(view, role), *_word(view, role), *_sentence(view, role), *_place(view, role)]


def _around(view: RoleView, role: RoleWord) -> Iterator[str]:
    left = view.masked(max(0, role.start - _NEAR), role.start)[-_WINDOW:]
    right = view.masked(role.end, min(len(view.context.draft.folded), role.end + _NEAR))[:_WINDOW]
    for size in (1, 2, 3, 4):
        yield f"left{size}={left[-size:]}"
        yield f"right{size}={right[:size]}"
    for position in range(_WINDOW - 1):
        yield f"before={left[position : position + 2]}"
        yield f"after={right[position : position + 2]}"
    yield f"between={left[-1:]}{right[:1]}"


def _word(view: RoleView, role: RoleWord) -> Iterator[str]:
    same = [r for r in view.context.draft.roles if r is not role and r.text == role.text]
    yield f"rules={role.used}"
    yield f"rules,kind={role.used},{role.kind}"
    yield f"code={role.code}"
    yield f"word={role.text}"
    yield f"tail={role.text[-2:]}"
    yield f"length={_bucket(len(role.text), 2, 4, 6)}"
    yield f"same used={any(r.used for r in same)}"
    yield f"first={not any(r.start < role.start for r in same)}"


def _sentence(view: RoleView, role: RoleWord) -> Iterator[str]:
    context = view.context
    start, end = sentence_of(context, role)
    text = context.draft.folded[start:end]
    names = context.names_in(start, end)
    lenders = sum(is_lender(n) for n in names)
    partners = [n for n in names if not is_lender(n) and n.type not in NOT_PARTNER]
    others = [r for r in context.roles_in(start, end) if r is not role]
    after = min((n.start - role.end for n in partners if n.start >= role.end), default=99)
    before = min((role.start - n.end for n in partners if n.end <= role.start), default=99)
    yield f"lenders,partners={_bucket(lenders, 0, 1)},{_bucket(len(partners), 0, 1, 2)}"
    yield f"public={any(n.type in NOT_PARTNER for n in names)}"
    yield f"to next={_bucket(after, 0, 1, 2, 4, 8, 20, 98)}"
    yield f"to last={_bucket(before, 0, 1, 2, 4, 8, 20, 98)}"
    yield f"states a row={any(start <= f.partner.start < end for f in view.facts)}"
    yield f"roles used={any(r.used for r in others)}"
    yield f"roles={_bucket(len(others), 0, 1, 2)}"
    for cue in ("plan", "denied", "added", "removed"):
        yield f"{cue}={bool(getattr(cues(), cue).search(text))}"
    yield f"rule={bool(RULE_LIKE.search(text))}"
    yield f"question={bool(re.search(r'[?？]', context.draft.folded[start : end + 1]))}"


def _place(view: RoleView, role: RoleWord) -> Iterator[str]:
    context = view.context
    text, line = context.draft.folded, context.line_at(role.start)
    yield f"notice={context.notice}"
    yield f"rows={_bucket(len(view.facts), 0, 3, 10)}"
    yield f"table={any(t.start <= role.start < t.end for t in context.tables)}"
    yield f"quoted={text[role.start - 1 : role.start] in '“「'},{text[role.end : role.end + 1] in '”」'}"
    if line is None:
        return
    share = (role.end - role.start) * 10 // max(1, len(line.text.strip()))
    yield f"heading={line.heading_mark}"
    yield f"item={line.marker > 0}"
    yield f"share={_bucket(share, 0, 1, 3, 6, 9)}"
    yield f"notice,heading,share={context.notice},{line.heading_mark},{_bucket(share, 1, 3, 6)}"
    yield f"line={_bucket(context.lines.index(line), 0, 2)}"


def sentence_of(context: Context, role: RoleWord | Name | Span) -> tuple[int, int]:
    """Start and end of the sentence of a role phrase, name or place inside its line, without the mark that ends it."""
    line = context.line_at(role.start)
    if line is None:
        return role.start, role.end
    text = context.draft.folded
    start = max((m.end() for m in END.finditer(text, line.start, role.start)), default=line.start)
    stop = END.search(text, role.end, line.end)
    return start, stop.start() if stop else line.end


def _bucket(number: int, *edges: int) -> int:
    """Index of the first edge that is not below ``number``."""
    return next((i for i, edge in enumerate(edges) if number <= edge), len(edges))
