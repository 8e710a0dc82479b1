"""Policies: mentions of rules of public authorities, and the facts that a document states of them."""

from mingdan.extract.entities.policies.facts import state_policies
from mingdan.extract.entities.policies.find import find_policies

__all__ = ["find_policies", "state_policies"]
