"""Scores of predictions against labelled documents."""
