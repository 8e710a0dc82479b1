"""Office files that cannot or must not be read: one clear error, nothing executed, no memory filled."""

import io
import os
import random
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import (
    DamagedDocumentError,
    EncryptedDocumentError,
    InputError,
    LimitError,
    UnknownTypeError,
)
from mingdan.extract.readers import read_bytes, reader_for
from mingdan.extract.readers.limits import limited
from mingdan.extract.readers.office.ole2 import MAGIC, top_streams
from mingdan.extract.readers.options import ReadOptions, use_options

MakeDocx = Callable[..., bytes]
MakeXlsx = Callable[..., bytes]
FIXTURES = Path(__file__).parents[3] / "fixtures" / "office"
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_PARAGRAPH = "<w:p><w:r><w:t>名单</w:t></w:r></w:p>"


def _compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream: header, allocation table, directory, then the stream's sectors."""
    content = content.ljust(4096, b"\0")
    table = [0xFFFFFFFD, _END, *range(3, 2 + len(content) // 512), _END]
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(content)) + bytes(256)
    return header + fat + entries + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    label = name.encode("utf-16-le") + b"\0\0"
    siblings = struct.pack("<III", _FREE, _FREE, child)
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBB", len(label), kind, 1)
        + siblings
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_kind_is_told_by_content_not_by_suffix(make_docx: MakeDocx, make_xlsx: MakeXlsx) -> None:
    assert reader_for(make_docx(_PARAGRAPH), "list.pdf").media_type.endswith("wordprocessingml.document")
    assert reader_for(make_xlsx({"S": [("甲",)]}), "list.txt").media_type.endswith("spreadsheetml.sheet")
    assert reader_for((FIXTURES / "list.xls").read_bytes(), "list.doc").media_type == "application/vnd.ms-excel"


@pytest.mark.parametrize("name", ["list.docx", "list.xlsx"])
def test_protected_files_ask_for_a_password(name: str, make_docx: MakeDocx) -> None:
    with pytest.raises(EncryptedDocumentError, match=rf"{name}: .*password; give its password with --password"):
        read_bytes(_protected(make_docx(_PARAGRAPH), "p"), name)
    with pytest.raises(DamagedDocumentError, match="encrypted, its container is damaged"):
        read_bytes(_compound("EncryptedPackage", b"x"), name)


def _protected(data: bytes, password: str) -> bytes:
    """Encrypted as Office does it; filled up, since compound files keep what is below 4,096 bytes elsewhere."""
    package = io.BytesIO(data)
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("filler.bin", random.Random(7).randbytes(6000))
    agile: Any = import_module("msoffcrypto.method.ecma376_agile").ECMA376Agile
    return bytes(agile.encrypt(password, io.BytesIO(package.getvalue())))


def test_protected_files_are_opened_with_a_given_password(make_docx: MakeDocx, make_xlsx: MakeXlsx) -> None:
    for plain, name in ((make_docx(_PARAGRAPH), "list.docx"), (make_xlsx({"S": [("甲", "乙")]}), "list.xlsx")):
        data = _protected(plain, "暗号-7")
        with use_options(ReadOptions(passwords=("wrong", "暗号-7"))):
            (document,) = read_bytes(data, name)
        assert document.text == read_bytes(plain, name)[0].text
        assert not document.issues
        with use_options(ReadOptions(passwords=("wrong",))), pytest.raises(EncryptedDocumentError) as caught:
            read_bytes(data, name)
        assert "no given password" in str(caught.value)
        assert "wrong" not in str(caught.value)


def test_workbooks_that_excel_opens_without_asking_need_no_password(make_xlsx: MakeXlsx) -> None:
    assert "甲" in read_bytes(_protected(make_xlsx({"S": [("甲",)]}), "VelvetSweatshop"), "list.xlsx")[0].text


def test_a_protected_attachment_is_opened_inside_its_archive(make_docx: MakeDocx) -> None:
    archive = _zip({"附件.docx": _protected(make_docx(_PARAGRAPH), "p")})
    with use_options(ReadOptions(passwords=("p",))):
        assert [document.text for document in read_bytes(archive, "a.zip")] == ["名单"]


def test_a_damaged_protected_file(make_docx: MakeDocx) -> None:
    data = _protected(make_docx(_PARAGRAPH), "p")
    with use_options(ReadOptions(passwords=("p",))):
        for cut in (600, len(data) // 2, len(data) - 600):
            with pytest.raises(InputError):
                read_bytes(data[:cut], "list.docx")
        many = data.replace(b'spinCount="100000"', b'spinCount="9000000"')
        assert many != data
        with pytest.raises(DamagedDocumentError, match="container is damaged"):
            read_bytes(many, "list.docx")


def test_protected_old_files_ask_for_a_password() -> None:
    workbook = struct.pack("<HH16s", 0x809, 16, b"") + struct.pack("<HHH", 0x2F, 2, 1)
    for name, head in (("Workbook", workbook), ("WordDocument", bytes(10) + struct.pack("<H", 0x0100))):
        with pytest.raises(EncryptedDocumentError, match="password"):
            read_bytes(_compound(name, head), "list")


def test_streams_of_a_compound_file() -> None:
    streams = top_streams(_compound("Workbook", b"abc"))
    assert {name: item.head[:3] for name, item in streams.items()} == {"Workbook": b"abc"}
    assert "Workbook" in top_streams((FIXTURES / "list.xls").read_bytes())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_damaged(make_docx: MakeDocx, make_xlsx: MakeXlsx, share: float) -> None:
    for data, name in (
        (make_docx(_PARAGRAPH), "list.docx"),
        (make_xlsx({"S": [("甲",)]}), "list.xlsx"),
        ((FIXTURES / "list.xls").read_bytes()[:5000], "list.xls"),
    ):
        with pytest.raises(DamagedDocumentError, match=rf"{name}: .*; "):
            read_bytes(data[: int(share * len(data))], name)


def test_broken_parts_are_named(make_docx: MakeDocx) -> None:
    data = _zip({"word/document.xml": b"<w:document><w:body>"})
    with pytest.raises(DamagedDocumentError, match=r"its part word/document\.xml is no well-formed XML"):
        read_bytes(data, "list.docx")
    with pytest.raises(DamagedDocumentError, match="its main part is missing"):
        read_bytes(_zip({"word/document.xml": b"<a/>"}), "list.docx")


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    data = _zip({"word/document.xml": bytes(40 * 1024 * 1024)})
    assert len(data) < 100_000
    with pytest.raises(LimitError, match=r"list\.docx: .*bomb"):
        read_bytes(data, "list.docx")
    with limited(members=3), pytest.raises(LimitError, match="more than 3 files"):
        read_bytes(_zip({"word/document.xml": b"", **{f"word/{n}": b"" for n in range(9)}}), "list.docx")


def test_entities_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    xml = (
        f'<!DOCTYPE d [<!ENTITY a0 "{"名" * 10}">{levels}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>甲&a8;&f;乙</w:t></w:r></w:p></w:body></w:document>'
    )
    try:
        text = read_bytes(_zip({"word/document.xml": xml.encode()}), "list.docx")[0].text
    except InputError:
        return
    assert len(text) < 10
    assert "名" not in text


def test_cells_far_apart_take_no_memory(make_xlsx: MakeXlsx) -> None:
    rows = "".join(f'<row r="{r}"><c r="{c}{r}"><v>1</v></c></row>' for r, c in ((1, "A"), (1048576, "XFD")))
    sheet = (
        f"<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells></worksheet>"
    )
    data = io.BytesIO(make_xlsx({"S": [("甲",)]}))
    with zipfile.ZipFile(data) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    document = read_bytes(_zip({**parts, "xl/worksheets/sheet1.xml": sheet.encode()}), "list.xlsx")[0]
    assert document.text == "1"
    assert [issue.code for issue in document.issues] == ["cut_columns"]


def test_old_word_files_name_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for data in (_compound("WordDocument", b""), b"{\\rtf1 }"):
        with pytest.raises(UnknownTypeError, match=r"LibreOffice.*apt install libreoffice-writer-nogui.*\.docx"):
            read_bytes(data, "list.doc")


def _fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def test_old_word_files_are_converted(make_docx: MakeDocx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(make_docx(_PARAGRAPH))
    script = f'mkdir out && cp "{tmp_path}/made.docx" out/input.docx && ls >"{tmp_path}/seen"'
    _fake_office(tmp_path, script, monkeypatch)
    (document,) = read_bytes(_compound("WordDocument", b""), "list.doc")
    assert (document.text, document.media_type) == ("名单", "application/msword")
    assert (tmp_path / "seen").read_text().split() == ["input.doc", "out"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice: soffice is not installed")
def test_libreoffice_itself_keeps_the_table() -> None:
    heads, cells = ("\\u26426?\\u31216?", "\\u31867?\\u22411?"), ("\\u30002?", "\\u21161?\\u-29385?")
    rows = [f"\\trowd\\cellx2000\\cellx4000 {left}\\cell {right}\\cell\\row" for left, right in (heads, cells)]
    (document,) = read_bytes(f"{{\\rtf1\\ansi {' '.join(rows)} \\pard\\par}}".encode(), "list.doc")
    assert document.media_type == "application/msword"
    assert [line for line in document.text.split("\n") if "甲" in line] == ["| 甲 | 助贷 |"]


@pytest.mark.parametrize(("script", "message"), [("exit 1", "cannot open it"), ("sleep 30", "took longer than 1 s")])
def test_a_conversion_that_fails_or_hangs(
    script: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_office(tmp_path, script, monkeypatch)
    with limited(convert_seconds=1), pytest.raises(DamagedDocumentError, match=message):
        read_bytes(_compound("WordDocument", b""), "list.doc")


@given(st.data())
def test_changed_bytes_give_documents_or_an_input_error(data: st.DataObject) -> None:
    source = bytearray((FIXTURES / "list.xls").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        documents = read_bytes(bytes(source), "list.xls")
    except InputError:
        documents = []
    assert all(document.map[-1].end == len(document.text) for document in documents)


def test_a_workbook_that_ends_the_process_of_its_reader_is_damaged() -> None:
    chance = random.Random(895)  # these bytes make calamine ask for 127 GB
    source = bytearray((FIXTURES / "list.xls").read_bytes())
    for _ in range(chance.randint(1, 4)):
        source[chance.randrange(len(source))] = chance.randrange(256)
    with pytest.raises(DamagedDocumentError, match="truncated or damaged"):
        read_bytes(bytes(source), "list.xls")
