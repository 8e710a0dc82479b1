"""Rows from sentences: a lender, groups of partners, the role phrases and cue words around them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mingdan.core.codes import Basis, Status
from mingdan.core.records import Span
from mingdan.extract.draft import Name, RoleWord
from mingdan.extract.knowledge import NOT_PARTNER
from mingdan.extract.relations.clauses import clause_facts, united
from mingdan.extract.relations.context import Context, is_lender
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.dated import AS_OF, CAME_OUT, HOLDS, Dated
from mingdan.extract.relations.fact_dates import statement
from mingdan.extract.relations.frames import frame_facts
from mingdan.extract.relations.list_dates import FIGURES
from mingdan.extract.relations.listing import is_own
from mingdan.extract.relations.rows import Fact
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.status import status_of

_JOINT = re.compile(r"(?:[、，,；;和与及“”\"「」‘’\s/（）()]|以及|或|等|App|APP|小程序|还有|也有|既有)*")
_LIST_TOPIC = re.compile(
    r"^[”\"」’）)]*(?:的)?(?:官网|官方网站|网站|App|APP|手机银行|这份|该份|首份|最新|首批|合作|互联网|助贷|线上|贷款|在|则|也|又|还|已|于|今日|昨日|\x02|[，,、\s])*(?:公布|公示|披露|发布|更新|上线|挂出|晒出|上传|列示|公告|亮出|公开|名单|合作|的名单|与|和|将|把|由|新增|引入|移出|终止|退出|表示)"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Names in one coordination."""

    names: tuple[Name, ...]

    @property
    def start(self) -> int:
        """Start of the first name."""
        return self.names[0].start

    @property
    def end(self) -> int:
        """End of the last name."""
        return self.names[-1].end


def sentence_facts(context: Context, sentence: Span, scope: Scope) -> tuple[Scope, list[Fact]]:
    """Facts of one sentence, and the scope that holds after it."""
    names = list(context.names_in(sentence.start, sentence.end))
    if not names:
        return _after(context, sentence, _topic(context, sentence, scope, [])), []
    text = context.draft.folded[sentence.start : sentence.end]
    groups = list(coordinations(context, names))
    framed = list(frame_facts(context, sentence, scope, groups_names(groups)))
    scope = _topic(context, sentence, scope, groups)
    basis: Basis = "list" if about_list(context, sentence, scope) else "report"
    clauses = [replace(fact, firm=True) for fact in clause_facts(context, sentence, scope, basis)]
    if framed:
        return _after(context, sentence, scope), united(clauses, framed)
    blocked = bool(cues().plan.search(text)) or bool(cues().other_business.search(text))
    facts = [] if scope.discloser is None else list(_group_facts(context, sentence, scope, groups, blocked))
    return _after(context, sentence, scope), united(clauses, facts)


def groups_names(groups: Sequence[Group]) -> list[tuple[Name, ...]]:
    """The groups as plain tuples of names."""
    return [group.names for group in groups]


def coordinations(context: Context, names: Sequence[Name]) -> Iterator[Group]:
    """Names that stand in one coordination; a name in brackets behind itself counts once."""
    text = context.draft.folded
    current: list[Name] = []
    for name in names:
        if current and name.value == current[-1].value and _in_brackets(text, current[-1].end, name):
            continue
        if current and (
            context.roles_in(current[-1].end, name.start) or not _coordinated(text[current[-1].end : name.start])
        ):
            yield Group(tuple(current))
            current = []
        current.append(name)
    if current:
        yield Group(tuple(current))


def _in_brackets(text: str, end: int, name: Name) -> bool:
    """Whether the name repeats the one before inside brackets (``易宝支付有限公司（简称“易宝”）``)."""
    gap = text[end : name.start]
    return gap.startswith("(") and ")" not in gap


