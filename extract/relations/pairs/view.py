"""A document as the models of pairs see it: who may be whose partner, and text with signs for mentions."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.prose import Group, coordinations
from mingdan.extract.relations.role_features import sentence_of
from mingdan.extract.segment.units import Line

_MOST_LENDERS = 5
"""So many lenders, the nearest first, may be whose partner a name is."""
_CHAIN = re.compile(r"<[pP](?:[、,，和与及“”\"「」]|以及|<[pP])*<[pP]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A name in running text and a lender (by canonical name) whose partner it may be.

    ``group`` is the coordination that holds the name, ``sentence`` the stretch between end marks.
    """

    partner: Name
    group: Group
    lender: str
    line: Line
    sentence: Span

    def where(self, place: int) -> str:
        """Whether a place lies in the name's sentence, in its line, or in earlier or later ones."""
        if self.sentence.start <= place < self.sentence.end:
            return "sentence"
        if self.line.start <= place < self.line.end:
            return "line"
        return "earlier" if place < self.line.start else "later"


def _dates_rows(context: Context, date: Entity) -> bool:
    """Whether the date has a value, is no range, and stands outside the tables."""
    inside = any(table.start <= date.start < table.end for table in context.tables)
    return bool(date.value) and "/" not in str(date.value) and not inside


