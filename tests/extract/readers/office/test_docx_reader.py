"""Word files: what a reader sees with all changes accepted, in document order, tables as Markdown."""

from collections.abc import Callable

import pytest

from mingdan.core.errors import EmptyInputError, UnreadableTextError
from mingdan.extract.readers import locate, read_bytes
from mingdan.extract.segment.tables import find_tables

MakeDocx = Callable[..., bytes]


def _p(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


def _tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def _text(data: bytes) -> str:
    return read_bytes(data, "list.docx")[0].text


def _cells(text: str) -> list[list[str]]:
    (table,) = find_tables(text)
    return [[cell.text for cell in row] for row in table.rows]


def test_pdf_from_word_with_merged_role_cells_as_its_source(make_docx: MakeDocx) -> None:
    """DOMAIN 2.2: merged 合作类型 cells; each row carries the label."""
    table = _tbl(
        _tc("合作类型") + _tc("机构名称"),
        _tc("助贷类", '<w:vMerge w:val="restart"/>') + _tc("甲乙科技有限公司"),
        _tc("", "<w:vMerge/>") + _tc("丙丁科技有限公司"),
    )
    text = _text(make_docx(_p("名单") + table + _p("特此公告")))
    assert _cells(text) == [["助贷类", "甲乙科技有限公司"], ["助贷类", "丙丁科技有限公司"]]
    assert text.startswith("名单\n\n| 合作类型 |")
    assert text.endswith("|\n\n特此公告")


def test_a_row_across_the_table_is_a_label_in_its_first_cell(make_docx: MakeDocx) -> None:
    table = _tbl(
        _tc("合作机构名单", '<w:gridSpan w:val="2"/>'),
        _tc("序号") + _tc("机构名称"),
        _tc("一、增信服务机构", '<w:gridSpan w:val="2"/>'),
        _tc("1") + _tc("甲乙融资担保有限公司"),
    )
    text = _text(make_docx(table))
    assert text.startswith("合作机构名单\n| 序号 | 机构名称 |")
    assert _cells(text) == [["一、增信服务机构", ""], ["1", "甲乙融资担保有限公司"]]


def test_header_of_two_levels_becomes_one(make_docx: MakeDocx) -> None:
    table = _tbl(
        _tc("机构名称", '<w:vMerge w:val="restart"/>') + _tc("合作期限", '<w:gridSpan w:val="2"/>'),
        _tc("", "<w:vMerge/>") + _tc("起始日") + _tc("到期日"),
        _tc("甲公司") + _tc("2025-01-01") + _tc("2025-12-31"),
    )
    (found,) = find_tables(_text(make_docx(table)))
    assert [cell.text for cell in found.header] == ["机构名称", "合作期限 起始日", "合作期限 到期日"]


def test_columns_that_only_repeat_their_neighbour_are_left_out(make_docx: MakeDocx) -> None:
    span = '<w:gridSpan w:val="2"/>'
    table = _tbl(_tc("机构名称", span) + _tc("电话"), _tc("甲乙科技有限公司", span) + _tc("95000"))
    assert _cells(_text(make_docx(table))) == [["甲乙科技有限公司", "95000"]]


def test_a_bar_in_a_cell_is_escaped(make_docx: MakeDocx) -> None:
    table = _tbl(_tc("机构名称") + _tc("备注"), _tc("甲乙科技有限公司") + _tc("a|b"))
    assert _cells(_text(make_docx(table))) == [["甲乙科技有限公司", "a\\|b"]]


def test_a_table_inside_a_cell_follows_its_table(make_docx: MakeDocx) -> None:
    inner = _tbl(_tc("机构名称") + _tc("状态"), _tc("丙丁公司") + _tc("新增"))
    cell = f"<w:tc>{_p('见内表')}{inner}<w:p/></w:tc>"
    table = _tbl(_tc("序号") + _tc("内容"), _tc("1") + cell, _tc("2") + _tc("无"))
    first, second = find_tables(_text(make_docx(table)))
    assert [cell.text for cell in first.rows[0]] == ["1", "见内表"]
    assert [cell.text for cell in second.rows[0]] == ["丙丁公司", "新增"]


def test_a_table_of_one_cell_is_only_a_frame(make_docx: MakeDocx) -> None:
    assert _text(make_docx(_tbl(f"<w:tc>{_p('第一段')}{_p('第二段')}</w:tc>"))) == "第一段\n第二段"


_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def _numbered(level: int, list_id: int = 7) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_paragraphs_with_numbering_get_their_numbers(make_docx: MakeDocx) -> None:
    """DOMAIN 2.2: paragraphs with numbering (1. / （一） / 一、), which stands in no paragraph of a Word file."""
    lines = [("助贷类", 0, 7), ("甲公司", 1, 7), ("乙公司", 1, 7), ("增信类", 0, 7), ("丙公司", 1, 7), ("其他", 0, 8)]
    body = "".join(_p(text, _numbered(level, list_id)) for text, level, list_id in lines)
    expected = "一、助贷类\n1. 甲公司\n2. 乙公司\n二、增信类\n1. 丙公司\n一、其他"
    assert _text(make_docx(body, numbering=_NUMBERING)) == expected


def test_numbered_cells_without_text_keep_their_number(make_docx: MakeDocx) -> None:
    number = f"<w:tc><w:p><w:pPr>{_numbered(1)}</w:pPr></w:p></w:tc>"
    table = _tbl(_tc("序号") + _tc("机构名称"), number + _tc("甲公司"), number + _tc("乙公司"))
    assert _cells(_text(make_docx(table, numbering=_NUMBERING))) == [["1.", "甲公司"], ["2.", "乙公司"]]


def test_numbering_by_style_and_typed_numbers(make_docx: MakeDocx) -> None:
    style = (
        '<w:style w:styleId="L1"><w:name w:val="list"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    body = _p("甲类", '<w:pStyle w:val="L1"/>') + _p("二、乙类", '<w:pStyle w:val="L1"/>')
    assert _text(make_docx(body, numbering=_NUMBERING, styles=style)) == "一、甲类\n二、乙类"


def test_tracked_changes_are_accepted(make_docx: MakeDocx) -> None:
    """DOMAIN 2.2: 新增/退出/调整; text taken out by a tracked change is out, text put in is in."""
    body = (
        "<w:p><w:r><w:t>合作</w:t></w:r><w:del><w:r><w:delText>甲公司</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>乙公司</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>丙</w:t></w:r></w:moveFrom></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + _tc("删") + _tc("除") + "</w:tr>"
        "<w:tr>" + _tc("机构名称") + _tc("状态") + "</w:tr><w:tr>" + _tc("丁公司") + _tc("退出") + "</w:tr></w:tbl>"
    )
    text = _text(make_docx(body))
    assert text.startswith("合作乙公司\n")
    assert _cells(text) == [["丁公司", "退出"]]
    assert "删" not in text


def test_a_deleted_paragraph_mark_joins_two_paragraphs(make_docx: MakeDocx) -> None:
    assert _text(make_docx(_p("甲乙", "<w:rPr><w:del/></w:rPr>") + _p("公司"))) == "甲乙公司"


def test_hidden_text_is_out(make_docx: MakeDocx) -> None:
    styles = '<w:style w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>藏</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r></w:p>'
    )
    assert _text(make_docx(body, styles=styles)) == "见"


def test_text_boxes_come_once_after_their_paragraph(make_docx: MakeDocx) -> None:
    box = f"<w:txbxContent>{_p('框内名单')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>" + _p("后文")
    )
    document = read_bytes(make_docx(body), "a.docx")[0]
    assert document.text == "正文\n框内名单\n后文"
    assert locate(document.map, 3).element == "body/p[1]/txbxContent[1]/p[1]"


