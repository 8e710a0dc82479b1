"""Taggers and dictionaries that find mentions."""
