"""Announcements as one column."""

from mingdan.extract.layout.flow import Paragraph
from mingdan.extract.layout.notice import blocks, furniture
from mingdan.extract.layout.page import Page, Segment
from mingdan.extract.layout.tables import Grid


def _segment(text: str, x: float, y: float, em: float = 10.0) -> Segment:
    return Segment(text, x, y - em, x + em * len(text), y, em)


def test_a_numbered_list_in_columns_is_no_table() -> None:
    names = ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司"]
    segments = [
        _segment(f"{number}.{name}", 0 if number % 2 else 120, 20.0 * ((number + 1) // 2))
        for number, name in enumerate(names, 1)
    ]
    found = blocks([Page(1, 300, 300, segments)], {})
    texts = [block.text for block in found if isinstance(block, Paragraph)]
    assert texts == [f"{number}.{name}" for number, name in enumerate(names, 1)]


def test_a_numbered_first_column_stays_a_table() -> None:
    rows = [("1", "甲公司"), ("2", "乙公司"), ("3", "丙公司")]
    segments = [_segment(c, x, 20.0 * y) for y, row in enumerate(rows, 1) for x, c in zip((0, 80), row, strict=True)]
    found = blocks([Page(1, 300, 300, segments)], {})
    assert [len(block.rows) for block in found if isinstance(block, Grid)] == [3]


def test_page_numbers_and_repeated_heads_are_furniture() -> None:
    pages = [
        Page(n, 300, 400, [_segment("某银行公告", 0, 20), _segment(f"正文{n}", 0, 200), _segment(f"- {n} -", 140, 390)])
        for n in (1, 2)
    ]
    dropped = furniture(pages)
    assert [item.text for page in pages for item in page.segments if id(item) not in dropped] == ["正文1", "正文2"]
