"""Working state of one document while the components run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mingdan.core.codes import InstitutionType, Role
from mingdan.core.fold import Squeezed, fold, squeeze
from mingdan.core.records import Entity, Issue, Partnership, Policy, PublishedList, Span, StatedCount


@dataclass(slots=True)
class Name:
    """An institution mention while it is being resolved. ``rule`` says which rule found it; offsets as in records."""

    start: int
    end: int
    text: str
    type: InstitutionType
    rule: str
    confidence: float
    value: str = ""

    @property
    def span(self) -> Span:
        """The mention's span."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class RoleWord:
    """A role phrase; ``used`` turns true when it assigns or lists roles of a named lender's partners."""

    start: int
    end: int
    text: str
    code: Role
    kind: str
    source: str
    used: bool = False

    @property
    def span(self) -> Span:
        """The phrase's span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class RowHints:
    """``notice``: the paper speaks for one lender. ``odds``: log odds that a lender and a partner (canonical names) in
    running text are a row, of their surest pair. ``by_models``: lender, partner and status of rows that no rule read.
    ``leads``: for lender, partner and status of a row that the models weighed, by how much more likely they hold its
    status, its role and its lender than the next.
    """

    notice: bool = False
    odds: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    by_models: frozenset[tuple[str, str, str]] = frozenset()
    leads: Mapping[tuple[str, str, str], tuple[float, float, float]] = field(
        default_factory=dict[tuple[str, str, str], tuple[float, float, float]]
    )


@dataclass(slots=True)
class Draft:
    """One document in the making. Components add to it; :mod:`mingdan.extract.assemble` turns it into a record."""

    text: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    silent_publisher: Name | None = None
    """The publisher that was given beside a text that never names it; its span is empty."""
    names: list[Name] = field(default_factory=list[Name])
    roles: list[RoleWord] = field(default_factory=list[RoleWord])
    dates: list[Entity] = field(default_factory=list[Entity])
    policies: list[Entity] = field(default_factory=list[Entity])
    products: list[Entity] = field(default_factory=list[Entity])
    policy_facts: dict[str, Policy] = field(default_factory=dict[str, Policy])
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    """Surface key -> surface of the full name that the document defines it for."""
    how: dict[str, str] = field(default_factory=dict[str, str])
    """Canonical name -> rule and source of its resolution."""
    rows: list[Partnership] = field(default_factory=list[Partnership])
    lists: list[PublishedList] = field(default_factory=list[PublishedList])
    counts: list[StatedCount] = field(default_factory=list[StatedCount])
    issues: list[Issue] = field(default_factory=list[Issue])
    hints: RowHints = RowHints()
    """What the readers of rows know of them that no record holds."""
    folded: str = field(init=False)
    squeezed: Squeezed = field(init=False)

    def policies_on(self, start: int, end: int) -> list[Entity]:
        """Policies inside ``[start, end)``."""
        return [p for p in self.policies if start <= p.start and p.end <= end]

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self.squeezed = squeeze(self.folded)
