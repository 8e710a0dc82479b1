"""Scoring of policies by name or any alias, and of their facts on the matched ones."""

from collections.abc import Iterable

from mingdan.core.records import Document
from mingdan.evaluation.matching import assign, fact_key, policy_forms
from mingdan.evaluation.scores import Tally

FACTS = ("issued", "effective", "number")


def match_policies(gold: Document, predicted: Document) -> list[tuple[str, str]]:
    """Pairs of gold and predicted canonical names that share a form, one to one; the most pairs.

    Among pairings as large, one with the most equal facts is taken.
    """
    wanted, given = list(gold.policies), list(predicted.policies)
    size = len(FACTS) * (len(wanted) + len(given)) + 1
    weights = {
        (g, p): size + sum(_equal(a, b) for a, b in _facts(gold, left, predicted, right))
        for g, left in enumerate(wanted)
        for p, right in enumerate(given)
        if not policy_forms(left, gold.policies).isdisjoint(policy_forms(right, predicted.policies))
    }
    return [(wanted[g], given[p]) for g, p in assign(weights)]


def policy_tallies(gold: Document, predicted: Document) -> dict[str, Tally]:
    """Policies, and each fact on the matched ones: a wrong fact counts against precision and recall."""
    pairs = match_policies(gold, predicted)
    tallies = {"policies": Tally(len(pairs), len(predicted.policies), len(gold.policies))}
    compared = [list(_facts(gold, left, predicted, right)) for left, right in pairs]
    for at, fact in enumerate(FACTS):
        cases = [facts[at] for facts in compared]
        tallies[f"policy_{fact}"] = Tally(
            sum(_equal(a, b) for a, b in cases),
            sum(b is not None for _, b in cases),
            sum(a is not None for a, _ in cases),
        )
    return tallies


def _facts(gold: Document, left: str, predicted: Document, right: str) -> Iterable[tuple[str | None, str | None]]:
    wanted, given = gold.policies[left], predicted.policies[right]
    return ((getattr(wanted, fact), getattr(given, fact)) for fact in FACTS)


def _equal(wanted: str | None, given: str | None) -> bool:
    return wanted is not None and given is not None and fact_key(wanted) == fact_key(given)
