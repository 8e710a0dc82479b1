"""Archives, e-mails and web archives: what is read, under which names, and what is refused."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
from base64 import encodebytes
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from quopri import encodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import DamagedDocumentError, EmptyInputError, EncryptedDocumentError, InputError, LimitError
from mingdan.extract.readers import Parts, RawDocument, read_bytes, read_parts
from mingdan.extract.readers.containers import container_kind
from mingdan.extract.readers.containers.names import clean_name
from mingdan.extract.readers.limits import limited
from mingdan.extract.readers.options import ReadOptions, use_options

PAGE = "<!doctype html><html><body><h1>溪麓银行合作机构名单</h1><p>平台运营机构：云岫科技有限公司。</p></body></html>"


def _zip(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _tar(members: Mapping[str, bytes], format: int = tarfile.GNU_FORMAT) -> bytes:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return buffer.getvalue()


def _mail(*attachments: tuple[str, bytes], body: str = PAGE, subject: str = "名单公示") -> bytes:
    lines = [
        b"From: a@b.example",
        b"To: c@d.example",
        b"Subject: =?gb2312?B?" + encodebytes(subject.encode("gbk"))[:-1] + b"?=",
    ]
    lines += [
        b"Date: Tue, 30 Sep 2025 10:00:00 +0800",
        b"MIME-Version: 1.0",
        b"Content-Type: multipart/mixed; boundary=BB",
        b"",
    ]
    lines += [
        b"--BB",
        b"Content-Type: text/html; charset=gbk",
        b"Content-Transfer-Encoding: base64",
        b"",
        encodebytes(body.encode("gbk")),
    ]
    for name, data in attachments:
        lines += [b"--BB", b"Content-Type: application/octet-stream", b"Content-Transfer-Encoding: base64"]
        lines += [f'Content-Disposition: attachment; filename="{name}"'.encode(), b"", encodebytes(data)]
    return b"\r\n".join([*lines, b"--BB--", b""])


def _warc(address: str, body: bytes, headers: str = "Content-Type: text/html", status: int = 200) -> bytes:
    http = f"HTTP/1.1 {status} OK\r\n{headers}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def _names(parts: Parts) -> list[tuple[str | None, str | None]]:
    return [(document.part, document.parent) for document in parts.documents]


@pytest.mark.parametrize("pack", [_zip, _tar])
def test_members_are_parts_of_the_archive(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    data = pack({"b/名单.html": PAGE.encode(), "a.txt": "名单".encode("gbk"), ".hidden.txt": b"x", "x.exe": b"MZ"})
    parts = read_parts(data, "in.bin")
    assert _names(parts) == [("b/名单.html", ""), ("a.txt", "")]
    assert parts.notes == ("in.bin: 1 file(s) of other types skipped",)
    assert parts.failures == ()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_files_and_archives(pack: Callable[[bytes], bytes]) -> None:
    assert _names(read_parts(pack(PAGE.encode()), "a.html.gz")) == [(None, None)]
    assert _names(read_parts(pack(_tar({"长" * 60 + ".html": PAGE.encode()})), "a.tgz")) == [("长" * 60 + ".html", "")]


def test_pax_names() -> None:
    data = _tar({"名" * 80 + ".txt": b"abc"}, tarfile.PAX_FORMAT)
    assert _names(read_parts(data, "a.tar")) == [("名" * 80 + ".txt", "")]


def test_gbk_names_in_zip_archives() -> None:
    data = _zip({"AAAAAAAA.txt": b"text"}).replace(b"AAAAAAAA", "机构名单".encode("gbk"))
    assert _names(read_parts(data, "a.zip")) == [("机构名单.txt", "")]


def test_names_never_lead_out_of_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = _zip({"../../up.txt": b"up", "/etc/root.txt": b"root", "C:\\win\\a.txt": b"win"})
    assert [part for part, _ in _names(read_parts(data, "a.zip"))] == ["up.txt", "etc/root.txt", "C/win/a.txt"]
    assert list(tmp_path.iterdir()) == []


def test_two_members_of_one_name() -> None:
    data = _zip({"a.txt": "甲".encode(), "b.txt": "乙".encode()}).replace(b"b.txt", b"a.txt")
    assert [part for part, _ in _names(read_parts(data, "a.zip"))] == ["a.txt", "a.txt~2"]


def test_archives_in_archives_to_the_depth_limit() -> None:
    data = _zip({"in.txt": b"deep"})
    for _ in range(2):
        data = _zip({"n.zip": data})
    assert _names(read_parts(data, "a.zip")) == [("n.zip/n.zip/in.txt", "n.zip/n.zip")]
    with pytest.raises(LimitError, match="more than 3 deep"):
        read_bytes(_zip({"n.zip": data}), "a.zip")


def test_bombs_are_refused_and_the_rest_is_read() -> None:
    data = _zip({"bomb.txt": b"0" * 30_000_000, "a.html": PAGE.encode()})
    parts = read_parts(data, "a.zip")
    assert [part for part, _ in _names(parts)] == ["a.html"]
    assert [str(error) for error in parts.failures if "decompression bomb" in str(error)]
    with pytest.raises(LimitError, match="bomb"):
        read_bytes(gzip.compress(b"0" * 30_000_000), "a.txt.gz")


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [("members", 2, "more than 2 files"), ("unpacked_bytes", 250, "250 bytes"), ("member_bytes", 50, "50 bytes")],
)
def test_limits_can_be_set(limit: str, value: int, message: str) -> None:
    data = _zip({f"{number}.txt": b"x" * 100 for number in range(5)}, zipfile.ZIP_STORED)
    with limited(**{limit: value}):
        parts = read_parts(data, "a.zip")
    assert len(parts.documents) < 5
    assert any(message in str(error) for error in parts.failures)


def test_encrypted_members_are_set_aside_or_opened() -> None:
    plain = _zip({"open.txt": "名单".encode(), "locked.txt": b"y"}, zipfile.ZIP_STORED)
    first, second = plain.index(b"locked.txt") - 30, plain.rindex(b"locked.txt") - 46
    data = bytearray(plain)
    data[first + 6] |= 1
    data[second + 8] |= 1
    parts = read_parts(bytes(data), "a.zip")
    assert [part for part, _ in _names(parts)] == ["open.txt"]
    assert [(type(error), error.where) for error in parts.failures] == [(EncryptedDocumentError, "a.zip#locked.txt")]
    with use_options(ReadOptions(passwords=("geheim",))):
        failure = read_parts(bytes(data), "a.zip").failures[0]
    assert "geheim" not in f"{failure} {ReadOptions(passwords=('geheim',))!r}"


def test_one_bad_member_does_not_stop_the_others() -> None:
    parts = read_parts(_zip({"bad.pdf": b"no", "a.txt": "名单".encode()}), "a.zip")
    assert [part for part, _ in _names(parts)] == ["a.txt"]
    assert [error.where for error in parts.failures] == ["a.zip#bad.pdf"]


def test_nothing_in_it() -> None:
    with pytest.raises(EmptyInputError, match="no document"):
        read_bytes(_zip({}), "a.zip")


@pytest.mark.parametrize("pack", [_zip, _tar])
def test_cut_off(pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    data = pack({"a.txt": b"x" * 3000, "b.txt": b"y" * 3000})
    with pytest.raises(DamagedDocumentError):
        read_bytes(data[: min(700, len(data) // 2)], "a.bin")


def test_office_files_are_no_archives() -> None:
    assert container_kind(_zip({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "a.docx") is None


def test_an_email_is_a_document_with_its_attachments_below() -> None:
    mail = _mail(("list.html", PAGE.encode()), ("in.zip", _zip({"b.txt": b"b"})))
    parts = read_parts(mail, "a.eml")
    assert _names(parts) == [(None, None), ("list.html", ""), ("in.zip/b.txt", "in.zip")]
    body = parts.documents[0]
    assert body.text.startswith("名单公示\n\n溪麓银行合作机构名单")
    assert (body.title, body.published, body.map[0].element) == ("名单公示", "2025-09-30", "header:subject")
    assert body.map[-1].end == len(body.text)


def test_an_email_in_an_archive_is_the_parent_of_its_attachments() -> None:
    parts = read_parts(_zip({"a.eml": _mail(("list.html", PAGE.encode()))}), "a.zip")
    assert _names(parts) == [("a.eml", ""), ("a.eml/list.html", "a.eml")]


def test_mhtml_pages() -> None:
    head = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/l.html\r\nMIME-Version: 1.0\r\n"
    head += b'Content-Type: multipart/related; type="text/html"; boundary=BB\r\n\r\n--BB\r\n'
    part = b"Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    data = (
        head + part + encodestring(PAGE.encode("gbk")) + b"\r\n--BB\r\nContent-Type: image/png\r\n\r\nx\r\n--BB--\r\n"
    )
    (document,) = read_parts(data, "a.mht").documents
    assert document.text.startswith("溪麓银行合作机构名单")
    assert (document.part, document.links and document.links.address) == (None, "https://a.example/l.html")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_archived_pages_without_a_declared_charset(encoding: str) -> None:
    page = PAGE.encode(encoding)
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary=BB\r\n\r\n--BB\r\n'
    part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encodebytes(page)
    mhtml = read_parts(head + part + b"\r\n--BB--\r\n", "a.mht").documents
    warc = read_parts(_warc("https://a.example/1", page, "Content-Type: text/html"), "a.warc").documents
    plain = read_parts(PAGE.encode(), "a.html").documents
    assert [document.text for document in (*mhtml, *warc)] == [plain[0].text] * 2


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_web_archives(compress: Callable[[bytes], bytes]) -> None:
    chunked = b"%x\r\n" % len(PAGE.encode("gbk")) + PAGE.encode("gbk") + b"\r\n0\r\n\r\n"
    records = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
        _warc("https://a.example/1", chunked, "Content-Type: text/html; charset=gbk\r\nTransfer-Encoding: chunked"),
        _warc("https://a.example/2", gzip.compress(PAGE.encode()), "Content-Type: text/html\r\nContent-Encoding: gzip"),
        _warc("https://a.example/3", b"gone", status=404),
        _warc("https://a.example/4.css", b"p {}", "Content-Type: text/css"),
    ]
    parts = read_parts(b"".join(compress(record) for record in records), "a.warc")
    assert [part for part, _ in _names(parts)] == ["https://a.example/1", "https://a.example/2"]
    assert len({document.text for document in parts.documents}) == 1
    assert parts.failures == ()


def test_a_broken_web_archive_keeps_what_was_read() -> None:
    data = _warc("https://a.example/1", PAGE.encode()) + _warc("https://a.example/2", PAGE.encode())[:-40]
    parts = read_parts(data, "a.warc")
    assert len(parts.documents) == 1
    assert [type(error) for error in parts.failures] == [DamagedDocumentError]


@given(st.text(max_size=40))
def test_clean_names_are_labels(name: str) -> None:
    steps = clean_name(name).split("/")
    assert steps
    assert all(step and step not in {".", ".."} and "\\" not in step and "\0" not in step for step in steps)


@given(
    st.sampled_from(
        [b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"WARC/1.0\r\n", b"From: a\r\nMIME-Version: 1.0\r\n"]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_give_documents_or_an_input_error(head: bytes, tail: bytes) -> None:
    message = ""
    found: list[RawDocument] = []
    try:
        found = read_bytes(head + tail, "x.bin")
    except InputError as error:
        message = str(error)
    assert bool(found) != bool(message)
    assert "\n" not in message
