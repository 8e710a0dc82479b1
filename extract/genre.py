"""Genre and layout of a document by its surface."""

import re
from collections.abc import Sequence

from mingdan.core.codes import Genre, Layout
from mingdan.extract.draft import Draft
from mingdan.extract.segment.cells import Table

_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.、．)）]|[（(]\d{1,3}[)）]|[-•●])", re.MULTILINE)


def guess_genre(draft: Draft) -> Genre:
    """News unless the text shows the form of a notice, an update, questions and answers, a rule or a report."""
    head, text = draft.text[:120], draft.text
    if (
        len(
            re.findall(
                r"^(?:.{0,6}问[:：]|Q\d*[:：.])|[一二三四五六七八九十\d][、.．][^\n]{4,40}？", text, re.MULTILINE
            )
        )
        >= 2
    ):
        return "faq"
    if len(re.findall(r"^第[一二三四五六七八九十]+条", text, re.MULTILINE)) >= 3:
        return "regulation"
    if re.search(r"年度报告|半年度报告|研究报告|周报|月报|简报|研报", head):
        return "report"
    notice = re.search(r"特此公告|特此公示|现将|公示如下|公告如下|本行|我行|我司|本公司", text)
    if notice and re.search(r"调整|新增|退出|变更|终止|更正|更新", head):
        return "update"
    return "announcement" if notice and re.search(r"公告|公示|名单|通知|披露|目录|说明", head) else "news"


def guess_layout(draft: Draft, tables: Sequence[Table]) -> Layout:
    """Table, list, mixed or prose, by the share of the text that tables and numbered lines take."""
    size = max(1, len(draft.text))
    in_tables = sum(table.end - table.start for table in tables) / size
    if in_tables > 0.5:
        return "table"
    if tables:
        return "mixed"
    return "list" if len(_NUMBERED.findall(draft.text)) >= 4 else "prose"
