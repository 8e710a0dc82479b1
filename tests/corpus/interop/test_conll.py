"""CoNLL: the lines of an exported file, and the schemes that foreign files use."""

from pathlib import Path

import pytest

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop import export_documents, import_documents


def read(text: str, tmp_path: Path) -> list[Document]:
    path = tmp_path / "f.conll"
    path.write_text(text, "utf-8", newline="")
    return import_documents(path, "conll", labels={"ORG": "INST", "PER": None})


def found(text: str, tmp_path: Path) -> tuple[str, list[tuple[str, str]]]:
    (document,) = read(text, tmp_path)
    return document.text, [(entity.text, entity.label) for entity in document.entities]


def test_exact_lines(tmp_path: Path) -> None:
    bank = Entity(0, 2, "INST", "甲行", "甲银行")
    date = Entity(5, 7, "DATE", "去年", "2024")
    document = Document("d1", "甲行\n# 去年\n", entities=(bank, date))
    export_documents([document], tmp_path / "f.conll", "conll")
    assert (tmp_path / "f.conll").read_text("utf-8").split("\n") == [
        "# global.columns = FORM LABEL VALUE CANONICAL",
        "# newdoc id = d1",
        '# mingdan = {"id": "d1"}',
        "甲\tB-INST\t_\t甲银行",
        "行\tI-INST\t_\t_",
        "\\n\tO\t_\t_",
        "",
        "#\tO\t_\t_",
        "\\s\tO\t_\t_",
        "去\tB-DATE\t2024\t_",
        "年\tI-DATE\t_\t_",
        "\\n\tO\t_\t_",
        "",
        "",
        "",
    ]


def test_labels_are_valid_bio(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path / "f.conll", "conll")
    rows = [line.split("\t") for line in (tmp_path / "f.conll").read_text("utf-8").split("\n") if "\t" in line]
    tags = [row[1] for row in rows]
    assert len(tags) == len(sample.text)
    assert {len(row) for row in rows} == {4}
    assert sum(tag.startswith("B-") for tag in tags) == len(sample.entities)
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_an_edited_file(sample: Document, tmp_path: Path) -> None:
    path = tmp_path / "f.conll"
    export_documents([sample], path, "conll")
    path.write_text(path.read_text("utf-8").replace("\tB-DATE\t2025-10", "\tB-DATE\t2025-11"), "utf-8")
    (document,) = import_documents(path, "conll")
    assert document.entities[2].value == "2025-11"
    assert document.partnerships == sample.partnerships


@pytest.mark.parametrize(
    "tags",
    [
        "B-ORG I-ORG B-ORG I-ORG I-ORG O",
        "B-ORG E-ORG B-ORG I-ORG E-ORG O",
        "B-ORG L-ORG B-ORG I-ORG L-ORG O",
        "B-ORG E-ORG B-ORG M-ORG E-ORG O",
        "I-ORG I-ORG B-ORG I-ORG I-ORG O",
    ],
)
@pytest.mark.parametrize("separator", ["\t", " "])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_schemes(tags: str, separator: str, line_break: str, tmp_path: Path) -> None:
    rows = [separator.join(row) for row in zip("甲行乙银行。", tags.split(), strict=True)]
    text, mentions = found(line_break.join([*rows, "", ""]), tmp_path)
    assert text == "甲行乙银行。"
    assert mentions == [("甲行", "INST"), ("乙银行", "INST")]


def test_single_characters_and_labels_left_out(tmp_path: Path) -> None:
    assert found("甲 S-ORG\n乙 U-ORG\n丙 B-PER\n# O\n", tmp_path) == ("甲乙丙#", [("甲", "INST"), ("乙", "INST")])


def test_sentences_and_documents_of_conll_2003(tmp_path: Path) -> None:
    start = "-DOCSTART- -X- -X- O\n\n"
    text = "Jiang NNP I-NP I-ORG\nBank NNP I-NP I-ORG\n\n. . O O\n\n"
    first, second = read(start + text + start + "A A A O\n", tmp_path)
    assert (first.id, first.text, second.text) == ("f-1", "Jiang Bank\n.", "A")
    assert first.entities == (Entity(0, 10, "INST", "Jiang Bank"),)


def test_newdoc_names_documents(tmp_path: Path) -> None:
    documents = read("# newdoc id = a\n甲\tO\n# sent_id = 7\n# newdoc id = b\n乙\tO\n", tmp_path)
    assert documents == [Document("a", "甲"), Document("b", "乙")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("甲\tO\n行\tINST\n", r"f\.conll:2: 'INST' is no label; write O or B-"),
        ("甲\n", r"f\.conll:1: '' is no label"),
        ("甲\tB-XYZ\n", r"f\.conll:1: label 'XYZ' is unknown"),
        ("# global.columns = FORM LABEL\n甲\tO\t_\n", r"f\.conll:2: 3 columns, 2 wanted \(FORM LABEL\)"),
        ("# mingdan = {\n甲\tO\n", r"f\.conll:1: no JSON"),
        ("# newdoc id = a\n# mingdan = []\n甲\tO\n", r"f\.conll:1: the rest of the record is no JSON object"),
        ('\n# newdoc\n# mingdan = {"id": "a", "genre": "x"}\n甲\tO\n', r"f\.conll:2: field genre"),
        ("# global.columns = FORM LABEL CONFIDENCE\n甲\tB-INST\tx\n", r"f\.conll:2: confidence 'x' is no number"),
    ],
)
def test_what_breaks_the_format(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=message):
        read(text, tmp_path)
