"""Newspaper pages: a seeded typesetter that draws PDF pages and writes down where every sentence stands."""