def _coordinated(gap: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", gap)
    return len(gap) < 60 and _JOINT.fullmatch(bare) is not None and bool(bare.strip() or gap)


def _topic(context: Context, sentence: Span, scope: Scope, groups: Sequence[Group]) -> Scope:
    """Take the lender that the sentence speaks about, and the day on which its list came out."""
    date = _sentence_date(context, sentence)
    _keep_statement(context, sentence, scope, groups)
    for group in groups:
        if not _is_topic_group(context, sentence, group):
            continue
        if context.notice and (_same(context.signer, group.names[0]) or scope.discloser is not None):
            continue
        fresh = date or (scope.date if context.notice else None)
        if date is not None and not context.notice:
            context.lender_dates.setdefault(group.names[-1].value, []).append(date)
        return replace(
            scope, discloser=group.names[-1] if len(group.names) == 1 else group.names[0], role=None, date=fresh
        )
    if date is None or context.notice:
        return scope
    if scope.discloser is not None:
        context.lender_dates.setdefault(scope.discloser.value, []).append(date)
    return replace(scope, date=date)


def _keep_statement(context: Context, sentence: Span, scope: Scope, groups: Sequence[Group]) -> None:
    """Remember on which day a lender of a press text made a statement."""
    date = None if context.notice else statement(context, sentence)
    lenders = [group.names[0] for group in groups if is_lender(group.names[0])]
    lender = lenders[0] if lenders else scope.discloser
    if date is not None and lender is not None:
        context.statement_dates.setdefault(lender.value, Dated.of(date))


def _is_topic_group(context: Context, sentence: Span, group: Group) -> bool:
    """Whether the group is a lender about whose list the clause speaks rather than a partner."""
    text = context.draft.folded
    if not all(is_lender(n) for n in group.names):
        return False
    lead = text[sentence.start : group.start]
    after = _mask_dates(context, sentence)[group.end - sentence.start : group.end - sentence.start + 40]
    roles = [r for r in context.roles_in(sentence.start, group.start) if group.start - r.end <= 60]
    opened = any(not re.search(r"(?:方面|一栏|上|来看)[,，]", text[r.end : group.start]) for r in roles)
    labelled = len(lead.strip()) <= 5 and lead.rstrip().endswith((":", "："))
    if not labelled and (
        opened or re.search(r"(?:其中[^，,]*[:：]?|包括|[^,，]为|即|有|[:：]|[、和与及])[“\"「]?$", lead)
    ):
        return False
    short = len(lead.strip('“"「（( ，,')) <= 14 or bool(re.search(r"(?:来自|属于|的是)[“\"「]?$|[,，][“\"「]?$", lead))
    return bool(_LIST_TOPIC.match(after)) or short


def _same(a: Name | None, b: Name) -> bool:
    return a is not None and a.value == b.value


def _mask_dates(context: Context, sentence: Span) -> str:
    chars = list(context.draft.folded[sentence.start : sentence.end])
    for date in context.dates_in(sentence.start, sentence.end):
        chars[date.start - sentence.start : date.end - sentence.start] = "\x02" * (date.end - date.start)
    return re.sub(r"\x02+", lambda m: m.group(), "".join(chars))


def _sentence_date(context: Context, sentence: Span) -> Dated | None:
    """The day on which a list was published or as of which it holds, told in this sentence."""
    text = context.draft.folded
    dates = context.points_in(sentence.start, sentence.end)
    dates.sort(key=lambda d: not cues().as_of.search(text[max(sentence.start, d.start - 8) : d.start]))
    for date in dates:
        near = text[date.end : min(sentence.end, date.end + 60)]
        before = text[max(sentence.start, date.start - 8) : date.start]
        listed = cues().list_word.search(text[sentence.start : sentence.end])
        if cues().as_of.search(before):
            return Dated.of(date, AS_OF if listed and not FIGURES.search(near[:24]) else CAME_OUT)
        if listed and cues().version.match(near):
            return Dated.of(date, HOLDS)
        if listed and (cues().publish.search(near) or cues().signed.search(before)):
            return Dated.of(date)
    return None


def _group_facts(
    context: Context, sentence: Span, scope: Scope, groups: Sequence[Group], blocked: bool
) -> Iterator[Fact]:
    current, taken = scope.role, list[RoleWord]()
    for number, group in enumerate(groups):
        if not context.notice and _switches(context, sentence, scope, group):
            scope = replace(scope, discloser=group.names[0])
            continue
        following = groups[number + 1].start if number + 1 < len(groups) else sentence.end
        if cues().owner.match(context.draft.folded[group.end : group.end + 8]) and number + 1 < len(groups):
            continue
        roles, cue = _roles_for(context, sentence, group, groups, current, following, taken)
        if not roles and not _unspecified(context, sentence, group, scope, taken):
            continue
        current = roles[-1] if roles else current
        status, status_span = status_of(context, sentence, Span(group.start, group.end), following, scope)
        if blocked:
            for role in roles:
                role.used = True
            continue
        date = change_date(context, sentence, group, following, status, scope)
        basis: Basis = "list" if about_list(context, sentence, scope) else "report"
        for name in _partners(group, scope):
            for role in roles or [None]:
                assert scope.discloser is not None
                yield Fact(scope.discloser, name, role, status, basis, date, scope.policy, status_span, cue)


def _switches(context: Context, sentence: Span, scope: Scope, group: Group) -> bool:
    """Whether a later clause of the sentence turns to another lender."""
    if len(group.names) != 1 or _same(scope.discloser, group.names[0]) or not is_lender(group.names[0]):
        return False
    after = context.draft.folded[group.end : group.end + 12]
    lead = context.draft.folded[sentence.start : group.start]
    turns = re.match(r"[”\"」]?(?:则|仅|只|也)?(?:披露|公布|列|公示|有|仅|只有|把|将)", after)
    return (
        bool(turns) and bool(re.search(r"(?:^|[,，；;])[“\"「]?$", lead)) and _is_topic_group(context, sentence, group)
    )


def _partners(group: Group, scope: Scope) -> list[Name]:
    discloser = scope.discloser
    if discloser is None:
        return []
    return [n for n in group.names if n.type not in NOT_PARTNER and not is_own(n, discloser)]


def _roles_for(
    context: Context,
    sentence: Span,
    group: Group,
    groups: Sequence[Group],
    current: RoleWord | None,
    following: int,
    taken: list[RoleWord],
) -> tuple[list[RoleWord], float]:
    text = context.draft.folded
    roles = [r for r in context.roles_in(sentence.start, sentence.end) if r not in taken]
    behind = _roles_behind(
        text,
        group.end,
        [r for r in roles if group.end <= r.start < following and not _OF_NEXT.fullmatch(text[r.end : following])],
    )
    if behind:
        taken += behind if _COUNTED.fullmatch(text[group.end : behind[0].start]) else []
        return behind, 0.85
    pointed = _pointed(context, sentence, group)
    if pointed is not None:
        return [pointed], 0.75
    before = [r for r in roles if r.end <= group.start]
    if before and _reaches(context, before[-1], group, groups):
        return [before[-1]], 0.85 if cues().enumerate.search(text[before[-1].end : group.start]) else 0.7
    if current is not None and not before and _continues(text[sentence.start : group.start]):
        return [current], 0.65
    return [], 0.5


_OF_NEXT = re.compile(r"(?:服务|工作|业务|支持)?[的由][“\"「]?")
_COUNTED = re.compile(r"[”\"」]?(?:等|这|共)*[一二两三四五六七八九十\d]{1,6}[家个](?:新)?")


def _roles_behind(text: str, end: int, roles: Sequence[RoleWord]) -> list[RoleWord]:
    """Role phrases that a cue behind the names assigns: ``做担保``, ``（助贷类）``, ``既是获客方，又是催收方``."""
    found: list[RoleWord] = []
    for role in roles:
        gap = text[end : role.start]
        first = (cues().after.match(gap) and len(gap) <= 26) or gap == "(" or _ends_role(gap) or _COUNTED.fullmatch(gap)
        if not found and not first:
            return []
        if found and not re.fullmatch(
            r"(?:合作方|合作机构|机构|方|服务)?[、,，]?(?:又是|也是|还是|又|兼|并|和|及|同时(?:是|提供|负责)?|以及)?",
            gap,
        ):
            break
        found.append(role)
        end = role.end
    return found


def _ends_role(gap: str) -> bool:
    """``因许可证被注销，终止`` between a name and the role that it loses."""
    if re.fullmatch(r"[^，,。；;]{0,6}(?:退出|移出|离开)(?:了)?", gap):
        return True
    return (
        len(gap) <= 40
        and bool(
            re.search(
                r"(?:终止|停止|不再(?:提供|开展|从事|承担|担任(?:本行|我行|我司|该行|其)?的?|作为(?:本行|我行|我司|该行|其)?的?))(?:了)?(?:与[^，,]{0,8}的?)?$",
                gap,
            )
        )
        and not re.search(r"[。；;]", gap)
    )


def _pointed(context: Context, sentence: Span, group: Group) -> RoleWord | None:
    """The role that 前者 or 后者 in front of the names points back to."""
    text = context.draft.folded
    lead = re.split(r"[。；;]", text[sentence.start : group.start])[-1]
    match = list(re.finditer(r"前者|后者", lead))
    if match and (len(lead) - match[-1].end() > 24 or "\x01" in lead):
        return None
    line = context.line_at(sentence.start)
    if not match or line is None or context.names_in(group.start - len(lead) + match[-1].end(), group.start):
        return None
    roles = context.roles_in(line.start, group.start)
    distinct = [r for r in roles if r.kind != "weak"]
    if len(distinct) < 2:
        return None
    return distinct[-2] if match[-1].group() == "前者" else distinct[-1]


def _reaches(context: Context, role: RoleWord, group: Group, groups: Sequence[Group]) -> bool:
    """Whether a role phrase earlier in the sentence assigns this group."""
    text = context.draft.folded
    position = bisect_left(groups, group.start, key=lambda g: g.start)
    while position and groups[position - 1].start >= role.end and role.kind != "weak":
        gap = text[groups[position - 1].end : groups[position].start]
        if len(gap) > 30 or cues().breaks.search(gap):
            return False
        position -= 1
    between = groups[position].start < group.start or (position and groups[position - 1].start >= role.end)
    gap = text[role.end : groups[position].start]
    if len(gap) > 45 or cues().breaks.search(gap):
        return False
    if role.kind == "weak":
        return not between and bool(
            re.match(
                r"(?:侧|方面|端|类|这一类)?(?:的|则|有|为|是|包括|[:：(（]|[一二两三四五六七八九十\d]{1,6}家)", gap
            )
        )
    return (
        bool(cues().enumerate.search(gap) or cues().added.search(gap) or cues().removed.search(gap)) or len(gap) <= 24
    )


def _continues(lead: str) -> bool:
    lead = lead.strip('“"「')
    cue = (
        r"(?:其中|包括|由|使用|可以使用|分别(?:为|是)|还有|剩下|名单上的|规模最大的是|排在|为首的是|有|为|是|即|:|：|那里有)"
        r"[“\"「]?$"
    )
    return bool(re.search(cue, lead)) and len(lead) <= 40


_LEAVES = re.compile(
    r"[”\"」]?(?:App|APP)?(?:因[^，,。；;]{0,24}[，,]?)?(?:已|将|自\S{0,14}起|正式|被|也|则)*"
    r"(?:退出|移出|加入|纳入|新晋|进入|不再(?:是|为|作为|列入|担任))[^，,。；;]{0,10}(?:名单|合作机构|合作方|合作平台|合作伙伴)"
)


def _unspecified(context: Context, sentence: Span, group: Group, scope: Scope, taken: list[RoleWord]) -> bool:
    """Whether the sentence lists partners of the lender without any role word."""
    text = context.draft.folded
    discloser = scope.discloser
    roles = [r for r in context.roles_in(sentence.start, group.start) if r not in taken]
    if discloser is None or group.names[0].value == discloser.value or roles:
        return False
    lead = text[sentence.start : group.start]
    if _LEAVES.match(text[group.end : sentence.end]) and not is_lender(group.names[0]):
        return True
    if not re.search(r"名单|合作机构|合作方|合作平台|合作伙伴", lead) or re.search(r"没有|未见|不见|不在", lead):
        return False
    tail = text[group.end : group.end + 16]
    cue = re.search(
        r"(?:包括|分别为|分别是|有|为|是|即|:|：|含|确实有|列有|可见|看到|出现|由|新增|引入|纳入|移出|退出|终止)(?:了|与)?[“\"「]?$",
        lead,
    )
    left = taken and re.match(r"[”\"」]?(?:则|已|也)?(?:退出|离场|不再|移出|出局|新晋|加入|入列)", tail)
    return bool(cue or left) or (
        len(group.names) > 1 and bool(re.search(r"在列|在上面|在内|上榜|现身|等|……|\.\.\.", tail))
    )


def about_list(context: Context, sentence: Span, scope: Scope) -> bool:
    """Whether the sentence tells what stands on a list rather than what somebody reports."""
    if context.notice or scope.date is not None:
        return True
    line = context.line_at(sentence.start)
    text = context.draft.folded[line.start : line.end] if line else ""
    return bool(re.search(r"名单|公示|披露|公布|名录", text))


def change_date(
    context: Context, sentence: Span, group: Group, following: int, status: Status, scope: Scope
) -> Dated | None:
    """The day of a change that stands near the names, else the day that the scope gives."""
    if status in {"added", "removed"}:
        near = context.points_in(max(sentence.start, group.start - 30), min(following, group.end + 40))
        if near:
            best = min(near, key=lambda d: abs(d.start - group.end))
            return Dated.of(best)
    return scope.date


def _after(context: Context, sentence: Span, scope: Scope) -> Scope:
    """Carry the last role of the sentence into the next one."""
    roles = [r for r in context.roles_in(sentence.start, sentence.end) if r.kind != "weak" or r.used]
    return replace(scope, role=roles[-1]) if roles else scope
