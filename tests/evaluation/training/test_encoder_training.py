"""``mingdan train --encoder``: an encoder that the test makes is fine-tuned, measured, stored and used."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mingdan.cli import main
from mingdan.core.errors import ModelError, UsageError
from mingdan.core.records import Document, Entity
from mingdan.corpus.parts import load_part
from mingdan.evaluation.training.encoder.fit import Plan
from mingdan.evaluation.training.encoder.pieces import TAGS, divided, pieces, tag_numbers
from mingdan.evaluation.training.encoder.run import span_tallies, train_encoder
from mingdan.extract.pipeline import load
from mingdan.models.tagger import Tagger
from mingdan.models.transformers_tagger import CARD, TransformersTagger, character_window

SMALL = Plan(rounds=30, rate=3e-3, batch=8, window=96)


def needs_transformers() -> None:
    for name in ("torch", "transformers"):
        pytest.importorskip(name, reason=f"{name} is missing: make train-env")


def make_encoder(folder: Path, characters: str, positions: int = 128) -> Path:
    """A BERT of two layers with random weights and a vocabulary of single characters."""
    transformers: Any = import_module("transformers")
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(characters))]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    tokenizer = transformers.BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False)
    tokenizer.save_pretrained(str(folder))
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=positions,
    )
    transformers.BertModel(config).save_pretrained(str(folder))
    return folder


def tellers() -> list[Document]:
    """Short texts in which an institution stands before the word 银行."""
    names = ("青禾", "溪麓", "远山", "云岫", "穆河", "潞城", "听涛", "星桥")
    texts = [f"本报讯，{name}银行昨日公布名单。" for name in names]
    return [Document(str(n), text, entities=(Entity(4, 8, "INST", text[4:8]),)) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needs_transformers()
    folder = tmp_path_factory.mktemp("trained")
    documents = tellers()
    encoder = make_encoder(folder / "encoder", "".join(document.text for document in documents))
    train_encoder(documents, encoder, folder / "model", SMALL, share=0.25, tell=lambda _: None)
    return folder / "model"


def test_tags_of_a_document_mark_its_entities() -> None:
    document = tellers()[0]
    assert [TAGS[number] for number in tag_numbers(document)][3:9] == ["O", "B-INST", *["I-INST"] * 3, "O"]
    assert "".join(text for text, _ in pieces([document], 160)) == document.text


def test_the_division_is_the_same_each_time_and_loses_no_document() -> None:
    documents = load_part("open")
    learn, held = divided(documents, 0.3, 1)
    assert (learn, held) == divided(documents[::-1], 0.3, 1)
    assert sorted(d.id for d in [*learn, *held]) == sorted(d.id for d in documents)


def test_a_trained_folder_finds_the_names_of_held_out_texts(trained: Path) -> None:
    card = json.loads((trained / CARD).read_text("utf-8"))
    assert card["scores"]["INST"]["f1"] == 1.0
    assert len(card["held_out"]) == 2
    tagger = TransformersTagger(trained)
    assert isinstance(tagger, Tagger)
    assert span_tallies(tagger, tellers())["INST"].f1 == 1.0


def test_its_output_does_not_depend_on_the_batch(trained: Path) -> None:
    tagger = TransformersTagger(trained)
    texts = [tellers()[0].text, "", "\ud800😀齉", "名单" * 200, tellers()[1].text]
    assert tagger.tag(texts) == [tagger.tag([text])[0] for text in texts]


def test_the_pipeline_uses_it_as_profile_accurate(trained: Path) -> None:
    pipeline = load("accurate", model=trained)
    text = tellers()[0].text
    assert "青禾银行" in {entity.text for entity in pipeline(text).entities}
    assert pipeline.config_hash != load("default").config_hash


def test_a_changed_weight_is_noticed(trained: Path, tmp_path: Path) -> None:
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (weights,) = tmp_path.glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    with pytest.raises(ModelError, match="differ from the hashes"):
        TransformersTagger(tmp_path)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    needs_transformers()
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(ModelError, match="no model for token classification"):
        TransformersTagger(tmp_path)
    with pytest.raises(ModelError, match="no encoder"):
        train_encoder(tellers(), tmp_path, tmp_path / "out", SMALL)


def test_windows_fit_a_model_of_few_positions(tmp_path: Path) -> None:
    needs_transformers()
    transformers: Any = import_module("transformers")
    folder = make_encoder(tmp_path / "encoder", "名单", positions=24)
    tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder))
    model = transformers.AutoModel.from_pretrained(str(folder))
    assert character_window(tokenizer, model) == 20


def test_the_command_trains_and_refuses_a_folder_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs_transformers()
    encoder = make_encoder(tmp_path / "encoder", "名单银行公布合作机构")
    out = tmp_path / "model"
    arguments = ["train", "open", "--encoder", str(encoder), "-o", str(out), "--rounds", "1"]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "learned from 17 documents, measured on 2 others" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "there is something already" in capsys.readouterr().err


def test_profile_and_model_go_together(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="takes no model"):
        load("default", model=tmp_path)


def test_a_share_outside_the_range_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no share"):
        train_encoder(tellers(), tmp_path, tmp_path / "out", SMALL, share=1.5)
