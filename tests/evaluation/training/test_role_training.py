"""Training of the role model: what it learns from, and that it never opens a locked document."""

from pathlib import Path

import pytest

from mingdan.core.records import Document
from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_part
from mingdan.evaluation.training.roles import Case, cases, cross_validated, model_lines, report, train
from mingdan.models.linear import LinearModel, read_model


def labelled() -> list[Document]:
    return [d for d in load_part("open") if d.id in {"a008", "a012", "b014", "b020"}]


def test_the_data_of_training_holds_no_locked_document(opened: list[Path]) -> None:
    documents = [*load_part("open"), *load_part("own")]
    examples = list(cases(documents[:2]))
    assert examples
    assert len({path for path in opened if path.name.endswith(".doc.md")}) == len(documents)
    assert not [path for path in opened if {LOCKED_FOLDER, UNSEEN_FOLDER} & set(path.parents)]


def test_a_model_learns_from_other_writers_and_is_read_back_as_written() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    examples = list(cases(labelled()))
    model = train(examples)
    right = sum((model.probability(case.features) >= 0.5) == case.gold for case in examples)
    assert right / len(examples) > 0.95
    assert read_model("\n".join(model_lines(model)), "w.tsv") == model


def test_the_figures_are_of_writers_held_out() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    seen = [Case("a", ("x",), True, False), Case("a", ("y",), False, True)] * 20
    held = [Case("b", ("x",), True, False), Case("b", ("y",), False, False)]
    figures = cross_validated([*seen, *held])
    assert figures["b"][0].f1 == 0
    assert figures["b"][1].f1 == 1
    assert list(report(figures))[-1].startswith("all")


def test_a_feature_with_a_line_end_is_not_stored() -> None:
    model = LinearModel(0.5, {"word=平台": 1.0, "word=平\n台": 2.0, "word=平\t台": 3.0})
    assert read_model("\n".join(model_lines(model)), "w.tsv") == LinearModel(0.5, {"word=平台": 1.0})


def test_a_feature_of_few_cases_is_left_out() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    cases = [Case("a", ("often", name), gold, False) for name, gold in (("b", True), ("c", True), ("d", False))]
    assert set(train(cases, 1.0, least=2).weights) <= {"often"}
    assert set(train(cases, 1.0).weights) & {"b", "c", "d"}
