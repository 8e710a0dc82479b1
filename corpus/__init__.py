"""Labelled documents: format, compiler, parts."""