def test_notes_stand_at_the_end_without_a_mark_in_the_text(make_docx: MakeDocx) -> None:
    body = '<w:p><w:r><w:t>甲公司</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + _p("完")
    notes = f'<w:footnote w:id="0">{_p("——")}</w:footnote><w:footnote w:id="2">{_p("已于9月退出")}</w:footnote>'
    assert _text(make_docx(body, footnotes=notes)) == "甲公司\n完\n已于9月退出"


def test_line_breaks_tabs_symbols_fields_and_content_controls(make_docx: MakeDocx) -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
        "</w:sdtContent></w:sdt>"
    )
    assert _text(make_docx(body)) == "甲\n乙\t丙✓"


def test_places_name_paragraphs_and_cells(make_docx: MakeDocx) -> None:
    table = _tbl(_tc("机构名称") + _tc("状态"), _tc("甲公司") + _tc("新增"))
    document = read_bytes(make_docx(_p("名单") + _p("2025年") + table), "a.docx")[0]
    places = {word: locate(document.map, document.text.index(word)).element for word in ("2025", "甲公司", "新增")}
    assert places == {"2025": "body/p[2]", "甲公司": "body/tbl[1]/tr[2]/tc[1]", "新增": "body/tbl[1]/tr[2]/tc[2]"}


def test_the_title_is_the_heading_or_the_property(make_docx: MakeDocx) -> None:
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    body = _p("合作机构名单公示", '<w:pStyle w:val="1"/>') + _p("正文")
    assert read_bytes(make_docx(body, styles=styles), "a.docx")[0].title == "合作机构名单公示"


def test_strict_namespaces_read_alike(make_docx: MakeDocx) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    table = _tbl(_tc("机构名称") + _tc("状态"), _tc("甲公司", '<w:vMerge w:val="restart"/>') + _tc("新增"))
    assert _text(make_docx(table, namespace=strict)) == _text(make_docx(table))


_PICTURE = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"


def test_screenshots_are_reported_never_silently_empty(make_docx: MakeDocx) -> None:
    """DOMAIN 2.1, 长银五八: only readable as screenshots."""
    with pytest.raises(UnreadableTextError, match=r"list\.docx: shows 1 picture\(s\) and no text; .*OCR"):
        read_bytes(make_docx(_PICTURE), "list.docx")
    issues = read_bytes(make_docx(_p("名单") + _PICTURE), "list.docx")[0].issues
    assert [issue.code for issue in issues] == ["pictures"]


def test_an_empty_document(make_docx: MakeDocx) -> None:
    with pytest.raises(EmptyInputError, match="shows no text"):
        read_bytes(make_docx("<w:p/>"), "a.docx")
