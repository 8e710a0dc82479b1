"""HTML pages: what is content, lists, tables, encodings, metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import EmptyInputError
from mingdan.extract.readers import RawDocument, locate, read_bytes


def _page(body: str, head: str = "") -> RawDocument:
    return read_bytes(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")[0]


def test_blocks_are_apart_by_a_blank_line_and_wrapped_source_lines_join() -> None:
    text = _page("<h1>合作机构\n  名单</h1><p>&nbsp;&nbsp;根据<b>《办法》</b>，<br>公告如下：</p>").text
    assert text == "合作机构名单\n\n根据《办法》，\n公告如下："


def test_hidden_parts_and_page_furniture_give_no_text() -> None:
    body = (
        "<header><a>首页</a></header><nav>导航</nav><script>x</script><style>y</style><p hidden>甲</p>"
        "<p style='display: none'>乙</p><div aria-hidden=true>丙</div><p>正文</p><!-- 注 --><footer>版权</footer>"
    )
    assert _page(body).text == "正文"


def test_a_header_with_the_headline_and_a_footer_of_the_article_stay() -> None:
    assert _page("<header><h1>标题</h1></header><article><p>正文</p><footer>某银行</footer></article>").text == (
        "标题\n\n正文\n\n某银行"
    )


def test_lists_are_lines_and_keep_their_numbers() -> None:
    body = "<ol start=3><li>甲</li><li>乙<ul><li>丙</li></ul></li><li>五、丁</li></ol>"
    body += "<ul><li><p>戊</p></li><li>己</li></ul>"
    assert _page(body).text == "3. 甲\n4. 乙\n丙\n五、丁\n\n戊\n己"


def test_merged_cells_are_repeated() -> None:
    body = (
        "<table><tr><td colspan=3>名单</td></tr><tr><th rowspan=2>序号</th><th colspan=2>机构</th></tr>"
        "<tr><th>名称</th><th>类型</th></tr><tr><td>1</td><td rowspan=2>江口<br>银行</td><td>a|b</td></tr>"
        "<tr><td>2</td><td></td></tr><tr><td colspan=3>二、保险</td></tr></table>"
    )
    assert _page(body).text.split("\n") == [
        "名单",
        "| 序号 | 机构 名称 | 机构 类型 |",
        "|---|---|---|",
        "| 1 | 江口银行 | a／b |",
        "| 2 | 江口银行 |  |",
        "| 二、保险 |  |  |",
    ]


def test_tables_that_arrange_the_page_are_no_tables() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    body = f"<table><tr><td>左栏</td><td>{inner}</td></table>"
    assert _page(body).text == "左栏\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030"])
def test_declared_gb_labels_mean_gb18030(label: str) -> None:
    source = f"<html><head><meta charset={label}></head><body><p>囧喆镕银行</p></body></html>"
    assert read_bytes(source.encode("gb18030"), "a.html")[0].text == "囧喆镕银行"


def test_a_wrong_label_is_noted() -> None:
    document = read_bytes("<html><head><meta charset=gbk></head><body>银行名单</body></html>".encode(), "a.html")[0]
    assert document.text == "银行名单"
    assert [issue.code for issue in document.issues] == ["charset"]


def test_metadata() -> None:
    head = "<title>公告</title><meta name=PubDate content='2025/9/3 10:00'><meta name=ContentSource content=江口银行>"
    document = _page("<p>正文</p>", head)
    assert (document.title, document.published, document.publisher) == ("公告", "2025-09-03", "江口银行")


def test_a_page_without_text() -> None:
    with pytest.raises(EmptyInputError, match="shows no text"):
        _page("<script>render()</script>")


def test_the_map_names_elements() -> None:
    document = _page("<p>甲</p><p>乙<b>丙</b></p>")
    assert locate(document.map, document.text.index("丙")).element == "/html/body/p[2]/b[1]"


@given(
    st.recursive(
        st.sampled_from(["银行", " A ", "\n", "<br>", "&nbsp;"]),
        lambda inner: st.builds(
            "<{0}>{1}{2}</{0}>".format,
            st.sampled_from(["p", "b", "div", "ul", "li", "table", "tr", "td"]),
            inner,
            inner,
        ),
        max_leaves=12,
    )
)
def test_every_character_lies_in_one_piece(body: str) -> None:
    document = _page("<p>头</p>" + body)
    edges = [0, *(piece.end for piece in document.map)]
    assert [piece.start for piece in document.map] == edges[:-1]
    assert edges[-1] == len(document.text)
    assert all(piece.element for piece in document.map)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_pages_in_utf16_with_and_without_a_mark(encoding: str) -> None:
    page = "<html><body><h1>合作机构名单</h1><p>截至2025年9月30日</p></body></html>"
    document = read_bytes(page.encode(encoding), "a.html")[0]
    assert (document.media_type, document.text) == ("text/html", "合作机构名单\n\n截至2025年9月30日")
