from pathlib import Path

import numpy as np
import pytest

from mingdan.corpus.parts import load_part
from mingdan.corpus.render import newspaper
from mingdan.corpus.render.news.options import NewsOptions
from mingdan.evaluation.training import links
from mingdan.evaluation.training.trees import fit_trees, write_trees
from mingdan.models.trees import Trees

ONNX = "onnx is missing: make train-env"


def test_the_truth_of_a_page_tells_which_links_are_right() -> None:
    gold = next(document for document in load_part("own") if document.layout == "prose")
    page = newspaper([gold], 1, NewsOptions(columns=3, articles=2, font="stsong", head_font="stsong"))
    cases = links.cases_of(page.pdf, page.truth)
    heads = [case for case in cases if case.head and case.gold]
    blocks = [case for case in cases if not case.head and case.gold]
    assert 1 <= len(heads) <= 2
    assert blocks
    assert len(blocks) < len(cases) / 2


def test_trees_give_the_odds_of_the_fitted_model(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason=ONNX)
    chance = np.random.default_rng(1)
    cases = [{"one": float(a), "two": float(b)} for a, b in chance.normal(size=(600, 2))]
    gold = [case["one"] > 0.3 for case in cases]
    names, weights = fit_trees(cases, gold, max_iter=20)
    write_trees(tmp_path, "trial", names, weights)
    odds = Trees.read(tmp_path, "trial").scores(cases)
    assert names == ("one", "two")
    assert ((odds > 0) == np.array(gold)).mean() > 0.98