class PairView:
    """One document with its mentions in order, ready for the features of all its pairs."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.draft.folded
        self.names = sorted(context.draft.names, key=lambda name: name.start)
        self.roles = sorted(context.draft.roles, key=lambda role: role.start)
        self._role_starts = [role.start for role in self.roles]
        self.codes = Counter(role.code for role in self.roles)
        self.lenders = [name for name in self.names if is_lender(name)]
        self.dates = [date for date in context.draft.dates if _dates_rows(context, date)]
        self.mentions = Counter(name.value for name in self.names)
        self.main = [value for value, _ in Counter(name.value for name in self.lenders).most_common(3)]
        self.of_lender: dict[str, list[Name]] = defaultdict(list)
        for name in self.lenders:
            self.of_lender[name.value].append(name)
        self._marks = self._find_marks()
        self._starts = [mark[0] for mark in self._marks]
        self._above = {line.start: above for above, line in pairwise(context.lines)}
        self._partners = [name for name in self.names if name.type not in NOT_PARTNER]
        self._partner_starts = [name.start for name in self._partners]
        self._partner_ends = [name.end for name in self._partners]

    def _find_marks(self) -> list[tuple[int, int, str, Name | RoleWord | None]]:
        marks: list[tuple[int, int, str, Name | RoleWord | None]] = [
            (date.start, date.end, "<D", None) for date in self.context.draft.dates
        ]
        marks += [(role.start, role.end, "<f", role) for role in self.roles]
        lenders = set(map(id, self.lenders))
        for name in self.names:
            sign = "<X" if name.type in NOT_PARTNER else "<l" if id(name) in lenders else "<p"
            marks.append((name.start, name.end, sign, name))
        return sorted(marks, key=lambda mark: mark[:3])

    def masked(self, start: int, end: int, pair: Pair, role: RoleWord | None = None) -> str:
        """The folded text of ``[start, end)`` with signs for mentions.

        ``<P`` is the pair's name, ``<L`` its lender, ``<F`` the given role; ``<p``, ``<l``, ``<f`` are others, ``<X`` a
        public body, ``<D`` a date, ``/`` a line end. A coordination of names that may be partners is one sign.
        """
        return self._masked(start, end, pair, role)

    def signs(self, start: int, end: int, role: RoleWord | None) -> str:
        """:meth:`masked` where no pair is meant."""
        return self._masked(start, end, None, role)

    def _masked(self, start: int, end: int, pair: Pair | None, role: RoleWord | None) -> str:
        parts: list[str] = []
        position = start
        for number in range(bisect_left(self._starts, start), len(self._marks)):
            begin, stop, sign, item = self._marks[number]
            if begin >= end:
                break
            if begin < position or stop > end:
                continue
            if pair is not None and item is pair.partner:
                sign = "<P"
            elif item is not None and item is role:
                sign = "<F"
            elif pair is not None and isinstance(item, Name) and item.value == pair.lender:
                sign = "<L"
            parts += (self.text[position:begin], sign)
            position = stop
        masked = ("".join(parts) + self.text[position:end]).replace("\n", "/")
        return _CHAIN.sub(lambda match: "<P" if "P" in match.group() else "<p", masked)

    def names_in(self, start: int, end: int) -> list[Name]:
        """Names inside ``[start, end)``."""
        return [name for name in self.names if start <= name.start and name.end <= end]

    def roles_in(self, start: int, end: int) -> list[RoleWord]:
        """Role phrases inside ``[start, end)``."""
        return [role for role in self.roles if start <= role.start and role.end <= end]

    def beside(self, role: RoleWord) -> tuple[list[Name], list[Name]]:
        """Up to two names that may be partners before a role phrase, and up to two behind it, the nearest first."""
        before = bisect_right(self._partner_ends, role.start)
        behind = bisect_left(self._partner_starts, role.end)
        return self._partners[max(0, before - 2) : before][::-1], self._partners[behind : behind + 2]

    def line_above(self, line: Line) -> Line | None:
        """The line before a line."""
        return self._above.get(line.start)

    def count_roles(self, start: int, end: int) -> int:
        """Number of role phrases that begin inside ``[start, end)``."""
        return bisect_left(self._role_starts, end) - bisect_left(self._role_starts, start)

    def cues_of(self, status: str, span: Span) -> Iterator[Span]:
        """Words in ``span`` that tell of coming, leaving or denial."""
        for match in getattr(cues(), status).finditer(self.text, span.start, span.end):
            yield Span(*match.span())

    def lender_near(self, pair: Pair) -> Name:
        """The mention of the pair's lender that stands nearest to the name."""
        return min(self.of_lender[pair.lender], key=lambda name: abs(name.start - pair.partner.start))

    def running_lines(self) -> Iterator[Line]:
        """The lines outside tables."""
        for line in self.context.lines:
            if not any(table.start <= line.start < table.end for table in self.context.tables):
                yield line

    def pairs(self) -> Iterator[Pair]:
        """All pairs of the lines outside tables, and those of the main platforms with lenders of later lines."""
        tried: set[tuple[str, str]] = set()
        last: dict[str, tuple[Name, Group, Line]] = {}
        main = self._platforms()
        for line in self.running_lines():
            for group in coordinations(self.context, self.names_in(line.start, line.end)):
                for name in group.names:
                    if name.type not in NOT_PARTNER:
                        last[name.value] = (name, group, line)
                        for lender in self._candidates(name, line):
                            tried.add((lender, name.value))
                            yield self._pair(name, group, lender, line)
            for lender in [lender for lender in self.lenders if line.start <= lender.start < line.end]:
                for value in main:
                    if value in last and value != lender.value and (lender.value, value) not in tried:
                        tried.add((lender.value, value))
                        name, group, earlier = last[value]
                        yield self._pair(name, group, lender.value, earlier)

    def _pair(self, name: Name, group: Group, lender: str, line: Line) -> Pair:
        return Pair(name, group, lender, line, Span(*sentence_of(self.context, name)))

    def _platforms(self) -> list[str]:
        """The three names most often told that are neither lenders nor public bodies."""
        found = Counter(n.value for n in self.names if n.type not in NOT_PARTNER and not is_lender(n))
        return [value for value, _ in found.most_common(3)]

    def _candidates(self, name: Name, line: Line) -> Sequence[str]:
        """Lenders of the line, the nearest first, who speaks there, and those of the lines before."""
        inside = [lender for lender in self.lenders if line.start <= lender.start < line.end]
        found = [lender.value for lender in sorted(inside, key=lambda lender: abs(lender.start - name.start))]
        found += [lender.value for lender in reversed(self.lenders) if lender.start < line.start]
        for known in (self.context.speaker(name.start)[0], self.context.signer):
            if known is not None and known.value in self.of_lender:
                found.insert(2, known.value)
        return [value for value in dict.fromkeys(found) if value != name.value][:_MOST_LENDERS]
