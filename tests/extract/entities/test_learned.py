"""How the tagger's scores change the names that rules found."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import ModelError
from mingdan.extract import components
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.hints import HINTS, WORDS, with_words, word_edges
from mingdan.extract.entities.learned import judge_names, name_hints
from mingdan.extract.knowledge import default_knowledge
from mingdan.extract.pipeline import load
from mingdan.models.tagger import Floats, TaggedSpan

TAGS = ("O", "B-INST", "I-INST", "B-PRODUCT", "I-PRODUCT")


class Stub:
    """A tagger whose scores are given span by span."""

    tags = TAGS
    labels = ("INST", "PRODUCT")

    def __init__(self, spans: Sequence[tuple[int, int, str, float]]) -> None:
        self.spans = spans

    def scores(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[Floats]:
        rows: Floats = np.full((len(texts[0]), len(TAGS)), 0.001, dtype=np.float32)
        rows[:, 0] = 0.996
        for start, end, label, sure in self.spans:
            for place in range(start, end):
                rows[place] = 0.001
                rows[place, 0] = 1 - sure
                rows[place, TAGS.index(f"{'B' if place == start else 'I'}-{label}")] = sure
        return [np.log(rows)]

    def tag(self, texts: Sequence[str], hints: Sequence[Sequence[int]] | None = None) -> list[list[TaggedSpan]]:
        return [[]]


def judged(text: str, names: Sequence[tuple[int, int, str]], spans: Sequence[tuple[int, int, str, float]]) -> Draft:
    draft = Draft(text)
    draft.names = [Name(start, end, text[start:end], "platform", rule, 0.8) for start, end, rule in names]
    tagger = Stub(spans)
    judge_names(draft, tagger.scores([text])[0], tagger)
    return draft


TEXT = "通过武汉某高校与飞燕借合作推出飞燕贷"


def test_a_name_that_the_tagger_denies_goes() -> None:
    assert judged(TEXT, [(2, 7, "chain")], []).names == []


def test_a_name_that_the_user_gave_stays() -> None:
    assert [name.text for name in judged(TEXT, [(2, 7, "dictionary:user")], []).names] == ["武汉某高校"]


def test_a_name_that_no_rule_knows_comes_in_where_the_tagger_is_sure() -> None:
    found = judged(TEXT, [], [(8, 11, "INST", 0.95)]).names
    assert [(name.text, name.rule) for name in found] == [("飞燕借", "learned")]
    assert judged(TEXT, [], [(8, 11, "INST", 0.5)]).names == []


def test_a_surer_name_takes_the_place_of_one_with_other_ends() -> None:
    found = judged(TEXT, [(7, 11, "form:weak")], [(8, 11, "INST", 0.8)]).names
    assert [(name.start, name.end) for name in found] == [(8, 11)]


def test_further_places_of_a_new_name_are_found() -> None:
    found = judged("飞燕借、青禾。飞燕借等", [], [(0, 3, "INST", 0.95)]).names
    assert [(name.start, name.rule) for name in found] == [(0, "learned"), (7, "again")]


def test_a_product_that_no_rule_found_comes_in() -> None:
    found = judged(TEXT, [], [(15, 18, "PRODUCT", 0.6)])
    assert [(product.text, product.source) for product in found.products] == [("飞燕贷", "product:learned")]


def test_hints_are_as_long_as_the_text() -> None:
    draft = Draft(TEXT)
    draft.names = [Name(8, 11, "飞燕借", "platform", "chain", 0.8)]
    hints = name_hints(draft, default_knowledge())
    assert len(hints) == len(TEXT)
    assert all(hints[8:11])


def test_documents_of_a_batch_are_read_as_they_are_alone() -> None:
    nlp = load().nlp
    texts = ["微众银行公布名单，助贷平台有飞燕借。", "溪麓银行与青禾分期合作。", "无"]
    tagger = nlp.get_pipe("mingdan_tagger")
    assert isinstance(tagger, components.NameTagger)
    pipeline = load()
    alone = [[e.text for e in pipeline(text).entities] for text in texts]
    plain = components.spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "mingdan.JiebaTokenizer.v1"}}})
    plain.add_pipe("mingdan")
    assert [[e.text for e in doc._.mingdan.entities] for doc in plain.pipe(texts)] == alone


def test_profile_fast_goes_without_the_tagger() -> None:
    assert "mingdan_tagger" not in load("fast").nlp.pipe_names


def test_weights_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Stub:
        raise ModelError("the file of the model is missing", where="tagger.onnx")

    monkeypatch.setattr(components, "shipped_tagger", missing)
    with pytest.raises(ModelError, match=r"tagger\.onnx"):
        components.create_part(load().nlp, "mingdan_tagger").__call__(load().nlp.make_doc("甲"))


@given(st.text(alphabet="银行与信托合作青禾分期A1 \n", max_size=60))
def test_each_character_has_a_number_of_found_and_words(text: str) -> None:
    numbers = with_words([3] * len(text), text)
    assert [number // WORDS for number in numbers] == [3] * len(text)
    assert all(0 <= number < HINTS for number in numbers)
    edges = word_edges(text)
    assert sum(edge & 1 > 0 for edge in edges) <= len(text)
    assert any(edge & 1 for edge in edges) == any(edge & 4 for edge in edges)
