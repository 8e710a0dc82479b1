"""Canonical names: which mentions are one institution, and under which name rows speak of it (GUIDELINES 2)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from mingdan.core.codes import InstitutionType
from mingdan.core.fold import fold, name_key
from mingdan.core.records import Institution
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.aliases import find_renames
from mingdan.extract.knowledge import Knowledge, KnownInstitution
from mingdan.extract.segment.words import is_place

_SHORT_FORMS = (
    ("农村商业银行", "农商行"),
    ("农商银行", "农商行"),
    ("商业银行", "银行"),
    ("农村合作银行", "农合行"),
    ("农村信用合作联社", "联社"),
    ("农村信用社联合社", "联社"),
    ("农村信用联社", "联社"),
    ("农村信用社", "联社"),
    ("消费金融", "消金"),
    ("网络小额贷款", "小贷"),
    ("互联网小额贷款", "小贷"),
    ("小额贷款", "小贷"),
    ("融资性担保", "担保"),
    ("融资担保", "担保"),
    ("融担", "担保"),
    ("财产保险", "财险"),
    ("产险", "财险"),
    ("金融租赁", "金租"),
    ("汽车金融", "汽金"),
    ("企业服务", "企服"),
    ("企业管理", "企管"),
    ("数字科技", "数科"),
    ("金融科技", "金科"),
    ("信息技术", "科技"),
    ("信息科技", "科技"),
    ("网络科技", "科技"),
    ("律师事务所", "律所"),
)
_LEGAL = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|\((?:有限|普通)合伙\))$")
_INNER_LEGAL = re.compile(r"(?:股份有限|有限责任|有限)公司(?=[\u3400-\u9fff]{1,10}(?:分行|支行|中心|部|分公司)$)")
_REGULATOR = re.compile(r"^(?P<place>[\u3400-\u9fff]{2,6}?)(?:金融监管局|监管局)$")
_REGULATOR_FULL = "国家金融监督管理总局"


@lru_cache(maxsize=1 << 16)
def short_key(name: str) -> str:
    """Key under which a registered name and its usual short form meet.

    >>> short_key("江左澄溪农村商业银行股份有限公司"), short_key("澄溪农商银行")
    ('江左澄溪农商行', '澄溪农商行')
    """
    key = _LEGAL.sub("", _INNER_LEGAL.sub("", name_key(name)))
    key = re.sub(r"\([^()]*\)", "", key)
    for long, short in _SHORT_FORMS:
        key = key.replace(long, short)
    return key


def is_short_of(short: str, full: str) -> bool:
    """Whether ``short`` can be the short form of the registered name ``full``.

    >>> is_short_of("和煦担保", "和煦融资担保（海南）有限公司")
    True
    >>> is_short_of("中国银行", "中国银行保险信息技术管理有限公司")
    False
    """
    a, b = short_key(short), short_key(full)
    if len(a) > 3 and b.endswith(a) and a != b and _is_prefix_place(b[: len(b) - len(a)]) and b != name_key(full):
        return True
    if len(a) < 3 or len(a) > len(b) or not _LEGAL.search(name_key(full)) or _LEGAL.search(name_key(short)):
        return a == b and name_key(short) != name_key(full)
    if a == b or (b.endswith(a) and _is_prefix_place(b[: len(b) - len(a)])):
        return True
    rest = (
        b[len(a) :]
        if b.startswith(a)
        else b[b.find(a) + len(a) :]
        if a in b and _is_prefix_place(b[: b.find(a)])
        else ""
    )
    return bool(rest) and len(a) >= 3 and not re.match(r"银行|保险|信托", rest) and not re.search(r"银行$", a)


def _is_prefix_place(head: str) -> bool:
    return (
        len(head) <= 3
        or is_place(head)
        or bool(re.fullmatch(r"[\u3400-\u9fff]{1,6}(?:省|市|自治区|区|县)?", head) and len(head) <= 6)
    )


def resolve(draft: Draft, knowledge: Knowledge) -> dict[str, Institution]:
    """Set every name's ``value`` and return the institutions of the document, canonical name first."""
    groups = _groups(draft, knowledge)
    newest = {new.text for _, new in find_renames(draft.folded, draft.names)}
    institutions: dict[str, Institution] = {}
    for members, how in groups:
        known = _official(members, knowledge)
        canonical = _canonical(members, known, newest)
        kind = known.type if known else _type(members)
        for member in members:
            member.value, member.type = canonical, kind
        institutions[canonical] = _institution(canonical, kind, members, known, knowledge, how)
    return institutions


