"""Training of the models of pairs: what it learns from, and that figures are of writers held out."""

from pathlib import Path

import pytest

from mingdan.core.records import Document
from mingdan.corpus.parts import LOCKED_FOLDER, UNSEEN_FOLDER, load_part
from mingdan.evaluation.training.pairs import Rows, cross_validated, fit, labelled_pages, report
from mingdan.extract.pipeline import load
from mingdan.extract.relations.pairs.judge import MODELS


def labelled() -> list[Document]:
    return [d for d in load_part("open") if d.id in {"a008", "a012", "b014", "b020"}]


def test_the_data_of_training_holds_no_locked_document(opened: list[Path]) -> None:
    documents = [*load_part("open"), *load_part("own")]
    pages = list(labelled_pages(load("fast").nlp, documents[:2]))
    assert any(page.cases["pairs"] for page in pages)
    assert not [path for path in opened if {LOCKED_FOLDER, UNSEEN_FOLDER} & set(path.parents)]


def test_a_row_shows_its_pair_and_others_are_wrong() -> None:
    gold = next(d for d in labelled() if d.partnerships)
    row = gold.partnerships[0]
    rows = Rows.of(gold)
    assert row in rows.of_pair([row.discloser], [row.partner])
    assert rows.of_pair([row.partner], [row.discloser]) == []


def test_every_case_of_a_role_belongs_to_a_row() -> None:
    pages = list(labelled_pages(load("fast").nlp, labelled()))
    for page in pages:
        right = sum(case.gold for case in page.cases["pairs"])
        assert len(page.cases["pair_status"]) == 4 * right
        assert sum(case.gold for case in page.cases["pair_status"]) >= right


def test_the_figures_are_of_writers_held_out() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    pages = list(labelled_pages(load("fast").nlp, labelled()))
    models = fit(pages)
    assert len(MODELS) == 4
    assert models.pairs.weights
    judged = list(cross_validated(pages))
    assert {page.author for page, *_ in judged} == {"a", "b"}
    lines = list(report(judged))
    assert lines[1].startswith("all")
    assert lines[-1] == "rows made up in texts that state none: 0 | 0"
