"""One case for each line of DOMAIN 2.1 (who publishes what) and 2.2 (formats), on invented pages."""

import json
from pathlib import Path

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


def test_zhenxing_two_roles(pipeline: Pipeline) -> None:
    rows = [["1", NAMES[0], "平台运营机构"], ["2", NAMES[2], "增信服务机构"]]
    document = _read(pipeline, _signed(_table(["序号", "合作机构名称", "合作类型"], rows)))
    assert [row.role for row in document.partnerships] == ["platform", "credit_enhancement"]


def test_jincheng_two_partners(pipeline: Pipeline) -> None:
    assert _partners(_read(pipeline, _signed(f"<p>（一）{NAMES[0]}</p><p>（二）{NAMES[1]}</p>"))) == NAMES[:2]


def test_press_counts_are_no_rows(pipeline: Pipeline) -> None:
    document = _read(pipeline, _page("<p>溪麓银行40家，青岭银行15家，海丝银行13家。</p>"))
    assert document.partnerships == ()


def test_an_emptied_list_is_a_fact(pipeline: Pipeline) -> None:
    document = _read(pipeline, _signed("<p>截至2025年9月30日，我行无互联网助贷业务合作机构。</p>"))
    assert document.partnerships == ()
    assert "我行无互联网助贷业务合作机构" in document.text


def test_shenzhen_branches(pipeline: Pipeline) -> None:
    rows = [["营销获客", "深圳众驰汽车销售有限公司"], ["担保增信", NAMES[2]], ["催收服务", NAMES[1]]]
    data = _signed(_table(["类别", "合作机构名称"], rows), "信贷业务第三方合作机构名单", f"{BANK}深圳分行")
    document = _read(pipeline, data)
    assert {row.discloser for row in document.partnerships} == {f"{BANK}深圳分行"}
    assert document.lists[0].kind == "third_party_loan"


def test_trusts_with_a_title_that_tells_nothing(pipeline: Pipeline) -> None:
    data = _signed(_table(["序号", "合作机构名称"], [["1", NAMES[0]]]), "临时公告", "溪麓信托有限公司")
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


def test_yangguang_columns_by_spaces(pipeline: Pipeline) -> None:
    lines = ["序号 名称 类型", f"1 {NAMES[0]} 平台运营机构", f"2 {NAMES[2]} 增信服务机构"]
    document = _read(pipeline, _signed(f"<p>{'<br>'.join(lines)}</p>"))
    assert _partners(document) == [NAMES[0], NAMES[2]]


def test_changyin_screenshots_are_never_silently_empty() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(_page("<img src='https://a.example/list.png'>"), "list.html")
    assert isinstance(caught.value, EmptyInputError)


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


@pytest.mark.parametrize("words", ["截至2025年9月10日", "更新日期：2025年9月10日", "公示日期：2025-09-10"])
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


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_pages_without_a_declared_charset(encoding: str) -> None:
    data = _signed(f"<p>{NAMES[0]}</p>").decode().encode(encoding)
    assert NAMES[0] in read_bytes(data, "list.html")[0].text


def test_updates_by_announcement(pipeline: Pipeline, tmp_path: Path) -> None:
    document = _read(
        pipeline,
        _signed(
            _table(["合作机构名称", "变更类型"], [[NAMES[0], "新增"], [NAMES[1], "退出"]]), "关于合作机构变更的公告"
        ),
    )
    assert {(row.partner, row.status) for row in document.partnerships} == {(NAMES[0], "added"), (NAMES[1], "removed")}
