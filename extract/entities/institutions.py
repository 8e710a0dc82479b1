"""Institution mentions of a document: dictionary, form of the name, the document's own definitions, and context."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mingdan.core.codes import InstitutionType
from mingdan.core.fold import Squeezed, fold, name_key
from mingdan.core.records import Span
from mingdan.core.taken import Taken
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.aliases import find_aliases
from mingdan.extract.entities.chains import Item, find_chains, plain_items, plausible, trim, trim_left
from mingdan.extract.entities.name_edges import name_rules
from mingdan.extract.entities.names import find_names, with_branch
from mingdan.extract.entities.publisher import publisher_names
from mingdan.extract.entities.roles import is_role_phrase
from mingdan.extract.knowledge import Knowledge
from mingdan.extract.segment.cells import Table, column_rules
from mingdan.extract.segment.words import tag
from mingdan.models.gazetteer import DictionaryTagger

_UNIT = re.compile(r"[\d.,万亿元天个月日度家%％号年]")
_APP = re.compile(
    r"[“\"「]([^“”\"「」,，。;；:：、|\n]{2,12})[”\"」](?:[（(][^()（）]{0,12}[)）])?(?:App|APP|小程序|网贷|借贷平台|平台|客户端|公众号|员工)"
    r"|(?:App|APP|平台|品牌|小程序)[“\"「]([^“”\"「」,，。;；:：、|\n]{2,12})[”\"」]"
)
_UNQUOTED_APP = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{2,14}(?=App|APP|小程序)")
_ASSIGNED = re.compile(
    r"(?:机构|平台|方|类|商|公司|合作方)(?:[（(][^（）()]{0,12}[)）])?(?:的?[一二两三四五六七八九十\d]{1,6}家)?[,，]?(?:则|分别|仅|只有|共)?(?:同|均)?(?:为|是|系|有|即|包括)[“\"「]?"
    r"(?P<names>[^、,，。;；:：?？!！\n“”‘’\"「」|《》()（）]{2,24})"
)
_CUE = re.compile(
    r"(?:包括|分别为|分别是|分别系|为|有|是|即|系|含|补入|新增|引入|纳入|移出|退出|终止|清退|增加|保留|剩下|留下的有|的是|排在前[一二三四五]位的是|涵盖|既有|同为|仅有|列有|如下|名单)[:：]?[“\"「]?$|[:：][“\"「]?$|[)）](?:为|是|有|[:：])[“\"「]?$"
)
_COUNTED = re.compile(r"[”\"」]?(?:App|APP)?等?(?:共|共计)?[一二两三四五六七八九十\d]{1,6}家")
_ROLE_FAR = re.compile(r"平台|合作机构|名单|合作方|增信|担保|助贷|催收|引流|导流|获客")
_ROLE_NEAR = re.compile(
    r"(?:平台|机构|公司|方|类|商|获客|引流|导流|助贷|增信|担保|催收|数据|出资|贷款|名单)[^。；;\n]{0,14}$"
)


def find_institutions(draft: Draft, knowledge: Knowledge, tables: Sequence[Table]) -> None:
    """Fill ``draft.names`` and ``draft.aliases``. Dates and policies must be found before: names stop at them."""
    squeezed = _mask(draft)
    names = merge([*find_names(squeezed, draft.text), *_dictionary(draft, squeezed, knowledge)])
    names = _join_adjacent(_trim_to_clean(names, draft.text), draft.text)
    names = merge([*names, *publisher_names(draft)])
    names = merge([*names, *_define(draft, squeezed, names)])
    names = merge([*names, *_cells(draft, tables)])
    names = merge([*names, *spread(draft, squeezed, names)])
    names = merge(
        [
            *names,
            *_in_chains(draft, squeezed, names),
            *_assigned(draft, squeezed),
            *_apps(draft),
            *_cued_quotes(draft),
            *_denied(draft),
            *_pairs(draft, squeezed, names),
        ]
    )
    draft.names = merge([*names, *spread(draft, squeezed, names)])


def _mask(draft: Draft) -> Squeezed:
    squeezed = draft.squeezed
    chars = list(squeezed.text)
    blocked = [*draft.dates, *draft.policies]
    inside = [False] * (len(draft.text) + 1)
    for entity in blocked:
        inside[entity.start : entity.end] = [True] * (entity.end - entity.start)
    for position, offset in enumerate(squeezed.index):
        if inside[offset]:
            chars[position] = "\x02"
    return Squeezed("".join(chars), squeezed.index, squeezed.breaks)


def merge(names: Iterable[Name]) -> list[Name]:
    """Keep the longest of overlapping names; at equal length the surer one."""
    kept: list[Name] = []
    taken = Taken()
    for name in sorted(names, key=lambda n: (-(n.end - n.start), -n.confidence)):
        if not taken.meets(name.start, name.end):
            kept.append(name)
            taken.take(name.start, name.end)
    return sorted(kept, key=lambda n: n.start)


def _dictionary(draft: Draft, squeezed: Squeezed, knowledge: Knowledge) -> Iterator[Name]:
    for hit in knowledge.tagger.find(squeezed.text):
        known = knowledge.by_key[name_key(hit.key)]
        if hit.key.isdigit() and _UNIT.match(squeezed.text[hit.end : hit.end + 1] or " "):
            continue
        start, end = squeezed.span(hit.start, hit.end)
        surface = draft.text[start:end]
        if "\n" in surface and "\n\n" not in surface and len(hit.key) < 4:
            continue
        if squeezed.text[hit.end : hit.end + 1] == "业" and hit.key.endswith("银行"):
            continue
        end = _extended(squeezed, hit.end)
        yield Name(start, end, draft.text[start:end], known.type, f"dictionary:{known.source}", 0.95)


def _extended(squeezed: Squeezed, end: int) -> int:
    """Original end of a dictionary name with the branch or department that follows it."""
    return squeezed.index[with_branch(squeezed.text, end) - 1] + 1


def _trim_to_clean(names: list[Name], text: str) -> list[Name]:
    """Cut what precedes a name that stands by itself elsewhere in the document (``可拨打`` + name)."""
    clean = {name_key(n.text) for n in names if n.rule.startswith("dictionary") or _bounded(n, text)}
    for name in names:
        if name.rule.startswith("dictionary"):
            continue
        key = name_key(name.text)
        shorter = [c for c in clean if key.endswith(c) and c != key and len(c) >= 4]
        if shorter and not tag(key[: len(key) - len(max(shorter, key=len))]).startswith("ns"):
            _cut_head(name, max(shorter, key=len))
    return names


def _join_adjacent(names: list[Name], text: str) -> list[Name]:
    """A research body or department right behind its mother is one name (临江大学普惠金融研究中心)."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if before and before.end == name.start and name.type in {"research", "regulator"}:
            joined[-1] = Name(
                before.start, name.end, text[before.start : name.end], name.type, name.rule, name.confidence
            )
        else:
            joined.append(name)
    return joined


