"""Publication date, publisher and title: stated ones are found, others stay null."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingdan.extract.header import find_header
from mingdan.extract.header.days import days_of
from mingdan.extract.header.lines import lines_of
from mingdan.extract.header.statements import REACH, DatedLines, head_of, tail_of

_BODY = """海风银行现将互联网贷款合作机构名单公示如下，共2家：
1.甲科技有限公司
2.乙融资担保有限公司
如有疑问，请致电0571-88882025。
"""
_ROWS = "| 序号 | 机构 | 准入时间 |\n|---|---|---|\n" + "| 1 | 甲科技有限公司 | 2024-05-01 |\n" * 30

STATED = [
    (f"海风银行合作机构公示\n\n{_BODY}\n海风银行股份有限公司\n2025年10月31日\n", "2025-10-31", "海风银行股份有限公司"),
    (f"合作机构公示\n\n{_BODY}\n特此公告。\n\n海风银行 二〇二五年十月三十一日\n", "2025-10-31", "海风银行"),
    (f"海风银行合作机构公示\n发布时间：2025-10-31 09:30\n\n{_BODY}", "2025-10-31", "海风银行"),
    (f"海风银行合作机构公示\n\n{_BODY}\n更新日期：2025年10月31日\n", "2025-10-31", "海风银行"),
    (f"合作机构公示（截至2025年9月30日）\n公示日期:2025/10/31\n\n{_BODY}", "2025-10-31", None),
    (
        "海风日报 2025年10月31日 星期五 第3421期 A7版\n\n名单背后的生意\n\n海风日报记者 甲\n\n上月，两家机构退出。\n",
        "2025-10-31",
        "海风日报",
    ),
    ("名单背后的生意\n2025-10-31 08:15 来源：海风财经\n\n上月，两家机构退出。\n", "2025-10-31", "海风财经"),
    ("名单背后的生意\n\n海风财经2025年10月31日电 上月，两家机构退出。\n", "2025-10-31", "海风财经"),
    ("名单背后的生意\n\n海风财经10月31日电 2025年10月28日，海风银行公布名单。\n", "2025-10-31", "海风财经"),
    ("名单背后的生意\n\n海风财经1月3日电 2025年12月28日，海风银行公布名单。\n", "2026-01-03", "海风财经"),
    (f"海风银行合作机构公示\n\n{_BODY}\n海风银行\n2025年10月31日\n\n附件：合作机构名单\n", "2025-10-31", "海风银行"),
    (f"海风银行合作机构公示\npublished: 2025-10-31\npublisher: 海风银行\n\n{_BODY}", "2025-10-31", "海风银行"),
    (f"合作机构公示\n\n{_BODY}\n海风银行\n2025年10月31日\n\n附件\n\n{_ROWS}", "2025-10-31", "海风银行"),
    (f"合作机构公示（2025年10月31日更新）\n\n{_ROWS}", "2025-10-31", None),
    ("名单背后的生意\n\n海风社东州2025年10月31日电 上月，两家机构退出。\n", "2025-10-31", "海风社"),
    (
        "| 索引号 | A-01 |\n|---|---|\n| 发布日期 | 2025-10-31 |\n\n海风监管局公告\n\n正文。\n",
        "2025-10-31",
        "海风监管局",
    ),
    ("名单背后的生意\n甲 2025-10-31\n\n正文……\n", "2025-10-31", None),
    ("海风财经\n2025.10.31\nA08 金融\n\n谁在名单上\n\n正文。\n", "2025-10-31", "海风财经"),
    ("谁在名单上\n\n海风财经记者 甲 2025年10月31日报道\n\n正文\n", "2025-10-31", "海风财经"),
    ("关于名单的公告\n\n正文。\n\n海风农商行\n董事会\n2025年10月31日\n", "2025-10-31", "海风农商行"),
    (
        "关于名单的公告\n\n正文。\n\n海风消费金融有限公司（盖章）\n2025年10月31日\n",
        "2025-10-31",
        "海风消费金融有限公司",
    ),
    (f"海风银行合作机构公示\n（2025年10月31日）\n\n{_BODY}", "2025-10-31", "海风银行"),
]

UNSTATED = [
    f"海风银行合作机构公示（2025年三季度）\n\n{_BODY}",
    f"海风银行合作机构公示\n\n数据日期：2025年9月30日。\n{_BODY}",
    f"海风银行合作机构公示\n\n截至2025年9月30日，共2家。{_BODY}",
    "名单背后的生意\n\n海风财经10月31日电 上月，两家机构退出。\n",
    "名单背后的生意\n\n海风财经6月5日电 截至2024年末，两家机构退出。\n",
    "根据2025年4月1日印发的《通知》，名单应当公开。\n\n自2025年10月1日起施行。\n",
    f"合作机构公示\n\n{_ROWS}",
    "名单变动记\n\n2025年9月1日\n甲公布名单。\n\n2025年10月31日\n乙公布名单。\n\n2025年11月3日\n丙公布名单。\n",
    "海风银行名单\n\n统计时间：2025年9月30日\n\n正文。\n",
    "问：什么时候施行？\n答：2025年10月1日。\n",
    "会议通知\n\n会议时间：2025年10月1日\n\n地点：东州\n",
    "名单\n\n生效日期：2025年11月1日\n\n| 机构 | 准入时间 |\n|---|---|\n| 甲科技有限公司 | 2025-10-01 |\n",
    "海风财经\n\n名单背后的生意\n\n2025年10月28日，海风银行公布名单。\n",
    "",
]


@pytest.mark.parametrize(("text", "published", "publisher"), STATED, ids=range(len(STATED)))
def test_stated_header_is_found(text: str, published: str, publisher: str | None) -> None:
    found = find_header(text)
    assert (found.published, found.publisher) == (published, publisher)
    span = found.header.published
    assert span is not None
    assert "31" in text[span.start : span.end] or "三十一" in text[span.start : span.end] or "1月3" in text


@pytest.mark.parametrize("text", UNSTATED, ids=range(len(UNSTATED)))
def test_other_dates_are_no_publication_date(text: str) -> None:
    found = find_header(text)
    assert found.published is None
    assert found.header.published is None
    assert "published_unknown" in [issue.code for issue in found.issues]


def test_hint_fills_and_text_wins() -> None:
    assert find_header(UNSTATED[0], published_hint="2025-10-09T08:30:00+08:00").published == "2025-10-09"
    found = find_header(STATED[0][0], published_hint="2025-11-02")
    assert found.published == "2025-10-31"
    assert [issue.code for issue in found.issues] == ["published_differs"]


@pytest.mark.parametrize(
    ("text", "hint", "title"),
    [
        ("A7 银行\n\n名单背后的生意 增信方浮出水面\n\n海风日报 记者 甲\n", None, "名单背后的生意 增信方浮出水面"),
        ("# 海风银行合作机构公示\n\n正文。\n", None, "海风银行合作机构公示"),
        ("首页 > 公告\n海风银行合作机构公示\n正文。\n", "海风银行合作机构公示 - 海风银行官网", "海风银行合作机构公示"),
        (
            "海风银行现将名单公示如下，共2家，均为平台运营机构，具体情况见附件，特此公告。\n",
            "合作机构公示",
            "合作机构公示",
        ),
        ("合作机构信息披露表                  第 1 页 共 2 页\n\n正文\n", None, "合作机构信息披露表"),
    ],
)
def test_title(text: str, hint: str | None, title: str) -> None:
    assert find_header(text, title_hint=hint).title == title


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([case[0] for case in STATED] + UNSTATED), st.integers(0, 400))
def test_spans_show_the_values(text: str, cut: int) -> None:
    text = text[: max(cut, len(text) - cut)]
    found = find_header(text)
    for value, span in ((found.publisher, found.header.publisher), (found.title, found.header.title)):
        assert span is None or text[span.start : span.end] == value
    assert (found.published is None) == ("published_unknown" in [issue.code for issue in found.issues])


def test_of_a_long_line_only_what_is_near_a_day_is_looked_at() -> None:
    text = "名单自2025年9月3日起更新，" * 300
    lines = lines_of(text)
    page = DatedLines(lines, days_of(text, lines))
    assert len(page.days) == 300
    assert max(len(head_of(lines[0], day)) for day in page.days) == REACH
    assert max(len(tail_of(lines[0], day)) for day in page.days) == REACH
