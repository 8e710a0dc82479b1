"""Forms in which papers state their own date."""

import pytest

from mingdan.extract.pipeline import load

BODY = "\n\n安澜银行与上海星桥网络科技有限公司合作，自2025年8月1日起提供营销获客服务，至2026年7月31日止。\n"
TITLE = "安澜银行合作机构名单公示"


@pytest.mark.parametrize(
    "form",
    [
        "{title}\n发布：2025年9月3日{body}",
        "{title}\n更新：2025/9/3{body}",
        "{title}\n日期：2025.09.03　点击数：55{body}",
        "河西晚报　2025年9月3日\n\n{title}{body}",
        "【2025-09-03】{title}{body}",
        "{title}\n挂网：2025年9月3日{body}",
        "{title}{body}\n特此公告。2025年9月3日",
        "{title}{body}\n（页面更新：2025年9月3日）",
        "{title}{body}\n安澜银行\n2025年9月3日\n（此件公开发布）",
        "{title}{body}\n安 澜 银 行\n2 0 2 5 年 9 月 3 日",
        "河西社　2025年财经稿件\n{title}\n河西社溪州9月3日电（记者 甲乙）{body}",
    ],
)
def test_the_day_of_the_paper_is_found(form: str) -> None:
    assert load()(form.format(title=TITLE, body=BODY)).published == "2025-09-03"


@pytest.mark.parametrize(
    "form",
    [
        "{title}{body}",
        "{title}\n公示期：2025年9月3日至2025年9月10日{body}",
        "{title}\n数据截至2025年9月3日{body}",
    ],
)
def test_other_days_are_none(form: str) -> None:
    assert load()(form.format(title=TITLE, body=BODY)).published is None
