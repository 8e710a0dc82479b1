"""What the whole document says about its list: who discloses, as of when, by which rule."""

import re
from dataclasses import dataclass, field

from mingdan.core.codes import Role
from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Draft, Name, RoleWord
from mingdan.extract.knowledge import LENDER_TYPES
from mingdan.extract.relations.dated import Dated
from mingdan.extract.segment.cells import Table
from mingdan.extract.segment.units import Line


@dataclass(slots=True)
class Context:
    """Document-level facts that rows fall back on. ``notice``: a lender speaks of its own list in its own paper."""

    draft: Draft
    lines: list[Line]
    tables: list[Table] = field(default_factory=list[Table])
    notice: bool = False
    signer: Name | None = None
    list_date: Dated | None = None
    page_date: Dated | None = None
    lender_policies: dict[str, Entity] = field(default_factory=dict[str, Entity])
    """Lender's canonical name -> rule to which a press text ties its list."""
    lender_dates: dict[str, list[Dated]] = field(default_factory=dict[str, list[Dated]])
    """Lender's canonical name -> dates of its list, as a press text tells them anywhere."""
    statement_dates: dict[str, Dated] = field(default_factory=dict[str, Dated])
    """Lender's canonical name -> day of its statement or answer, as a press text tells it."""
    policy: Entity | None = None
    title_role: Role | None = None
    """The one role that the title of a notice names: its bare totals count that role."""
    other_paper: bool = False
    """Whether the title names a list of something else than lending partners."""
    empty_roles: list[RoleWord] = field(default_factory=list[RoleWord])
    """Roles of headings that say 无."""
    empty_lists: list[Span] = field(default_factory=list[Span])
    """Lines that say 无 of a whole list, and tables whose rows say nothing else."""
    speakers: list[tuple[int, Name | None, Dated | None]] = field(
        default_factory=list[tuple[int, Name | None, Dated | None]]
    )
    """Who discloses from this offset on, and as of when; filled while the text is walked."""

    def speaker(self, offset: int) -> tuple[Name | None, Dated | None]:
        """The lender whose list the text speaks of at ``offset``, and the list's date."""
        before = [entry for entry in self.speakers if entry[0] <= offset]
        return (before[-1][1], before[-1][2]) if before else (self.signer, self.list_date)

    def list_speaker(self, offset: int) -> tuple[Name | None, Dated | None]:
        """Whose list a number at ``offset`` speaks of, and its date: in a notice always the signer's own."""
        if self.notice and self.signer is not None:
            return self.signer, self.list_date
        return self.speaker(offset)

    def names_in(self, start: int, end: int) -> list[Name]:
        """Names inside ``[start, end)``, in text order."""
        return [n for n in self.draft.names if start <= n.start and n.end <= end]

    def roles_in(self, start: int, end: int) -> list[RoleWord]:
        """Role phrases inside ``[start, end)``, in text order."""
        return [r for r in self.draft.roles if start <= r.start and r.end <= end]

    def dates_in(self, start: int, end: int) -> list[Entity]:
        """Dates inside ``[start, end)``, in text order."""
        return [d for d in self.draft.dates if start <= d.start and d.end <= end]

    def points_in(self, start: int, end: int) -> list[Entity]:
        """Dates inside ``[start, end)`` that have a value and are no ranges."""
        return [d for d in self.dates_in(start, end) if d.value and "/" not in d.value]

    def line_at(self, offset: int) -> Line | None:
        """The line that holds ``offset``; ``None`` between lines."""
        return next((line for line in self.lines if line.start <= offset < line.end), None)

    def fills_line(self, name: Name) -> bool:
        """Whether the name makes up half of its line, dates apart."""
        line = self.line_at(name.start)
        if line is None:
            return False
        dates = sum(d.end - d.start for d in self.dates_in(line.start, line.end))
        return len(name.text) * 2 >= len(line.text.strip()) - dates


_LENDING = re.compile(
    r"汽车金融|金融租赁|财务有限|贷款(?:股份)?有限|贷款公司$|资金互助社|融资租赁|金融公司$|信用卡中心|农村信用社|信用联社|直销银行"
)


def is_lender(name: Name) -> bool:
    """Whether the institution can publish a list of lending partners."""
    return name.type in LENDER_TYPES or bool(_LENDING.search(name.value or name.text))
