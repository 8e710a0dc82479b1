"""Pages and attachments of one notice: one list, with its discloser, date and policy."""

from pathlib import Path

import pytest

from mingdan.core.records import Document, Span
from mingdan.extract.bundles import groups
from mingdan.extract.grouping import Item, relate
from mingdan.extract.inputs import Input, collect
from mingdan.extract.job import Job, JobResult
from mingdan.extract.notices import combine, join_pages
from mingdan.extract.pipeline import Pipeline, load
from mingdan.extract.readers import locate, read_bytes
from mingdan.extract.readers.base import Links

INTRO = "<p>根据《商业银行互联网贷款管理暂行办法》要求，截至2025年9月30日，溪麓银行与下列机构合作，现予公示。</p>"
END = "<p>溪麓银行股份有限公司</p><p>2025年10月9日</p>"
HEAD = "<tr><th>序号</th><th>合作机构名称</th><th>合作类型</th></tr>"
ROWS = [
    ("上海云岫数字科技有限公司", "平台运营机构"),
    ("北京蓝鲸信息技术有限公司", "平台运营机构"),
    ("深圳恒石融资担保有限公司", "增信服务机构"),
    ("广州青禾数字科技有限公司", "平台运营机构"),
    ("杭州竹溪融资担保有限公司", "增信服务机构"),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load()


def _run(pipeline: Pipeline, folder: Path) -> JobResult:
    return Job(pipeline).run(collect([str(folder)]))


def _page(number: int, rows: list[int], extra: str = "", *, head: str = HEAD, after: str = "") -> str:
    body = "".join(f"<tr><td>{row + 1}</td><td>{ROWS[row][0]}</td><td>{ROWS[row][1]}</td></tr>" for row in rows)
    pager = f"<div><span>第{number}页/共3页</span> {after}</div>"
    title = "<title>合作机构名单_溪麓银行</title>"
    return (
        f"<!doctype html><html><head>{title}</head><body><h1>合作机构名单</h1>{extra}"
        f"<table>{head}{body}</table>{pager}</body></html>"
    )


def _paged(folder: Path, names: tuple[str, str, str], *, linked: bool = True) -> None:
    after = [f'<a href="{name}">下一页</a>' if linked else "" for name in names[1:]]
    (folder / names[0]).write_text(_page(1, [0, 1], INTRO, after=after[0]), "utf-8")
    (folder / names[1]).write_text(_page(2, [2, 3], after=after[1]), "utf-8")
    (folder / names[2]).write_text(_page(3, [4], head="").replace("</body>", f"{END}</body>"), "utf-8")


def _issues(document: Document, code: str) -> list[str]:
    return [issue.message for issue in document.issues if issue.code == code]


@pytest.mark.parametrize("linked", [True, False])
def test_pages_of_one_list_are_one_document(pipeline: Pipeline, tmp_path: Path, linked: bool) -> None:
    _paged(tmp_path, ("list.html", "list_2.html", "list_3.html"), linked=linked)
    (document,) = _run(pipeline, tmp_path).documents
    assert [(row.partner, row.date) for row in document.partnerships] == [(name, "2025-09-30") for name, _ in ROWS]
    assert {row.policy for row in document.partnerships} == {"商业银行互联网贷款管理暂行办法"}
    assert len(document.lists) == 1
    assert document.text.count("序号") == 1
    assert "下一页" not in document.text
    assert _issues(document, "pages_joined")[0].startswith("3 pages of one list: list.html from character 0")
    piece = locate(document.map, document.text.index("杭州竹溪"))
    assert (piece.element or "").startswith("list_3.html!/html/body/table[1]")
    assert document.map[-1].end == len(document.text)


def test_a_missing_page_is_told(pipeline: Pipeline, tmp_path: Path) -> None:
    _paged(tmp_path, ("list.html", "list_2.html", "list_3.html"))
    (tmp_path / "list_3.html").unlink()
    (document,) = _run(pipeline, tmp_path).documents
    assert _issues(document, "pages_missing") == ["pages 3 of the list are not among the inputs"]


def test_an_attachment_inherits_and_says_so(pipeline: Pipeline, tmp_path: Path) -> None:
    link = "<p><a href='files/list.txt'>名单</a></p>"
    page = f"<!doctype html><html><body><h1>关于合作机构的公告</h1>{INTRO}{link}{END}</body></html>"
    (tmp_path / "notice.html").write_text(page, "utf-8")
    (tmp_path / "files").mkdir()
    table = "平台运营机构名单\n\n序号\t合作机构名称\n1\t上海云岫数字科技有限公司\n2\t北京蓝鲸信息技术有限公司\n"
    (tmp_path / "files/list.txt").write_text(table, "utf-8")
    notice, attachment = _run(pipeline, tmp_path).documents
    assert attachment.source is not None
    assert attachment.source.parent == notice.id
    assert attachment.text == table
    rows = attachment.partnerships
    assert [(row.discloser, row.date, row.role) for row in rows] == [
        ("溪麓银行股份有限公司", "2025-09-30", "platform")
    ] * 2
    assert all(attachment.text[row.start : row.end] == row.evidence for row in rows)
    assert all(row.cells.discloser == () and row.cells.date == () for row in rows)
    told = _issues(attachment, "inherited")
    assert any(f"date 2025-09-30 of 2 rows stands in {notice.id} characters " in message for message in told)
    start, end = (int(number) for number in told[1].rsplit(" ", 1)[1].split("-"))
    assert "2025年9月30日" in notice.text[start:end]


def test_an_attachment_with_another_discloser_stays_as_it_is(pipeline: Pipeline, tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><h1>公告</h1>{INTRO}<p><a href='list.txt'>名单</a></p>{END}</body></html>"
    (tmp_path / "notice.html").write_text(page, "utf-8")
    (tmp_path / "list.txt").write_text(
        "青岭银行合作机构名单\n\n序号\t合作机构名称\t合作类型\n1\t上海云岫数字科技有限公司\t平台运营机构\n\n青岭银行股份有限公司\n2025年8月1日\n",
        "utf-8",
    )
    attachment = _run(pipeline, tmp_path).documents[-1]
    assert {row.discloser for row in attachment.partnerships} == {"青岭银行股份有限公司"}
    assert _issues(attachment, "inherited") == []


def test_names_tell_attachments() -> None:
    items = [
        Item("a/公告.html"),
        Item("a/附件1.xlsx"),
        Item("a/附件2：名单.pdf"),
        Item("b/x.pdf"),
        Item("b/x-附件.pdf"),
        Item("b/y.pdf"),
    ]
    found = [(bundle.pages, bundle.attachments) for bundle in relate(items)]
    assert found == [((0,), (1, 2)), ((3,), (4,)), ((5,), ())]


def test_next_links_to_another_article_join_nothing() -> None:
    items = [Item("a/1.html", Links(next=("2.html",)), "名单公示"), Item("a/2.html", None, "招聘公告")]
    assert [bundle.pages for bundle in relate(items)] == [(0,), (1,)]


def test_circles_and_doubled_targets_end() -> None:
    circle = [Item(f"a/{n}.html", Links(next=(f"{(n + 1) % 3}.html",)), "t") for n in range(3)]
    double = [Item("a/1.html", Links(next=("3.html",))), Item("a/2.html", Links(next=("3.html",))), Item("a/3.html")]
    assert sorted(index for bundle in relate(circle) for index in bundle.pages) == [0, 1, 2]
    assert [bundle.pages for bundle in relate(double)] == [(0,), (1,), (2,)]


def test_addresses_tell_pages() -> None:
    items = [
        Item("w#/1", Links("https://a.example/l?p=1", next=("?p=2",)), "t"),
        Item("w#/2", Links("https://a.example/l?p=2"), "t"),
    ]
    assert [bundle.pages for bundle in relate(items)] == [(0, 1)]


def test_pages_with_ids_of_their_own_stay_apart() -> None:
    items = [Item("a/1.html", Links(next=("2.html",)), joins=False), Item("a/2.html", joins=False)]
    assert [(bundle.pages, bundle.attachments) for bundle in relate(items)] == [((0,), (1,))]


def test_inputs_without_relations_keep_their_order(tmp_path: Path) -> None:
    inputs = [Input(name, path=tmp_path / name) for name in ("b.txt", "a.pdf", "c.docx")]
    assert groups(inputs) == [[item] for item in inputs]


def test_combined_texts_keep_every_place() -> None:
    raws = [read_bytes(f"{text}\r\n名单".encode(), "a.txt")[0] for text in ("甲", "乙乙")]
    whole = combine(raws, ["a.txt", "b.txt"])
    assert whole.spans == (Span(0, 4), Span(6, 11))
    assert [piece.start for piece in whole.raw.map] == [0, *(piece.end for piece in whole.raw.map[:-1])]
    assert whole.raw.map[-1].end == len(whole.raw.text)
    assert (locate(whole.raw.map, 6).element or "") == "b.txt!raw:0"


def test_joined_pages_leave_out_what_they_repeat() -> None:
    raws = [read_bytes(f"合作机构名单\n\n说明\n\n{text}".encode(), "a.txt")[0] for text in ("甲", "乙")]
    joined = join_pages(raws, ["1", "2"])
    assert joined.text == "合作机构名单\n\n说明\n\n甲\n\n乙"
    assert locate(joined.map, joined.text.index("乙")).element == "2!raw:12"
