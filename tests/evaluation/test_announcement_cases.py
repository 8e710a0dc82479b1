"""Announcements drawn case by case come back row by row."""

import pytest

from mingdan.evaluation.benchmarks.announcement_cases import CASES, measure

pytest.importorskip("reportlab", reason="the extra render is not installed")
OPEN = {"two columns of partners, borderless"}
"""Cases that are taken for a newspaper page."""


def test_every_row_of_every_case_is_found_and_no_other() -> None:
    figures = [found for found in measure() if found.case not in OPEN]
    assert len(figures) == len(CASES) - len(OPEN)
    assert [f for f in figures if (f.found, f.false) != (f.expected, 0)] == []
