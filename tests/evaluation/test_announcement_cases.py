"""Announcements drawn case by case come back row by row."""

import pytest

from mingdan.evaluation.benchmarks.announcement_cases import CASES, measure

pytest.importorskip("reportlab", reason="the extra render is not installed")


def test_every_row_of_every_case_is_found_and_no_other() -> None:
    figures = list(measure())
    assert len(figures) == len(CASES)
    assert [f for f in figures if (f.found, f.false) != (f.expected, 0)] == []
