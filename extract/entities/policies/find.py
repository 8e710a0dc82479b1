"""Policy mentions: titles, numbers, known names without marks, and what the document defines as a short name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from mingdan.core.fold import fold
from mingdan.core.records import Entity
from mingdan.extract.entities.policies.known import (
    by_number,
    by_title,
    known_policies,
    names_by_key,
    number_key,
    title_key,
    title_rules,
)
from mingdan.extract.entities.policies.numbers import find_numbers
from mingdan.extract.entities.policies.titles import Title, find_titles, is_rule

_DEFINED = re.compile(
    r"^[》”\"]?(?:\s*[(（][^()（）]{0,60}?[,，；;]?\s*(?:以下|下)?(?:统称|简称|称)(?:为)?|\s*[,，]?\s*(?:以下|下)(?:统称|简称|称)(?:为)?)"
    r"[:：]?\s*[“\"「‘《]+(?P<alias>[^”\"」’》]{1,30})[”\"」’》]"
)
_FOLLOWS = re.compile(r"^》?\s*[(（]\s*$")
_UNQUOTED_MIN = 6


@dataclass(slots=True)
class _Found:
    """Mentions by span, with the key of the rule that each belongs to."""

    spans: dict[tuple[int, int], tuple[str, str, float]] = field(
        default_factory=dict[tuple[int, int], tuple[str, str, float]]
    )
    aliases: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])

    def add(self, start: int, end: int, key: str, rule: str, confidence: float) -> None:
        if start < end and not any(a < end and start < b for a, b in self.spans):
            self.spans[start, end] = (key, rule, confidence)


def find_policies(text: str) -> list[Entity]:
    """All policy mentions in text order; ``value`` is the longest title in the document or the known full title.

    >>> [(e.text, e.value) for e in find_policies("《个人贷款管理办法》（以下简称《办法》）施行。《办法》规定")]
    [('个人贷款管理办法', '个人贷款管理办法'), ('办法', '个人贷款管理办法'), ('办法', '个人贷款管理办法')]
    """
    found = _Found()
    folded = fold(text)
    titles = list(find_titles(text))
    _titles(text, titles, found)
    _numbers(text, folded, found)
    _bare_titles(titles, found)
    _quoted_aliases(folded, found)
    _unquoted(folded, found, [(t.start, t.end) for t in titles])
    return _entities(text, found)


def _titles(text: str, titles: Iterable[Title], found: _Found) -> None:
    for title in titles:
        if not is_rule(title) or _bare_word(title.text) in title_rules().generic:
            continue
        start, end = _trim(text, title.start, title.end)
        key = _key(text[start:end])
        found.add(start, end, key, "title", 0.95)
        _define(text, end, key, found)


def _define(text: str, end: int, key: str, found: _Found) -> None:
    match = _DEFINED.match(text[end : end + 120])
    if match:
        start = end + match.start("alias")
        found.add(start, start + len(match["alias"]), key, "definition", 0.95)
        found.aliases.append((start, title_key(match["alias"]), key))


def _numbers(text: str, folded: str, found: _Found) -> None:
    for start, end in find_numbers(text):
        known = by_number().get(number_key(text[start:end]))
        before = [(b, key) for (_, b), (key, rule, _c) in found.spans.items() if rule == "title" and b <= start]
        near = max(before, default=None)
        attached = near is not None and bool(
            _FOLLOWS.match(text[near[0] : start]) or re.fullmatch(r"》?[(（][^()（）]{0,20}", text[near[0] : start])
        )
        key = (
            near[1] if near is not None and attached else title_key(known.name) if known else title_key(text[start:end])
        )
        found.add(start, end, key, "number", 0.95)
        _define(text, end, key, found)


def _bare_titles(titles: Iterable[Title], found: _Found) -> None:
    """《通知》 and the like, where the document defined them before."""
    for title in titles:
        key = title_key(title.text)
        meant = [target for place, alias, target in found.aliases if alias == key and place < title.start]
        if meant:
            found.add(title.start, title.end, meant[-1], "alias", 0.95)


def _quoted_aliases(folded: str, found: _Found) -> None:
    """“新规” and the like in quotes, where the document defined them before."""
    for match in re.finditer(r"[“\"]([^“”\"]{2,12})[”\"]", folded):
        key = title_key(match[1])
        meant = [target for place, alias, target in found.aliases if alias == key and place < match.start(1)]
        if meant:
            found.add(match.start(1), match.end(1), meant[-1], "alias", 0.9)


def _unquoted(folded: str, found: _Found, titles: Sequence[tuple[int, int]]) -> None:
    """Known titles and aliases without marks, and aliases that the document defined (``助贷新规``)."""
    own = {alias: key for _, alias, key in found.aliases if alias not in title_rules().generic and len(alias) > 1}
    bare = [_Bare.of(name, key) for name, key in own.items()]
    known = (name for name in _known_bare() if name.text not in own)
    chars = set(folded)
    for name in sorted((n for n in (*bare, *known) if n.chars <= chars), key=lambda n: -len(n.text)):
        for match in name.pattern.finditer(folded):
            if any(a <= match.start() < b for a, b in titles):
                continue
            runs_on = name.text.endswith("法") and folded[match.end() : match.end() + 1] in set("人院律规定治官制务庭")
            digits = name.text[0].isdigit() and folded[match.start() - 1 : match.start()].isdigit()
            if not runs_on and not digits:
                found.add(match.start(), match.end(), name.key, "known", 0.9)


@dataclass(frozen=True, slots=True)
class _Bare:
    """A title or alias as it stands without marks; ``chars`` must all stand in a text that holds it."""

    text: str
    key: str
    pattern: re.Pattern[str]
    chars: frozenset[str]

    @classmethod
    def of(cls, text: str, key: str) -> "_Bare":
        return cls(text, key, re.compile(_loose(text)), frozenset(char for char in text if not char.isspace()))


@cache
def _known_bare() -> tuple[_Bare, ...]:
    names: dict[str, str] = {}
    for policy in known_policies():
        for title in (policy.name, *policy.aliases):
            names[fold(title)] = title_key(policy.name)
            names[fold(title).removeprefix("中华人民共和国")] = title_key(policy.name)
    marked = ("号文", "新规", "法", "法典")
    return tuple(_Bare.of(n, key) for n, key in names.items() if len(n) >= _UNQUOTED_MIN or n.endswith(marked))


def _loose(name: str) -> str:
    """Pattern of a title in which a space of the title may be anything or nothing, and line ends may stand anywhere."""
    pieces = [re.escape(char) if not char.isspace() else r"[\s,，]?" for char in name]
    return r"\n?".join(pieces) if len(name) > 8 else "".join(pieces)


def _bare_word(text: str) -> str:
    return "".join(fold(text).split())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _key(title: str) -> str:
    known = by_title().get(title_key(title))
    return title_key(known.name) if known else title_key(title)


def _entities(text: str, found: _Found) -> list[Entity]:
    names = _canonical(text, found)
    entities: list[Entity] = []
    for (start, end), (key, rule, confidence) in sorted(found.spans.items()):
        entities.append(Entity(start, end, "POLICY", text[start:end], names[key], confidence, f"policy:{rule}"))
    return entities


def _canonical(text: str, found: _Found) -> dict[str, str]:
    """Key -> canonical name: the known full title, else the longest title written in the document."""
    names: dict[str, str] = {}
    known = names_by_key()
    for key, group in _by_key(found).items():
        written = [tidy(text[a:b]) for a, b in group if found.spans[a, b][1] == "title"]
        longest = max(written, key=len, default=None)
        if key in known:
            names[key] = known[key]
        else:
            names[key] = longest or tidy(text[group[0][0] : group[0][1]])
    return names


def _by_key(found: _Found) -> dict[str, list[tuple[int, int]]]:
    groups: dict[str, list[tuple[int, int]]] = {}
    for span, (key, _, _) in sorted(found.spans.items()):
        groups.setdefault(key, []).append(span)
    return groups


def tidy(title: str) -> str:
    """A title without line breaks."""
    return re.sub(r"\s*\n\s*", "", title)
