"""Mentions: institutions, dates, policies, roles, products."""
