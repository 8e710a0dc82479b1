"""Label Studio: results of an exported task, and the exports of its old and new versions."""

import json
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop import export_documents, import_documents

TEXT = "😀甲行\n与乙司"


def region(start: int, end: int, text: str | None, key: str = "r1", label: str = "INST") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if text is None else {"text": text})
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def task(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": 17, "data": {"text": TEXT}, "annotations": [{"result": list(results)}], **more}


def read(tasks: object, tmp_path: Path) -> list[Document]:
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(tasks), "utf-8")
    return import_documents(path, "label-studio")


def test_results_of_a_task(sample: Document, tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    export_documents([sample], path, "label-studio")
    (found,) = json.loads(path.read_text("utf-8"))
    result = found["annotations"][0]["result"]
    assert found["data"]["text"] == sample.text
    assert found["data"]["mingdan"]["id"] == "d1"
    assert result[0] == {
        "id": "e1",
        "to_name": "text",
        "origin": "manual",
        "from_name": "label",
        "type": "labels",
        "value": {"start": 1, "end": 6, "text": "江州\n银行", "labels": ["INST"]},
    }
    assert result[1]["value"] == {"start": 1, "end": 6, "text": ["江州银行股份有限公司"]}
    assert [item["from_name"] for item in result if "from_name" in item] == [
        *("label", "canonical", "label", "canonical", "label", "value", "label", "role")
    ]
    assert result[-1] == {
        "from_id": "e1",
        "to_id": "e2",
        "type": "relation",
        "direction": "right",
        "labels": ["platform.facilitation", "added"],
    }


@pytest.mark.parametrize(
    "results",
    [
        [region(1, 3, "甲行"), region(5, 7, "乙司", "r2")],
        [region(2, 4, "甲行"), region(6, 8, "乙司", "r2")],
        [region(1, 3, None), region(5, 7, None, "r2")],
    ],
    ids=["code points", "UTF-16", "without text"],
)
def test_offsets_of_new_and_old_versions(results: list[dict[str, Any]], tmp_path: Path) -> None:
    assert read([task(*results)], tmp_path) == [
        Document("tasks-17", TEXT, entities=(Entity(1, 3, "INST", "甲行"), Entity(5, 7, "INST", "乙司")))
    ]


@pytest.mark.parametrize("shown", ["甲行\\n与", "甲行\n与"])
def test_line_breaks_in_the_text_of_a_region(shown: str, tmp_path: Path) -> None:
    (document,) = read([task(region(1, 5, shown))], tmp_path)
    assert document.entities == (Entity(1, 5, "INST", "甲行\n与"),)


def test_which_annotation_is_read(tmp_path: Path) -> None:
    first, second = {"result": [region(0, 1, None)]}, {"result": [region(1, 3, None)]}
    tasks = [
        task(annotations=[first, second | {"ground_truth": True}]),
        task(annotations=[first | {"was_cancelled": True}, second]),
        task(annotations=[], predictions=[second, first]),
        task(annotations=[first | {"was_cancelled": True}], predictions=[second]),
    ]
    found = [[entity.text for entity in document.entities] for document in read(tasks, tmp_path)]
    assert found == [["甲行"], ["甲行"], ["甲行"], []]


def test_the_text_may_have_another_name(tmp_path: Path) -> None:
    assert read([{"data": {"body": "甲", "n": 1}}], tmp_path) == [Document("tasks-1", "甲")]


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        ({"data": {}}, r"tasks\.json: is no list of tasks; export from Label Studio as JSON"),
        ([1], r"tasks\.json: task 1: the task is no JSON object"),
        ([{"data": {"a": "x", "b": "y"}}], r"tasks\.json: task 1: data holds no text"),
        ([{"data": {"text": "a"}}, task(region(0, 99, None))], r"task 2, region r1: 0-99 is no place in the text of 7"),
        ([task(region(0, 2, "甲行"))], r"task 1, region r1: '甲行' does not stand at 0-2, but '😀甲'"),
        ([task(region(0, 1, None, label="ORG"))], r"task 1, region r1: label 'ORG' is unknown"),
        ([{"data": {"text": "a", "mingdan": {"id": 1}}}], r"tasks\.json: task 1: field id"),
    ],
)
def test_what_breaks_the_format(tasks: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=message):
        read(tasks, tmp_path)
