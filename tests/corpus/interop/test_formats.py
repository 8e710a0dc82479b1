"""The table of formats, label maps, and errors that all formats share."""

from dataclasses import replace
from pathlib import Path

import pytest

from mingdan.core.codes import LABELS, ROLES, STATUSES
from mingdan.core.errors import MissingFileError, RecordError, UsageError
from mingdan.core.records import Document
from mingdan.corpus.compiler import load_folder
from mingdan.corpus.interop import FORMATS, export_documents, get_format, import_documents, labeling_config
from mingdan.corpus.interop.files import file_names, package_text


def target(folder: Path, format: str) -> Path:
    return folder / f"out{FORMATS[format].suffix if FORMATS[format].holds == 'file' else ''}"


def main_file(folder: Path, format: str) -> Path:
    path = target(folder, format)
    return path if FORMATS[format].holds == "file" else next(path.glob(f"*{FORMATS[format].suffix}"))


def test_format_names() -> None:
    assert list(FORMATS) == ["spacy", "conll", "brat", "label-studio", "web-annotation"]
    assert all(get_format(name).name == name for name in FORMATS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("spaCy", "did you mean 'spacy'?"),
        ("label_studio", "did you mean 'label-studio'?"),
        ("xyz", "known are spacy, conll, brat, label-studio, web-annotation"),
    ],
)
def test_unknown_format(name: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export_documents([], tmp_path, name)
    assert caught.value.hint == hint


@pytest.mark.parametrize("format", FORMATS)
def test_open_documents_round_trip(format: str, root: Path, tmp_path: Path) -> None:
    listed = [
        replace(document, entities=tuple(sorted(document.entities, key=lambda entity: (entity.start, entity.end))))
        for document in load_folder(root / "corpus" / "open")
    ]
    export_documents(listed, target(tmp_path, format), format)
    assert import_documents(target(tmp_path, format), format) == sorted(listed, key=lambda document: document.id)


@pytest.mark.parametrize("format", FORMATS)
def test_sample_round_trip(format: str, sample: Document, tmp_path: Path) -> None:
    export_documents([sample], target(tmp_path, format), format)
    assert import_documents(target(tmp_path, format), format) == [sample]


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_there(format: str, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="absent"):
        import_documents(tmp_path / "absent", format)


@pytest.mark.parametrize("format", FORMATS)
def test_labels_can_be_renamed_or_left_out(format: str, sample: Document, tmp_path: Path) -> None:
    export_documents([sample], target(tmp_path, format), format)
    (found,) = import_documents(target(tmp_path, format), format, labels={"INST": "PRODUCT", "DATE": None})
    assert [entity.label for entity in found.entities] == ["PRODUCT", "PRODUCT", "ROLE"]
    assert found.entities[0].value == sample.entities[0].value


@pytest.mark.parametrize("format", FORMATS)
def test_a_label_map_to_an_unknown_label(format: str, sample: Document, tmp_path: Path) -> None:
    export_documents([sample], target(tmp_path, format), format)
    with pytest.raises(UsageError, match="the label map gives 'X' for 'DATE'; give one of INST, ROLE"):
        import_documents(target(tmp_path, format), format, labels={"DATE": "X"})


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_that_are_no_text(format: str, sample: Document, tmp_path: Path) -> None:
    export_documents([sample], target(tmp_path, format), format)
    main_file(tmp_path, format).write_bytes(b"a\n\xff\xfe")
    with pytest.raises(RecordError) as caught:
        import_documents(target(tmp_path, format), format)
    assert caught.value.where is not None
    assert caught.value.where == str(main_file(tmp_path, format)) + ("" if format == "spacy" else ":2")
    assert caught.value.hint


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_surrogate_pair(format: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"d9: holds half a surrogate pair \(U\+D83D\)"):
        export_documents([Document("d9", "a\ud83d")], target(tmp_path, format), format)
    assert not target(tmp_path, format).exists()


@pytest.mark.parametrize("format", ["brat", "web-annotation"])
def test_two_documents_of_one_id(format: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="d1: two documents share the id"):
        export_documents([Document("d1", "a"), Document("d1", "b")], tmp_path / "out", format)


@pytest.mark.parametrize("format", ["brat", "web-annotation"])
def test_a_folder_with_other_documents(format: str, tmp_path: Path) -> None:
    export_documents([Document("old", "a")], tmp_path / "out", format)
    with pytest.raises(UsageError, match=r"holds other documents already \(old\."):
        export_documents([Document("new", "b")], tmp_path / "out", format)
    export_documents([Document("old", "c")], tmp_path / "out", format)
    assert import_documents(tmp_path / "out", format) == [Document("old", "c")]


def test_file_names_are_safe_and_distinct() -> None:
    names = file_names(Document(doc_id, "") for doc_id in ("", "..", "a/b", "A", "a", "长" * 200, "CON:"))
    assert names[1:4] == ["%2E%2E", "a%2Fb", "A"]
    assert names[4].startswith("a-")
    assert len({name.casefold() for name in names}) == 7
    assert all(name and "/" not in name and len(name.encode()) < 200 for name in names)


@pytest.mark.parametrize("config", [labeling_config(), package_text("annotation.conf")])
def test_tools_know_all_labels_and_codes(config: str) -> None:
    assert [name for name in (*LABELS, *ROLES) if name not in config] == []


def test_label_studio_knows_what_relations_say() -> None:
    config = labeling_config()
    assert [name for name in (*ROLES, *STATUSES) if f'<Relation value="{name}"/>' not in config] == []
