"""Characters to lines: gutters, content order, vertical text."""

import random

from hypothesis import given
from hypothesis import strategies as st

from mingdan.extract.layout.lines import make_segments
from mingdan.extract.layout.page import Glyph

EM = 10.0


def _glyphs(text: str, x: float, y: float, extra: float = 0.0) -> list[Glyph]:
    step = EM + extra
    return [Glyph(char, x + step * i, y - EM, x + step * i + EM, y) for i, char in enumerate(text)]


def _upright(text: str, x: float, top: float) -> list[Glyph]:
    wide = [4.0 if char.isascii() else EM for char in text]
    return [
        Glyph(char, x + (EM - w) / 2, top + EM * i, x + (EM + w) / 2, top + EM * (i + 1))
        for i, (char, w) in enumerate(zip(text, wide, strict=True))
    ]


def _texts(glyphs: list[Glyph]) -> list[str]:
    return sorted(segment.text for segment in make_segments(glyphs))


def test_a_gutter_of_eight_tenths_of_an_em_parts_columns() -> None:
    left, right = ["甲乙丙丁戊己", "庚辛壬癸子丑", "寅卯辰巳午未"], ["天地玄黄宇宙", "洪荒日月盈昃", "辰宿列张寒来"]
    glyphs = [g for k in range(3) for g in _glyphs(left[k], 0, 20 + 15 * k) + _glyphs(right[k], 68, 20 + 15 * k)]
    assert _texts(glyphs) == sorted(left + right)


def test_wide_spacing_inside_a_line_is_no_gutter() -> None:
    lines = ["甲乙丙丁戊己", "庚辛壬癸子丑", "寅卯辰巳午未"]
    assert _texts([g for k, line in enumerate(lines) for g in _glyphs(line, 0, 20 + 15 * k, extra=5.0)]) == sorted(
        lines
    )


def test_one_gap_in_a_line_without_neighbours_is_no_gutter() -> None:
    glyphs = _glyphs("甲乙丙丁，", 0, 20) + _glyphs("戊己庚辛", 57, 20)
    assert _texts([*glyphs, *_glyphs("子丑寅卯辰巳午未申酉", 0, 35)]) == ["子丑寅卯辰巳午未申酉", "甲乙丙丁，戊己庚辛"]


def test_white_space_in_the_text_keeps_a_line_together() -> None:
    rows: list[Glyph] = []
    for k in range(4):
        left, right = _glyphs("本报记者", 0, 20 + 15 * k), _glyphs("林知远", 49, 20 + 15 * k)
        right[0].typed = right[0].spaced = True
        rows += left + right
    assert _texts(rows) == ["本报记者 林知远"] * 4


@given(st.integers(0, 10_000))
def test_the_order_of_lines_in_the_content_does_not_matter(seed: int) -> None:
    lines = [_glyphs("甲乙丙丁戊己", x, 20 + 15 * k) for k in range(4) for x in (0.0, 70.0)]
    random.Random(seed).shuffle(lines)
    assert _texts([glyph for line in lines for glyph in line]) == ["甲乙丙丁戊己"] * 8


def test_numbers_and_last_characters_of_vertical_text_are_vertical() -> None:
    glyphs = [*_upright("截至2025年十月", 60, 0), *_upright("底，共有家机构", 44, 0), *_upright("的。", 28, 0)]
    found = make_segments(glyphs)
    assert [(item.text, item.vertical) for item in found] == [
        ("截至2025年十月", True),
        ("底，共有家机构", True),
        ("的。", True),
    ]
    assert {item.em for item in found} == {EM}
