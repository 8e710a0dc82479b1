"""Which of the partners that came is one that went, under another name."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, or_, select

from mingdan.core.fold import name_key
from mingdan.core.parts import parts
from mingdan.extract.knowledge import default_knowledge
from mingdan.registry.tables import aliases, decisions


def renamed_pairs(connection: Connection, gone: Mapping[int, str], come: Mapping[int, str]) -> list[tuple[int, int]]:
    """Numbers of the old and the new name, each once. Names are given by their numbers."""
    if not gone or not come:
        return []
    others, apart = _told(connection, gone, come)
    by_key = {name_key(name): id for id, name in come.items()}
    pairs: list[tuple[int, int]] = []
    for id, name in gone.items():
        keys = [*others.get(name_key(name), ()), *_known(name)]
        mine = apart.get(name_key(name), set())
        found = next((by_key[key] for key in keys if key in by_key and key not in mine), None)
        if found is not None:
            pairs.append((id, found))
            by_key = {key: one for key, one in by_key.items() if one != found}
    return pairs


def _known(name: str) -> Iterator[str]:
    """Keys of the names that an institution has, or had before, by what is known beforehand."""
    known = default_knowledge().by_key.get(name_key(name))
    if known is not None:
        yield from map(name_key, known.surfaces)


def _told(
    connection: Connection, gone: Mapping[int, str], come: Mapping[int, str]
) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """By the keys of names that went, keys that documents or people say to be the same, and those said to differ."""
    keys = {id: name_key(name) for id, name in (*gone.items(), *come.items())}
    found: dict[str, list[str]] = {}
    for chunk in parts(keys, 500):
        query = select(aliases.c.name_id, aliases.c.key).where(aliases.c.name_id.in_(chunk)).order_by(aliases.c.key)
        for id, key in connection.execute(query):
            found.setdefault(keys[id], []).append(key)
            found.setdefault(key, []).append(keys[id])
    c = decisions.c
    told = (c.name, c.other, c.verdict)
    apart: dict[str, set[str]] = {}
    for chunk in parts(gone.values(), 500):
        where = or_(c.name.in_(chunk), c.other.in_(chunk))
        query = select(*told).where(c.kind == "name", c.undone_time.is_(None), where).order_by(c.id)
        for first, second, verdict in connection.execute(query):
            for one, other in ((name_key(first), name_key(second)), (name_key(second), name_key(first))):
                apart.setdefault(one, set()).discard(other)
                if verdict == "same":
                    found.setdefault(one, []).append(other)
                elif verdict == "different":
                    apart[one].add(other)
    return found, apart
