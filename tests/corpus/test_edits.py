"""Edits of a labelled text, and variants made of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.errors import UsageError
from mingdan.core.fold import name_key
from mingdan.core.records import Document, Entity
from mingdan.corpus.edits import Edit, Edited, edit_document
from mingdan.corpus.parts import load_part
from mingdan.corpus.variants import VARIANTS, names_of, vary
from mingdan.extract.knowledge import default_knowledge

TEXT = st.text(alphabet="甲乙丙。，1a\n", min_size=1, max_size=40)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXT)
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    return text, [Edit(a, b, draw(st.text(alphabet="xyz", max_size=3))) for a, b in spans]


@given(edits(), st.integers(0, 40))
def test_what_lies_outside_edits_keeps_its_characters(case: tuple[str, list[Edit]], offset: int) -> None:
    text, made = case
    edited = Edited(text, made)
    assert len(edited.text) == len(text) + sum(len(e.text) - (e.end - e.start) for e in made)
    if offset < len(text) and all(offset < e.start or offset >= e.end for e in made):
        assert edited.text[edited.place(offset)] == text[offset]
        assert edited.text[edited.place(offset + 1, end=True) - 1] == text[offset]


@given(edits())
def test_places_never_go_backwards(case: tuple[str, list[Edit]]) -> None:
    text, made = case
    edited = Edited(text, made)
    places = [edited.place(offset) for offset in range(len(text) + 1)]
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= len(edited.text)


def test_an_insertion_at_the_edge_of_a_mention_stays_outside_it() -> None:
    document = Document("d", "甲银行公布", entities=(Entity(0, 3, "INST", "甲银行", "甲银行"),))
    edited = edit_document(document, [Edit(0, 0, "\n"), Edit(3, 3, "\n")])
    assert edited.text == "\n甲银行\n公布"
    assert (edited.entities[0].start, edited.entities[0].end, edited.entities[0].text) == (1, 4, "甲银行")


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Edited("甲乙丙", [Edit(0, 2, "x"), Edit(1, 3, "y")])


def stock() -> list[Document]:
    return [*load_part("open"), *load_part("own")]


@pytest.mark.parametrize("kind", VARIANTS)
def test_variants_keep_every_label_at_its_place(kind: str) -> None:
    documents = stock()
    real = default_knowledge().by_key
    names = names_of(documents, lambda name: name_key(name) in real)
    changed = 0
    for document in documents[::9]:
        variant = vary(document, kind, 7, names)
        assert variant == vary(document, kind, 7, names)
        assert variant.id == f"{document.id}+{kind}"
        assert [e.label for e in variant.entities] == [e.label for e in document.entities]
        assert all(variant.text[e.start : e.end] == e.text and e.text.strip() for e in variant.entities)
        assert all(variant.text[r.start : r.end] == r.evidence for r in variant.partnerships)
        named = {r.partner for r in variant.partnerships} | {r.discloser for r in variant.partnerships}
        assert named <= set(variant.institutions)
        changed += variant.text != document.text
    assert changed > len(documents[::9]) / 2


def test_swapped_names_are_others_of_the_same_kind_and_real_ones_stay() -> None:
    documents = stock()
    real = default_knowledge().by_key
    names = names_of(documents, lambda name: name_key(name) in real)
    document = next(d for d in documents if d.id == "b020")
    variant = vary(document, "names", 3, names)
    assert "浙江网商银行股份有限公司" in variant.institutions
    assert "前湾数舟银行股份有限公司" not in variant.text
    kinds = [known.type for known in document.institutions.values()]
    assert [known.type for known in variant.institutions.values()] == kinds


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(UsageError, match="misread"):
        vary(replace(Document("d", "")), "rotated", 0)
