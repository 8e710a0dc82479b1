"""Scrambled pages: what the page shows, and that the truth about it is true."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingdan.core.records import Document, Entity
from mingdan.corpus.parts import load_part
from mingdan.corpus.scramble import Scrambled, scramble
from mingdan.corpus.scramble_gold import Origins, sentence_ends

OPEN = [document for document in load_part("open") if document.layout == "prose"][:6]


def bare(text: str) -> str:
    return "".join(text.split())


def read(page: Scrambled, article: int) -> str:
    text = page.document.text
    return bare("".join(text[f.start : f.end] for f in page.fragments if f.article == article))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), strength=st.floats(0, 1), first=st.integers(0, 5), second=st.integers(0, 5))
def test_fragments_in_order_give_what_is_left_of_each_article(
    seed: int, strength: float, first: int, second: int
) -> None:
    documents = [OPEN[first], replace(OPEN[second], id="other")]
    page = scramble(documents, seed, strength)
    for article, document in enumerate(documents):
        left = iter(bare(document.text))
        assert all(char in left for char in read(page, article))
        if not page.cuts:
            assert len(read(page, article)) >= 0.7 * len(bare(document.text))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), strength=st.floats(0, 1), number=st.integers(0, 5))
def test_labels_keep_their_text(seed: int, strength: float, number: int) -> None:
    gold = OPEN[number]
    page = scramble([gold], seed, strength).document
    known = {bare(entity.text) for entity in gold.entities}
    for entity in page.entities:
        assert page.text[entity.start : entity.end] == entity.text
        assert bare(entity.text) in known
    for row in page.partnerships:
        assert page.text[row.start : row.end] == row.evidence
        assert row.evidence
    assert len(page.entities) <= len(gold.entities)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(0, 5))
def test_joins_part_neighbours_of_the_document(seed: int, number: int) -> None:
    gold = OPEN[number]
    page = scramble([gold], seed, 0.8)
    text = page.document.text
    for join in page.joins:
        assert text[join.left] + text[join.right] in gold.text
        assert join.right != join.left + 1
        if join.kind == "line":
            assert not text[join.left + 1 : join.right].strip()


def test_the_same_seed_makes_the_same_page() -> None:
    assert scramble(OPEN[:2], 3) == scramble(OPEN[:2], 3)
    assert scramble(OPEN[:2], 3).document.text != scramble(OPEN[:2], 4).document.text


def test_every_kind_of_damage_is_made() -> None:
    pages = [scramble(OPEN[:2], seed, 1.0) for seed in range(12)]
    assert {join.kind for page in pages for join in page.joins} == {"line", "furniture", "moved"}
    assert {cut.side for page in pages for cut in page.cuts} == {"start", "end"}
    assert any("摄" in page.document.text or "版" in page.document.text for page in pages)
    assert any("\n\n" in page.document.text for page in pages)


def test_cut_ends_stop_inside_sentences() -> None:
    for seed in range(10):
        page = scramble(OPEN[:1], seed, 1.0)
        ends = sentence_ends(page.document.text)
        assert all(cut.offset + 1 not in ends for cut in page.cuts if cut.side == "end")


def test_without_strength_nothing_is_lost() -> None:
    for seed in range(6):
        page = scramble(OPEN[:1], seed, 0.0)
        assert bare(page.document.text) == bare(OPEN[0].text)
        assert len(page.document.partnerships) == len(OPEN[0].partnerships)


@pytest.mark.parametrize(("parts", "whole"), [(["甲\n", "银行"], True), (["甲", "（下转A2版）", "银行"], False)])
def test_a_mention_parted_by_more_than_white_space_is_none(parts: list[str], whole: bool) -> None:
    placed = [(part, 0, "甲\n银行".find(part) if part in "甲\n银行" else -1) for part in parts]
    document = Document("d", "甲\n银行", entities=(Entity(0, 4, "INST", "甲\n银行", "甲银行"),))
    assert (Origins(placed).whole(0, document.text, 0, 4) is not None) == whole
