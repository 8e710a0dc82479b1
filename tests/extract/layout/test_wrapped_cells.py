"""Cells of a table without lines that take several lines of type."""

from mingdan.extract.layout.page import Segment
from mingdan.extract.layout.tables import river_tables


def _segment(text: str, x: float, y: float, em: float = 10.0) -> Segment:
    return Segment(text, x, y - em, x + em * len(text), y, em)


def _texts(segments: list[Segment]) -> list[list[str]]:
    (grid,), _ = river_tables(segments, 1)
    return [[cell.text for cell in row] for row in grid.rows]


HEAD = [_segment("序号", 0, 20), _segment("机构名称", 60, 20), _segment("类型", 200, 20)]
NAMES = [("微山普惠金融", "信息有限公司"), ("望川融资担保", "股份有限公司"), ("云帆信用管理", "有限公司")]


def test_a_number_in_the_middle_of_a_wrapped_name_belongs_to_both_of_its_lines() -> None:
    segments = list(HEAD)
    for number, (upper, lower) in enumerate(NAMES, 1):
        y = 18.0 + 26 * number
        segments += [_segment(upper, 60, y - 6), _segment(str(number), 0, y), _segment("助贷", 200, y)]
        segments.append(_segment(lower, 60, y + 6))
    assert _texts(segments)[1:] == [[str(n), "".join(name), "助贷"] for n, name in enumerate(NAMES, 1)]


def test_a_name_that_wraps_below_its_number_stays_with_it() -> None:
    segments = list(HEAD)
    for number, (upper, lower) in enumerate(NAMES, 1):
        y = 10.0 + 32 * number
        segments += [_segment(str(number), 0, y), _segment(upper, 60, y), _segment("助贷", 200, y)]
        segments.append(_segment(lower, 60, y + 12))
    assert _texts(segments)[1:] == [[str(n), "".join(name), "助贷"] for n, name in enumerate(NAMES, 1)]
