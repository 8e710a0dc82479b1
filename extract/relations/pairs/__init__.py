"""Rows that a model reads: pairs of a lender and a possible partner in running text, weighed by their surroundings."""
