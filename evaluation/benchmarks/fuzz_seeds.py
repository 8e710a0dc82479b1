"""Small files of every kind that the readers know, to be broken by :mod:`mingdan.evaluation.benchmarks.fuzz`."""

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from email.message import EmailMessage

from mingdan.core.errors import MissingExtraError
from mingdan.core.records import Document
from mingdan.corpus.render import render
from mingdan.corpus.render.rendered import Format

_TEXT = """溪麓银行股份有限公司关于互联网贷款合作机构的公示

根据《商业银行互联网贷款管理暂行办法》要求，截至2025年9月30日，我行共有合作机构3家，现予公示。

| 序号 | 合作机构名称 | 合作类型 | 客服电话 |
|---|---|---|---|
| 1 | 上海云岫数字科技有限公司 | 平台运营机构 | 400-000-0000 |
| 2 | 深圳恒石融资担保有限公司 | 增信服务机构 | 95000 |
| 3 | 北京蓝鲸信息技术有限公司 | 催收机构 | 010-0000 0000 |

溪麓银行股份有限公司

2025年10月9日
"""
_RENDERED: Mapping[str, Format] = {"html": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf"}


def seeds() -> dict[str, bytes]:
    """A file of each kind by suffix; those whose writer is not installed are left out."""
    files = {"txt": _TEXT.encode(), "gbk.txt": _TEXT.encode("gb18030"), "md": _TEXT.encode()}
    files["utf16.txt"] = _TEXT.encode("utf-16")
    files["csv"] = "\n".join(",".join(line.strip("| ").split(" | ")) for line in _TEXT.split("\n")[4:9]).encode()
    files |= dict(_rendered())
    files["json.html"] = _json_page()
    files["merged.html"] = _merged_page()
    files["zip"] = _zip(files)
    files["tar"] = _tar(files)
    files["tgz"] = gzip.compress(files["tar"])
    files["eml"] = _mail(files["html"], files["zip"])
    files["mht"] = _mhtml(files["html"])
    files["warc"] = _warc(files["html"])
    files["warc.gz"] = gzip.compress(files["warc"])
    files["rtf"] = b"{\\rtf1\\ansi\\ansicpg936 list}"
    return files


def _rendered() -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        for suffix, format in _RENDERED.items():
            try:
                yield suffix, render(Document("seed", _TEXT, title="公示"), format, folder).path.read_bytes()
            except MissingExtraError:
                continue


def _json_page() -> bytes:
    rows = [{"orgName": "上海云岫数字科技有限公司", "type": "平台运营机构"}, {"orgName": "深圳恒石融资担保有限公司"}]
    data = json.dumps({"props": {"title": "名单", "list": rows, "html": "<p>溪麓银行公示</p>"}}, ensure_ascii=False)
    return f"<!doctype html><html><body><script>var d = {data};</script><p>名单</p></body></html>".encode()


def _merged_page() -> bytes:
    row = "<tr><td rowspan=2>平台</td><td colspan=2>上海云岫数字科技有限公司</td></tr><tr><td>1</td><td>2</td></tr>"
    return (
        f"<html><body><table><tr><th>类型</th><th>名称</th><th>电话</th></tr>{row * 3}</table></body></html>".encode()
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("txt", "html", "csv"):
            archive.writestr(zipfile.ZipInfo(f"名单/a.{name}", (2025, 1, 1, 0, 0, 0)), files[name])
    return buffer.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("txt", "html", "zip"):
            info = tarfile.TarInfo(f"{'名单' * 40}/a.{name}")
            info.size = len(files[name])
            archive.addfile(info, io.BytesIO(files[name]))
    return buffer.getvalue()


def _mail(page: bytes, archive: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@a.example", "b@b.example", "名单公示"
    message["Date"] = "Tue, 30 Sep 2025 10:00:00 +0800"
    message.set_content("请查收附件。")
    message.add_alternative(page.decode(), subtype="html")
    message.add_attachment(archive, maintype="application", subtype="zip", filename="附件.zip")
    message.set_boundary("seed")
    return message.as_bytes()


def _mhtml(page: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Snapshot-Content-Location"] = "<Saved>", "https://a.example/list.html"
    message.set_content(page.decode(), subtype="html", cte="quoted-printable")
    message.make_related()
    message.set_boundary("seed")
    return message.as_bytes()


def _warc(page: bytes) -> bytes:
    found: list[bytes] = []
    for number in (1, 2):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n"
        http += gzip.compress(page, mtime=0)
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        found.append(f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n")
    return b"".join(found)
