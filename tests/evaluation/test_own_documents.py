"""Floors under the figures on the documents that rules were written with: a change must not lose what was won."""

import pytest

import mingdan
from mingdan.corpus.parts import load_part
from mingdan.evaluation.commands import Predictor
from mingdan.evaluation.scorer import score
from mingdan.evaluation.scores import Scores

FLOORS = {
    "open": {"mentions.INST": 0.93, "mentions.ROLE": 0.88, "mentions.DATE": 0.99, "rows_with_role": 0.84},
    "own": {"mentions.INST": 0.87, "mentions.ROLE": 0.84, "mentions.DATE": 0.95, "rows_with_role": 0.79},
}


def predictor() -> Predictor:
    pipeline = mingdan.load()
    return lambda d: pipeline(d.text, published=d.published, publisher=d.publisher, id=d.id)


@pytest.fixture(scope="module", params=sorted(FLOORS))
def measured(request: pytest.FixtureRequest) -> tuple[str, Scores]:
    part: str = request.param
    predict = predictor()
    return part, score([(gold, predict(gold)) for gold in load_part(part)], replicates=2)


def test_no_figure_falls_below_its_floor(measured: tuple[str, Scores]) -> None:
    part, scores = measured
    figures = {measure: scores.value(measure) for measure in FLOORS[part]}
    assert {m: v for m, v in figures.items() if v is None or v < FLOORS[part][m]} == {}


def test_few_rows_are_invented(measured: tuple[str, Scores]) -> None:
    _, scores = measured
    assert scores.documents_without_rows >= 5
    assert scores.false_rows <= 0.4 * scores.documents_without_rows