def _cut_head(name: Name, tail: str) -> None:
    start = name.end
    seen = ""
    while start > name.start and name_key(seen) != tail:
        start -= 1
        seen = name.text[start - name.start :]
    if name.start < start:
        name.text, name.start = seen, start


def _bounded(name: Name, text: str) -> bool:
    left = text[name.start - 1] if name.start else "\n"
    right = text[name.end] if name.end < len(text) else "\n"
    return not left.isalnum() and (not right.isalnum() or left in "\n、“")


def _define(draft: Draft, squeezed: Squeezed, names: Sequence[Name]) -> Iterator[Name]:
    for alias in find_aliases(squeezed, names):
        if alias.self_word:
            draft.aliases.setdefault(name_key(alias.alias), alias.full.text)
            continue
        start, end = squeezed.span(alias.start, alias.end)
        draft.aliases[name_key(alias.alias)] = alias.full.text
        yield Name(start, end, draft.text[start:end], alias.full.type, "alias", 0.95)


def lists_else(table: Table) -> bool:
    """Whether a head of the table says that it lists something else than lending partners."""
    heads = "".join(cell.text for cell in table.header)
    return any(word in heads for word in column_rules()["not_partner"]["heads"])


def is_partner_table(table: Table) -> bool:
    """Whether the table lists lending partners rather than products, bids or figures."""
    return not lists_else(table) and any(
        kind in table.kinds for kind in ("partner", "operator", "brand", "discloser", "new_name")
    )


def _cells(draft: Draft, tables: Sequence[Table]) -> Iterator[Name]:
    kinds: dict[str, InstitutionType] = {
        "partner": "platform",
        "operator": "platform",
        "brand": "platform",
        "discloser": "bank",
    }
    for table in tables:
        if not is_partner_table(table):
            continue
        for row in table.rows:
            for kind, cell in zip(table.kinds, row, strict=True):
                if kind in kinds and cell.text not in column_rules()["values"]["empty"]:
                    yield from _cell_names(draft, cell.start, cell.end, kinds[kind])


