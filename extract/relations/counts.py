"""How many partners the document says there are, held against the rows (GUIDELINES 3 and 4.17)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mingdan.core.codes import CountRole
from mingdan.core.records import Partnership, Span, StatedCount
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.counted import judged_counts
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.fact_dates import list_date
from mingdan.extract.relations.numbers import NUMBER, RESPECTIVELY, chinese_number
from mingdan.extract.relations.pairs.view import PairView
from mingdan.extract.segment.units import split_sentences
from mingdan.models.linear import LinearModel

_COUNT = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:家|席|个平台|家机构|家公司)(?!银行|城商行|农商行|股份行|消费金融公司|村镇|法人|支行|网点|媒体|以上|左右)"
)
_CHANGE = re.compile(
    r"(?:新增|增加|减少|移出|退出|清退|较[^，,]{0,10}|多|约|近|超|超过|逾|至少|不到|不足|前|第|其余|另外|另有?|剩下|其他|漏列|没有挂出的|未挂出的|提到的|上面|选聘|拟引入|又有|还有|关联|涉及|比[^，,]{0,8}|净增|压降|减|增|上述|这|该)$"
)
_TOTAL = re.compile(
    r"(?:共计|共有|合计|总计|共|总数(?:达到|为|达)?|数量为|总数|一共|相加|累计|小计[:：]?|列出|列了|挂出|写了|名单为|只有|降至|增至|减至|维持|一栏为|仅|披露了?|公布了?|公示了?|所列机构总计|涉及|公布的|公示的|与|达|的|实为|全部|[一二三四五六七八九]类|合作(?:机构|方|伙伴|单位|平台)(?:总数|数量)?(?:现有?|目前|已)?(?:为|有)?|(?:版|名单|页面|版本|一栏)(?:中)?(?:现|目前|里)?(?:有|是|为|共有|只有|只剩|剩)|列入名单的[^，。]{0,16}共)\s*$"
)
_ZERO = re.compile(
    r"(?:无|没有|尚无|暂无|未有|未与任何)(?![写说列披公提注标])[^，。；;非者这该此]{0,10}?(?:合作机构|合作方|合作平台|机构开展合作)|数量为0家|为0家|变成0家"
    r"|(?:没有|未)与任何[^，。；;]{1,6}(?:开展|存在|进行)[^，。；;]{0,12}合作|(?:合作机构|合作方|合作平台|名单)[^，。；;]{0,4}(?:已|均|全部){0,3}清零"
)


def find_counts(context: Context, rows: Sequence[Partnership], model: LinearModel | None = None) -> list[StatedCount]:
    """Every stated count with its verdict: ``found`` rows and whether they agree.

    ``model`` weighs the numbers of the running text beside the rules.
    """
    counts: dict[tuple[str, str, int], StatedCount] = {}
    stated = counts_by_rules(context)
    if model is not None:
        stated = judged_counts(PairView(context), stated, model)
    for count in (*stated, *_emptied(context, rows)):
        counts.setdefault((count.discloser, count.role, count.count), count)
    return [_verdict(_with_date(context, count), rows) for count in counts.values() if not _is_change(count, rows)]


def _with_date(context: Context, count: StatedCount) -> StatedCount:
    if count.date is not None or context.notice:
        return count
    date = list_date(None, context.lender_dates.get(count.discloser, []))
    return replace(count, date=date.value) if date else count


def _is_change(count: StatedCount, rows: Sequence[Partnership]) -> bool:
    """Whether the number counts partners that leave (``下列机构退出：（1）平台运营机构2家``)."""
    own = [r for r in rows if r.discloser == count.discloser and count.role == r.role]
    return bool(own) and count.count == len({r.partner for r in own}) and all(r.status == "removed" for r in own)


def counts_by_rules(context: Context) -> list[StatedCount]:
    """The counts that the rules read in headings and sentences."""
    return list(_stated(context))


def _stated(context: Context) -> Iterator[StatedCount]:
    for line in context.lines:
        if "|" in line.text:
            yield from _in_heads(context, line.start, line.end)
            continue
        kept = [n.span for n in context.names_in(line.start, line.end)]
        for sentence in split_sentences(context.draft.text, line.start, line.end, kept):
            lender, date = context.list_speaker(sentence.start)
            if lender is not None:
                yield from _in_sentence(context, sentence, lender, date)


def _in_heads(context: Context, start: int, end: int) -> Iterator[StatedCount]:
    """Heads of columns that count their partners (``| 平台运营机构（8家） |``)."""
    text = context.draft.folded
    if context.signer is None:
        return
    for role in context.roles_in(start, end):
        match = re.compile(rf"[（(]共?(?P<n>{NUMBER})家[)）]").match(text, role.end)
        if match:
            when = context.list_date.value if context.list_date else None
            yield StatedCount(
                context.signer.value, role.code, chinese_number(match["n"]), when, match.start("n"), match.end() - 1
            )


def _emptied(context: Context, rows: Sequence[Partnership]) -> Iterator[StatedCount]:
    """Headings whose list is empty (``一、平台运营机构：无``) state 0, and 0 in all where nothing is listed."""
    lender, date = context.signer, context.list_date
    if lender is None:
        return
    when = date.value if date else None
    for role in context.empty_roles:
        yield StatedCount(lender.value, role.code, 0, when, role.start, role.end)
    places = [*(Span(role.start, role.end) for role in context.empty_roles), *context.empty_lists]
    if places and not rows:
        yield StatedCount(lender.value, "all", 0, when, places[0].start, places[0].end)


def _in_sentence(context: Context, sentence: Span, lender: Name, date: Dated | None) -> Iterator[StatedCount]:
    text = context.draft.folded
    yield from _respectively(context, sentence, lender, date)
    for match in _COUNT.finditer(text, sentence.start, sentence.end):
        before = text[max(sentence.start, match.start() - 30) : match.start()]
        role = _role_of(context, sentence, match.start("n"), match.end(), before)
        if _counts_lenders(context, match.start("n"), chinese_number(match["n"]), text[match.end() : match.end() + 4]):
            continue
        role = role or _named_role(context, sentence, match)
        if before.endswith("各"):
            yield from _each(context, sentence, match, lender, date)
            continue
        if role is None and not _is_total(context, sentence, before, text[match.end() : match.end() + 12]):
            continue
        if _CHANGE.search(_LED.sub("", before)) and not re.search(r"(?:增至|达|共|合计)$", before):
            continue
        if role is not None:
            role.used = True
        code: CountRole = role.code if role else context.title_role or "all"
        owner = _owner(context, before, lender)
        yield StatedCount(
            owner.value, code, chinese_number(match["n"]), date.value if date else None, match.start(), match.end()
        )
    zero = _ZERO.search(text, sentence.start, sentence.end)
    if (
        zero
        and (context.notice or is_lender(lender))
        and not re.search(r"其他|其它|名单外", text[zero.start() - 4 : zero.end()])
    ):
        role = _role_of_nobody(context, sentence, Span(zero.start(), zero.end()))
        yield StatedCount(lender.value, role, 0, date.value if date else None, zero.start(), zero.end())


_PARTNERS = re.compile(r"^(?!合作).*(?:机构|方|平台|公司|商)$")
"""A role phrase that says partners of one role, not all partners."""


def _role_of_nobody(context: Context, sentence: Span, zero: Span) -> CountRole:
    """The role of which there is nobody (``催收合作机构为0家``), or all of them."""
    text = context.draft.folded
    if text[zero.end - 2 : zero.end] == "0家":
        role = _role_of(
            context, sentence, zero.start, zero.end, text[max(sentence.start, zero.start - 30) : zero.start]
        )
    else:
        role = next(iter(context.roles_in(zero.start, zero.end)), None)
    if role is None or role.kind != "strong" or not _PARTNERS.search(role.text):
        return "all"
    role.used = True
    return role.code


def _before(context: Context, start: int) -> list[Name]:
    """The names that stand right before ``start``, coordinated with one another, last first."""
    found: list[Name] = []
    stop = start
    for name in reversed(context.names_in(max(0, start - 200), start)):
        gap = context.draft.folded[name.end : stop]
        if not re.fullmatch(
            r"[”\"」》)]{0,2}" if not found else r"[”\"」》)]{0,2}(?:[、,，]|以?及|和|与|还有)[“\"「]{0,2}", gap
        ):
            break
        found.append(name)
        stop = name.start
    return found


def _counts_lenders(context: Context, start: int, count: int, after: str) -> bool:
    """Whether the number counts lenders named right before it (``甲银行、乙银行两家的担保公司``)."""
    names = _before(context, start)
    return len(names) == count > 1 and all(map(is_lender, names)) and not after.startswith(("合作", "机构为"))


_LED = re.compile(r"(?:的)?(?:互联网贷款|助贷|贷款)?合作(?:机构|方|伙伴)(?:为|共|有|合计)*$")
_ONLY = re.compile(r"(?:只有|仅有?|仅与|只与|只剩下?|仍为|只写了|唯有|有|为|是|系|即|包括)[“\"「]{0,2}$")


def _named_role(context: Context, sentence: Span, match: re.Match[str]) -> RoleWord | None:
    """The role whose partners are named before their number (``融资担保机构只有甲公司一家``)."""
    names = _before(context, match.start("n"))
    if not names or len(names) != chinese_number(match["n"]):
        return None
    lead = context.draft.folded[sentence.start : names[-1].start]
    roles = context.roles_in(sentence.start, names[-1].start)
    if not roles or not _ONLY.search(lead) or re.search(r"[。；;]", lead[roles[-1].end - sentence.start :]):
        return None
    return roles[-1] if len(lead) - (roles[-1].end - sentence.start) <= 12 else None


def _each(
    context: Context, sentence: Span, match: re.Match[str], lender: Name, date: Dated | None
) -> Iterator[StatedCount]:
    """``平台运营机构与增信服务机构各7家``: the number counts each of the roles right before it."""
    for role in reversed(_together(context, sentence.start, match.start("n") - 1)):
        role.used = True
        when = date.value if date else None
        yield StatedCount(lender.value, role.code, chinese_number(match["n"]), when, match.start(), match.end())


def _respectively(context: Context, sentence: Span, lender: Name, date: Dated | None) -> Iterator[StatedCount]:
    """``平台运营机构、增信服务机构分别有9家和4家``: as many numbers as there are roles right before them."""
    for match in RESPECTIVELY.finditer(context.draft.folded, sentence.start, sentence.end):
        numbers = list(re.finditer(rf"({NUMBER})家", match["counts"]))
        roles = _together(context, sentence.start, match.start())
        if len(roles) != len(numbers):
            continue
        for role, number in zip(roles, numbers, strict=True):
            role.used = True
            start, end = (match.start("counts") + place for place in number.span())
            when = date.value if date else None
            yield StatedCount(lender.value, role.code, chinese_number(number[1]), when, start, end)


def _together(context: Context, start: int, stop: int) -> list[RoleWord]:
    """The roles that are named together right before ``stop``, in text order."""
    found: list[RoleWord] = []
    for role in reversed(context.roles_in(start, stop)):
        gap = context.draft.folded[role.end : stop]
        if not re.fullmatch(r"[、,，和与及\s数量有]{0,3}", gap):
            break
        found.insert(0, role)
        stop = role.start
    return found


def _owner(context: Context, before: str, lender: Name) -> Name:
    """The lender named right before the number (``沅陇银行6家``), else the one that discloses."""
    lead = _LED.sub("", before)
    lead = re.sub(r"[（(][^（()）]*[)）]$", "", lead)
    text = context.draft.folded
    near = [n for n in context.draft.names if is_lender(n) and lead.endswith(text[n.start : n.end])]
    near = [
        n for n in near if not re.search(r"(?:只有|仅有?|只剩下?|仍为|唯有|和|与|、)$", lead[: len(lead) - len(n.text)])
    ]
    return near[0] if near else lender


def _role_of(context: Context, sentence: Span, start: int, end: int, before: str) -> RoleWord | None:
    """The role phrase that the number counts: right before it, or right behind it."""
    text = context.draft.folded
    for role in reversed(context.roles_in(sentence.start, start)):
        gap = text[role.end : start]
        if len(gap) <= 14 and re.fullmatch(
            r"(?:合作|总数|数量|部分|一栏|方面|名单|共有|共计|合计|共|为|是|有|则|占|多达|达到|达|到|增至|减至|从|由|变成|仅|只有|现有|标注|存续"
            rf"|(?:从|由)?{NUMBER}家(?:降|减|增|升|压缩|压降|缩减|缩|变|扩)(?:至|到|成|为)|[（(：:,，\s的侧])*",
            gap,
        ):
            return role
        break
    if before.endswith("等"):
        roles = [r for r in context.roles_in(sentence.start, start) if r.kind != "weak"]
        return roles[-1] if roles and context.names_in(roles[-1].end, start) else None
    for role in context.roles_in(end, min(sentence.end, end + 16)):
        gap = text[end : role.start]
        if gap in {"", "是", "为", "系", "合作", "的", "做"}:
            return role
        break
    return None


def _is_total(context: Context, sentence: Span, before: str, after: str) -> bool:
    text = context.draft.folded[sentence.start : sentence.end]
    if not re.search(r"合作|名单|机构|平台|公示|公布|披露|挂出|一栏|合计|版|^(?:以上|上述|上列|上表)", text):
        return False
    if re.match(r"(?:银行|消费|担保|保险|小贷|被|均|都|因|的名单)", after):
        return False
    lender = [n for n in context.names_in(sentence.start, sentence.end) if is_lender(n)]
    if any(before.endswith(context.draft.folded[n.start : n.end]) for n in lender):
        return True
    return bool(_TOTAL.search(before)) or bool(
        re.match(r"(?:互联网|线上|助贷)?[^，。]{0,8}合作(?:机构|方|平台)", after)
        and re.search(r"公布|公示|披露", before)
    )


def _verdict(count: StatedCount, rows: Sequence[Partnership]) -> StatedCount:
    own = [row for row in rows if row.discloser == count.discloser]
    if own and count.count and all(row.status in {"added", "removed", "denied"} for row in own):
        return replace(count, remark="the document tells changes alone, so that the number cannot be compared")
    partners = {row.partner for row in own if row.status in {"listed", "added"} and _counts_for(row.role, count.role)}
    found = len(partners)
    agrees = found == count.count
    said = f"the document says {count.count}, {found} found"
    remark = (
        said
        if agrees
        else f"{said}: {'some may not be named or not be read' if found < count.count else 'more than stated'}"
    )
    return replace(count, found=found, agrees=agrees, remark=remark)


def _counts_for(role: str, counted: str) -> bool:
    return counted == "all" or role == counted or role.startswith(counted + ".")
