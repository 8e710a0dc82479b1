"""One case for each line of DOMAIN 2.1 (who publishes what), on invented pages."""

import json

import pytest

from mingdan.core.errors import EmptyInputError, InputError
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


def test_119_institutions_counts_differ_by_counter(pipeline: Pipeline) -> None:
    document = _read(pipeline, _page("<p>中国互联网金融协会10月31日统计，119家机构披露了合作机构名单。</p>"))
    assert document.partnerships == ()
    assert "119家" in document.text


def test_huarun_grouped_by_project(pipeline: Pipeline) -> None:
    rows = f"<tr><td rowspan=2>云岫项目</td><td>{NAMES[0]}</td><td>平台运营机构</td></tr>"
    rows += f"<tr><td>{NAMES[2]}</td><td>增信服务机构</td></tr>"
    body = f"<table><tr><th>项目</th><th>合作机构名称</th><th>合作类型</th></tr>{rows}</table>"
    document = _read(pipeline, _signed(body))
    assert [(row.partner, row.role) for row in document.partnerships] == [
        (NAMES[0], "platform"),
        (NAMES[2], "credit_enhancement"),
    ]
    assert document.text.count("云岫项目") == 2


@pytest.mark.parametrize("gap", ["、", "<br>", "</p><p>", "</li><li>"])
def test_huarun_one_project_several_companies(pipeline: Pipeline, gap: str) -> None:
    cell = {"</p><p>": "<p>{}</p>", "</li><li>": "<ul><li>{}</li></ul>"}.get(gap, "{}").format(gap.join(NAMES[2:]))
    rows = [["云岫项目", NAMES[0], cell], ["蓝鲸项目", NAMES[1], "/"]]
    document = _read(pipeline, _signed(_table(["项目名称", "平台运营机构", "增信服务机构"], rows)))
    assert _partners(document, "platform") == NAMES[:2]
    assert _partners(document, "credit_enhancement") == NAMES[2:]


def test_chengde_group_level_partners(pipeline: Pipeline) -> None:
    rows = [["1", "云岫集团旗下部分公司", "平台运营机构"], ["2", NAMES[1], "催收机构"]]
    document = _read(pipeline, _signed(_table(["序号", "合作机构名称", "合作类型"], rows)))
    assert "云岫集团" in _partners(document)[0]
    assert _partners(document, "collection") == [NAMES[1]]


def test_huishang_by_purpose(pipeline: Pipeline) -> None:
    rows = [["营销获客", NAMES[0]], ["共同出资", "青岭银行股份有限公司"], ["支付结算", "蓝鲸支付有限公司"]]
    document = _read(pipeline, _signed(_table(["合作类别", "合作机构名称"], rows)))
    assert [row.role.split(".")[0] for row in document.partnerships] == ["marketing", "platform", "payment"]


def test_guangzhou_mixed_roles(pipeline: Pipeline) -> None:
    body = f"<p>截至2025年4月末：</p><p>一、平台运营机构</p><ol><li>{NAMES[0]}</li></ol>"
    body += f"<p>二、增信服务机构</p><ol><li>{NAMES[2]}</li></ol>"
    document = _read(pipeline, _signed(body))
    assert {(row.partner, row.role) for row in document.partnerships} == {
        (NAMES[0], "platform"),
        (NAMES[2], "credit_enhancement"),
    }


def test_guangzhou_with_co_lending(pipeline: Pipeline) -> None:
    rows = [["增信服务机构", NAMES[2]], ["平台运营机构", NAMES[0]], ["联合贷款机构", "青岭银行股份有限公司"]]
    body = "<p>截至2025年4月末，合作机构如下：</p>" + _table(["机构类型", "机构名称"], rows)
    document = _read(pipeline, _signed(body))
    assert [row.role for row in document.partnerships] == ["credit_enhancement", "platform", "platform.co_lending"]
    assert {row.date for row in document.partnerships} == {"2025-04-30"}


def test_jiangnan_count_check(pipeline: Pipeline) -> None:
    body = "<p>我行合作机构共2家。</p>" + _table(["序号", "合作机构名称"], [["1", NAMES[0]], ["2", NAMES[1]]])
    document = _read(pipeline, _signed(body))
    assert len(document.partnerships) == 2
    assert [(count.count, count.agrees) for count in document.stated_counts] == [(2, True)]


def test_yilian_own_role_words(pipeline: Pipeline) -> None:
    document = _read(pipeline, _signed(f"<p>1. {NAMES[0]}</p><p>2. {NAMES[1]}</p>", "合作导流获客机构名单"))
    assert _partners(document) == NAMES[:2]
    assert document.title == "合作导流获客机构名单"


