"""One case for each line of DOMAIN 2.2: formats, column heads, frames, dates, updates, counts; on invented pages."""

import pytest

from mingdan.core.records import Document
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers import read_bytes

BANK = "溪麓银行股份有限公司"
NAMES = ["上海云岫数字科技有限公司", "北京蓝鲸信息技术有限公司", "深圳恒石融资担保有限公司", "杭州竹溪融资担保有限公司"]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load()


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _signed(body: str, title: str = "关于互联网贷款合作机构的公示", bank: str = BANK) -> bytes:
    return _page(f"<h1>{title}</h1>{body}<p>{bank}</p><p>2025年9月30日</p>")


def _read(pipeline: Pipeline, data: bytes, name: str = "list.html") -> Document:
    return pipeline.process(read_bytes(data, name)[0])


def _partners(document: Document, role: str = "") -> list[str]:
    return [row.partner for row in document.partnerships if row.role.startswith(role)]


@pytest.mark.parametrize(
    "body",
    [
        f"1. {NAMES[0]}<br>2. {NAMES[1]}",
        f"<p>（一）{NAMES[0]}</p><p>（二）{NAMES[1]}</p>",
        f"<p>一、{NAMES[0]}</p><p>二、{NAMES[1]}</p>",
        f"<ol><li>{NAMES[0]}</li><li>{NAMES[1]}</li></ol>",
    ],
)
def test_numbered_paragraphs(pipeline: Pipeline, body: str) -> None:
    assert _partners(_read(pipeline, _signed(f"<p>具体名单如下：</p><div>{body}</div>"))) == NAMES[:2]


@pytest.mark.parametrize("head", ["合作机构名称", "机构名称", "合作公司名称", "公司全称", "合作方"])
@pytest.mark.parametrize("role", ["合作类型", "机构类型", "合作模式", "合作方式", "合作内容", "合作领域"])
def test_column_heads(pipeline: Pipeline, head: str, role: str) -> None:
    data = _signed(_table(["序号", head, role, "客服电话", "备注"], [["1", NAMES[2], "融资担保", "400-000-0000", ""]]))
    assert [(row.partner, row.role) for row in _read(pipeline, data).partnerships] == [
        (NAMES[2], "credit_enhancement.guarantee")
    ]


@pytest.mark.parametrize("head", ["客服电话", "联系电话", "咨询投诉电话", "电话"])
@pytest.mark.parametrize("phone", ["95123", "400-111-1111", "0571-88880000", "４００－１１１－１１１１"])
def test_phones_stay_with_their_names(pipeline: Pipeline, head: str, phone: str) -> None:
    rows = [["1", NAMES[0], phone], ["2", NAMES[1], ""]]
    document = _read(pipeline, _signed(_table(["序号", "合作机构名称", head], rows)))
    assert [(row.partner, row.contact) for row in document.partnerships] == [(NAMES[0], phone), (NAMES[1], None)]


@pytest.mark.parametrize("head", ["合作产品", "产品名称"])
def test_products_and_first_days(pipeline: Pipeline, head: str) -> None:
    rows = [["1", NAMES[0], "云岫花", "2025年1月1日", "合作中", "/"]]
    heads = ["序号", "合作机构名称", head, "合作起始日", "合作状态", "备注"]
    (row,) = _read(pipeline, _signed(_table(heads, rows))).partnerships
    assert (row.product, row.term_start, row.status) == ("云岫花", "2025-01-01", "listed")


@pytest.mark.parametrize("head", ["平台名称", "App名称"])
def test_the_company_behind_an_app_is_the_partner(pipeline: Pipeline, head: str) -> None:
    rows = [["1", "云岫花", NAMES[0]], ["2", "蓝鲸贷", NAMES[1]]]
    assert _partners(_read(pipeline, _signed(_table(["序号", head, "运营主体"], rows)))) == NAMES[:2]


def test_merged_type_cells(pipeline: Pipeline) -> None:
    rows = f"<tr><td>1</td><td>{NAMES[2]}</td><td rowspan=2>融资担保</td></tr><tr><td>2</td><td>{NAMES[3]}</td></tr>"
    body = f"<table><tr><th>序号</th><th>机构名称</th><th>合作类型</th></tr>{rows}</table>"
    assert _partners(_read(pipeline, _signed(body)), "credit_enhancement") == NAMES[2:]


