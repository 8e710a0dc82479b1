"""Tables inside tables, and lists inside cells: which table is the real one, and what its cells say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.readers import RawDocument, locate, read_bytes

Rows = list[list[str]]
NAMES = ["云岫科技有限公司", "蓝鲸信息有限公司", "恒石担保有限公司", "竹溪担保有限公司"]
SCRIPT = "<script>甲</script>"


def _page(body: str) -> RawDocument:
    return read_bytes(f"<!doctype html><html><body>{body}</body></html>".encode(), "a.html")[0]


def _table(rows: Rows, kind: str = "") -> str:
    return f"<table {kind}>" + "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows) + "</table>"


def _column(cells: list[str]) -> str:
    return _table([[cell] for cell in cells])


def _headed(names: list[str]) -> str:
    return _table([["序号", "机构名称"], *([str(number), name] for number, name in enumerate(names, 1))])


@pytest.mark.parametrize("inner", [_column(NAMES[:2]), f"<ul><li>{NAMES[0]}</li> <li>{NAMES[1]}</li></ul>"])
def test_a_small_table_or_list_in_a_cell_is_text_of_the_cell(inner: str) -> None:
    rows = [["合作类型", "合作机构名称"], ["平台运营机构", inner], ["增信服务机构", NAMES[2]]]
    assert _page(_table(rows)).text.split("\n") == [
        "| 合作类型 | 合作机构名称 |",
        "|---|---|",
        f"| 平台运营机构 | {NAMES[0]}、{NAMES[1]} |",
        f"| 增信服务机构 | {NAMES[2]} |",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("云岫有限公司<br>蓝鲸有限公司", "云岫有限公司 蓝鲸有限公司"),
        ("<p>1.云岫有限公司（助贷）</p><p>2.蓝鲸有限公司（助贷）</p>", "1.云岫有限公司（助贷） 2.蓝鲸有限公司（助贷）"),
        ("溪麓银行<br>青岭村镇银行", "溪麓银行 青岭村镇银行"),
        ("上海云岫数字科技<br>有限公司", "上海云岫数字科技有限公司"),
        ("溪麓银行<br>股份有限公司", "溪麓银行股份有限公司"),
        ("云岫有限公司<br>上海浦东分公司", "云岫有限公司上海浦东分公司"),
        ("云岫有限公司<br>（原蓝鲸有限公司）", "云岫有限公司（原蓝鲸有限公司）"),
    ],
)
def test_names_on_lines_of_a_cell_stay_apart_and_wrapped_ones_whole(cell: str, text: str) -> None:
    assert _page(_table([["项目", "机构名称"], ["云岫项目", cell]])).text.split("\n")[2] == f"| 云岫项目 | {text} |"


def test_a_headed_table_in_a_record_stays_in_its_row() -> None:
    inner = _table([["产品", "电话"], ["云岫花", "95001"], ["云岫贷", "95002"]])
    rows = [["序号", "机构名称", "产品"], ["1", NAMES[0], f"共两款：{inner}以上{SCRIPT}"], ["2", NAMES[1], "蓝鲸花"]]
    assert _page(_table(rows)).text.split("\n")[2:] == [
        f"| 1 | {NAMES[0]} | 共两款： 产品 电话、云岫花 95001、云岫贷 95002 以上 |",
        f"| 2 | {NAMES[1]} | 蓝鲸花 |",
    ]


def test_lists_side_by_side_below_their_heads() -> None:
    rows = [["平台运营机构", "增信服务机构"], [_column(NAMES[:2]), _column(NAMES[2:])]]
    assert _page(_table(rows)).text.split("\n")[2:] == [f"| {'、'.join(NAMES[:2])} | {'、'.join(NAMES[2:])} |"]


def test_a_frame_around_the_text_of_a_cell_is_not_seen() -> None:
    rows = [[_column([cell]) for cell in row] for row in (["序号", "机构名称"], ["1", NAMES[0]])]
    assert _page(_table(rows)).text == f"| 序号 | 机构名称 |\n|---|---|\n| 1 | {NAMES[0]} |"


INNER = "| 序号 | 机构名称 |\n|---|---|\n| 1 | 云岫科技有限公司 |"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([[_headed(NAMES[:1])]], INNER),
        ([["溪麓银行"], [_headed(NAMES[:1])]], f"溪麓银行\n\n{INNER}"),
        ([["菜单", _headed(NAMES[:1])]], f"菜单\n\n{INNER}"),
        (
            [[_column(["关于我们", "公告"]), "标题"], ["左栏", _headed(NAMES[:1])]],
            f"关于我们\n\n公告\n\n标题\n\n左栏\n\n{INNER}",
        ),
        ([["溪麓银行", "简介"], ["菜单", _headed(NAMES[:1])]], f"溪麓银行\n\n简介\n\n菜单\n\n{INNER}"),
        ([["合作类型", "机构名单"], ["助贷", _headed(NAMES[:1])]], f"合作类型\n\n机构名单\n\n助贷\n\n{INNER}"),
    ],
)
def test_a_table_that_places_another_dissolves(rows: Rows, text: str) -> None:
    assert _page(_table(rows)).text == text


def test_a_table_that_says_it_only_places_dissolves() -> None:
    rows = [["合作类型", "合作机构名称"], ["平台运营机构", _column(NAMES[:2])]]
    assert "|" not in _page(_table(rows, "role=presentation")).text


def test_sentences_beside_a_table_are_the_page_not_a_record() -> None:
    rows = [["溪麓银行", "简介"], ["公告如下。", _column(NAMES[:2])], ["", "尾"]]
    assert "|" not in _page(_table(rows)).text


def test_text_of_an_inner_cell_is_placed_in_that_cell() -> None:
    document = _page(_table([["合作类型", "合作机构名称"], ["平台运营机构", f"含{_column(NAMES[:2])}等"]]))
    cell = "/html/body/table[1]/tbody[1]/tr[2]/td[2]"
    places = [locate(document.map, document.text.index(text)).element for text in ("含", *NAMES[:2], "等")]
    inner = f"{cell}/table[1]/tbody[1]/tr[{{}}]/td[1]"
    assert places == [cell, inner.format(1), inner.format(2), cell]


CELLS = st.recursive(
    st.sampled_from(["银行", "甲公司", "", " a|b ", "一<br>二", SCRIPT, "含：", "<p>甲</p><p>乙</p>"]),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda cells: st.sampled_from([_column(cells), _table([cells]), f"<ul><li>{'<li>'.join(cells)}</ul>"])
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_every_row_has_the_cells_of_its_head_and_every_character_a_place(body: list[tuple[str, str]]) -> None:
    document = _page("<p>头</p>" + _table([["合作类型", "合作机构名称"], *map(list, body)]))
    edges = [0, *(piece.end for piece in document.map)]
    assert [piece.start for piece in document.map] == edges[:-1]
    assert edges[-1] == len(document.text)
    for line in document.text.split("\n")[2:]:
        assert line.count("|") == 3
    assert document.text.count("银行") == sum(cell.count("银行") for row in body for cell in row)
