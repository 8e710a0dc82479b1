"""Role phrases: a stem of ``role_stems.csv`` and the head that fuses with it (GUIDELINES 4.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingdan.core.fold import Squeezed
from mingdan.core.records import Span
from mingdan.extract.draft import RoleWord
from mingdan.extract.knowledge import Knowledge, RoleStem, default_knowledge, read_rules

_AGREED = re.compile(r"(?:签订|签署|签了|达成|续签)(?:了)?$")
_NOT_AFTER = re.compile(
    r"^(?:费|率|额|物|权|债|余额|责任|期|金额|合同|协议|业务规模|人民币|产品|新规|时代|模式|行业|市场|贷款(?!合作)|员|人员|电话|短信|话术|行为|名称|App|APP|端|中心|库|量|显示|上流传|年金|经纪|代理人|业协会|监管|条例|办法|管理办法|收集|泄露|安全|治理|来源|统计|资产|要素|合规|金融|支持下|账户|账号|密码|工具|牌照|许可|通道费|成本|意愿|能力|环节|流程)"
)
_NOT_BEFORE = re.compile(
    r"(?:反|再|无|第三方|社交|短视频|投诉|政务|监管|交易|技术|招聘|电商|直播|内容|公示|信息平台|自有|本|同一|服务平台|综合|展业|线上|线下|各|哪些|一些|上述|前述|这|该|任何一家|每|[一二两三四五六七八九十几多]个|一家|几家|多家|自主|自行|移动|大|区块链|个人|金融|数字|网络|信用|互联网|财产|人寿|养老|健康|商业|社会|医疗|意外|专属|抵押|保证|第)$"
)


@dataclass(frozen=True, slots=True)
class RoleRules:
    """Compiled stems and heads."""

    pattern: re.Pattern[str]
    stems: dict[str, RoleStem]
    heads: tuple[str, ...]


@lru_cache(maxsize=8)
def role_rules(knowledge: Knowledge) -> RoleRules:
    """Compile the role words of ``knowledge``."""
    heads = tuple(read_rules("role_heads.toml")["heads"])
    stems = {stem.stem: stem for stem in reversed(knowledge.role_stems)}
    stem = "|".join(re.escape(word) for word in sorted(stems, key=len, reverse=True))
    head = "|".join(re.escape(word) for word in heads)
    head = f"(?!方面|商业|商户|商务|类似|类别|类型|平台期|服务[费端器])(?:{head})"
    return RoleRules(re.compile(f"(?P<stem>{stem})(?P<head>(?:{head})?)"), stems, heads)


def is_role_phrase(text: str) -> bool:
    """Whether the whole string is a role phrase.

    >>> is_role_phrase("增信服务机构"), is_role_phrase("蚂蚁")
    (True, False)
    """
    return role_rules(default_knowledge()).pattern.fullmatch(text) is not None


def find_roles(squeezed: Squeezed, text: str, knowledge: Knowledge, blocked: Sequence[Span]) -> list[RoleWord]:
    """All role phrases outside ``blocked`` spans (names, policies), whether they assign anything or not."""
    rules = role_rules(knowledge)
    found: list[RoleWord] = []
    for match in rules.pattern.finditer(squeezed.text):
        start, end = squeezed.span(match.start(), match.end())
        span = Span(start, end)
        if any(span.overlaps(other) for other in blocked) or _elsewhere(squeezed.text, match):
            continue
        found.append(_word(rules, match, start, text[start:end]))
    return list(_classes(found, squeezed, text))


def _word(rules: RoleRules, match: re.Match[str], start: int, surface: str) -> RoleWord:
    stem = rules.stems[match["stem"]]
    kind = "strong" if stem.kind == "strong" else "head" if match["head"] else "weak"
    return RoleWord(start, start + len(surface), surface, stem.code, kind, f"role:{stem.source}")


def _elsewhere(text: str, match: re.Match[str]) -> bool:
    after, before = text[match.end() : match.end() + 4], text[max(0, match.start() - 4) : match.start()]
    if _AGREED.search(before) and after.startswith("协议"):
        return False
    return bool(_NOT_AFTER.match(after)) or (not match["head"] and bool(_NOT_BEFORE.search(before)))


def _classes(found: list[RoleWord], squeezed: Squeezed, text: str) -> Iterator[RoleWord]:
    """Join a parent and a bracketed class: ``平台运营机构（助贷类）`` is one phrase."""
    places = {offset: position for position, offset in enumerate(squeezed.index)}
    skip = -1
    for number, word in enumerate(found):
        if number == skip:
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if following and word.code in {"platform", "credit_enhancement"} and following.code.startswith(word.code + "."):
            gap = squeezed.text[places[word.end - 1] + 1 : places[following.start]]
            tail = squeezed.text[places[following.end - 1] + 1 : places[following.end - 1] + 2]
            if gap in {"(", "·", "-", "—", "－", "/", "——"} and (gap != "(" or tail == ")"):
                end = following.end + (1 if gap == "(" else 0)
                skip = number + 1
                yield RoleWord(word.start, end, text[word.start : end], following.code, "strong", word.source)
                continue
        yield word