def _groups(draft: Draft, knowledge: Knowledge) -> list[tuple[list[Name], str]]:
    parent = _Sets()
    how: dict[str, str] = {}
    by_key: dict[str, Name] = {}
    for name in draft.names:
        by_key.setdefault(name_key(name.text), name)
    for old, new in find_renames(draft.folded, draft.names):
        parent.join(name_key(old.text), name_key(new.text))
        how[name_key(old.text)] = "renamed, as the document says"
    for alias, full in draft.aliases.items():
        if alias in by_key:
            parent.join(alias, name_key(full))
            how[alias] = "defined in the document"
    for key, name in by_key.items():
        target = _target(key, name, by_key, knowledge)
        if target:
            parent.join(key, target[0])
            how[key] = target[1]
    groups: dict[str, list[Name]] = {}
    for name in draft.names:
        groups.setdefault(parent.root(name_key(name.text)), []).append(name)
    return [(members, _how(members, how)) for members in groups.values()]


def _how(members: Sequence[Name], how: dict[str, str]) -> str:
    reasons = sorted({how[key] for key in (name_key(m.text) for m in members) if key in how})
    return "; ".join(reasons) or "as written"


def _target(key: str, name: Name, by_key: dict[str, Name], knowledge: Knowledge) -> tuple[str, str] | None:
    known = knowledge.by_key.get(key)
    if known is not None and known.official:
        return name_key(known.canonical), f"registered name ({known.source})"
    if known is not None:
        same = [k for s in known.surfaces if (k := name_key(s)) in by_key and k != key]
        if same and name_key(known.canonical) in by_key:
            return name_key(known.canonical), f"same entry ({known.source})"
    longer = [k for k, other in by_key.items() if k != key and is_short_of(name.text, other.text)]
    fulls = [k for k in longer if _LEGAL.search(k)]
    if len(fulls) == 1:
        return fulls[0], "short form of the full name in the document"
    if not fulls and len(longer) == 1 and len(longer[0]) >= len(key):
        return longer[0], "same name in another short form"
    return None


class _Sets:
    """Disjoint sets of keys."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, key: str) -> str:
        while key in self._parent:
            key = self._parent[key]
        return key

    def join(self, a: str, b: str) -> None:
        a, b = self.root(a), self.root(b)
        if a != b:
            self._parent[a] = b


def _official(members: Sequence[Name], knowledge: Knowledge) -> KnownInstitution | None:
    entries = (knowledge.by_key.get(name_key(member.text)) for member in members)
    found = [entry for entry in entries if entry is not None]
    return next((entry for entry in found if entry.official), found[0] if found else None)


def _canonical(members: Sequence[Name], known: KnownInstitution | None, newest: set[str]) -> str:
    renamed = [m for m in members if m.text in newest]
    longest = max(renamed or members, key=lambda m: (bool(_LEGAL.search(name_key(m.text))), len(name_key(m.text))))
    text = tidy(longest.text)
    if known is not None and known.official and not _same(text, known.canonical):
        return known.canonical
    match = _REGULATOR.match(text)
    if match and longest.type == "regulator" and not text.startswith(_REGULATOR_FULL):
        return f"{_REGULATOR_FULL}{match['place']}监管局"
    return text


def _same(a: str, b: str) -> bool:
    return name_key(a) == name_key(b)


def tidy(name: str) -> str:
    """A name without line breaks, Latin letters and digits half-width; brackets as written.

    >>> tidy("海西\\n融资担保"), tidy("ＯＰＰＯ广东")
    ('海西融资担保', 'OPPO广东')
    """
    joined = re.sub(r"(?<=[\u3400-\u9fff（）()])\s+|\s+(?=[\u3400-\u9fff（）()])", "", name)
    return "".join(fold(c) if "\uff10" <= c <= "\uff5a" else c for c in joined)


def _type(members: Sequence[Name]) -> InstitutionType:
    best = max(members, key=lambda m: (m.rule == "form:legal", m.confidence, len(m.text)))
    return best.type


def _institution(
    canonical: str,
    kind: InstitutionType,
    members: Sequence[Name],
    known: KnownInstitution | None,
    knowledge: Knowledge,
    how: str,
) -> Institution:
    aliases = tuple(dict.fromkeys(tidy(m.text) for m in members if tidy(m.text) != canonical))
    brand = next((b for m in members if (b := knowledge.brand_by_key.get(name_key(m.text)))), None)
    group = known.group if known and known.group else brand.group if brand else None
    companies = brand.possible_companies if brand else ()
    return Institution(kind, aliases, dict(known.ids) if known else {}, group, companies, how)
