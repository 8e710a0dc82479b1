"""Inputs that cannot be read: the error says what, where and what next."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import DamagedDocumentError, InputError, MissingFileError, UnknownTypeError
from mingdan.extract.readers import RawDocument, read_bytes, read_path

PDF = Path(__file__).parents[2] / "fixtures" / "pdf"


def _outcome(data: bytes, uri: str) -> tuple[str, list[RawDocument]]:
    try:
        return "", read_bytes(data, uri)
    except InputError as error:
        return str(error), []


def _slides() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Rar!\x1a\x07\x00....", "a RAR archive"),
        (b"MZ\x90\x00" + bytes(20), "a Windows program"),
        (_slides(), r"a PowerPoint file \(\.pptx\)"),
        (bytes(30), "NUL bytes"),
    ],
)
def test_unknown_types_are_named(data: bytes, name: str) -> None:
    with pytest.raises(UnknownTypeError, match=f"list: .*{name}.*; "):
        read_bytes(data, "list")


def test_content_wins_over_the_suffix() -> None:
    document = read_bytes("<!doctype html><body><p>名单</p>".encode(), "list.txt")[0]
    assert (document.text, document.media_type) == ("名单", "text/html")
    assert [issue.code for issue in document.issues] == ["type_mismatch"]


def test_a_pdf_name_without_pdf_content() -> None:
    with pytest.raises(DamagedDocumentError, match=r"list\.pdf: .*no PDF header"):
        read_bytes(b"hello", "list.pdf")


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(MissingFileError, match="is a folder"):
        read_path(tmp_path)


def test_read_path_gives_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("名单\r\n".encode("gb18030"))
    data, documents = read_path(path)
    assert data == path.read_bytes()
    assert [document.text for document in documents] == ["名单\n"]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_truncated_pdf_is_an_input_error_or_an_issue(share: float) -> None:
    data = (PDF / "g_chrome_wqy.pdf").read_bytes()
    message, documents = _outcome(data[: int(share * len(data))], "cut.pdf")
    codes = [issue.code for document in documents for issue in document.issues]
    assert message.startswith("cut.pdf: ") or "truncated" in codes


@given(st.binary(max_size=200), st.sampled_from(["", "%PDF-1.4\n", "<html><table><tr>", "<p>"]))
def test_any_bytes_give_documents_or_an_input_error(data: bytes, head: str) -> None:
    message, documents = _outcome(head.encode() + data, "x")
    assert "\n" not in message
    assert bool(message) != bool(documents)
    assert all(document.map[-1].end == len(document.text) for document in documents)
