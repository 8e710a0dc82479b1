"""What is in force at a place of the text: who discloses, in which role, added or removed, as of when."""

from dataclasses import dataclass, replace

from mingdan.core.codes import Status
from mingdan.core.records import Entity, Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.dated import Dated


@dataclass(frozen=True, slots=True)
class Scope:
    """State of the reader between two lines. ``plan``: what follows is planned or not lending cooperation."""

    discloser: Name | None = None
    role: RoleWord | None = None
    status: Status = "listed"
    status_span: Span | None = None
    date: Dated | None = None
    policy: Entity | None = None
    listing: bool = False
    plan: bool = False
    base_status: Status = "listed"
    """Status that the title or the opening sentence gives to all that follows."""

    def with_role(self, role: RoleWord | None) -> "Scope":
        """The same scope under another role."""
        return replace(self, role=role)
