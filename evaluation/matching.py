"""When two names are the same, and which one-to-one pairing of compatible items is best."""

from collections.abc import Iterable, Mapping

from mingdan.core.assignment import cheapest
from mingdan.core.records import Document, Policy

Edge = tuple[int, int]
Forms = Mapping[str, frozenset[str]]

_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]{}〔〕【】〖〗〈〉《》「」『』"))


def name_key(name: str) -> str:
    """Key under which names are equal: white space, width and case aside. Scripts stay apart.

    >>> name_key("三加一融资担保（宁夏）\\n有限公司ABC") == name_key("三加一融资担保(宁夏)有限公司ａｂｃ")
    True
    """
    return "".join(name.translate(_WIDTH).split()).lower()


def fact_key(fact: str) -> str:
    """Key under which numbers and dates of a policy are equal: width and brackets aside.

    >>> fact_key("金规〔2025〕9号") == fact_key("金规[2025]９号")
    True
    """
    return name_key(fact).translate(_NO_BRACKETS)


def institution_forms(gold: Document) -> Forms:
    """Canonical name -> keys of itself, its aliases and the surface forms of its mentions."""
    forms = {name: {name, *institution.aliases} for name, institution in gold.institutions.items()}
    for entity in gold.entities:
        if entity.label == "INST" and entity.value is not None:
            forms.setdefault(entity.value, {entity.value}).add(entity.text)
    return {name: frozenset(map(name_key, found)) for name, found in forms.items()}


def policy_forms(name: str, policies: Mapping[str, Policy]) -> frozenset[str]:
    """Keys of a policy's name and its aliases."""
    aliases = policies[name].aliases if name in policies else ()
    return frozenset(name_key(form) for form in (name, *aliases))


def is_named(forms: Forms, gold: str, *predicted: str | None) -> bool:
    """Whether one of the predicted names is a form of the gold institution."""
    accepted = forms.get(gold, frozenset((name_key(gold),)))
    return any(name is not None and name_key(name) in accepted for name in predicted)


def assign(weights: Mapping[Edge, int]) -> list[Edge]:
    """Pair left with right items one to one so that the sum of weights is largest; only listed pairs may meet.

    Weights are positive; with equal weights the number of pairs is largest.

    >>> assign({(0, 0): 1, (0, 1): 1, (1, 0): 1})
    [(0, 1), (1, 0)]
    """
    return sorted(edge for part in _components(weights) for edge in _assign_part(part, weights))


def _components(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Edges grouped so that no item stands in two groups."""
    parts: list[tuple[set[int], set[int], list[Edge]]] = []
    for left, right in edges:
        joined = ({left}, {right}, [(left, right)])
        rest: list[tuple[set[int], set[int], list[Edge]]] = []
        for part in parts:
            if left in part[0] or right in part[1]:
                joined = (joined[0] | part[0], joined[1] | part[1], part[2] + joined[2])
            else:
                rest.append(part)
        parts = [*rest, joined]
    return [part[2] for part in parts]


def _assign_part(edges: list[Edge], weights: Mapping[Edge, int]) -> list[Edge]:
    if len(edges) == 1:
        return edges
    lefts, rights = sorted({left for left, _ in edges}), sorted({right for _, right in edges})
    if len(lefts) > len(rights):
        turned = {(right, left): weights[left, right] for left, right in edges}
        return [(left, right) for right, left in _assign_part(list(turned), turned)]
    costs = [[-weights.get((left, right), 0) for right in rights] for left in lefts]
    chosen = [(lefts[row], rights[column]) for row, column in enumerate(cheapest(costs))]
    return [edge for edge in chosen if edge in weights]
