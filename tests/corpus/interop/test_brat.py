"""brat standoff: the lines of an exported folder, edits, and foreign folders."""

import re
from pathlib import Path

import pytest

from mingdan.core.errors import MissingFileError, RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop import export_documents, import_documents

FACT = (
    '{"discloser": "江州银行股份有限公司", "partner": "云桥科技", "role": "platform.facilitation", '
    '"status": "added", "basis": "report", "date": "2025-10"}'
)


def foreign(folder: Path, text: str, lines: str) -> Path:
    folder.joinpath("f.txt").write_text(text, "utf-8", newline="")
    folder.joinpath("f.ann").write_text(lines, "utf-8", newline="")
    return folder


def test_exact_lines(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path, "brat")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "annotation.conf",
        "d1.ann",
        "d1.mingdan.json",
        "d1.txt",
    ]
    assert (tmp_path / "d1.txt").read_bytes().decode("utf-8") == sample.text
    assert (tmp_path / "d1.ann").read_text("utf-8").split("\n") == [
        "T1\tINST 1 3;4 6\t江州 银行",
        "#1\tAnnotatorNotes T1\tcanonical: 江州银行股份有限公司",
        "T2\tINST 7 11\t云桥科技",
        "#2\tAnnotatorNotes T2\tcanonical: 云桥科技",
        "T3\tDATE 14 22\t2025年10月",
        "#3\tAnnotatorNotes T3\tvalue: 2025-10",
        "T4\tROLE 23 25\t助贷",
        "A1\tRoleCode T4 platform.facilitation",
        "R1\tPartnership Arg1:T1 Arg2:T2",
        f"#4\tAnnotatorNotes R1\t{FACT}",
        "",
    ]


def test_every_fragment_is_its_stretch_of_the_text(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path, "brat")
    lines = (tmp_path / "d1.ann").read_text("utf-8").splitlines()
    bounds = [re.fullmatch(r"T\d+\t[A-Z]+ ([\d ;]+)\t(.*)", line) for line in lines if line.startswith("T")]
    assert len(bounds) == len(sample.entities)
    for bound in bounds:
        assert bound is not None
        pairs = [pair.split(" ") for pair in bound[1].split(";")]
        assert " ".join(sample.text[int(start) : int(end)] for start, end in pairs) == bound[2]


def test_edits_in_brat(sample: Document, tmp_path: Path) -> None:
    export_documents([sample], tmp_path, "brat")
    path = tmp_path / "d1.ann"
    lines = path.read_text("utf-8").replace("canonical: 云桥科技", "canonical: 云桥科技有限公司")
    path.write_text(lines.replace("ROLE 23 25\t助贷", "ROLE 22 25\t起助贷") + "T9\tINST 0 1\t😀\n", "utf-8")
    (document,) = import_documents(tmp_path, "brat")
    assert [(e.start, e.end, e.value) for e in document.entities] == [
        (0, 1, None),
        (1, 6, "江州银行股份有限公司"),
        (7, 11, "云桥科技有限公司"),
        (14, 22, "2025-10"),
        (22, 25, "platform.facilitation"),
    ]
    assert document.partnerships == sample.partnerships


def test_a_mention_with_breaks_at_its_edges_moves_with_its_fragment(tmp_path: Path) -> None:
    document = Document("d", "甲\n行\n乙", entities=(Entity(1, 4, "INST", "\n行\n"),))
    export_documents([document], tmp_path, "brat")
    path = tmp_path / "d.ann"
    assert path.read_text("utf-8") == "T1\tINST 2 3\t行\n#1\tSpan T1\t1 4\n"
    assert import_documents(tmp_path, "brat") == [document]
    path.write_text("T1\tINST 4 5\t乙\n#1\tSpan T1\t1 4\n", "utf-8")
    assert import_documents(tmp_path, "brat")[0].entities == (Entity(4, 5, "INST", "乙"),)


def test_a_foreign_folder(tmp_path: Path) -> None:
    lines = (
        "T1\tORG 0 2\t甲行\r\nT2\tORG 3 4;5 6\t乙 丙\r\nT3\tTrigger 2 3\t与\r\nT4\tORG 5 6\r\n\r\n"
        "E1\tTrigger:T3 A:T1\r\n*\tEquiv T1 T2\r\n"
        "N1\tReference T1 Wikipedia:1\t甲\r\nR1\tX Arg1:T1 Arg2:T2\r\nA1\tNegation T1\r\n"
        "#1\tAnnotatorNotes T1\tcheck this\r\n"
    )
    path = foreign(tmp_path, "甲行与乙和丙", lines)
    expected = Document(
        "f",
        "甲行与乙和丙",
        entities=(Entity(0, 2, "INST", "甲行"), Entity(3, 6, "INST", "乙和丙"), Entity(5, 6, "INST", "丙")),
    )
    assert import_documents(path, "brat", labels={"ORG": "INST", "Trigger": None}) == [expected]
    assert import_documents(path / "f.ann", "brat", labels={"ORG": "INST", "Trigger": None}) == [expected]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("T1\tINST 0 2\t甲行\nT2\tINST 1 9\t行\n", r"f\.ann:2: 1-9 is no place in the text of 3 characters"),
        ("T1\tINST 0 2\t乙行\n", r"f\.ann:1: '乙行' does not stand at 0 2, but '甲行'; check that the \.txt"),
        ("T1\tINST 0-2\t甲行\n", r"f\.ann:1: no text-bound annotation: 'INST 0-2'; a line is ID, tab"),
        ("T1\tXYZ 0 2\t甲行\n", r"f\.ann:1: label 'XYZ' is unknown"),
        ("T1 INST 0 2 甲行\n", r"f\.ann:1: no annotation: 'T1 INST 0 2 甲行'"),
        ("T1\tINST 0 2\t甲行\n#1\tConfidence T1\tx\n", r"f\.ann:2: confidence 'x' is no number"),
    ],
)
def test_what_breaks_the_format(lines: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=message):
        import_documents(foreign(tmp_path, "甲行。", lines), "brat")


def test_annotations_without_their_text(tmp_path: Path) -> None:
    foreign(tmp_path, "", "").joinpath("f.txt").unlink()
    with pytest.raises(MissingFileError, match=r"f\.txt"):
        import_documents(tmp_path, "brat")
