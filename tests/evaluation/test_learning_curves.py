"""Learning curves with a trainer that only remembers names."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mingdan.core.errors import UsageError
from mingdan.core.records import Document, Entity
from mingdan.evaluation.commands import Predictor
from mingdan.evaluation.learning import curve_lines, learning_curve

NAMES = "甲乙丙丁戊己庚辛"


def labelled(number: int, name: str) -> Document:
    return Document(f"d{number}", f"{name}银行", entities=(Entity(0, 3, "INST", f"{name}银行"),))


POOL = [labelled(number, name) for number, name in enumerate(NAMES)]
TEST = [replace(document, id=f"t{document.id}") for document in POOL]


def remember(documents: Sequence[Document]) -> Predictor:
    """Mark what stands in a training document."""
    known = {entity.text for document in documents for entity in document.entities}

    def predict(document: Document) -> Document:
        assert document.entities == ()
        found = (Entity(0, 3, "INST", document.text),) if document.text in known else ()
        return replace(document, entities=found)

    return predict


def test_more_documents_give_more_names() -> None:
    points = learning_curve(remember, POOL, TEST, [2, 4, 8], measures=["mentions"], runs=2)
    assert [(point.size, point.runs) for point in points] == [(2, 2), (4, 2), (8, 2)]
    assert [point.value.value for point in points] == [pytest.approx(2 * n / (n + 8)) for n in (2, 4, 8)]
    assert points[-1].value.low == points[-1].value.high == 1.0


def test_the_samples_are_the_same_in_every_call() -> None:
    seen: list[list[str]] = []

    def train(documents: Sequence[Document]) -> Predictor:
        seen.append([document.id for document in documents])
        return remember(documents)

    for _ in range(2):
        learning_curve(train, POOL, TEST, [2, 5], runs=1)
    assert seen[:2] == seen[2:]
    assert seen[1][:2] == seen[0]


def test_a_measure_without_a_value_has_no_runs() -> None:
    (point,) = learning_curve(remember, POOL, TEST, [2], measures=["rows"], runs=2)
    assert (point.runs, point.value.value) == (0, None)
    assert list(curve_lines([point]))[1].split() == ["rows", "2", "-", "[-,", "-]", "0", "runs"]


@pytest.mark.parametrize(("test", "sizes"), [(TEST, [0]), (TEST, [9]), (POOL[:1], [2])])
def test_wrong_sizes_and_test_documents_in_the_pool_are_refused(test: list[Document], sizes: list[int]) -> None:
    with pytest.raises(UsageError):
        learning_curve(remember, POOL, test, sizes)
