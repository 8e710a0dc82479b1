"""What mingdan knows beforehand (institutions, brands, products, role words), read from sourced data files."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from mingdan.core.codes import INSTITUTION_TYPES, ROLES, InstitutionType, Role
from mingdan.core.errors import MissingFileError, UsageError
from mingdan.core.fold import fold, name_key
from mingdan.models.gazetteer import DictionaryTagger

type_names: frozenset[str] = frozenset(INSTITUTION_TYPES)
NOT_PARTNER: frozenset[InstitutionType] = frozenset({"regulator", "association", "media", "research"})
"""Kinds of institutions that are neither partners nor publishers of lists."""
USER = "user"
"""Source of what the user gave."""
LENDER_TYPES: frozenset[InstitutionType] = frozenset({"bank", "consumer_finance", "microloan", "trust"})


@dataclass(frozen=True, slots=True)
class KnownInstitution:
    """An institution of the data files or of the user's own ``--names`` file.

    ``official``: its registered name is a matter of record and replaces short forms (GUIDELINES 2).
    """

    canonical: str
    type: InstitutionType
    surfaces: tuple[str, ...]
    official: bool
    source: str
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    group: str | None = None
    possible_companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleStem:
    """A role word without its head. ``kind``: ``strong`` stands alone, ``weak`` needs a head or an assignment."""

    stem: str
    code: Role
    kind: str
    source: str = "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file in the package's data folder."""
    text = files("mingdan.extract").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def read_rules(name: str) -> dict[str, Any]:
    """A TOML file of the package's data folder, read once."""
    return tomllib.loads(files("mingdan.extract").joinpath(f"data/{name}").read_text("utf-8"))


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def _known(row: Mapping[str, str]) -> KnownInstitution:
    names = (row["canonical"], *_split(row["aliases"]), *_split(row["former_names"]), *_split(row["variant_names"]))
    ids = {"record": row["ids"]} if row["ids"] else {}
    return KnownInstitution(
        canonical=row["canonical"],
        type=cast(InstitutionType, row["type"]),
        surfaces=tuple(dict.fromkeys(names)),
        official=row["official"] == "yes",
        source=row["source"],
        ids=ids,
    )


def _brand(row: Mapping[str, str]) -> KnownInstitution:
    names = _split(row["brands"])
    companies = _split(row["possible_companies"])
    return KnownInstitution(names[0], "platform", names, False, row["source"], {}, row["group"] or None, companies)


def load_names(path: Path) -> list[KnownInstitution]:
    """Read the user's names: CSV with ``name`` and optionally ``aliases, type, group, ids`` (``;`` between values)."""
    rows = _user_rows(path, "name")
    known: list[KnownInstitution] = []
    for number, row in rows:
        kind = row.get("type") or "other"
        if kind not in type_names:
            hint = f"use one of {', '.join(INSTITUTION_TYPES)}"
            raise UsageError(f"unknown type {kind!r}", where=f"{path}:{number}", hint=hint)
        ids = {"user": row["ids"]} if row.get("ids") else {}
        surfaces = (row["name"], *_split(row.get("aliases")))
        kind = cast(InstitutionType, kind)
        known.append(KnownInstitution(row["name"], kind, surfaces, True, USER, ids, row.get("group") or None))
    return known


def load_roles(path: Path) -> list[RoleStem]:
    """Read the user's role words: CSV with ``word`` and ``role`` (a role code)."""
    stems: list[RoleStem] = []
    for number, row in _user_rows(path, "word", "role"):
        if row["role"] not in ROLES:
            hint = f"use one of {', '.join(ROLES)}"
            raise UsageError(f"unknown role {row['role']!r}", where=f"{path}:{number}", hint=hint)
        stems.append(RoleStem(row["word"], row["role"], "strong", USER))
    return stems


def _user_rows(path: Path, *needed: str) -> list[tuple[int, dict[str, str]]]:
    """Rows with the number of their line; blank lines are passed over, a row without its first column is an error."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise MissingFileError(error.strerror or "cannot be read", where=str(path), hint="check the path") from error
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8", where=str(path), hint="save it as UTF-8 CSV") from error
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in needed if name not in (reader.fieldnames or [])]
    if missing:
        raise UsageError(
            f"column {missing[0]!r} is missing",
            where=str(path),
            hint=f"begin the file with the line {','.join(needed)}",
        )
    rows = [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]
    for number, row in rows:
        if any(row.values()) and not row.get(needed[0]):
            hint = f"fill in column {needed[0]}, or delete the line"
            raise UsageError(f"the row has no {needed[0]}", where=f"{path}:{number}", hint=hint)
    return [(number, row) for number, row in rows if row.get(needed[0])]


class Knowledge:
    """Everything known beforehand, the user's entries first."""

    def __init__(self, names: Iterable[KnownInstitution] = (), roles: Iterable[RoleStem] = ()) -> None:
        user = list(names)
        taken = {name_key(surface) for known in user for surface in known.surfaces}
        own = [_known(row) for row in read_table("institutions.csv")]
        brands = [_brand(row) for row in read_table("brands.csv")]
        self.institutions = user + [known for known in own if name_key(known.canonical) not in taken]
        self.brands = brands
        self._user_roles = list(roles)

    @cached_property
    def by_key(self) -> dict[str, KnownInstitution]:
        """Every surface's key -> the entry; institutions win over brands, the user's over ours."""
        table: dict[str, KnownInstitution] = {}
        for known in [*self.institutions, *self.brands]:
            for surface in known.surfaces:
                table.setdefault(name_key(surface), known)
        return table

    @cached_property
    def brand_by_key(self) -> dict[str, KnownInstitution]:
        """Brand surface's key -> group and possible companies."""
        return {name_key(surface): brand for brand in self.brands for surface in brand.surfaces}

    @cached_property
    def tagger(self) -> DictionaryTagger:
        """Automaton over all institution and brand surfaces."""
        surfaces = {s for known in [*self.institutions, *self.brands] for s in known.surfaces if len(s) > 1}
        return DictionaryTagger((surface, surface) for surface in sorted(surfaces))

    @cached_property
    def products(self) -> DictionaryTagger:
        """Automaton over known product names."""
        return DictionaryTagger((row["name"], row["name"]) for row in read_table("products.csv"))

    @cached_property
    def role_stems(self) -> tuple[RoleStem, ...]:
        """Role words, longest first; the user's before ours at equal length."""
        own = [RoleStem(row["stem"], cast(Role, row["code"]), row["kind"]) for row in read_table("role_stems.csv")]
        stems = [RoleStem(fold(s.stem), s.code, s.kind, s.source) for s in [*self._user_roles, *own]]
        return tuple(sorted(stems, key=lambda stem: -len(stem.stem)))


@cache
def default_knowledge() -> Knowledge:
    """The shipped knowledge without a user's entries."""
    return Knowledge()
