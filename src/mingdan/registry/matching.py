"""From a name that somebody asks for to the names of the registry, each with how it was found."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sqlalchemy import Connection, or_, select

from mingdan.core.fold import name_key
from mingdan.extract.knowledge import default_knowledge, read_table
from mingdan.registry.tables import aliases, decisions, names

How = Literal["exact", "alias", "renamed", "decided", "brand", "group"]
DIRECT: tuple[How, ...] = ("exact", "alias", "renamed", "decided")
"""The same institution; ``brand`` and ``group`` may be another one of it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the registry and how it was found."""

    id: int
    name: str
    how: How


def matches(connection: Connection, asked: str) -> list[Match]:
    """Names that stand, or may stand, for ``asked``; the surest first, each once.

    A decision that two names are different keeps them apart, whatever else says that they are one.
    """
    key = name_key(asked)
    found: dict[int, Match] = {}
    for how, keys in _keys(connection, key):
        for id, name in _named(connection, keys):
            found.setdefault(id, Match(id, name, how))
    same = [match.name for match in found.values() if match.how in DIRECT]
    for how, text in _decided(connection, asked, same):
        for id, name in _named(connection, [name_key(text)]):
            if how == "different":
                found.pop(id, None)
            else:
                found.setdefault(id, Match(id, name, "decided" if how == "same" else "group"))
    order = {how: number for number, how in enumerate(("exact", "alias", "renamed", "decided", "brand", "group"))}
    return sorted(found.values(), key=lambda match: (order[match.how], match.id))


def _keys(connection: Connection, key: str) -> Iterator[tuple[How, list[str]]]:
    yield "exact", [key]
    query = select(names.c.key).join(aliases, aliases.c.name_id == names.c.id).where(aliases.c.key == key)
    yield "alias", [found for (found,) in connection.execute(query)]
    known = default_knowledge().by_key.get(key)
    if known is not None:
        former = _former()
        other = [name_key(surface) for surface in known.surfaces]
        renamed = [one for one in other if one in former or key in former]
        yield "renamed", renamed
        yield "alias", [one for one in other if one not in renamed]
    yield "brand", list(_brands(key))
    yield "group", list(_groups(connection, key))


@cache
def _former() -> frozenset[str]:
    """Keys of names that institutions had before."""
    cells = (row["former_names"] for row in read_table("institutions.csv"))
    return frozenset(name_key(name.strip()) for cell in cells for name in cell.split(";") if name.strip())


@cache
def _brands_of_companies() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for brand in default_knowledge().brands:
        for company in brand.possible_companies:
            found.setdefault(name_key(company), []).extend(map(name_key, brand.surfaces))
    return {key: tuple(keys) for key, keys in found.items()}


def _brands(key: str) -> Iterator[str]:
    yield from _brands_of_companies().get(key, ())
    brand = default_knowledge().brand_by_key.get(key)
    if brand is not None:
        yield from map(name_key, (*brand.surfaces, *brand.possible_companies))


def _groups(connection: Connection, key: str) -> Iterator[str]:
    """Keys of the group of a name, and of the members where the name is a group's."""
    groups = [text for (text,) in connection.execute(select(names.c.group_name).where(names.c.key == key)) if text]
    brand = default_knowledge().brand_by_key.get(key)
    if brand is not None and brand.group:
        groups.append(brand.group)
    yield from map(name_key, groups)
    held = [text for (text,) in connection.execute(select(names.c.name).where(names.c.key == key))]
    if held or groups:
        query = select(names.c.key).where(names.c.group_name.in_([*held, *groups]))
        yield from (found for (found,) in connection.execute(query))


def _named(connection: Connection, keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    wanted = list(dict.fromkeys(keys))
    if wanted:
        query = select(names.c.id, names.c.name).where(names.c.key.in_(wanted)).order_by(names.c.id)
        yield from ((id, name) for id, name in connection.execute(query))


def _decided(connection: Connection, asked: str, same: list[str]) -> Iterator[tuple[str, str]]:
    """Verdict and the other name of each decision about ``asked`` or a name of the same institution.

    The last decision about a pair counts.
    """
    c = decisions.c
    texts = [asked, *same]
    query = (
        select(c.verdict, c.name, c.other)
        .where(c.kind == "name", c.undone_time.is_(None), or_(c.name.in_(texts), c.other.in_(texts)))
        .order_by(c.id)
    )
    last: dict[str, str] = {}
    for verdict, one, other in connection.execute(query):
        mine = one == asked or (other != asked and one in same)
        last[other if mine else one] = verdict
    yield from ((verdict, text) for text, verdict in last.items())


def possible_companies(text: str) -> list[str]:
    """Companies of a JSON list."""
    found: list[str] = json.loads(text)
    return found