@pytest.mark.parametrize("title", ["产品合作机构名单", "贷后合作机构名单"])
def test_shangcheng_two_lists_two_titles(pipeline: Pipeline, title: str) -> None:
    document = _read(pipeline, _signed(_table(["序号", "合作机构名称"], [["1", NAMES[0]]]), title))
    assert (document.title, _partners(document)) == (title, [NAMES[0]])


def test_ningyin_agreement_template(pipeline: Pipeline) -> None:
    body = f"<h1>个人信息共享授权书</h1><p>授权人同意{BANK}向下列合作机构共享信息。</p><p>合作机构名单：</p>"
    document = _read(
        pipeline, _page(body + _table(["序号", "机构名称", "合作类型"], [["1", NAMES[0], "平台运营机构"]]))
    )
    assert _partners(document) == [NAMES[0]]


def test_nanyin_app_page_holds_its_list_as_json(pipeline: Pipeline) -> None:
    data = {"props": {"list": [{"orgName": name, "cooperationMode": "助贷"} for name in NAMES[:2]]}}
    head = "<title>溪麓银行合作机构名单</title>"
    script = f"<script id=__NEXT_DATA__ type='application/json'>{json.dumps(data, ensure_ascii=False)}</script>"
    document = _read(pipeline, _signed(f"<div id=app></div>{script}"))
    assert _partners(document, "platform") == NAMES[:2]
    assert read_bytes(_page(script, head), "a.html")[0].text.startswith("| orgName | cooperationMode |")


def test_hayin_separate_lists_by_role(pipeline: Pipeline) -> None:
    body = "<h2>助贷机构</h2>" + _table(["序号", "机构名称"], [["1", NAMES[0]]])
    body += "<h2>催收机构</h2>" + _table(["序号", "机构名称"], [["1", NAMES[1]]])
    document = _read(pipeline, _signed(body))
    assert (_partners(document, "platform"), _partners(document, "collection")) == ([NAMES[0]], [NAMES[1]])


def test_mashang_and_weizhong_big_tables(pipeline: Pipeline) -> None:
    names = [f"上海{a}{b}信息科技有限公司" for a in "云岫蓝鲸恒石青禾竹溪" for b in "山川河海星月风雨林泉松柏梅兰"]
    document = _read(
        pipeline,
        _signed(
            _table(["序号", "合作机构名称"], [[str(n), name] for n, name in enumerate(names, 1)]), "催收合作机构名单"
        ),
    )
    assert _partners(document) == names


def test_zhongyin_pagination_gives_no_text() -> None:
    body = f"<p>{NAMES[0]}</p><div>共13页 首页 上一页 <a>1</a> <a>2</a> <a href=list_2.html>下一页</a> 尾页</div>"
    (document,) = read_bytes(_page(body), "list.html")
    assert document.text == NAMES[0]
    assert document.links is not None
    assert document.links.next == ("list_2.html",)


def test_hubei_tabs_stand_one_after_another() -> None:
    tabs = "".join(
        f"<div class=tab-pane><h3>{n}</h3><p>{name}</p></div>" for n, name in zip("甲乙丙", NAMES, strict=False)
    )
    assert read_bytes(_page(tabs), "a.html")[0].text.split("\n\n")[1::2] == NAMES[:3]


def test_hubei_hidden_tabs_keep_their_roles(pipeline: Pipeline) -> None:
    panes = [_table(["序号", "机构名称"], [["1", name]]) for name in NAMES[:3]]
    tabs = "<ul class=tab-nav><li>平台运营机构</li><li>催收机构</li><li>增信服务机构</li></ul>"
    tabs += f"<div class=tab-pane>{panes[0]}</div>"
    tabs += "".join(f"<div class=tab-pane style='display:none'>{pane}</div>" for pane in panes[1:])
    document = _read(pipeline, _signed(tabs))
    assert [row.role for row in document.partnerships] == ["platform", "collection", "credit_enhancement"]


def test_hubei_sums_and_changes_stated_in_press(pipeline: Pipeline) -> None:
    text = "溪麓银行合作平台运营机构增至25家、增信服务机构达14家，合计39家，较11月的30家新增9家。"
    counts = _read(pipeline, _page(f"<p>{text}</p>")).stated_counts
    assert {(count.role, count.count) for count in counts} == {
        ("platform", 25),
        ("credit_enhancement", 14),
        ("all", 39),
    }


def test_wangshang_hundreds_of_rows_of_which_some_guarantee(pipeline: Pipeline) -> None:
    firsts, seconds = "云蓝恒青竹溪江微松柏山川河海星月风雨林泉", "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往"
    stems = [f"上海{first}{second}" for first in firsts for second in seconds][:382]
    rows = [
        [str(number), f"{stem}融资担保有限公司", "增信服务机构"]
        if number <= 43
        else [str(number), f"{stem}科技有限公司", "平台运营机构"]
        for number, stem in enumerate(stems, 1)
    ]
    body = "<p>合作机构共382家，其中增信服务机构43家。</p>" + _table(["序号", "合作机构名称", "合作类型"], rows)
    document = _read(pipeline, _signed(body))
    assert _partners(document) == [row[1] for row in rows]
    assert {(count.role, count.found, count.agrees) for count in document.stated_counts} == {
        ("all", 382, True),
        ("credit_enhancement", 43, True),
    }


