"""Which titles in 《》 are rules of a public authority (GUIDELINES 1, 4.6, 4.7)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mingdan.core.fold import fold
from mingdan.extract.entities.policies.known import by_title, title_key, title_rules

_YEAR_REPORT = re.compile(r"\d{4}年?(?:度|第|半年|上半年)|报告$|年报$|季报$|白皮书$|蓝皮书$")
_MAX = 120


@dataclass(frozen=True, slots=True)
class Title:
    """A title ``[start, end)`` inside book marks (marks excluded); ``outer`` are the offsets of the marks."""

    start: int
    end: int
    text: str
    before: str
    after: str


def find_titles(text: str) -> Iterator[Title]:
    """Every outermost title in 《》; a nested 〈〉 or 《》 belongs to it. An unclosed mark gives nothing."""
    depth, start = 0, 0
    for position, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = position + 1
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0 and start < position <= start + _MAX:
                before, after = text[max(0, start - 41) : start - 1], text[position + 1 : position + 41]
                yield Title(start, position, text[start:position], before, after)
        if depth and position - start > _MAX:
            depth = 0


def is_rule(title: Title, defined: bool = False) -> bool:
    """Whether the title is a rule. ``defined``: the document defined this bare word before."""
    rules = title_rules()
    bare = _bare(title.text)
    if _of_house(title):
        return False
    if title_key(bare) in by_title():
        return True
    if bare in rules.generic:
        return defined
    if rules.not_head.search(bare) and not rules.exceptions.search(bare):
        return False
    if _YEAR_REPORT.search(bare) or rules.company.search(bare) or _of_company(title):
        return False
    if rules.head.search(bare):
        return not rules.notice.search(bare) or _of_authority(title) or _numbered(title)
    return bool(rules.weak_head.search(bare)) and (_of_authority(title) or _numbered(title) or "国家" in bare)


def _bare(text: str) -> str:
    folded = "".join(fold(text).split())
    folded = re.sub(r"\((?:\d{4}年)?(?:修订|修正|版|试行|暂行|征求意见稿|草案|送审稿)[^)]*\)$", "", folded)
    return title_rules().draft.sub("", folded)


def _clause(before: str) -> str:
    return re.split(r"[。；;，,、：:\n“”]", before)[-1]


def _of_house(title: Title) -> bool:
    """Whether the title stands right behind 我行 and the like: a paper of the house."""
    return bool(
        re.search(
            r"(?:我行|本行|我司|本公司|我公司|该行|该公司|我社|本社)(?:的|制定的|内部)?$", fold(title.before).strip()
        )
    )


def _of_company(title: Title) -> bool:
    """Whether a company stands in front of the title as its author (我行《…管理办法》, 某银行发布《…》)."""
    rules = title_rules()
    clause = re.sub(r"(?:了|的|最新|新版|新修订|重新)+$", "", _clause(fold(title.before)).strip())
    clause = re.sub(r"(?:发布|印发|制定|修订|出台|公布|披露|签署|签订|推出|发出|挂出|刊发|拟定)(?:了|的)?$", "", clause)
    clause = re.sub(r"[\d年月日]+$|(?:近日|日前|近期|已|曾|于)$", "", clause)
    return bool(
        rules.company_self.search(clause) or rules.company_end.search(clause)
    ) and not rules.authority_end.search(clause)


def _of_authority(title: Title) -> bool:
    rules = title_rules()
    clause = _clause(fold(title.before)).strip()
    head = re.sub(r"(?:联合)?(?:发布|印发|制定|修订|出台|公布|下发|起草)(?:了|的)?$", "", clause)
    head = re.sub(r"[\d年月日]+$|(?:近日|日前|于|已|联合|等部门|有关负责人就|关于|就)$", "", head)
    inside = re.match(
        r"[\u3400-\u9fff]{2,24}?(?:总局|银行|委员会|法院|国务院|部|局|办公厅|人民政府)关于", fold(title.text)
    )
    return bool(rules.authority_end.search(head) or re.search(r"部门$", head)) or bool(
        inside and "商业银行关于" not in inside.group()
    )


def _numbered(title: Title) -> bool:
    return bool(re.match(r"\s*[(（][^()（）]{0,12}[〔\[【(（]?\d{4}", title.after))
