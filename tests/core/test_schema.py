"""The JSON Schema: up to date, valid by itself, true to gold and predictions."""

import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document, Entity, Institution, Partnership, StatedCount
from mingdan.core.schema import json_schema, schema_text
from mingdan.corpus.parts import load_part

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "schema" / "mingdan-1.schema.json"
FLAG = "MINGDAN_REGENERATE"


def faults(name: str, record: Any) -> list[str]:
    """Paths of the places in ``record`` that break the type ``name``."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": json_schema()["$defs"]}
    check: Any = Draft202012Validator(schema)
    return [error.json_path for error in check.iter_errors(record)]


def plain(document: Document) -> dict[str, Any]:
    return json.loads(json.dumps(to_plain(document)))


def gold_only(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    """Drop every field that gold need not have."""
    if "$ref" in schema:
        return gold_only(value, defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    if "items" in schema:
        return [gold_only(item, schema["items"], defs) for item in value]
    if "properties" in schema:
        return {k: gold_only(value[k], schema["properties"][k], defs) for k in schema["required"]}
    if isinstance(schema.get("additionalProperties"), dict):
        return {k: gold_only(v, schema["additionalProperties"], defs) for k, v in value.items()}
    return value


def test_committed_file_is_up_to_date() -> None:
    if os.environ.get(FLAG):
        SCHEMA_FILE.write_text(schema_text(), "utf-8")
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), f"run the tests once with {FLAG}=1 and commit the file"


def test_regeneration_is_off_in_ci() -> None:
    assert not (os.environ.get("CI") and os.environ.get(FLAG)), f"unset {FLAG}: it hides stale files"


def test_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert set(json_schema()["$defs"]) >= {"Document", "GoldDocument", "GoldPartnership", "Span"}


@pytest.mark.parametrize("name", ["GoldDocument", "Document"])
def test_open_gold_is_valid(name: str) -> None:
    broken = [(d.id, path) for d in load_part("open") for path in faults(name, plain(d))]
    assert broken == []


def test_gold_needs_no_predicted_field() -> None:
    defs = json_schema()["$defs"]
    for document in load_part("open"):
        bare = gold_only(plain(document), defs["GoldDocument"], defs)
        assert "schema" not in bare
        assert faults("GoldDocument", bare) == []
        assert faults("Document", bare) != []


@pytest.mark.parametrize("record", [Document, Entity, Institution, Partnership, StatedCount])
def test_marks_follow_the_metadata(record: Any) -> None:
    defs = json_schema()["$defs"]
    for field in fields(record):
        wanted = list(field.metadata.get("in", ("gold", "predicted")))
        for name in (record.__name__, f"Gold{record.__name__}"):
            assert defs[name]["properties"][field.name]["x-mingdan-in"] == wanted
        assert (field.name in defs[f"Gold{record.__name__}"]["required"]) == ("gold" in wanted)


@pytest.mark.parametrize(
    ("field", "value"),
    [("genre", "novel"), ("text", None), ("entities", [{"start": 0, "end": 1, "label": "DAY", "text": "x"}]), ("x", 1)],
)
def test_faulty_records_are_refused(field: str, value: object) -> None:
    record = {**plain(load_part("open")[0]), field: value}
    assert faults("GoldDocument", record) != []
    assert faults("Document", record) != []
