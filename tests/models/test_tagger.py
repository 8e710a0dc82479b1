"""Taggers: decoding, windows, the shipped weights, and bad models."""

import hashlib
import json
import shutil
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingdan.core.errors import ModelError
from mingdan.models.decode import Decoder
from mingdan.models.onnx_tagger import OnnxTagger, shipped_tagger
from mingdan.models.tagger import Tagger, span_labels
from mingdan.models.windows import windows

TAGS = ("O", "B-INST", "I-INST", "B-ROLE", "I-ROLE")
WEIGHTS = Path(str(files("mingdan.models").joinpath("weights")))
TEXTS = [
    "溪麓银行与上海星桥网络科技有限公司、青禾分期开展互联网贷款合作。",
    "助贷平台包括飞燕借与橙子分期，增信机构为安和融资担保有限公司。\n名单将适时更新。",
    "",
    "无",
    "😀 emoji 与 \ud800 孤立代理 \x00 控制符",
]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("tagger.onnx", "tagger.json"):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    return tmp_path


@given(st.lists(st.lists(st.floats(-12, 0), min_size=5, max_size=5), max_size=40))
def test_a_decoded_span_lies_in_the_text_and_meets_no_other(rows: list[list[float]]) -> None:
    spans = list(Decoder(TAGS).spans(np.array(rows, dtype=np.float32).reshape(-1, 5)))
    assert all(0 <= span.start < span.end <= len(rows) and 0 <= span.score <= 1 for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def _best(rows: list[list[float]]) -> float:
    """The score of the best path that BIO allows, by trying each tag after each."""
    before = {tag: 0.0 if tag == "O" else -np.inf for tag in TAGS}
    for row in rows:
        scores = dict(zip(TAGS, row, strict=True))
        before = {
            tag: scores[tag] + max(value for old, value in before.items() if tag[0] != "I" or old[2:] == tag[2:])
            for tag in TAGS
        }
    return max(before.values())


@given(st.lists(st.lists(st.floats(-12, 0, width=32), min_size=5, max_size=5), min_size=1, max_size=40))
@settings(max_examples=300)
def test_the_path_is_allowed_and_none_is_better(rows: list[list[float]]) -> None:
    path = Decoder(TAGS).path(np.array(rows, dtype=np.float32))
    tags = [TAGS[number] for number in path]
    assert all(tag[0] != "I" or old[2:] == tag[2:] for old, tag in pairwise(["O", *tags]))
    assert sum(row[number] for row, number in zip(rows, path, strict=True)) == pytest.approx(_best(rows), abs=1e-3)


@given(st.text(alphabet="甲乙。\n", max_size=200), st.integers(8, 40), st.integers(0, 3))
def test_windows_speak_for_each_character_once(text: str, size: int, margin: int) -> None:
    found = list(windows(text, size, margin))
    assert [place for window in found for place in range(window.first, window.last)] == list(range(len(text)))
    assert all(window.start <= window.first < window.last <= window.end for window in found)
    assert all(window.end - window.start <= size for window in found)


@pytest.mark.parametrize("tags", [[], ["O"], ["O", "B-INST"], ["O", "B-X", "I-X", "I-Y"], ["B-X", "I-X"]])
def test_a_label_set_that_is_no_bio_is_an_error(tags: list[str]) -> None:
    with pytest.raises(ModelError, match="wrong label set"):
        span_labels(tags, "model")


def test_the_shipped_tagger_is_one_and_finds_a_name_that_nobody_knows() -> None:
    tagger = shipped_tagger()
    assert isinstance(tagger, Tagger)
    assert {"INST", "PRODUCT", "ROLE"} <= set(tagger.labels)
    text = TEXTS[1]
    found = {text[span.start : span.end] for span in tagger.tag([text])[0] if span.label == "INST"}
    assert {"飞燕借", "橙子分期", "安和融资担保有限公司"} <= found


def test_a_text_is_tagged_alike_whatever_stands_beside_it() -> None:
    tagger = shipped_tagger()
    together = tagger.tag(TEXTS * 9)
    assert together == [tagger.tag([text])[0] for text in TEXTS] * 9


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in shipped_tagger().tag([text])[0])


def test_a_long_text_without_punctuation_is_read_in_windows() -> None:
    text = "溪麓银行的合作机构" * 12_000
    scores = shipped_tagger().scores([text])[0]
    assert scores.shape == (len(text), len(shipped_tagger().tags))
    assert np.allclose(np.exp(scores).sum(axis=1), 1, atol=1e-2)


def test_the_weights_are_small_enough_to_ship() -> None:
    assert sum((WEIGHTS / name).stat().st_size for name in ("tagger.onnx", "tagger.json")) <= 12_000_000


@pytest.mark.parametrize("name", ["tagger.onnx", "tagger.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: the file of the model is missing"):
        OnnxTagger(copied)


def test_weights_that_differ_from_their_hash_are_refused(copied: Path) -> None:
    data = bytearray((copied / "tagger.onnx").read_bytes())
    data[len(data) // 2] ^= 255
    (copied / "tagger.onnx").write_bytes(data)
    with pytest.raises(ModelError, match="differ from the hash"):
        OnnxTagger(copied)


def _changed(folder: Path, **values: Any) -> None:
    card = json.loads((folder / "tagger.json").read_text("utf-8"))
    (folder / "tagger.json").write_text(json.dumps({**card, **values}), "utf-8")


def test_a_wrong_label_set_is_refused(copied: Path) -> None:
    _changed(copied, tags=["O", "B-INST"])
    with pytest.raises(ModelError, match="wrong label set"):
        OnnxTagger(copied)


@pytest.mark.parametrize("values", [{"format": "other/1"}, {"hints": "many"}, {"characters": None}])
def test_a_card_of_another_kind_is_refused(copied: Path, values: dict[str, Any]) -> None:
    _changed(copied, **values)
    with pytest.raises(ModelError, match="no card of a tagger"):
        OnnxTagger(copied)


def test_weights_that_are_no_network_are_refused(copied: Path) -> None:
    (copied / "tagger.onnx").write_bytes(b"nothing")
    _changed(copied, sha256=hashlib.sha256(b"nothing").hexdigest())
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxTagger(copied)
