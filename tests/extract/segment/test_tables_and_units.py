"""Tables with cell spans; lines and sentences."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.records import Span
from mingdan.extract.segment.tables import find_tables
from mingdan.extract.segment.units import split_lines, split_sentences

TABLE = "前言\n| 序号 | 合作机构名称 | 合作类型 |\n|---|---|---|\n| 1 | 甲公司 | 催收 |\n| | 乙公司 | |\n后记"


def test_markdown_table_with_cell_spans() -> None:
    (table,) = find_tables(TABLE)
    assert table.kinds == ("index", "partner", "role")
    assert [[cell.text for cell in row] for row in table.rows] == [["1", "甲公司", "催收"], ["", "乙公司", ""]]
    for row in table.rows:
        for cell in row:
            assert TABLE[cell.start : cell.end] == cell.text


def test_tab_separated_table() -> None:
    (table,) = find_tables("序号\t机构名称\t电话\n1\t甲公司\t95555\n2\t乙公司\t\n")
    assert [row[1].text for row in table.rows] == ["甲公司", "乙公司"]


def test_a_line_end_inside_a_kept_span_does_not_split() -> None:
    text = "合作机构为海滨\n融资担保。"
    assert len(split_lines(text, [])) == 2
    assert len(split_lines(text, [Span(5, 12)])) == 1


@given(st.text(alphabet="甲乙。；！\n|-1 ", max_size=80))
def test_lines_and_sentences_lie_in_order(text: str) -> None:
    lines = split_lines(text, [])
    assert all(a.end <= b.start for a, b in itertools.pairwise(lines))
    for line in lines:
        assert text[line.start : line.end] == line.text
        sentences = split_sentences(text, line.start, line.end, [])
        assert all(line.start <= s.start < s.end <= line.end for s in sentences)


@given(st.text(alphabet="甲|-:\t\n 1", max_size=100))
def test_cells_lie_in_the_text(text: str) -> None:
    for table in find_tables(text):
        for cell in (*table.header, *(c for row in table.rows for c in row)):
            assert text[cell.start : cell.end] == cell.text