def _cell_names(draft: Draft, start: int, end: int, kind: InstitutionType) -> Iterator[Name]:
    for match in re.finditer(r"[^、;；,，/]+", draft.text[start:end]):
        raw = match.group()
        label = re.match(r"\s*([^:：]{2,12})[:：]", raw)
        role = label.end() if label and is_role_phrase(fold(label[1])) else 0
        lead = len(raw) - len(raw[role:].lstrip(' “"「《'))
        body = re.sub(r"[”\"」》]?(?:[（(][^（）()]*[)）])?(?:App|APP|小程序)?[”\"」]?\s*$", "", raw[lead:])
        first = start + match.start() + lead
        if _cell_name(fold(body)) and not draft.folded[first : first + len(body)].isdigit():
            yield Name(first, first + len(body), body, kind, "cell", 0.85)


def _cell_name(body: str) -> bool:
    """Whether a cell of a partner column holds a name."""
    long_name = 16 < len(body) <= 40 and not re.search(r"[。！？]", body)
    return long_name or plausible(body, quoted=True)


def spread(draft: Draft, squeezed: Squeezed, names: Sequence[Name]) -> Iterator[Name]:
    """Further occurrences of names found once, and the bare cores of full names."""
    surfaces: dict[str, Name] = {}
    for name in names:
        surfaces.setdefault("".join(fold(name.text).split()), name)
        for core in cores(name):
            surfaces.setdefault(core, name)
    tagger = DictionaryTagger(
        (surface, surface) for surface in sorted(surfaces, key=len, reverse=True) if len(surface) > 1
    )
    for hit in tagger.find(squeezed.text):
        origin = surfaces[hit.key]
        if len(hit.key) == 2 and not _stands_alone(squeezed.text, hit.start, hit.end):
            continue
        start, end = squeezed.span(hit.start, hit.end)
        yield Name(start, end, draft.text[start:end], origin.type, "again", min(origin.confidence, 0.9))


def cores(name: Name) -> Iterator[str]:
    """Bare cores under which a document may speak of a full name: ``泛海星`` for 泛海星融资担保有限公司."""
    if name.rule not in {"form:legal", "form:strong"}:
        return
    folded = "".join(fold(name.text).split())
    core = re.sub(r"\([^()]*\)", "", folded)
    core = re.sub(r"(?:集团)?(?:股份|有限|责任)*公司$", "", core)
    suffix = name_rules().suffix
    for match in suffix.finditer(core):
        head = core[: match.start()]
        for candidate in (head, re.sub(r"^[\u3400-\u9fff]{2}(?:省|市|自治区)?", "", head) if len(head) >= 5 else head):
            if len(candidate) >= 3 and not tag(candidate) and candidate not in name_rules().generic:
                yield candidate
        return


def _stands_alone(text: str, start: int, end: int) -> bool:
    left, right = text[start - 1 : start], text[end : end + 1]
    return (
        not (left.isalpha() and right.isalpha())
        or left in "与和及由的是有在为对把被将让给到"
        or right in "与和及等的在为是有则也都均将已App两三"
    )


def _in_chains(draft: Draft, squeezed: Squeezed, names: Sequence[Name]) -> Iterator[Name]:
    places = {offset: position for position, offset in enumerate(squeezed.index)}
    known = [Span(places[n.start], places[n.end - 1] + 1) for n in names]
    for items in find_chains(squeezed.text, known):
        if _is_list_of_names(squeezed.text, items):
            for item in items:
                crosses = any(item.start < place < item.end for place in squeezed.breaks)
                if (
                    not item.known
                    and not crosses
                    and plausible(squeezed.text[item.start : item.end], quoted=item.quoted)
                ):
                    start, end = squeezed.span(item.start, item.end)
                    yield Name(start, end, draft.text[start:end], "platform", "chain", 0.75 if item.quoted else 0.65)


