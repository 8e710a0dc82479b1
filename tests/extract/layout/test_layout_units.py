"""Parts of the layout on lines drawn by hand."""

from mingdan.extract.layout.flow import Line, paragraphs
from mingdan.extract.layout.glyphs import is_garbled, plain
from mingdan.extract.layout.lines import make_segments
from mingdan.extract.layout.news import page_articles
from mingdan.extract.layout.page import Glyph, Page, Segment
from mingdan.extract.layout.tables import Cell, Grid, river_tables, stitch, take_overhang


def _glyphs(text: str, x: float, y: float, em: float = 10.0) -> list[Glyph]:
    return [Glyph(char, x + em * i, y - em, x + em * (i + 1), y) for i, char in enumerate(text)]


def _segment(text: str, x: float, y: float, em: float = 10.0) -> Segment:
    return Segment(text, x, y - em, x + em * len(text), y, em)


def _line(text: str, x: float, y: float, page: int = 1) -> Line:
    return Line([_segment(text, x, y)], page, 0.0, 100.0)


def test_a_wide_gap_parts_segments_whatever_the_content_order() -> None:
    left, right = _glyphs("甲乙丙", 0, 20), _glyphs("丁戊", 45, 20)
    for glyphs in (left + right, right + left, [*left[:2], *right, left[2]]):
        assert sorted(segment.text for segment in make_segments(glyphs)) == ["丁戊", "甲乙丙"]


def test_stacked_glyphs_are_a_vertical_line() -> None:
    glyphs = [Glyph(char, 0, 10.0 * i, 10, 10.0 * (i + 1)) for i, char in enumerate("县域观察")]
    assert [(segment.text, segment.vertical) for segment in make_segments(glyphs)] == [("县域观察", True)]


def test_a_paragraph_runs_over_a_page_break_and_ends_at_a_short_line() -> None:
    lines = [
        _line("一二三四五六七八", 20, 10),
        _line("甲乙丙丁戊己庚辛壬癸", 0, 25),
        _line("子丑寅卯", 0, 25, page=2),
        _line("天地玄黄宇宙洪荒", 20, 40, page=2),
    ]
    assert [paragraph.text for paragraph in paragraphs(lines)] == [
        "一二三四五六七八甲乙丙丁戊己庚辛壬癸子丑寅卯",
        "天地玄黄宇宙洪荒",
    ]


def test_rivers_make_columns_and_wrapped_cells_join() -> None:
    rows = [("名称", "类型"), ("甲公司", "助贷"), ("乙公司", "担保"), ("丙公司", "保险")]
    segments = [
        _segment(cell, x, 40.0 * i) for i, row in enumerate(rows, 1) for x, cell in zip((0, 80), row, strict=True)
    ]
    segments.append(_segment("业务", 80, 135))
    grids, rest = river_tables(segments, 1)
    assert rest == []
    assert [[cell.text for cell in row] for row in grids[0].rows] == [
        ["名称", "类型"],
        ["甲公司", "助贷"],
        ["乙公司", "担保业务"],
        ["丙公司", "保险"],
    ]


def _cell(text: str, rows: int = 1) -> Cell:
    return Cell([(text, _segment(text, 0, 10), 1)] if text else [], rows)


def test_stitching_drops_the_repeated_header_and_carries_merged_labels_only() -> None:
    above = Grid(
        1, 0, 100, [[_cell("类别"), _cell("名称"), _cell("备注")], [_cell("平台", 2), _cell("甲"), _cell("新增")]], 1
    )
    below = Grid(2, 0, 100, [[_cell("类别"), _cell("名 称"), _cell("备注")], [_cell(""), _cell("乙"), _cell("")]], 2)
    assert stitch(above, below)
    assert [[cell.text for cell in row] for row in above.rows] == [
        ["类别", "名称", "备注"],
        ["平台", "甲", "新增"],
        ["平台", "乙", ""],
    ]


def test_tables_of_another_shape_are_not_stitched() -> None:
    assert not stitch(Grid(1, 0, 1, [[_cell("甲"), _cell("乙")]], 1), Grid(2, 0, 1, [[_cell("甲")]], 2))


