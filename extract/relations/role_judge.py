"""Decides which role phrases are mentions: a small model weighs what the rules say and what stands around."""

from collections.abc import Sequence

from mingdan.extract.relations.context import Context
from mingdan.extract.relations.role_features import RoleView, role_features
from mingdan.extract.relations.rows import Fact
from mingdan.models.linear import LinearModel, shipped_model

THRESHOLD, OF_ROWS = 0.6, 0.3
"""Probability from which on a role phrase is a mention, and one that a row or a count uses."""
MODEL = "roles"


def judge_roles(context: Context, facts: Sequence[Fact], model: LinearModel | None = None) -> list[float]:
    """Set ``used`` of every role phrase by the model; returns their probabilities.

    The features see what the rules set before.
    """
    judge = model or shipped_model(MODEL)
    view = RoleView(context, facts)
    seen = [judge.probability(role_features(view, role)) for role in context.draft.roles]
    for role, probability in zip(context.draft.roles, seen, strict=True):
        role.used = probability >= THRESHOLD
    return seen


def judge_used(context: Context, probabilities: Sequence[float]) -> None:
    """Of the role phrases that rows and counts use, those that are too unlikely are no mentions."""
    for role, probability in zip(context.draft.roles, probabilities, strict=True):
        role.used = role.used and probability >= OF_ROWS
