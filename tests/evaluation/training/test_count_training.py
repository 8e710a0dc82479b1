"""Training of the model of counts on a few documents."""

from pathlib import Path

import pytest

from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_part
from mingdan.evaluation.training.counts import fit, pages, report
from mingdan.extract.pipeline import load


def test_figures_are_of_writers_held_out(opened: list[Path]) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    documents = [d for d in load_part("open") if d.stated_counts]
    found = list(pages(load("fast").nlp, documents))
    assert {case.gold for page in found for case in page.cases} == {True, False}
    assert fit(found).weights
    lines = list(report(found))
    assert lines[1].startswith("all")
    assert {line.split()[1] for line in lines[2:]} == {document.id[0] for document in documents}
    assert not [path for path in opened if {LOCKED_FOLDER, UNSEEN_FOLDER} & set(path.parents)]