def test_radicals_become_ideographs_one_for_one() -> None:
    assert plain("⾦⽀⼀⾏⻓⻘⼾①％") == "金支一行长青户①％"


def test_text_with_many_symbols_and_latin_is_not_garbled() -> None:
    assert not is_garbled("APP「启明」(v2.1) 年化 7.2%—24%，℡ 400-000-0000 ①③ 綜合融資成本 喆镕")


def _split_row(number: str, name: str, page: int) -> list[Cell]:
    return [Cell([(text, _segment(text, 0, 10), page)] if text else []) for text in (number, name)]


def test_a_row_that_a_page_break_cuts_is_one_row() -> None:
    above = Grid(1, 0, 100, [_split_row("序号", "名称", 1), _split_row("1", "江口融资担保", 1)], 1)
    assert stitch(above, Grid(2, 0, 100, [_split_row("", "有限公司", 2), _split_row("2", "甲", 2)], 2))
    assert [[cell.text for cell in row] for row in above.rows[1:]] == [["1", "江口融资担保有限公司"], ["2", "甲"]]


def test_an_upright_rule_parts_cells_that_touch() -> None:
    segments = make_segments(_glyphs("甲乙丙丁", 0, 20), [(20.5, 0.0, 20.5, 40.0)])
    assert [segment.text for segment in segments] == ["甲乙", "丙丁"]


def test_a_ragged_line_inside_a_sentence_does_not_end_a_paragraph() -> None:
    lines = [_line("甲乙丙丁戊己庚辛", 0, 10), _line("子丑寅卯辰巳午。", 0, 25), _line("天地玄黄", 0, 40)]
    assert [paragraph.text for paragraph in paragraphs(lines)] == ["甲乙丙丁戊己庚辛子丑寅卯辰巳午。", "天地玄黄"]


def _column(texts: list[str], x: float, y: float) -> list[Segment]:
    return [_segment(text, x, y + 14 * number) for number, text in enumerate(texts)]


def test_a_frame_is_an_article_of_its_own() -> None:
    full = ["一二三四五六七八九十"] * 12
    outer = [_segment("大标题在此处", 0, 30, 24), *_column(full, 0, 60), *_column(full[:3], 120, 60)]
    inner = [_segment("名词解释", 122, 125, 16), *_column(["甲乙丙丁戊己庚辛壬"] * 3, 122, 145)]
    frame = ((118.0, 105.0, 225.0, 105.0), (118.0, 105.0, 118.0, 185.0), (225.0, 105.0, 225.0, 185.0))
    page = Page(1, 240, 300, [*outer, *inner, *_column(["末了几行字在框下边。"], 120, 210)], [frame[0]], [*frame[1:]])
    articles = page_articles(page)
    assert [article.title for article in articles] == ["大标题在此处", "名词解释"]
    assert articles[0].parts[-1].rows[-1].text == "末了几行字在框下边。"
    assert articles[1].text == "甲乙丙丁戊己庚辛壬" * 3


def test_lines_above_a_table_on_the_next_page_finish_the_row_before() -> None:
    columns = ((0.0, 20.0), (40.0, 100.0))
    above = Grid(1, 0, 100, [_split_row("序号", "名称", 1), _split_row("1", "", 1)], 1)
    below = Grid(2, 40, 100, [_split_row("2", "乙公司", 2)], 2, columns=columns)
    assert take_overhang(below, [_segment("甲公司", 40, 30)])
    assert stitch(above, below)
    assert [[cell.text for cell in row] for row in above.rows[1:]] == [["1", "甲公司"], ["2", "乙公司"]]


def test_a_paragraph_above_a_table_is_no_overhang() -> None:
    below = Grid(2, 40, 100, [_split_row("2", "乙公司", 2)], 2, columns=((0.0, 20.0), (40.0, 100.0)))
    assert not take_overhang(below, [_segment("下表列出合作机构", 0, 30)])
    assert len(below.rows) == 1
