"""Files, folders, globs and manifests become inputs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import DuplicateIdError, MissingFileError, UsageError
from mingdan.extract.inputs import Inputs, collect, parse_date
from mingdan.extract.manifest import read_manifest


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")


def names(inputs: Inputs) -> list[str]:
    return [item.path.name for item in inputs.accepted if item.path is not None]


def test_folders_are_read_recursively_by_suffix(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b/c.MD", "b/d.html", "b/e.htm", "b/f/g.pdf", "h.pptx", ".hidden/i.txt", ".j.txt")
    inputs = collect([str(tmp_path)])
    assert names(inputs) == ["a.txt", "c.MD", "d.html", "e.htm", "g.pdf"]
    assert inputs.notes == (f"{tmp_path}: 1 file(s) of other types skipped",)


def test_office_files_are_taken_and_results_of_an_earlier_run_are_not(tmp_path: Path) -> None:
    make(tmp_path, "a.docx", "b.XLSX", "c.xls", "d.csv", "e.doc")
    make(tmp_path, "out/documents.jsonl", "out/quarantine.jsonl", "out/lists.csv")
    assert names(collect([str(tmp_path)])) == ["a.docx", "b.XLSX", "c.xls", "d.csv", "e.doc"]


def test_globs_and_repeats(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "c/d.txt")
    inputs = collect([str(tmp_path / "*.txt"), str(tmp_path / "a.txt"), str(tmp_path / "**/d.txt")])
    assert names(inputs) == ["a.txt", "b.txt", "d.txt"]


def test_a_file_with_magic_in_its_name_is_taken_as_named(tmp_path: Path) -> None:
    make(tmp_path, "名单[1].txt")
    assert names(collect([str(tmp_path / "名单[1].txt")])) == ["名单[1].txt"]


def test_a_file_named_outright_is_taken_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "list.dat")
    assert names(collect([str(tmp_path / "list.dat")])) == ["list.dat"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", "no such file or folder; check the path"),
        ("*.txt", "the pattern matches no document; it needs files of"),
        (".", "the folder holds no document; it needs files of"),
    ],
)
def test_what_leads_nowhere_is_rejected(tmp_path: Path, name: str, message: str) -> None:
    inputs = collect([str(tmp_path / name)])
    assert inputs.accepted == ()
    assert isinstance(inputs.rejected[0].error, MissingFileError)
    assert f": {message}" in str(inputs.rejected[0].error)


def test_a_name_that_no_system_can_open_is_rejected() -> None:
    assert [type(item.error) for item in collect(["x" * 5000, "a\0b"]).rejected] == [MissingFileError] * 2


@pytest.mark.parametrize(
    "value", ["2025-02-30", "2025-9-1", "20250901", "2025", "", "昨日", "2025-W01-1", "0000-01-01"]
)
def test_impossible_dates(value: str) -> None:
    with pytest.raises(UsageError, match="impossible date"):
        parse_date(value, where="--published")


@given(st.dates())
def test_every_calendar_date_is_possible(value: object) -> None:
    assert parse_date(str(value), where="x") == str(value)


def manifest(tmp_path: Path, text: str, name: str = "m.jsonl", encoding: str = "utf-8") -> Inputs:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_manifest(path)


def test_paths_count_from_the_manifest(tmp_path: Path) -> None:
    inputs = manifest(tmp_path, '{"id": "a", "path": "sub/a.txt"}\n\n{"id": 7, "text": "贷"}\r\n')
    assert inputs.accepted[0].path == tmp_path / "sub/a.txt"
    assert [(item.id, item.text) for item in inputs.accepted] == [("a", None), ("7", "贷")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    text = 'id,path,text,published,publisher\na,,"海西银行,\n名单",2025-01-02,甲报\nb,b.txt,,,\n'
    inputs = manifest(tmp_path, text, "m.csv", encoding)
    first, second = inputs.accepted
    assert (first.text, first.published, first.publisher) == ("海西银行,\n名单", "2025-01-02", "甲报")
    assert (second.id, second.path, second.published) == ("b", tmp_path / "b.txt", None)
    assert second.where.startswith(f"{tmp_path / 'm.csv'}:4")


def test_a_doubled_id_names_both_lines(tmp_path: Path) -> None:
    inputs = manifest(tmp_path, '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n{"id": "a", "text": "z"}\n')
    assert isinstance(inputs.rejected[0].error, DuplicateIdError)
    assert "id 'a' stands on lines 1 and 3" in str(inputs.rejected[0].error)
    assert [item.id for item in inputs.accepted] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a"}', "needs either path or text"),
        ('{"path": "a", "text": "b"}', "needs either path or text"),
        ('{"text": "b", "published": "2025-02-29"}', "impossible date '2025-02-29'"),
        ('{"text": 3}', "field text is no text"),
        ('{"text"', "no JSON"),
        ("[1]", "no JSON object"),
    ],
)
def test_a_wrong_line_is_rejected_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    inputs = manifest(tmp_path, '{"text": "good"}\n' + line)
    assert len(inputs.accepted) == 1
    assert f"{tmp_path / 'm.jsonl'}:2: {message}" in str(inputs.rejected[0].error)


def test_unknown_fields_are_noted(tmp_path: Path) -> None:
    inputs = manifest(tmp_path, '{"text": "a", "url": "x"}\n{"text": "b", "url": "y"}\n')
    assert inputs.notes == (f"{tmp_path / 'm.jsonl'}: field 'url' is unknown and left out (2 lines)",)


@pytest.mark.parametrize(("name", "text"), [("m.jsonl", ""), ("m.csv", "id,title\na,b\n"), ("none/m.csv", None)])
def test_a_manifest_that_cannot_be_used_is_a_usage_error(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageError):
        read_manifest(tmp_path / name)
