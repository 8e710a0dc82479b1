"""Building rows: one fact, its cells and the stretch of text that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mingdan.core.codes import Basis, Role, Status
from mingdan.core.fold import name_key
from mingdan.core.records import Cells, Entity, Partnership, Span
from mingdan.extract.draft import Draft, Name, RoleWord
from mingdan.extract.relations.dated import Dated

MAX_EVIDENCE = 1200


@dataclass(slots=True)
class Fact:
    """What a rule read: everything that a row needs, with the mentions that it was read from.

    ``firm``: it stands in a list, whose form tells more than its words.
    """

    discloser: Name
    partner: Name
    role: RoleWord | None
    status: Status = "listed"
    basis: Basis = "list"
    date: Dated | None = None
    policy: Entity | None = None
    status_span: Span | None = None
    confidence: float = 0.8
    product: str | None = None
    contact: str | None = None
    term_start: str | None = None
    term_end: str | None = None
    inherit_policy: bool = True
    firm: bool = False


def build_row(draft: Draft, fact: Fact) -> Partnership:
    """Turn a fact into a row and mark its role phrase as used."""
    if fact.role is not None:
        fact.role.used = True
    span = _evidence(fact)
    return Partnership(
        discloser=fact.discloser.value,
        partner=fact.partner.value,
        role=_code(fact.role),
        status=fact.status,
        basis=fact.basis,
        date=fact.date.value if fact.date else None,
        policy=fact.policy.value if fact.policy else None,
        evidence=draft.text[span.start : span.end],
        start=span.start,
        end=span.end,
        discloser_text=fact.discloser.text or None,
        partner_text=fact.partner.text,
        role_text=fact.role.text if fact.role else None,
        product=fact.product,
        contact=fact.contact,
        term_start=fact.term_start,
        term_end=fact.term_end,
        cells=_cells(fact),
        confidence=round(min(fact.confidence, fact.partner.confidence), 2),
    )


def _code(role: RoleWord | None) -> Role:
    return role.code if role else "unspecified"


def _evidence(fact: Fact) -> Span:
    spans = [fact.partner.span]
    if fact.role is not None:
        spans.append(fact.role.span)
    if fact.status != "listed" and fact.status_span is not None:
        spans.append(fact.status_span)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Span(start, end) if end - start <= MAX_EVIDENCE else fact.partner.span


def _cells(fact: Fact) -> Cells:
    return Cells(
        discloser=(fact.discloser.span,) if fact.discloser.text else (),
        partner=(fact.partner.span,),
        role=(fact.role.span,) if fact.role else (),
        status=(fact.status_span,) if fact.status_span else (),
        date=(fact.date.span,) if fact.date else (),
        policy=(Span(fact.policy.start, fact.policy.end),) if fact.policy else (),
    )


def unique_rows(rows: Iterable[Partnership]) -> list[Partnership]:
    """One row a fact: the surest of equal ones; ``unspecified`` and parent roles yield to a more specific role.

    A partner reported as added or removed is not listed beside it in the same role (GUIDELINES 4.12).
    """
    best: dict[tuple[str, str, str, str], Partnership] = {}
    for row in rows:
        key = (name_key(row.discloser), name_key(row.partner), row.role, row.status)
        known = best.get(key)
        if known is None:
            best[key] = row
        elif known.date is None and row.date is not None:
            best[key] = replace(known, date=row.date, cells=replace(known.cells, date=row.cells.date))
    kept = list(best.values())
    return [row for row in kept if not _covered(row, kept)]


def _covered(row: Partnership, rows: list[Partnership]) -> bool:
    pair = (name_key(row.discloser), name_key(row.partner))
    for other in rows:
        if other is row or (name_key(other.discloser), name_key(other.partner)) != pair:
            continue
        if other.status == row.status and other.role != row.role and _vaguer(row.role, other.role):
            return True
        if (
            row.status == "listed"
            and other.status in {"added", "removed"}
            and (row.role == other.role or row.role == "unspecified")
        ):
            return True
    return False


def _vaguer(role: str, other: str) -> bool:
    return role == "unspecified" or other.startswith(role + ".")
