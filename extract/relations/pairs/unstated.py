"""Pairs that a text leaves open, and those that a platform's own page says otherwise."""

import re
from collections.abc import Sequence

from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.rows import Fact

_ASKED = re.compile(r"是否|有没有|有无|会不会|能否|是不是")
_OPEN = re.compile(
    r"尚无|(?:没有|没)(?:得到)?(?:答案|回复|回应|答复|说法|说明)|未(?:获|作|予|曾)?(?:答复|回复|回应|说明|透露|证实|明确)"
    r"|不(?:清楚|得而知|明确)|无从|待(?:查|核实|确认|观察)|不予置评|拒绝|没人"
)


def left_open(view: PairView, pair: Pair) -> bool:
    """Whether the sentence asks for the pair and says that nobody knows (``是否把乙列为助贷平台，尚无答案``)."""
    before = view.text[pair.sentence.start : pair.partner.start]
    return bool(_ASKED.search(before) and _OPEN.search(view.text[pair.partner.end : pair.sentence.end]))


def hosted(facts: Sequence[Fact]) -> frozenset[str]:
    """The lenders that a platform lists on its own page: all rows of the rules are theirs and the platform's."""
    lenders = frozenset(fact.discloser.value for fact in facts)
    one = len({fact.partner.value for fact in facts}) == 1
    return lenders if one and len(lenders) > 1 and all(fact.firm for fact in facts) else frozenset()
