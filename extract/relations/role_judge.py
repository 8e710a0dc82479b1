"""Decides which role phrases are mentions: a small model weighs what the rules say and what stands around."""

from collections.abc import Sequence

from mingdan.extract.relations.context import Context
from mingdan.extract.relations.role_features import RoleView, role_features
from mingdan.extract.relations.rows import Fact
from mingdan.models.linear import LinearModel, shipped_model

THRESHOLD = 0.5
MODEL = "roles"


def judge_roles(context: Context, facts: Sequence[Fact], model: LinearModel | None = None) -> None:
    """Set ``used`` of every role phrase by the model. Its features see what the rules set before."""
    judge = model or shipped_model(MODEL)
    view = RoleView(context, facts)
    seen = [judge.probability(role_features(view, role)) for role in context.draft.roles]
    for role, probability in zip(context.draft.roles, seen, strict=True):
        role.used = probability >= THRESHOLD
