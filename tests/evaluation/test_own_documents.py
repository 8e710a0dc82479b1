"""Floors under the figures on the documents that rules were written with: a change must not lose what was won."""

import pytest

import mingdan
from mingdan.corpus.parts import load_part
from mingdan.evaluation.commands import Predictor
from mingdan.evaluation.floors import check_floors, parts_with_floors
from mingdan.evaluation.scorer import score
from mingdan.evaluation.scores import Scores

PARTS = [part for part in parts_with_floors() if part != "locked"]


def predictor() -> Predictor:
    pipeline = mingdan.load()
    return lambda d: pipeline(d.text, published=d.published, publisher=d.publisher, id=d.id)


@pytest.fixture(scope="module", params=PARTS)
def measured(request: pytest.FixtureRequest) -> tuple[str, Scores]:
    part: str = request.param
    predict = predictor()
    return part, score([(gold, predict(gold)) for gold in load_part(part)], replicates=2)


def test_no_figure_falls_below_its_floor(measured: tuple[str, Scores]) -> None:
    part, scores = measured
    checks = check_floors(scores, part)
    assert len(checks) >= 4
    assert [check for check in checks if not check.holds] == []


def test_few_rows_are_invented(measured: tuple[str, Scores]) -> None:
    _, scores = measured
    assert scores.documents_without_rows >= 5
    assert scores.false_rows <= 0.4 * scores.documents_without_rows
