"""Records to pandas frames, one a table; column order and dtypes are the same for no document and for many."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from mingdan.core.jsonio import escaped, to_plain
from mingdan.core.records import Document, Entity, Institution
from mingdan.extract.table.columns import TABLES, columns
from mingdan.extract.table.places import Places

if TYPE_CHECKING:
    from pandas import DataFrame

Row = dict[str, object]


def to_frames(documents: Iterable[Document]) -> "dict[str, DataFrame]":
    """Frames ``mentions, partnerships, lists, institutions, policies, counts``.

    Offsets are code points into the document's text, end exclusive. Lists and objects are JSON text. A lone surrogate,
    which no file format can hold, becomes its escape.

    >>> to_frames([Document(id="a", text="")])["partnerships"].shape[0]
    0
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for document in documents:
        places = Places(document.map)
        for name in TABLES:
            rows[name].extend(_placed(document, places, row) for row in _BUILDERS[name](document))
    return {name: _frame(name, rows[name]) for name in TABLES}


def _frame(table: str, rows: list[Row]) -> "DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {c.name: pd.Series([_cell(row.get(c.name)) for row in rows], dtype=c.dtype) for c in columns(table)}
    )


def _cell(value: object) -> object:
    if isinstance(value, str) and not value.isascii():
        return escaped(value)
    return value


def _placed(document: Document, places: Places, row: Row) -> Row:
    start, end = row.get("start"), row.get("end")
    place = places.of(start if isinstance(start, int) else None, end if isinstance(end, int) else None)
    return {"document": document.id, "sha256": document.source.sha256 if document.source else None} | place | row


def _fields(record: Any, *names: str) -> Row:
    return {name: getattr(record, name) for name in names}


def _json(value: object) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def _mentions(document: Document) -> Iterator[Row]:
    for entity in document.entities:
        yield _fields(entity, "label", "text", "value", "confidence", "source", "start", "end")


_PARTNERSHIP_FIELDS = (
    *("discloser", "partner", "role", "status", "basis", "date", "policy", "product", "term_start", "term_end"),
    *("contact", "list", "discloser_text", "partner_text", "role_text", "confidence", "evidence", "start", "end"),
)


def _partnerships(document: Document) -> Iterator[Row]:
    unknown = Institution()
    for row in document.partnerships:
        discloser = document.institutions.get(row.discloser)
        partner = document.institutions.get(row.partner, unknown)
        yield _fields(row, *_PARTNERSHIP_FIELDS) | {
            "uri": document.source.uri if document.source else None,
            "published": document.published,
            "publisher": document.publisher,
            "discloser_type": discloser.type if discloser else None,
            "partner_type": partner.type if partner is not unknown else None,
            "partner_group": partner.group,
            "possible_companies": _json(partner.possible_companies),
            "cells": _json(row.cells),
        }


_LIST_FIELDS = ("discloser", "title", "kind", "as_of", "published", "effective", "completeness", "replaces")


def _lists(document: Document) -> Iterator[Row]:
    for item in document.lists:
        count = sum(row.list == item.id for row in document.partnerships)
        yield _fields(item, *_LIST_FIELDS, "start", "end") | {
            "list": item.id,
            "roles": _json(item.roles),
            "rows": count,
        }


def _named(document: Document, label: str) -> dict[str, list[Entity]]:
    named: dict[str, list[Entity]] = {}
    for entity in sorted(document.entities, key=lambda item: item.start):
        if entity.label == label and entity.value is not None:
            named.setdefault(entity.value, []).append(entity)
    return named


def _first(mentions: list[Entity]) -> Row:
    row: Row = {"mentions": len(mentions)}
    return row | {"start": mentions[0].start, "end": mentions[0].end} if mentions else row


def _institutions(document: Document) -> Iterator[Row]:
    named = _named(document, "INST")
    for name, institution in document.institutions.items():
        yield (
            _fields(institution, "type", "group", "how")
            | _first(named.get(name, []))
            | {
                "institution": name,
                "aliases": _json(institution.aliases),
                "ids": _json(institution.ids),
                "possible_companies": _json(institution.possible_companies),
            }
        )


def _policies(document: Document) -> Iterator[Row]:
    named = _named(document, "POLICY")
    for name, policy in document.policies.items():
        yield (
            _fields(policy, "number", "issued", "effective")
            | _first(named.get(name, []))
            | {
                "policy": name,
                "aliases": _json(policy.aliases),
                "issuers": _json(policy.issuers),
            }
        )


def _counts(document: Document) -> Iterator[Row]:
    for count in document.stated_counts:
        yield _fields(count, "discloser", "role", "count", "date", "found", "agrees", "remark", "start", "end")


_BUILDERS: dict[str, Callable[[Document], Iterator[Row]]] = {
    "mentions": _mentions,
    "partnerships": _partnerships,
    "lists": _lists,
    "institutions": _institutions,
    "policies": _policies,
    "counts": _counts,
}
