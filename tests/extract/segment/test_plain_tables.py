"""Tables that plain text draws without Markdown."""

import pytest

from mingdan.extract.pipeline import load
from mingdan.extract.segment.tables import find_tables

NAMES = ("上海星桥网络科技有限公司", "苏州衡石融资担保有限公司", "深圳云帆律师事务所")
ROLES = ("平台运营机构", "增信服务机构", "逾期清收机构")
CODES = ("platform", "credit_enhancement", "collection")
PAIRS = list(zip(NAMES, ROLES, strict=True))
HEAD = "安澜市商业银行互联网贷款业务合作机构名单\n\n"
FOOT = "\n\n安澜市商业银行股份有限公司\n2026年3月5日\n"


def _lines(separator: str) -> str:
    return "\n".join(separator.join(row) for row in [("机构名称", "合作类型"), *PAIRS])


LAYOUTS = {
    "bars": _lines(" | "),
    "drawn": "┌──┬──┐\n" + "\n├──┼──┤\n".join(f"│ {a} │ {b} │" for a, b in [("机构名称", "合作类型"), *PAIRS]),
    "ascii": "+---+---+\n" + "\n+---+---+\n".join(f"| {a} | {b} |" for a, b in [("机构名称", "合作类型"), *PAIRS]),
    "tabs": _lines("\t"),
    "commas": _lines(","),
    "one cell a line": _lines("\n"),
    "records": "\n".join(f"机构名称：{name}\n合作类型：{role}" for name, role in PAIRS),
    "role columns": " | ".join(ROLES) + "\n" + " | ".join(NAMES),
    "ticks": "机构名称 | " + " | ".join(ROLES) + "\n" + f"{NAMES[0]} | √ | |\n{NAMES[1]} | | √ |\n{NAMES[2]} | | | √",
    "headings inside": "序号 | 机构名称\n" + "\n".join(f"{role}\n1 | {name}" for name, role in PAIRS),
    "brackets": "\n".join(f"{name}（{role}）" for name, role in PAIRS),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_each_partner_its_own_role(layout: str) -> None:
    record = load()(HEAD + layout + FOOT)
    assert [(row.partner, row.role) for row in record.partnerships] == list(zip(NAMES, CODES, strict=True))


def test_a_merged_role_cell_holds_for_the_rows_below() -> None:
    body = f"合作类型 | 机构名称\n{ROLES[1]} | {NAMES[1]}\n | 南京岭南融资担保有限公司\n{ROLES[2]} | {NAMES[2]}"
    rows = load()(HEAD + body + FOOT).partnerships
    assert [row.role for row in rows] == ["credit_enhancement", "credit_enhancement", "collection"]


@pytest.mark.parametrize(
    "text",
    [
        "机构名称\n上海星桥网络科技有限公司\n苏州衡石融资担保有限公司",
        "名单，类型，日期，都要看。\n本行，合作，银行，三方。",
        "第一段，说明。\n第二段，说明。",
        "电话：1\n地址：2\n电话：3\n地址：4",
        "首页 | 关于我们 | 联系电话：95500",
    ],
)
def test_text_that_only_looks_like_a_table_is_none(text: str) -> None:
    assert find_tables(text) == []


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_cells_are_slices_of_the_text(layout: str) -> None:
    text = HEAD + layout + FOOT
    for table in find_tables(text):
        for row in (table.header, *table.rows):
            assert all(text[cell.start : cell.end] == cell.text for cell in row)