def _is_list_of_names(text: str, items: Sequence[Item]) -> bool:
    known = sum(item.known for item in items)
    quoted = sum(item.quoted for item in items)
    before = text[max(0, items[0].start - 24) : items[0].start]
    before_far = text[max(0, items[0].start - 60) : items[0].start]
    cue = bool(_CUE.search(before)) and bool(_ROLE_NEAR.search(before))
    if (
        any(re.search(r"(?:贷|险|理财|年金|存单|平台)$", text[i.start : i.end]) for i in items if i.quoted)
        and not known
    ):
        return False
    counted = bool(_COUNTED.match(text[items[-1].end : items[-1].end + 10])) and bool(_ROLE_FAR.search(before_far))
    if counted or (known >= 1 and _ROLE_NEAR.search(before)):
        return True
    return cue or (known >= 1 and (known + quoted >= len(items) or known * 2 >= len(items)))


def _assigned(draft: Draft, squeezed: Squeezed) -> Iterator[Name]:
    """Names right behind an assigned role: 导流平台则同为橙子借与田小二."""
    for match in _ASSIGNED.finditer(squeezed.text):
        for item in plain_items(squeezed.text, Span(*match.span("names"))):
            if not re.match(
                r"$|[、,，。;；)）”\n]|和|与|及|等|以及|[一二两三四五六七八九十\d]{1,6}家", squeezed.text[item.end :]
            ):
                continue
            start, end = squeezed.span(item.start, item.end)
            yield Name(start, end, draft.text[start:end], "platform", "assigned", 0.6)


_CUED_QUOTE = re.compile(
    r"(?:[与和跟同由]|引入|新增|接入|移出|剔除|委托|授权|一家|机构|平台|公司|借款软件|渠道|品牌)[“\"「]([^“”\"「」,，。;；:：、|\n]{2,10})[”\"」]"
)


def _cued_quotes(draft: Draft) -> Iterator[Name]:
    """Quoted names right behind a word that asks for a party: 与“叮咚米袋”, 剩下的一家“盛源通”."""
    for match in _CUED_QUOTE.finditer(draft.folded):
        inner = match[1]
        if (
            plausible(inner, quoted=True)
            and not tag(inner)
            and not inner.endswith(("贷", "平台", "系统", "名单", "模式"))
        ):
            start, end = match.span(1)
            yield Name(start, end, draft.text[start:end], "platform", "quoted", 0.65)


_WITHOUT = re.compile(
    r"(?:从未|没有|未曾|不曾|并未|未|从来没)(?:与|和|跟|同|授权|委托)([^，,。；;“”\"「」与和]{2,12}?)(?:开展|建立|存在|有|进行|发生|签|合作|收)"
)


def _denied(draft: Draft) -> Iterator[Name]:
    """The party of a denial: 从未与洋葱借钱开展任何合作."""
    for match in _WITHOUT.finditer(draft.folded):
        if plausible(match[1]) and not re.search(r"[上下该其此]|机构|公司$|任何|客户", match[1]):
            start, end = match.span(1)
            yield Name(start, end, draft.text[start:end], "platform", "denied", 0.6)


def _pairs(draft: Draft, squeezed: Squeezed, names: Sequence[Name]) -> Iterator[Name]:
    """The unknown one of two names that a conjunction joins behind a role: 前者是小鹿分期和度小满."""
    places = {offset: position for position, offset in enumerate(squeezed.index)}
    text = squeezed.text
    for name in names:
        start = places[name.start]
        match = re.search(
            r"(?:[是为有即系]|包括|[:：])([\u3400-\u9fffA-Za-z0-9]{2,12})(?:和|与|及|以及)[“\"]?$",
            text[max(0, start - 24) : start],
        )
        if match and _ROLE_FAR.search(text[max(0, start - 80) : start]):
            left = max(0, start - 24) + match.start(1)
            span = trim(text, left, left + len(match[1]))
            if span is not None and span.end == left + len(match[1]):
                first, last = squeezed.span(span.start, span.end)
                yield Name(first, last, draft.text[first:last], "platform", "pair", 0.6)


def _apps(draft: Draft) -> Iterator[Name]:
    for match in _UNQUOTED_APP.finditer(draft.folded):
        span = trim_left(draft.folded, match.start(), match.end())
        if span:
            yield Name(span.start, span.end, draft.text[span.start : span.end], "platform", "app", 0.7)
    for match in _APP.finditer(draft.folded):
        group = 1 if match[1] else 2
        if plausible(match[group], quoted=True) and not match[group].endswith(("贷", "平台", "系统")):
            start, end = match.span(group)
            yield Name(start, end, draft.text[start:end], "platform", "app", 0.75)
