"""Panels of a page of which one shows at a time: none is lost, each stands below its label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.readers import RawDocument, locate, read_bytes

LABELS = ["平台运营机构", "增信服务机构", "催收机构"]
PANELS = ["<p>云岫科技</p>", "<p>恒石担保</p>", "<p>蓝鲸信息</p>"]
SHOWN = "平台运营机构\n\n云岫科技\n\n增信服务机构\n\n恒石担保\n\n催收机构\n\n蓝鲸信息"
HIDDEN = "style='display:none'"


def _page(body: str) -> RawDocument:
    return read_bytes(f"<!doctype html><html><body>{body}</body></html>".encode(), "a.html")[0]


def _panels(form: str, hidden: str = HIDDEN) -> str:
    return "".join(
        form.format(number=number, hidden=hidden if number else "", panel=panel) for number, panel in enumerate(PANELS)
    )


def _labels(form: str) -> str:
    return "".join(form.format(number=number, label=label) for number, label in enumerate(LABELS))


@pytest.mark.parametrize(
    "body",
    [
        f"<ul class=tab-nav>{_labels('<li>{label}</li>')}</ul>"
        + f"<div>{_panels('<div class=tab-pane {hidden}>{panel}</div>')}</div>",
        f"<div class='nav nav-tabs'>{_labels('<a href=#t{number}>{label}</a>')}</div>"
        + _panels("<div role=tabpanel id=t{number} {hidden}>{panel}</div>", "hidden"),
        f"<div>{_labels('<span onclick=show({number})>{label}</span>')}</div>"
        + _panels("<div id=con{number} {hidden}>{panel}</div>"),
        _panels("<section class=tab_con {hidden}><h3>标题</h3>{panel}</section>")
        .replace("<h3>标题</h3>", "<h3>{}</h3>")
        .format(*LABELS),
        f"<ol class=tabs>{_labels('<li>{label}</li>')}</ol>" + _panels("<div class=tab-content>{panel}</div>"),
    ],
)
def test_every_panel_is_read_below_its_label(body: str) -> None:
    assert _page(body).text == SHOWN


def test_a_label_is_placed_where_it_stands() -> None:
    body = f"<ul>{_labels('<li>{label}</li>')}</ul>" + _panels("<div class=tab-pane {hidden}>{panel}</div>")
    document = _page(body)
    assert locate(document.map, document.text.index("增信")).element == "/html/body/ul[1]/li[2]"
    assert locate(document.map, document.text.index("恒石")).element == "/html/body/div[2]/p[1]"


@pytest.mark.parametrize(
    "body",
    [
        f"<div><a href=/a>首页面</a><a href=/b>登录</a></div><div><p>正文</p></div><div {HIDDEN}><p>弹窗</p></div>",
        f"<div><p>正文</p></div><div {HIDDEN}><p>弹窗</p></div>",
        f"<p>正文</p><p {HIDDEN}>弹窗</p>",
        f"<p>正文</p><div class=tab-pane {HIDDEN}><p>弹窗</p></div>",
    ],
)
def test_other_hidden_parts_stay_hidden(body: str) -> None:
    assert "正文" in (text := _page(body).text)
    assert "弹窗" not in text


@given(
    st.lists(
        st.sampled_from([*PANELS, "<li>", "<div class=tab-pane hidden>", "</div>", "<a href=#t1>甲</a>", "<div id=t1>"])
    )
)
def test_every_character_has_a_place(parts: list[str]) -> None:
    document = _page("<p>头</p>" + "".join(parts))
    edges = [0, *(piece.end for piece in document.map)]
    assert [piece.start for piece in document.map] == edges[:-1]
    assert edges[-1] == len(document.text)
    assert all(piece.element for piece in document.map)