def test_frame_sentences_and_signature(pipeline: Pipeline) -> None:
    body = "<p>尊敬的客户：</p><p>为落实《商业银行互联网贷款管理暂行办法》要求，现将我行合作机构予以公示，"
    body += f"具体名单如下：</p><p>1、{NAMES[0]}</p>"
    document = _read(pipeline, _signed(body + "<p>如有疑问，请致电95000。</p><p>特此公告。</p>"))
    assert [(row.discloser, row.date) for row in document.partnerships] == [(BANK, "2025-09-30")]
    assert document.published == "2025-09-30"


@pytest.mark.parametrize(
    "words",
    [
        "截至2025年9月10日",
        "更新日期：2025年9月10日",
        "更新时间：2025年9月10日",
        "公示日期：2025-09-10",
        "自2025年9月10日起",
        "本名单将根据合作情况动态调整。截至2025年9月10日",
    ],
)
def test_dates(pipeline: Pipeline, words: str) -> None:
    document = _read(
        pipeline,
        _page(f"<h1>{BANK}合作机构名单</h1><p>{words}</p>" + _table(["序号", "合作机构名称"], [["1", NAMES[0]]])),
    )
    assert [row.date for row in document.partnerships] == ["2025-09-10"]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_files_in_any_encoding(encoding: str) -> None:
    text = "公示：本行合作機構名單如下，平台運營機構一家。\n"
    text = text if encoding == "big5hkscs" else text.translate(str.maketrans("構單運營機", "构单运营机"))
    assert read_bytes(text.encode(encoding), "名单.txt")[0].text == text


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_pages_without_a_declared_charset(encoding: str) -> None:
    data = _signed(f"<p>{NAMES[0]}</p>").decode().encode(encoding)
    assert NAMES[0] in read_bytes(data, "list.html")[0].text


def test_a_big5_page_without_a_declared_charset() -> None:
    name = "上海雲岫數字科技有限公司"
    page = _page(f"<h1>互聯網貸款合作機構名單</h1><p>{name}</p><p>溪麓銀行股份有限公司</p>").decode()
    assert name in read_bytes(page.encode("big5hkscs"), "list.html")[0].text


def test_updates_by_announcement(pipeline: Pipeline) -> None:
    document = _read(
        pipeline,
        _signed(
            _table(["合作机构名称", "变更类型"], [[NAMES[0], "新增"], [NAMES[1], "退出"]]), "关于合作机构变更的公告"
        ),
    )
    assert {(row.partner, row.status) for row in document.partnerships} == {(NAMES[0], "added"), (NAMES[1], "removed")}


@pytest.mark.parametrize("verb", ["退出", "终止", "清退"])
def test_updates_told_in_a_line(pipeline: Pipeline, verb: str) -> None:
    body = f"<p>新增合作机构：{NAMES[0]}。</p><p>{verb}合作机构：{NAMES[1]}。</p>"
    document = _read(pipeline, _signed(body, "关于调整互联网贷款合作机构的公告"))
    assert [(row.partner, row.status) for row in document.partnerships] == [
        (NAMES[0], "added"),
        (NAMES[1], "removed"),
    ]


def test_a_rename_is_one_listed_partner(pipeline: Pipeline) -> None:
    document = _read(pipeline, _signed(f"<p>{NAMES[0]}更名为{NAMES[1]}。</p>", "关于合作机构更名的公告"))
    assert [(row.partner, row.status) for row in document.partnerships] == [(NAMES[1], "listed")]


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("共有3家机构。其中，1家增信服务机构", {("all", 3, True), ("credit_enhancement", 1, True)}),
        ("平台运营机构、增信服务机构分别有2家和4家", {("platform", 2, True), ("credit_enhancement", 4, False)}),
        ("我行合作机构不到20家", set[tuple[str, int, bool]]()),
        ("我行合作机构10多家", set[tuple[str, int, bool]]()),
        ("我行合作机构近120家", set[tuple[str, int, bool]]()),
        ("我行合作机构20余家", set[tuple[str, int, bool]]()),
    ],
)
def test_counts(pipeline: Pipeline, words: str, counts: set[tuple[str, int, bool]]) -> None:
    roles = ["平台运营机构", "平台运营机构", "增信服务机构"]
    rows = [[name, role] for name, role in zip(NAMES, roles, strict=False)]
    document = _read(pipeline, _signed(f"<p>{words}。</p>" + _table(["合作机构名称", "合作类型"], rows)))
    assert {(count.role, count.count, bool(count.agrees)) for count in document.stated_counts} == counts