def test_zhenxing_two_roles(pipeline: Pipeline) -> None:
    rows = [["1", NAMES[0], "平台运营机构"], ["2", NAMES[2], "增信服务机构"]]
    document = _read(pipeline, _signed(_table(["序号", "合作机构名称", "合作类型"], rows)))
    assert [row.role for row in document.partnerships] == ["platform", "credit_enhancement"]


def test_jincheng_two_partners(pipeline: Pipeline) -> None:
    assert _partners(_read(pipeline, _signed(f"<p>（一）{NAMES[0]}</p><p>（二）{NAMES[1]}</p>"))) == NAMES[:2]


def test_press_counts_are_no_rows(pipeline: Pipeline) -> None:
    document = _read(pipeline, _page("<p>溪麓银行40家，青岭银行15家，海丝银行13家。</p>"))
    assert document.partnerships == ()


EMPTY_TABLE = _table(["序号", "合作机构名称", "合作类型"], [["", "无", ""]])


@pytest.mark.parametrize(
    "body",
    [
        "<p>截至2025年9月30日，我行无互联网助贷业务合作机构。</p>",
        "<p>我行互联网助贷业务合作机构已清零。</p>",
        "<p>我行没有与任何机构开展互联网助贷业务合作。</p>",
        "<p>合作机构名单：无</p>",
        EMPTY_TABLE,
    ],
)
def test_an_emptied_list_is_a_fact(pipeline: Pipeline, body: str) -> None:
    document = _read(pipeline, _signed(body))
    assert document.partnerships == ()
    assert [found.completeness for found in document.lists] == ["full"]
    assert [(count.role, count.count, count.agrees) for count in document.stated_counts] == [("all", 0, True)]


def test_shenzhen_branches(pipeline: Pipeline) -> None:
    rows = [["营销获客", "深圳众驰汽车销售有限公司"], ["担保增信", NAMES[2]], ["催收服务", NAMES[1]]]
    data = _signed(_table(["类别", "合作机构名称"], rows), "信贷业务第三方合作机构名单", f"{BANK}深圳分行")
    document = _read(pipeline, data)
    assert {row.discloser for row in document.partnerships} == {f"{BANK}深圳分行"}
    assert document.lists[0].kind == "third_party_loan"


@pytest.mark.parametrize("title", ["临时公告", "公告"])
def test_trusts_with_a_title_that_tells_nothing(pipeline: Pipeline, title: str) -> None:
    data = _signed(_table(["序号", "合作机构名称"], [["1", NAMES[0]]]), title, "溪麓信托有限公司")
    assert [(row.discloser, row.partner) for row in _read(pipeline, data).partnerships] == [
        ("溪麓信托有限公司", NAMES[0])
    ]


def test_zhongyou_clean_title(pipeline: Pipeline) -> None:
    title = "溪麓消费金融有限公司催收合作机构信息公示"
    document = _read(pipeline, _signed(_table(["序号", "机构名称"], [["1", NAMES[1]]]), title, "溪麓消费金融有限公司"))
    assert (document.title, [row.role for row in document.partnerships]) == (title, ["collection"])


def test_mengshang_digits_are_the_only_delimiter(pipeline: Pipeline) -> None:
    lines = "".join(f"<br><span>{number}</span><span>{name}</span>" for number, name in enumerate(NAMES, 1))
    document = _read(pipeline, _signed(f"<div>序号机构名称{lines}</div>", "合作机构名单"))
    assert f"1{NAMES[0]}" in document.text
    assert _partners(document) == NAMES


def test_mengshang_all_rows_on_one_line(pipeline: Pipeline) -> None:
    rows = "".join(f"<i>{number}</i>{name}" for number, name in enumerate(NAMES, 1))
    assert _partners(_read(pipeline, _signed(f"<div>序号机构名称{rows}</div>", "合作机构名单"))) == NAMES


def test_yangguang_columns_by_spaces(pipeline: Pipeline) -> None:
    lines = ["序号 名称 类型", f"1 {NAMES[0]} 平台运营机构", f"2 {NAMES[2]} 增信服务机构"]
    document = _read(pipeline, _signed(f"<p>{'<br>'.join(lines)}</p>"))
    assert _partners(document) == [NAMES[0], NAMES[2]]


def test_changyin_screenshots_are_never_silently_empty() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(_page("<img src='https://a.example/list.png'>"), "list.html")
    assert isinstance(caught.value, EmptyInputError)
