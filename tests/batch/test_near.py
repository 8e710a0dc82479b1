"""Near duplicates: what is one story, and what only looks like it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.batch.near import SIZE, fingerprint_text, likeness, similarity, stories
from mingdan.core.records import Document, PublishedList
from mingdan.corpus.parts import load_part


def prints_of(documents: list[Document]) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    data = b"".join(map(fingerprint_text, documents))
    return np.frombuffer(data, dtype=np.uint8).reshape(-1, SIZE)


def with_list(id: str, text: str, day: str | None) -> Document:
    row = PublishedList("l", "甲银行", None, "internet_loan", (), day, None, None, "full", None, 0, 1)
    return Document(id, text, lists=(row,))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [document.text for document in load_part("open") if len(document.text) > 300]


def test_a_story_with_another_head_and_tail_is_the_same(texts: list[str]) -> None:
    for text in texts[:10]:
        other = "【本报讯】记者李某报道：" + text.replace("，", ", ") + "（责任编辑：王某）"
        assert similarity(fingerprint_text(Document("a", text)), fingerprint_text(Document("b", other))) > 0.7


def test_no_two_labelled_documents_are_one_story(texts: list[str]) -> None:
    heads = stories(prints_of([Document(str(number), text) for number, text in enumerate(texts)]))
    assert heads.tolist() == list(range(len(texts)))


def test_the_first_document_stands_for_the_story(texts: list[str]) -> None:
    rows = [texts[0], texts[1], texts[0] + "完", texts[2], texts[1] + "完", texts[0] + "（完）"]
    prints = prints_of([Document(str(number), text) for number, text in enumerate(rows)])
    heads = stories(prints)
    assert heads.tolist() == [0, 1, 0, 3, 1, 0]
    alike = likeness(prints, heads)
    assert alike[0] == alike[1] == alike[3] == 1.0
    assert 0.7 <= alike[2] < 1.0


def test_a_list_and_its_next_version_are_two_stories(texts: list[str]) -> None:
    one, next_ = with_list("a", texts[0], "2025-09-30"), with_list("b", texts[0], "2025-12-31")
    assert stories(prints_of([one, next_])).tolist() == [0, 1]
    assert stories(prints_of([one, with_list("c", texts[0], "2025-09-30")])).tolist() == [0, 0]


def test_short_and_empty_texts_are_one_story_only_where_they_are_equal() -> None:
    rows = ["", "甲", "甲。", "乙", "甲乙丙丁戊己", "甲乙丙丁戊庚"]
    heads = stories(prints_of([Document(str(number), text) for number, text in enumerate(rows)]))
    assert heads.tolist() == [0, 1, 1, 3, 4, 5]


@given(st.lists(st.integers(0, 3), max_size=40))
def test_every_head_is_its_own_head_and_never_later(which: list[int]) -> None:
    base = np.random.default_rng(1).integers(0, 256, (4, SIZE), dtype=np.uint8)
    base[:, :8] = 0
    heads = stories(base[which] if which else base[:0])
    first = {kind: which.index(kind) for kind in which}
    assert heads.tolist() == [first[kind] for kind in which]
