"""Training of the confidence models on a few documents."""

from pathlib import Path

import pytest

from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_part
from mingdan.evaluation.training.pairs import labelled_pages
from mingdan.evaluation.training.rating import cross_validated, mention_cases, predictions, report, row_cases
from mingdan.extract.pipeline import load
from mingdan.models.linear import shipped_model


def test_cases_and_figures_of_a_few_documents(opened: list[Path]) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    pytest.importorskip("onnx", reason="onnx is missing: make train-env")
    documents = [d for d in load_part("own") if d.id in {"d006", "d024", "e014", "e030", "f006", "f018"}]
    pairs = list(predictions(documents, list(labelled_pages(load().nlp, documents))))
    assert [gold.id for gold, *_ in pairs] == [found.id for _, found, _ in pairs]
    cases = list(mention_cases(pairs))
    assert {case.gold for case in cases} == {True, False}
    assert {case.author for case in cases} == {"d", "e", "f"}
    assert len(list(row_cases(pairs, shipped_model("mentions")))) == sum(len(f.partnerships) for _, f, _ in pairs)
    figures = cross_validated(pairs)
    assert all(0 <= (found.ece or 0) <= 1 for pair in figures.values() for found in pair)
    assert len(list(report(figures))) == 5
    assert not [path for path in opened if {LOCKED_FOLDER, UNSEEN_FOLDER} & set(path.parents)]
