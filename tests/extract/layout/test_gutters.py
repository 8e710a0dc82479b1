from mingdan.extract.layout.gutters import split_gutters
from mingdan.extract.layout.page import Glyph

EM = 10.0
STEP = 15.0
LEFT = "江州银行昨日公布名单"
RIGHT = "合作机构共有十二家整"


def _run(text: str, x: float, row: int, spacing: float = 0.0) -> list[Glyph]:
    y = STEP * row
    return [
        Glyph(char, x + at * (EM + spacing), y - EM, x + at * (EM + spacing) + EM, y) for at, char in enumerate(text)
    ]


def _texts(rows: list[list[Glyph]]) -> list[str]:
    return ["".join(glyph.char for glyph in run) for run in split_gutters(rows)]


def _two(row: int, gap: float, left: str = LEFT, right: str = RIGHT) -> list[Glyph]:
    """Two lines of two columns that are taken as one, ``gap`` points apart."""
    return [*_run(left, 0, row), *_run(right, EM * len(left) + gap, row)]


def test_the_only_wide_gap_of_a_line_is_a_gutter_where_a_line_near_it_begins() -> None:
    below = _run("另有两家退出", EM * len(LEFT) + 8, 2)
    assert _texts([_two(1, 8), below]) == [LEFT, RIGHT, "另有两家退出"]


def test_a_wide_gap_alone_is_no_gutter() -> None:
    assert _texts([_two(1, 8), _run("另有两家退出", 33, 2)]) == [LEFT + RIGHT, "另有两家退出"]


def test_two_lines_with_one_wide_gap_at_one_place_bear_each_other_out() -> None:
    assert _texts([_two(1, 8), _two(2, 8)]) == [LEFT, RIGHT] * 2


def test_a_line_without_a_gap_is_cut_where_the_lines_around_it_are() -> None:
    x = EM * len(LEFT) + 5
    wide = _run(LEFT + "了", 0, 2, spacing=-0.45)
    crowded = [*wide, *_run(RIGHT, x, 2)]
    assert crowded[len(wide)].x0 - wide[-1].x1 < 1
    rows = [_two(1, 5), crowded, _two(3, 5)]
    assert _texts(rows) == [LEFT, RIGHT, LEFT + "了", RIGHT, LEFT, RIGHT]


def test_an_indent_above_and_below_does_not_cut_a_full_line() -> None:
    rows = [_run("甲" * 8, 2 * EM, 1), _run("乙" * 10, 0, 2), _run("丙" * 8, 2 * EM, 3)]
    assert _texts(rows) == ["甲" * 8, "乙" * 10, "丙" * 8]


def test_a_bullet_stays_with_its_line() -> None:
    rows = [[*_run("●", 0, row), *_run("江州银行股份", 15, row)] for row in range(1, 6)]
    assert _texts(rows) == ["●江州银行股份"] * 5
