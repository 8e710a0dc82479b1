"""Figures beyond the guidelines' scores: looser spans, names, real and invented names, roles, confidences."""
