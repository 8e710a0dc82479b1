"""Rows of one kind: each role, each status, each basis by itself."""

from collections import Counter
from collections.abc import Callable, Iterable

from mingdan.core.codes import BASES, ROLES, STATUSES
from mingdan.core.records import Document, Partnership
from mingdan.evaluation.rows import match_rows
from mingdan.evaluation.scores import Tally

KINDS: tuple[str, ...] = (
    *(f"role.{code}" for code in ROLES),
    *(f"status.{code}" for code in STATUSES),
    *(f"basis.{code}" for code in BASES),
)


def kind_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """``role.CODE``, ``status.CODE``, ``basis.CODE``: rows of that code on either side.

    A role is right on a row matched with role, a status on a matched row, a basis on a matched row with the same basis.
    """
    match = match_rows(gold, predicted)
    same_basis = [g for g, p in match.pairs if gold.partnerships[g].basis == predicted.partnerships[p].basis]
    found: dict[str, Tally] = {}
    for kind, codes, right, read in (
        ("role", ROLES, [g for g, _ in match.with_role], _role),
        ("status", STATUSES, [g for g, _ in match.pairs], _status),
        ("basis", BASES, same_basis, _basis),
    ):
        matched = _count(read, (gold.partnerships[g] for g in right))
        given, wanted = _count(read, predicted.partnerships), _count(read, gold.partnerships)
        found |= {f"{kind}.{code}": Tally(matched[code], given[code], wanted[code]) for code in codes}
    return found


def _count(read: Callable[[Partnership], str], rows: Iterable[Partnership]) -> Counter[str]:
    return Counter(read(row) for row in rows)


def _role(row: Partnership) -> str:
    return row.role


def _status(row: Partnership) -> str:
    return row.status


def _basis(row: Partnership) -> str:
    return row.basis
