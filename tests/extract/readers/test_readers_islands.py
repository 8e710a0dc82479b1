"""Lists that pages hold as JSON, and what pages say of their neighbours."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import EmptyInputError
from mingdan.extract.readers import RawDocument, locate, read_bytes
from mingdan.extract.readers.js_literals import literal_at

LIST = [
    {"id": 1, "orgName": "云岫科技有限公司", "type": "助贷"},
    {"id": 2, "orgName": "蓝鲸数科有限公司", "type": "增信"},
]
TABLE = [
    "| id | orgName | type |",
    "|---|---|---|",
    "| 1 | 云岫科技有限公司 | 助贷 |",
    "| 2 | 蓝鲸数科有限公司 | 增信 |",
]


def _page(body: str) -> RawDocument:
    return read_bytes(f"<!doctype html><html><body>{body}</body></html>".encode(), "a.html")[0]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    "body",
    [
        f"<script>var data = {_dump(LIST)};</script>",
        f"<script>window.__STATE__={_dump({'a': {'b': LIST}})};(function(){{}})()</script>",
        f"<script>render({_dump({'rows': LIST})})</script>",
        f"<script type='application/json'>{_dump(LIST)}</script>",
        f"<script id=__NEXT_DATA__ type='application/json'>{_dump({'props': {'pageProps': {'list': LIST}}})}</script>",
        f"<script>var d = JSON.parse('{json.dumps(LIST)}')</script>",
        f"<script>var d = JSON.parse({json.dumps(_dump(LIST))})</script>",
        f"<input type=hidden value='{_dump(LIST)}'>",
        f"<div data-list='{_dump(LIST)}'></div>",
    ],
)
def test_lists_in_json_are_tables(body: str) -> None:
    document = _page(body)
    assert document.text.split("\n") == TABLE
    assert (locate(document.map, document.text.index("蓝鲸")).element or "").endswith("/1/orgName")
    assert document.map[-1].end == len(document.text)


_ROWS = "{id: 1, orgName: '云岫科技有限公司', type: `助贷`,}, {id: 2, 'orgName': \"蓝鲸数科有限公司\", type: '增信'}"


@pytest.mark.parametrize(
    "script",
    [
        f"// 名单\nvar list = [{_ROWS},];",
        f"var list = [ /* [ */ {_ROWS}, /* it's */ ], n = 1;",
        f"const s = {{ title: t('x'), go: () => {{ return 1 }}, rows: [{_ROWS}], more() {{ }} }}",
        f"module.exports={{data(){{return{{rows:[{_ROWS}]}}}}}}",
        "window.N=(function(a,b){return {l:[{id:1,orgName:'云岫科技有限公司',type:a},"
        "{id:2,orgName:'蓝鲸数科有限公司',type:b}]}}('助贷','增信'));",
        f"render([{_ROWS}].map(function (x) {{ return x }}))",
    ],
)
def test_lists_in_literals_that_are_no_json_are_tables(script: str) -> None:
    document = _page(f"<script>{script}</script>")
    assert document.text.split("\n") == TABLE
    assert (locate(document.map, document.text.index("蓝鲸")).element or "").endswith("/1/orgName")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"['\u4e91\x41\n', -1.5, 2, true, !1, null, NaN]", ["云A\n", -1.5, 2, True, False, None, None]),
        ("{a, b: c + 1, ...d, [e]: 2, 名称: 'x'}", {"a": None, "b": None, "名称": "x"}),
        ("[1,,2,]", [1, 2]),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert literal_at(text, 0)[0] == value


@pytest.mark.parametrize("part", ["=[", "=[{a:f({", "=[f'\\'", "=[f(/*x", "=[ f( "])
def test_brackets_that_never_close_are_given_up(part: str) -> None:
    assert _page(f"<p>名单见下</p><script>{part * 50_000}'名单'</script>").text == "名单见下"


@given(st.text(alphabet="[]{}(),:'\"`/*\\ab1甲", max_size=60))
def test_any_script_gives_a_value_or_a_value_error(text: str) -> None:
    try:
        _, end, _ = literal_at(f"[{text}", 0)
    except ValueError:
        return
    assert 0 < end <= len(text) + 1


def test_short_texts_and_dates_beside_the_list() -> None:
    data = {"title": "平台运营机构名单", "updateTime": 1759190400000, "list": LIST}
    document = _page(f"<script>var d = {_dump(data)}</script>")
    assert document.text.split("\n\n")[0] == "平台运营机构名单"
    assert document.published == "2025-09-30"


def test_what_the_page_shows_is_not_repeated() -> None:
    shown = "<p>1. 云岫科技有限公司</p><p>2. 蓝鲸数科有限公司</p>"
    assert _page(f"{shown}<script>var data = {_dump(LIST)}</script>").text.count("云岫") == 1


def test_html_inside_json() -> None:
    article = "<p>溪麓银行关于互联网贷款合作机构的公告全文如下所示。</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    document = _page(f"<script>var d = {_dump({'content': article})}</script>")
    assert document.text.startswith("溪麓银行关于互联网贷款合作机构的公告全文如下所示。\n\n| 甲 | 乙 |")


@pytest.mark.parametrize(
    "script",
    [
        'var menu = [{"name":"首页","url":"/"},{"name":"信息披露","url":"/d"}]',
        "var data = [{orgName: '云岫科技有限公司'}; alert(1)",
        "var data = [" * 5000,
        'x=[{"a":' * 3000,
    ],
)
def test_menus_code_and_broken_json_give_nothing(script: str) -> None:
    with pytest.raises(EmptyInputError):
        _page(f"<script>{script}</script>")


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ("<link rel=next href=2.html>", ("2.html",)),
        ("<a href=2.html>下一页</a><a href='javascript:x()'>下一页</a>", ("2.html",)),
        ("<a href=2.html>下一篇：招聘公告</a>", ()),
        ("<script>createPageHTML(3, 0, 'index', 'html');</script>", ("index_1.html",)),
    ],
)
def test_links_to_the_next_page(body: str, following: tuple[str, ...]) -> None:
    links = _page(f"<p>名单</p>{body}").links
    assert (links.next if links else ()) == following


@pytest.mark.parametrize("text", ["第2页/共3页", "共3页 第2页", "页次：2/3页", "当前第 2 页，共 3 页", "Page 2 of 3"])
def test_page_numbers(text: str) -> None:
    links = _page(f"<p>名单</p><div>{text}</div>").links
    assert links is not None
    assert (links.page, links.pages) == (2, 3)


def test_files_and_address() -> None:
    body = "<p>名单</p><a href='f/附件1.xlsx'>附件</a><a href=/x.html>x</a>"
    links = read_bytes(f"<!-- saved from url=(0020)https://a.example/l -->{body}".encode(), "a.html")[0].links
    assert links is not None
    assert (links.files, links.address) == (("f/附件1.xlsx",), "https://a.example/l")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["云岫科技有限公司", "<p>甲</p>", "", "a|b\n"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["orgName", "list", "名称", "x"]), inner, max_size=3)
        ),
        max_leaves=15,
    )
)
def test_any_json_keeps_the_map_whole(value: object) -> None:
    document = _page(f"<p>头</p><script type='application/json'>{_dump(value)}</script>")
    edges = [0, *(piece.end for piece in document.map)]
    assert [piece.start for piece in document.map] == edges[:-1]
    assert edges[-1] == len(document.text)
