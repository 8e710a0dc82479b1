"""W3C Web Annotation: an exported collection, and the selectors of foreign annotations."""

import json
from pathlib import Path
from typing import Any

import pytest

from mingdan.core.errors import MissingFileError, RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop import export_documents, import_documents

TEXT = "😀甲行与乙司，甲行"
TAG: dict[str, Any] = {"type": "TextualBody", "purpose": "tagging", "value": "INST"}


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def quotation(exact: str, **around: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, **around}


def annotation(*selectors: dict[str, Any], source: str = "a.txt", **more: Any) -> dict[str, Any]:
    target = {"source": source, "selector": list(selectors)}
    return {"id": "x1", "type": "Annotation", "body": TAG, "target": target, **more}


def read(data: object, folder: Path) -> list[Document]:
    folder.joinpath("a.txt").write_text(TEXT, "utf-8")
    folder.joinpath("f.jsonld").write_text(json.dumps(data), "utf-8")
    return import_documents(folder, "web-annotation")


def places(data: object, folder: Path) -> list[tuple[int, int]]:
    return [(entity.start, entity.end) for document in read(data, folder) for entity in document.entities]


def test_a_collection(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path, "web-annotation")
    data = json.loads((tmp_path / "d1.jsonld").read_text("utf-8"))
    items = data["first"]["items"]
    assert (data["@context"], data["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    assert data["total"] == len(items) == 6
    assert [item["motivation"] for item in items] == ["describing", *["tagging"] * 4, "linking"]
    assert [body["value"] for body in items[1]["body"]] == ["INST", "江州银行股份有限公司"]
    assert items[1]["target"] == {
        "source": "d1.txt",
        "selector": [
            {"type": "TextPositionSelector", "start": 1, "end": 6},
            {
                "type": "TextQuoteSelector",
                "exact": "江州\n银行",
                "prefix": "😀",
                "suffix": "与云桥科技合作，2025年10月起助贷。",
            },
        ],
    }
    assert [target["selector"][0]["start"] for target in items[5]["target"]] == [1, 7, 1]


def test_selectors_select_what_they_quote(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path, "web-annotation")
    text = (tmp_path / "d1.txt").read_bytes().decode("utf-8")
    items = json.loads((tmp_path / "d1.jsonld").read_text("utf-8"))["first"]["items"]
    for item in items[1:5]:
        place, quote = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ([position(1, 3)], [(1, 3)]),
        ([position(1, 3), quotation("甲行")], [(1, 3)]),
        ([quotation("甲行", prefix="，")], [(7, 9)]),
        ([quotation("甲行")], [(1, 3), (7, 9)]),
        ([position(5, 7), quotation("乙司", prefix="与")], [(4, 6)]),
        ([position(99, 101), quotation("乙司")], [(4, 6)]),
    ],
)
def test_selectors(selectors: list[dict[str, Any]], expected: list[tuple[int, int]], tmp_path: Path) -> None:
    assert places(annotation(*selectors), tmp_path) == expected


@pytest.mark.parametrize("shape", ["annotation", "list", "page", "collection"])
def test_shapes_of_a_file(shape: str, tmp_path: Path) -> None:
    one = annotation(position(1, 3), source="https://example.org/x/a.txt?v=1")
    page = {"type": "AnnotationPage", "items": [one]}
    shapes = {
        "annotation": one,
        "list": [one],
        "page": page,
        "collection": {"type": ["AnnotationCollection"], "first": page},
    }
    assert read(shapes[shape], tmp_path) == [Document("a", TEXT, entities=(Entity(1, 3, "INST", "甲行"),))]


def test_bodies_without_purpose(tmp_path: Path) -> None:
    tagging = annotation(position(1, 3), motivation="tagging", body={"type": "TextualBody", "value": "INST"})
    simple = annotation(position(4, 6), motivation="tagging", bodyValue="INST") | {"body": None}
    comment = annotation(position(7, 9), motivation="commenting", body={"type": "TextualBody", "value": "INST"})
    assert places([tagging, simple, comment], tmp_path) == [(1, 3), (4, 6)]


def test_several_sources(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("丙行", "utf-8")
    documents = read([annotation(position(0, 2), source="b.txt"), annotation(position(1, 3))], tmp_path)
    assert [(document.id, document.entities[0].text) for document in documents] == [("b", "丙行"), ("a", "甲行")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"a": 1}, r"f\.jsonld: holds no annotation"),
        (annotation(position(1, 99)), r"f\.jsonld: annotation x1: 1-99 is no place in the text of 9"),
        (annotation(quotation("丁")), r"annotation x1: '丁' does not stand in the text between its prefix"),
        (annotation({"type": "CssSelector", "value": "p"}), "annotation x1: the target has no selector"),
        (annotation(position(1, 3), source="https://example.org/"), "names no file"),
        (annotation(position(1, 3), source="..%2Fa.txt"), "names no file"),
        (annotation(position(1, 3), target=[3]), "annotation x1: the target is no JSON object"),
    ],
)
def test_what_breaks_the_format(data: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=message):
        read(data, tmp_path)


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"f\.txt"):
        read(annotation(position(1, 3), source="other.txt"), tmp_path)
