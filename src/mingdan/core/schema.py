"""JSON Schema (draft 2020-12) of the record, generated from the types in :mod:`mingdan.core.records`.

``#/$defs/GoldDocument`` is a labelled document, ``#/$defs/Document`` a prediction; the root takes either. Every field
says in ``x-mingdan-in`` who fills it: ``gold`` must have its fields, a prediction has all. A gold record may carry the
fields that only predictions fill, and gold forms of other types are named ``Gold…`` in the same way.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from mingdan.core import records
from mingdan.core.codes import SCHEMA_VERSION
from mingdan.core.records import IN_GOLD, Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/"
_GOLD = "Gold"
_NOISE = ("title", "default")


def json_schema() -> dict[str, Any]:
    """The schema as a JSON-ready object.

    >>> json_schema()["$defs"]["GoldEntity"]["required"]
    ['start', 'end', 'label', 'text', 'value']
    """
    from pydantic import TypeAdapter

    raw = TypeAdapter(Document).json_schema()
    bases: dict[str, Any] = {**raw.pop("$defs"), "Document": raw}
    in_gold = set(_gold_types("Document", bases))
    twofold = {name for name in in_gold if any(not _is_gold(name, field) for field in bases[name]["properties"])}
    defs = {name: _definition(name, bases[name], in_gold, None) for name in bases}
    defs |= {_GOLD + name: _definition(name, bases[name], in_gold, twofold) for name in twofold}
    return {
        "$schema": DIALECT,
        "title": f"{SCHEMA_VERSION}: one document with its labels or predictions",
        "description": "Offsets are code points into text, end exclusive.",
        "anyOf": [{"$ref": _REF + "Document"}, {"$ref": _REF + _GOLD + "Document"}],
        "$defs": dict(sorted(defs.items())),
    }


def schema_text() -> str:
    """The schema as the committed file holds it: indented JSON with a final line end."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _is_gold(name: str, field: str) -> bool:
    """Whether gold fills the field: it does unless the field's metadata says otherwise."""
    metadata = next(f.metadata for f in fields(getattr(records, name)) if f.name == field)
    return "gold" in metadata.get("in", IN_GOLD["in"])


def _gold_types(name: str, bases: dict[str, Any]) -> Iterator[str]:
    """The type and all types that its gold fields lead to."""
    yield name
    for field, value in bases[name]["properties"].items():
        if _is_gold(name, field):
            for reference in _references(value):
                yield from _gold_types(reference, bases)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            if key == "$ref":
                yield str(inner).removeprefix(_REF)  # pyright: ignore[reportUnknownArgumentType]
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _references(inner)


def _definition(name: str, base: dict[str, Any], in_gold: set[str], twofold: set[str] | None) -> dict[str, Any]:
    """One type; ``twofold`` names the types with a gold form and is null for the form that predictions have."""
    gold_fields = [field for field in base["properties"] if name in in_gold and _is_gold(name, field)]
    properties: dict[str, Any] = {}
    for field, value in base["properties"].items():
        is_gold = field in gold_fields
        cleaned = {key: inner for key, inner in value.items() if key not in _NOISE}
        shown = _to_gold(cleaned, twofold) if twofold and is_gold else cleaned
        properties[field] = {**shown, "x-mingdan-in": ["gold", "predicted"] if is_gold else ["predicted"]}
    if name == "Document":
        properties["schema"]["const"] = SCHEMA_VERSION
    return {
        "description": base["description"],
        "type": "object",
        "properties": properties,
        "required": gold_fields if twofold else list(properties),
        "additionalProperties": False,
    }


def _to_gold(value: Any, twofold: set[str]) -> Any:
    """References turned to the gold forms of their types."""
    if isinstance(value, dict):
        return {str(k): _gold_reference(str(k), v, twofold) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [_to_gold(inner, twofold) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _gold_reference(key: str, value: Any, twofold: set[str]) -> Any:
    name = str(value).removeprefix(_REF)
    return _REF + _GOLD + name if key == "$ref" and name in twofold else _to_gold(value, twofold)
