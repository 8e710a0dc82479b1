"""Training of the model that chooses the day of publication."""

from pathlib import Path

import pytest

from mingdan.corpus.dated import DatedText
from mingdan.evaluation.benchmarks import published as benchmark
from mingdan.evaluation.training.dated_texts import made_texts
from mingdan.evaluation.training.logistic import model_lines, train
from mingdan.evaluation.training.published import STRENGTH, cases, cross_validated, report, shares


def test_made_texts_mark_their_day_where_they_state_it() -> None:
    texts = list(made_texts(200, seed=4))
    stated = [text for text in texts if text.published]
    assert 80 < len(stated) < 160
    assert all(text.text[text.start : text.end].strip() for text in stated)
    assert not any("{" in text.text or "⟦" in text.text for text in texts)
    assert [text.text for text in made_texts(5, seed=4)] == [text.text for text in texts[:5]]


def test_a_day_of_the_same_value_elsewhere_is_no_case() -> None:
    text = DatedText("x1", "x", "名单\n2025年9月3日\n2025年9月3日，甲公布名单。", "2025-09-03", 3, 12)
    assert [case.gold for case in cases([text])] == [True]


def test_a_model_that_is_trained_on_texts_finds_their_days() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    texts = list(made_texts(150, seed=1))
    model = train(list(cases(texts)), STRENGTH)
    found = shares(texts, model)
    assert found.stated[0] / found.stated[1] > 0.9
    assert found.others[0] / found.others[1] > 0.9
    assert "(bias)" in next(model_lines(model))


def test_figures_are_told_by_writer() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is missing: pip install 'mingdan[train]'")
    texts = [
        DatedText("x1", "x", "发布时间：2025-09-03\n名单", "2025-09-03", 5, 15),
        DatedText("y1", "y", "名单\n截至2025年9月30日"),
    ]
    figures = cross_validated(texts)
    assert figures["x"].stated == (1, 1)
    assert figures["y"].others == (1, 1)
    assert list(report(figures))[-1].split()[:4] == ["all", "1", "of", "1"]


def test_a_measurement_of_unseen_texts_is_logged(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    found = benchmark.unseen(log)
    assert log.read_text("utf-8").count("\n") == 1
    assert all(figure.stated[0] <= figure.stated[1] for figure in found.values())
