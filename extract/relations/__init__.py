"""Rows that a document states: from tables, lists under headings, and prose."""
