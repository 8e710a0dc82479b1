"""Fixed sentence frames: denials, distributions (分别为), a partner on several lists, changes of class."""

import itertools
import re
from collections.abc import Iterator, Sequence

from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import Dated
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope

Groups = Sequence[tuple[Name, ...]]


def frame_facts(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    """Facts of the first frame that fits the sentence."""
    for frame in (_denial, _ended, _on_lists, _distributed, _pair):
        facts = list(frame(context, sentence, scope, groups))
        if facts:
            yield from facts
            return


def _denial(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    text = context.draft.folded[sentence.start : sentence.end]
    match = cues().denied.search(text)
    if match is None or re.search(r"(?:从未|没有|未)(?:收到|获|回应|回复)", text):
        return
    lenders = [n for g in groups for n in g if is_lender(n)]
    discloser = lenders[0] if lenders and not (context.notice and context.signer) else scope.discloser or context.signer
    if discloser is None:
        return
    partners = [n for g in groups for n in g if n.value != discloser.value and n.type not in NOT_PARTNER]
    span = Span(sentence.start + match.start(), sentence.start + match.end())
    roles = [
        r
        for r in context.roles_in(sentence.start, sentence.end)
        if r.kind != "weak" and span.start - 6 <= r.start <= span.end + 12
    ]
    date = _denial_date(context, sentence)
    for partner in partners:
        yield Fact(discloser, partner, roles[0] if roles else None, "denied", "report", date, None, span, 0.75)


_END = re.compile(r"(?:终止|停止|结束|解除|中止)(?:了)?(?:与|和|同|跟)(?:合作机构|合作方)?[“\"「]?$")
_COOPERATION = re.compile(
    r"^[”\"」]?(?:\([^()]*\))?(?:App|APP)?(?:的|在)?(?P<role>[^，,。；;]{0,16}?)(?:合作|业务往来)"
)
_WITH = re.compile(r"(?:与|和|同|跟)[“\"「]?$")
_LAPSED = re.compile(r"^(?:协议|关系)?[^，,。；;]{0,14}?(?:到期|终止|停止|结束|不再续)")


def _ended(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    """``终止与乙公司的助贷合作``: removed, in the role that the phrase names."""
    text = context.draft.folded
    for group in groups:
        lead = text[sentence.start : group[0].start]
        after = text[group[-1].end : min(sentence.end, group[-1].end + 60)]
        tail = _COOPERATION.match(after)
        match = _END.search(lead) or (_WITH.search(lead) if tail and _LAPSED.match(after[tail.end() :]) else None)
        if match is None or tail is None:
            continue
        lenders = [n for n in context.names_in(sentence.start, group[0].start) if is_lender(n)]
        discloser = (lenders[-1] if lenders and not context.notice else None) or scope.discloser or context.signer
        if discloser is None:
            continue
        role = _first_role(context, group[-1].end, group[-1].end + tail.end())
        role = role or _role_before(context, Span(max(sentence.start, group[0].start - 12), 0), group[0].start)
        role = role or _role_of_latter(context, sentence, group[-1].end)
        dates = context.points_in(sentence.start, sentence.end)
        dates.sort(key=lambda d: not re.match(r"起|开始|之后|后", text[d.end : d.end + 2]))
        date = Dated.of(dates[0]) if dates else None
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        for name in group:
            if name.value != discloser.value and name.type not in NOT_PARTNER:
                basis = "list" if context.notice else "report"
                yield Fact(discloser, name, role, "removed", basis, date, scope.policy, span, 0.8)


_LATTER = re.compile(
    r"(?:后者|该公司|该机构|其)(?:此前|原先|曾|之前|原)*(?:作为|为|是|担任|承担|以|提供)[^，,。；;]{0,8}$"
)


def _role_of_latter(context: Context, sentence: Span, start: int) -> RoleWord | None:
    """The role that the rest of the sentence gives the one that left: ``后者此前作为导流平台``."""
    text = context.draft.folded
    return next((r for r in context.roles_in(start, sentence.end) if _LATTER.search(text[start : r.start])), None)


def _denial_date(context: Context, sentence: Span) -> Dated | None:
    dates = [d for d in context.dates_in(sentence.start, sentence.end) if d.value and len(d.value) == 10]
    if dates:
        return Dated.of(dates[0])
    return context.page_date if context.notice else None


_OLD_ROLE = re.compile(r"(?:原(?:列|为|系|属|类别为|与[^，。,]{0,10}开展)?|[由从自])[“\"「]?$")
_NEW_ROLE = re.compile(r"(?:改列(?:为)?|转为|调整(?:为|至)|变更为|改为|调至|调入|归入|转列|变为|改成)[“\"「]?$")


def reclassified(context: Context, line: Span, scope: Scope) -> Iterator[Fact]:
    """``甲公司由助贷类调整为营销获客类``: removed from one role, added to the other. Reads a whole line."""
    roles = context.roles_in(line.start, line.end)
    text = context.draft.folded
    olds = [r for r in roles if _OLD_ROLE.search(text[max(line.start, r.start - 16) : r.start])]
    news = [r for r in roles if _NEW_ROLE.search(text[max(line.start, r.start - 8) : r.start])]
    for old, new in zip(olds, news, strict=False):
        partners = [n for n in context.names_in(line.start, old.start) if n.type not in NOT_PARTNER]
        discloser = scope.discloser or context.signer
        partners = [n for n in partners if discloser is not None and n.value != discloser.value]
        if not partners or discloser is None or new.start < old.end or old.code == new.code:
            continue
        dates = [d for d in context.dates_in(line.start, line.end) if d.value and len(d.value) == 10]
        date = Dated.of(dates[0]) if dates else scope.date
        span = Span(old.end, new.start)
        yield Fact(discloser, partners[-1], old, "removed", "list", date, scope.policy, span, 0.85)
        yield Fact(discloser, partners[-1], new, "added", "list", date, scope.policy, span, 0.85)


def _on_lists(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    """``蚂蚁同时出现在甲银行、乙银行的名单上``: the lenders are the disclosers."""
    text = context.draft.folded
    for partners, lenders in itertools.pairwise(groups):
        between = text[partners[-1].end : lenders[0].start]
        tail = text[lenders[-1].end : lenders[-1].end + 14]
        if not all(is_lender(n) for n in lenders) or any(is_lender(n) for n in partners):
            continue
        served = re.match(r"[”\"」]?(?:[一二两三四五六七八九十\d]{1,6}家)?(?:银行|机构)?(?:共同)?的", tail)
        role_behind = _first_role(context, lenders[-1].end, lenders[-1].end + 14)
        if (
            served
            and role_behind is not None
            and re.fullmatch(r"[”\"」]?(?:还|也|都|同时|均)*(?:是|为|系)[“\"「]?", between)
        ):
            for lender in lenders:
                for partner in partners:
                    yield Fact(lender, partner, role_behind, "listed", "list", None, None, None, 0.75)
            continue
        if re.search(r"(?:出现在|进入|列入|现身|同时在|登上|出现于)[^，。]{0,4}$", between) and re.match(
            r"[^，。]{0,6}(?:名单|[一二两三四五六七八九十\d]{1,6}家)", tail
        ):
            if re.search(r"没有|未|不在|从未", between):
                return
            role = _role_before(context, sentence, partners[0].start) or scope.role
            for lender in lenders:
                for partner in partners:
                    yield Fact(lender, partner, role, "listed", "list", None, None, None, 0.75)


def _distributed(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    """``甲银行、乙银行的担保公司分别为A和B``: members pair up; ``同为`` gives each lender all."""
    text = context.draft.folded
    for lenders in groups:
        if not all(is_lender(n) for n in lenders) or len(lenders) < 2:
            continue
        for partners in groups:
            if partners[0].start <= lenders[-1].end:
                continue
            lead = text[lenders[-1].end : partners[0].start]
            role = _role_between(context, lenders[-1].end, partners[0].start)
            if role is None:
                continue
            if re.search(r"分别[为是系]?[“\"「]?$", lead) and len(partners) == len(lenders):
                for lender, partner in zip(lenders, partners, strict=True):
                    yield Fact(lender, partner, role, "listed", "list", None, None, None, 0.8)
            elif re.search(r"(?:同为|均为|都是|都有|均是|都为)[“\"「]?$", lead):
                for lender in lenders:
                    for partner in partners:
                        yield Fact(lender, partner, role, "listed", "list", None, None, None, 0.8)


def _pair(context: Context, sentence: Span, scope: Scope, groups: Groups) -> Iterator[Fact]:
    """``甲银行与乙公司共同出资``, ``甲银行委托乙公司催收``, ``乙公司为甲银行提供担保``."""
    text = context.draft.folded[sentence.start : sentence.end]
    if (
        cues().plan.search(text)
        or cues().other_business.search(text)
        or re.search(r"否认|不属实|没有合作|未合作", text)
    ):
        return
    names = [n for g in groups for n in g]
    for first, second in itertools.pairwise(names):
        between = context.draft.folded[first.end : second.start]
        after = context.draft.folded[second.end : min(sentence.end, second.end + 24)]
        role = _first_role(context, second.end, min(sentence.end, second.end + 24))
        if is_lender(first) and re.fullmatch(r"[”\"」]?(?:与|和|同|跟|携手|联合|委托|由)[“\"「]?", between):
            if role is None and not re.match(
                r"[”\"」]?(?:的)?(?:在[^，。]{0,10})?(?:开展)?(?:助贷|互联网贷款|贷款|业务)?(?:业务)?合作", after
            ):
                continue
            if role is None and not re.search(r"贷|放款|出资", after):
                continue
            yield from _pair_fact(context, sentence, scope, first, second, role)
        elif (
            is_lender(second)
            and re.fullmatch(r"[”\"」]?(?:为|给|向)[“\"「]?", between)
            and role is not None
            and re.match(r"[”\"」]?(?:提供|做|承担|负责)", after)
        ):
            yield from _pair_fact(context, sentence, scope, second, first, role)


def _pair_fact(
    context: Context, sentence: Span, scope: Scope, lender: Name, partner: Name, role: RoleWord | None
) -> Iterator[Fact]:
    if partner.type in NOT_PARTNER or partner.value == lender.value:
        return
    text = context.draft.folded[sentence.start : sentence.end]
    removed = cues().removed.search(text)
    status = "removed" if removed else "listed"
    span = Span(sentence.start + removed.start(), sentence.start + removed.end()) if removed else None
    dates = context.points_in(sentence.start, sentence.end)
    date = Dated.of(dates[0]) if dates else None
    if status == "removed" and date is None:
        date = scope.date
    yield Fact(lender, partner, role, status, "report", date, None, span, 0.7)


def _role_before(context: Context, sentence: Span, start: int) -> RoleWord | None:
    roles = context.roles_in(sentence.start, start)
    return roles[-1] if roles else None


def _role_between(context: Context, start: int, end: int) -> RoleWord | None:
    roles = context.roles_in(start, end)
    return roles[-1] if roles else None


def _first_role(context: Context, start: int, end: int) -> RoleWord | None:
    roles = context.roles_in(start, end)
    return roles[0] if roles else None
