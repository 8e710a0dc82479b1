"""What a document states of its policies: aliases, issuers, number, days of issue and effect (GUIDELINES 3, 4.18)."""

import re
from collections.abc import Callable, Sequence

from mingdan.core.fold import fold, name_key
from mingdan.core.records import Entity, Policy
from mingdan.extract.entities.policies.find import tidy
from mingdan.extract.entities.policies.known import known_policies, number_issuers, title_key

DayTest = Callable[[str, Entity, Entity], bool]
_ISSUES = r"(?:联合)?(?:正式)?(?:印发|发布|公布|下发|出台|颁布|制定)(?:了|的)?"
_ISSUED_BEFORE = re.compile(rf"(?:[^。；;]{{0,30}})?{_ISSUES}[^。；;《》]{{0,12}}[《“]?$")
_ISSUED_AFTER = re.compile(r"^[》”]?(?:[(（][^()（）]*[)）])?[^。；;《]{0,6}(?:已)?(?:于|在)?$")
_EFFECT = re.compile(r"^(?:起|开始)?(?:正式)?(?:起)?(?:施行|实施|生效|执行|落地)")


def state_policies(
    text: str, policies: Sequence[Entity], institutions: Sequence[Entity], dates: Sequence[Entity]
) -> dict[str, Policy]:
    """Facts of every canonical policy, each only if the document states it. Offsets are those of ``text``."""
    grouped: dict[str, list[Entity]] = {}
    for entity in policies:
        grouped.setdefault(entity.value or entity.text, []).append(entity)
    return {name: _facts(text, name, mentions, institutions, dates) for name, mentions in grouped.items()}


def _facts(
    text: str, name: str, mentions: Sequence[Entity], institutions: Sequence[Entity], dates: Sequence[Entity]
) -> Policy:
    numbers = [m for m in mentions if m.source == "policy:number"]
    surfaces = dict.fromkeys(tidy(m.text) for m in mentions if m.source != "policy:number")
    aliases = tuple(s for s in surfaces if title_key(s) != title_key(name))
    return Policy(
        aliases=aliases,
        issuers=_issuers(text, mentions, institutions),
        number=numbers[0].text if numbers and numbers[0].text != name else None,
        issued=_day(text, mentions, dates, _is_issue),
        effective=_day(text, mentions, dates, _is_effect),
    )


def _sentence(text: str, mention: Entity) -> tuple[int, int]:
    left = max(text.rfind(mark, 0, mention.start) for mark in "。；;！\n")
    rights = [r for r in (text.find(mark, mention.end) for mark in "。；;！\n") if r >= 0]
    return left + 1, min(rights, default=len(text))


def _issuers(text: str, mentions: Sequence[Entity], institutions: Sequence[Entity]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for mention in mentions:
        left, _ = _sentence(text, mention)
        lead = fold(text[left : mention.start])
        if _ISSUED_BEFORE.search(lead):
            for inst in _authors(text, institutions, left, mention.start):
                found.setdefault(inst.value or inst.text, None)
        if mention.source == "policy:title":
            found |= dict.fromkeys(_inside(mention.text, institutions))
        if mention.source == "policy:number":
            found |= dict.fromkeys(_by_order(mention.text))
    return tuple(found)


def _authors(text: str, institutions: Sequence[Entity], left: int, right: int) -> list[Entity]:
    """The institutions that are the subject of the issuing verb nearest to the title."""
    verb = list(re.finditer(_ISSUES, fold(text[left:right])))
    stop = left + verb[-1].start() if verb else right
    inside = [i for i in institutions if left <= i.start and i.end <= stop]
    group: list[Entity] = []
    for inst in reversed(inside):
        gap = text[inst.end : group[-1].start] if group else text[inst.end : stop]
        limit = 24 if not group else 3
        if len(gap) > limit or re.search(r"[。；;]", gap):
            break
        group.append(inst)
    return group[::-1]


def _inside(title: str, institutions: Sequence[Entity]) -> list[str]:
    match = re.match(r"([\u3400-\u9fff、 ]{3,40}?)关于", title)
    if match is None:
        return []
    values = {name_key(i.text): i.value or i.text for i in institutions}
    known = {name_key(i): i for p in known_policies() for i in p.issuers} | {
        name_key(i): i for i in number_issuers().values()
    }
    parts = re.split(r"[、 ]", match[1])
    return [
        values.get(name_key(p)) or known[name_key(p)] for p in parts if name_key(p) in values or name_key(p) in known
    ]


def _by_order(number: str) -> list[str]:
    """The body that an order's number spells out: 国务院令第683号."""
    match = re.match(r"([\u3400-\u9fff]{2,20})令", number)
    if match is None:
        return []
    known = {i for p in known_policies() for i in p.issuers} | set(number_issuers().values())
    exact = [i for i in known if i == match[1] or i.removeprefix("中国") == match[1]]
    return exact[:1]


_CHAIN = r"(?:《[^》]*》(?:[(（][^()（）]*[)）])?[、和及与])*[《“]?$"
_VERB_BEFORE = re.compile(rf"{_ISSUES}[^。；;《》]{{0,12}}{_CHAIN}")
_VERB_AFTER = re.compile(rf"^[》”]?(?:[(（][^()（）]*[)）])?(?:正式)?{_ISSUES}")
_EFFECT_AFTER = re.compile(r"^[》”]?(?:[(（][^()（）]*[)）])?(?:正式)?(?:施行|实施|生效)")
_OTHER_SUBJECT = re.compile(r"名单|合作|机构|公告|合同|协议")


def _day(text: str, mentions: Sequence[Entity], dates: Sequence[Entity], is_day: DayTest) -> str | None:
    """The first date in the sentence of a mention that ``is_day`` accepts."""
    for mention in mentions:
        left, right = _sentence(text, mention)
        for date in dates:
            if left <= date.start < right and date.value and is_day(text, mention, date):
                return date.value
    return None


def _is_issue(text: str, mention: Entity, date: Entity) -> bool:
    """Whether the date is the day of issue: before or after the title, with the verb beside it."""
    after = fold(text[date.end : date.end + 10])
    if date.start >= mention.end:
        return bool(re.match(_ISSUES, after)) and bool(_ISSUED_AFTER.match(fold(text[mention.end : date.start])))
    between = text[date.end : mention.start]
    if _EFFECT.match(after) or len(between) > 90:
        return False
    if between.strip("《“的") == "":
        short = mention.text.endswith("号文")
        return short or bool(_VERB_AFTER.match(fold(text[mention.end : mention.end + 40])))
    return bool(_VERB_BEFORE.search(between))


def _is_effect(text: str, mention: Entity, date: Entity) -> bool:
    """Whether the rule takes effect on the date: ``自D起施行的《X》``, ``《X》自D起施行``, ``D《X》施行``."""
    after = fold(text[date.end : date.end + 10])
    if date.end <= mention.start and text[date.end : mention.start].strip("《“") == "":
        return bool(_EFFECT_AFTER.match(fold(text[mention.end : mention.end + 60])))
    if not _EFFECT.match(after):
        return False
    between = text[mention.end : date.start] if date.start >= mention.end else text[date.end : mention.start]
    if _OTHER_SUBJECT.search(re.sub(r"[(（][^()（）]*[)）]|《[^》]*》", "", between)):
        return False
    return len(between) <= 40 and between.count("《") <= (1 if date.end <= mention.start else 0)
