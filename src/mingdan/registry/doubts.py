"""Why a full list may name a partner although no row of it does."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from mingdan.core.fold import fold, name_key
from mingdan.extract.knowledge import default_knowledge, read_table
from mingdan.registry.tables import counts, documents, names, observations
from mingdan.registry.validity import Version


def doubt_of(connection: Connection, version: Version, partner: str, told: Collection[str]) -> str | None:
    """The first reason to doubt that ``partner`` is not on the list; ``told`` are documents with rows about it."""
    return (
        _near(connection, version.id, partner)
        or _short(connection, version)
        or (None if version.document in told else _written(connection, version, partner))
    )


def _near(connection: Connection, version: int, partner: str) -> str | None:
    """A name of the list that holds the name asked for, or is held by it."""
    o, key = observations.c, name_key(partner)
    query = (
        select(names.c.name, names.c.key)
        .join(observations, o.partner_id == names.c.id)
        .where(o.version_id == version, o.status != "removed", o.status != "denied")
        .distinct()
    )
    held = (name for name, own in connection.execute(query) if own != key and (key in own or own in key))
    found = min(held, default=None)
    return None if found is None else f"the list names {found}, which may be meant"


def _short(connection: Connection, version: Version) -> str | None:
    """Whether the list's own paper states more partners than were read."""
    c, d = counts.c, documents.c
    query = (
        select(c["count"], c.found)
        .join(documents, d.id == c.document_id)
        .where(d.name == version.document, c.current, c.discloser_id == version.discloser, c["count"] > c.found)
        .order_by(c["count"].desc())
    )
    row = connection.execute(query).first()
    return None if row is None else f"the list states {row[0]} partners, of which {row[1]} were read"


def _written(connection: Connection, version: Version, partner: str) -> str | None:
    """A name, brand, group or product of the partner in the list's own paper, of which no row was made."""
    o, d = observations.c, documents.c
    paper = (d.name == version.document, d.current)
    text = fold(connection.execute(select(d.text).where(*paper)).scalar() or "")
    rows = select(names.c.key).join(observations, o.partner_id == names.c.id).join(documents, d.id == o.document_id)
    made = set(connection.execute(rows.where(*paper, o.current).distinct()).scalars())
    called = (name for name in _called(partner) if name_key(name) not in made)
    found = next((name for name in called if fold(name) in text), None)
    return None if found is None else f"the paper of the list writes {found}, of which no row was made"


def _called(partner: str) -> list[str]:
    """The partner's name, and what mingdan's data knows of it: other names, its brand, its group, their products.

    Of a product the names of its operator.
    """
    key, known = name_key(partner), default_knowledge()
    products = read_table("products.csv")
    found = [partner, *(row["operator"] for row in products if name_key(row["name"]) == key)]
    institution, brand = known.by_key.get(key), known.brand_by_key.get(key)
    if institution is not None:
        found += institution.surfaces
    own = [one for one in known.brands if one is brand or key in map(name_key, one.possible_companies)]
    for one in own:
        found += [*one.surfaces, *([one.group] if one.group else [])]
    owners = set(map(name_key, found))
    found += [row["name"] for row in products if name_key(row["operator"]) in owners]
    return list(dict.fromkeys(name for name in found if len(name) > 1))
