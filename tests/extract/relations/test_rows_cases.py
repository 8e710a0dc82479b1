"""Rows of short texts, end to end through the default pipeline."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import mingdan
from mingdan.extract.pipeline import Pipeline

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return mingdan.load()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows(case: dict[str, Any], pipeline: Pipeline) -> None:
    document = pipeline(case["text"], published=case["published"])
    found = {
        f"{row.discloser} | {row.partner} | {row.role} | {row.status} | {row.date or 'null'}"
        for row in document.partnerships
    }
    assert found == set(case["rows"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_row_shows_its_evidence(case: dict[str, Any], pipeline: Pipeline) -> None:
    document = pipeline(case["text"], published=case["published"])
    assert len(document.partnerships) == len(case["rows"])
    for row in document.partnerships:
        assert document.text[row.start : row.end] == row.evidence
        assert row.partner_text is not None
        assert row.partner_text in row.evidence
        for span in (*row.cells.discloser, *row.cells.partner, *row.cells.role, *row.cells.status, *row.cells.date):
            assert 0 <= span.start < span.end <= len(document.text)
