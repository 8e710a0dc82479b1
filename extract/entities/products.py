"""Named products: known ones, and quoted names that end like a loan product."""

import re

from mingdan.core.records import Entity, Span
from mingdan.core.taken import Taken
from mingdan.extract.draft import Draft
from mingdan.extract.knowledge import Knowledge

_QUOTED = re.compile(
    r"[“\"「『]([^“”\"「」『』,，。;；:：、|\n]{1,14}(?:贷|易贷|e贷|金条|白条|信用卡|平台|系统))[”\"」』]"
)
_MEANS = re.compile(
    r"(?:(?<=绑定)|(?<=能绑)|(?<=绑))(?:支付宝|微信)(?:支付)?|微信(?=小程序|公众号|群|里|号|客服号|转账)|(?:支付宝|微信)(?=(?:支付)?(?:收款|付款|扫码|转账|支付|余额|、微信|、支付宝|和微信|和支付宝|、云闪付|均可|里搜|中搜|属于快捷))"
)


def find_products(draft: Draft, knowledge: Knowledge) -> list[Entity]:
    """Product mentions outside institution names; names that lie on a product yield to it where they only name it."""
    taken = [n.span for n in draft.names] + [Span(p.start, p.end) for p in draft.policies]
    found: list[Entity] = []
    known = [_entity(draft, hit.start, hit.end, "product:data") for hit in knowledge.products.find(draft.text)]
    draft.names = [n for n in draft.names if not any(_inside(n.span, e) for e in known)]
    taken = [s for s in taken if not any(_inside(s, e) for e in known)]
    found += known
    for match in _QUOTED.finditer(draft.folded):
        if "合作" not in match[1] and not re.search(r"助贷|网贷|信贷|房贷|放贷|^.{0,3}平台$", match[1]):
            found.append(_entity(draft, *match.span(1), "product:quoted"))
    means = [_entity(draft, *m.span(), "product:means") for m in _MEANS.finditer(draft.folded)]
    draft.names = [n for n in draft.names if not any(n.span.overlaps(Span(e.start, e.end)) for e in means)]
    return _free([*means, *found], [s for s in taken if not any(s.overlaps(Span(e.start, e.end)) for e in means)])


def _inside(span: Span, product: Entity) -> bool:
    """Whether a name is a proper part of a product's name (京东 in 京东金条)."""
    return product.start <= span.start and span.end <= product.end and span != Span(product.start, product.end)


def _entity(draft: Draft, start: int, end: int, source: str) -> Entity:
    return Entity(start, end, "PRODUCT", draft.text[start:end], None, 0.8, source)


def _free(found: list[Entity], blocked: list[Span]) -> list[Entity]:
    kept: list[Entity] = []
    taken = Taken((span.start, span.end) for span in blocked)
    for entity in sorted(found, key=lambda e: (e.start, -e.end)):
        if not taken.meets(entity.start, entity.end):
            kept.append(entity)
            taken.take(entity.start, entity.end)
    return kept
