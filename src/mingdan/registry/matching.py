"""From a name that somebody asks for to the names of the registry, each with how it was found."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import CompoundSelect, Connection, bindparam, literal, or_, select, union_all

from mingdan.core.fold import name_key
from mingdan.extract.knowledge import default_knowledge, read_table
from mingdan.registry.tables import aliases, decisions, names

How = Literal["exact", "known", "renamed", "decided", "alias", "brand", "group"]
DIRECT: tuple[How, ...] = ("exact", "known", "renamed", "decided", "alias")
"""The same institution: the name, another form of it in the shipped data, a former one, one that people call the same,
one that a document defines. ``brand`` and ``group`` may be another one of it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the registry and how it was found."""

    id: int
    name: str
    how: How


_ORDER = {how: number for number, how in enumerate((*DIRECT, "brand", "group"))}


def matches(connection: Connection, asked: str, *, direct: bool = False) -> list[Match]:
    """Names that stand, or may stand, for ``asked``; the surest first, each once. ``direct``: only those that stand.

    A decision that two names are different keeps them apart, whatever else says that they are one.
    """
    key = name_key(asked)
    hows = dict(_known_keys(key, direct))
    found: dict[int, Match] = {}
    groups: set[str] = set()
    same: set[str] = set()
    for id, name, own, group, alias in connection.execute(_candidates(), {"key": key, "keys": list(hows)}):
        how: How = "alias" if alias and own not in hows else hows[own]
        known = found.get(id)
        if known is None or _ORDER[how] < _ORDER[known.how]:
            found[id] = Match(id, name, how)
        if how in DIRECT:
            groups.add(group or "")
            same.add(name)
    if not direct:
        for id, name in _grouped(connection, key, groups - {""}, same):
            found.setdefault(id, Match(id, name, "group"))
    _decide(connection, asked, found, direct=direct)
    return sorted(found.values(), key=lambda match: (_ORDER[match.how], match.id))


def _several(name: str) -> Any:
    """A parameter for a list of values."""
    made: Any = bindparam
    return made(name, expanding=True)


@cache
def _candidates() -> CompoundSelect[Any, Any, Any, Any, Any]:
    """Names with one of ``keys``, and those of which ``key`` is an alias; made once, since making costs most."""
    columns = (names.c.id, names.c.name, names.c.key, names.c.group_name)
    own = select(*columns, literal(False)).where(names.c.key.in_(_several("keys")))
    alias = aliases.c.key == bindparam("key")
    other = select(*columns, literal(True)).join(aliases, aliases.c.name_id == names.c.id).where(alias)
    return union_all(own, other)


def _known_keys(key: str, direct: bool) -> Iterator[tuple[str, How]]:
    """Keys under which a name may stand by what is known of it beforehand; the surest last."""
    for one in () if direct else _brands(key):
        yield one, "brand"
    known = default_knowledge().by_key.get(key)
    if known is not None:
        former = _former()
        for one in map(name_key, known.surfaces):
            how: How = "renamed" if one in former or key in former else "known"
            yield one, how
    for one in legal_forms(key):
        yield one, "known"
    yield key, "exact"


def legal_forms(key: str) -> Iterator[str]:
    """The name with and without the end that tells its legal form, and with the usual short form of its kind.

    Two such ends never name one company.
    """
    ends = _legal_ends()
    bare = next((key.removesuffix(end) for end in ends if key.endswith(end)), "")
    if bare:
        yield bare
    for one in (bare or key, *_short_forms(bare or key)):
        yield from (form for form in (one, *(one + end for end in ends if not bare or one != bare)) if form != key)


def _short_forms(key: str) -> Iterator[str]:
    """``X农商行`` for ``X农村商业银行`` and the other way round."""
    for long, short in _kinds():
        if key.endswith(long):
            yield key.removesuffix(long) + short
        elif key.endswith(short):
            yield key.removesuffix(short) + long


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((name_key(row["long"]), name_key(row["short"])) for row in read_table("short_kinds.csv"))


@cache
def _legal_ends() -> tuple[str, ...]:
    found = (row["suffix"] for row in read_table("name_suffixes.csv") if row["strength"] == "legal")
    return tuple(sorted(map(name_key, found), key=len, reverse=True))


def _grouped(connection: Connection, key: str, groups: set[str], same: set[str]) -> Iterator[tuple[int, str]]:
    """The group of a name, and the members of the group that it is; other members of its group are others."""
    brand = default_knowledge().brand_by_key.get(key)
    own: set[str] = {brand.group} if brand is not None and brand.group else set()
    wanted = groups | own
    if wanted or same:
        told = {"keys": [name_key(group) for group in wanted], "groups": list(same)}
        found: Any = connection.execute(_members(), told)
        yield from ((int(id), str(name)) for id, name in found)


@cache
def _members() -> Any:
    keys, groups = _several("keys"), _several("groups")
    where = or_(names.c.key.in_(keys), names.c.group_name.in_(groups))
    return select(names.c.id, names.c.name).where(where).order_by(names.c.id)


def _decide(connection: Connection, asked: str, found: dict[int, Match], *, direct: bool) -> None:
    same = [match.name for match in found.values() if match.how in DIRECT]
    for verdict, text in _decided(connection, asked, same):
        for id, name in _named(connection, [name_key(text)]):
            if verdict == "different":
                found.pop(id, None)
            elif verdict == "same" and (id not in found or found[id].how not in DIRECT):
                found[id] = Match(id, name, "decided")
            elif verdict == "group" and not direct:
                found.setdefault(id, Match(id, name, "group"))


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


def _named(connection: Connection, keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    wanted = list(dict.fromkeys(keys))
    if wanted:
        query = select(names.c.id, names.c.name).where(names.c.key.in_(wanted)).order_by(names.c.id)
        yield from ((id, name) for id, name in connection.execute(query))


def _decided(connection: Connection, asked: str, same: list[str]) -> Iterator[tuple[str, str]]:
    """Verdict and the other name of each decision about ``asked`` or a name of the same institution.

    The last decision about a pair counts, and what is the same as the same is the same.
    """
    told = _about(connection, [asked, *same], name_key(asked))
    done = {name_key(asked), *map(name_key, same), *told}
    wanted = [text for verdict, text in told.values() if verdict == "same"]
    while wanted:
        more = _about(connection, wanted, None)
        fresh = {key: found for key, found in more.items() if key not in done}
        done |= set(fresh)
        told |= fresh
        wanted = [text for verdict, text in fresh.values() if verdict == "same"]
    yield from told.values()


def _about(connection: Connection, texts: list[str], first: str | None) -> dict[str, tuple[str, str]]:
    """Last verdict about each other name, by its key; ``first`` is the key that counts as asked for in any pair."""
    forms = sorted({form for text in texts for form in (text, *_brackets(text))})
    keys = set(map(name_key, texts))
    last: dict[str, tuple[str, str]] = {}
    found: Any = connection.execute(_judged(), {"forms": forms})
    for verdict, one, other in found:
        mine = name_key(one) == first or (name_key(other) != first and name_key(one) in keys)
        text = other if mine else one
        last[name_key(text)] = (verdict, text)
    return last


@cache
def _judged() -> Any:
    """Decisions about names in ``forms``, in their order."""
    c = decisions.c
    forms = _several("forms")
    where = (c.kind == "name", c.undone_time.is_(None), or_(c.name.in_(forms), c.other.in_(forms)))
    return select(c.verdict, c.name, c.other).where(*where).order_by(c.id)


def _brackets(text: str) -> tuple[str, str]:
    """The text with wide and with narrow brackets."""
    return text.translate(_WIDE), text.translate(_NARROW)


_WIDE = str.maketrans("()", "（）")
_NARROW = str.maketrans("（）", "()")


def possible_companies(text: str) -> list[str]:
    """Companies of a JSON list."""
    found: list[str] = json.loads(text)
    return found
