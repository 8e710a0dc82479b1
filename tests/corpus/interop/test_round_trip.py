"""Every format gives back the documents that it was given, whatever the text holds."""

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingdan.core.codes import BASES, GENRES, INSTITUTION_TYPES, LABELS, LAYOUTS, ROLES, STATUSES, Label
from mingdan.core.records import (
    Cells,
    Document,
    Entity,
    Header,
    Institution,
    Issue,
    Partnership,
    Policy,
    PublishedList,
    Source,
    Span,
    StatedCount,
)
from mingdan.corpus.interop import FORMATS, export_documents, import_documents

AWKWARD = "\n\t\r \u3000\xa0\x0b\x0c\x1c\x85\u2028\u2029\ufeff\u200b{}|\\_#\"'/;:-\x00"
CHARACTERS = st.one_of(
    st.sampled_from(AWKWARD),
    st.sampled_from("江州银行股份有限公司2025年AOBInst"),
    st.sampled_from("😀𠀀𝔸🇨"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.text(CHARACTERS, max_size=30)
NAMES = st.sampled_from(["甲行", "乙司", "丙 司", "丁\n司", "𠀀行"])
OPTIONAL = st.none() | TEXTS
CONFIDENCES = st.none() | st.floats(0, 1)


@st.composite
def entities(draw: st.DrawFn, text: str) -> tuple[Entity, ...]:
    size = len(text)
    cuts = sorted(draw(st.sets(st.integers(0, size), max_size=8)))
    found: list[Entity] = []
    for start, end in pairwise(cuts):
        if draw(st.booleans()):
            label: Label = draw(st.sampled_from(LABELS))
            codes = st.sampled_from(ROLES) if label == "ROLE" else NAMES
            value = draw(st.one_of(st.none(), codes, TEXTS))
            found.append(Entity(start, end, label, text[start:end], value, draw(CONFIDENCES), draw(OPTIONAL)))
    return tuple(found)


@st.composite
def partnerships(draw: st.DrawFn, text: str) -> Partnership:
    start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return Partnership(
        draw(NAMES),
        draw(NAMES),
        draw(st.sampled_from(ROLES)),
        draw(st.sampled_from(STATUSES)),
        draw(st.sampled_from(BASES)),
        draw(OPTIONAL),
        draw(OPTIONAL),
        text[start:end],
        start,
        end,
        partner_text=draw(OPTIONAL),
        cells=Cells(partner=(Span(start, end),)),
        confidence=draw(CONFIDENCES),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)
    institution = st.builds(Institution, st.sampled_from(INSTITUTION_TYPES), st.lists(TEXTS, max_size=2).map(tuple))
    policy = st.builds(Policy, st.lists(TEXTS, max_size=2).map(tuple), number=OPTIONAL, issued=OPTIONAL)
    count = st.builds(StatedCount, NAMES, st.sampled_from([*ROLES, "all"]), st.integers(0, 99), OPTIONAL)
    return Document(
        id=draw(TEXTS),
        text=text,
        genre=draw(st.none() | st.sampled_from(GENRES)),
        layout=draw(st.none() | st.sampled_from(LAYOUTS)),
        published=draw(OPTIONAL),
        publisher=draw(OPTIONAL),
        title=draw(OPTIONAL),
        entities=draw(entities(text)),
        institutions=draw(st.dictionaries(NAMES, institution, max_size=2)),
        policies=draw(st.dictionaries(TEXTS, policy, max_size=2)),
        partnerships=tuple(draw(st.lists(partnerships(text), max_size=2))),
        stated_counts=tuple(draw(st.lists(count, max_size=2))),
    )


def round_trip(given_documents: list[Document], format: str) -> list[Document]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{FORMATS[format].suffix if FORMATS[format].holds == 'file' else ''}"
        export_documents(given_documents, path, format)
        return import_documents(path, format)


def by_id(given_documents: list[Document]) -> dict[str, Document]:
    return {document.id: document for document in given_documents}


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(listed=st.lists(documents(), min_size=1, max_size=3, unique_by=lambda document: document.id))
def test_round_trip(format: str, listed: list[Document]) -> None:
    found = round_trip(listed, format)
    assert by_id(found) == by_id(listed)
    if FORMATS[format].holds == "file":
        assert found == listed


@pytest.mark.parametrize("format", FORMATS)
def test_predicted_fields_come_back(format: str) -> None:
    document = Document(
        id="p1",
        text="江州银行\n名单",
        schema="mingdan/0",
        source=Source("a.html", "00", "text/html"),
        header=Header(title=Span(0, 4)),
        lists=(PublishedList("l1", None, None, "x", ("payment",), None, None, None, "full", None, 0, 7),),
        issues=(Issue("info", "x", "y"),),
        entities=(Entity(0, 4, "INST", "江州银行", "江州银行股份有限公司", 0.5, "rule"),),
    )
    assert round_trip([document], format) == [document]


@pytest.mark.parametrize("format", FORMATS)
def test_mentions_that_overlap_come_back(format: str) -> None:
    text = "江州银行贷款办法"
    spans = [(0, 2), (0, 4), (0, 8), (2, 5), (4, 8)]
    listed = tuple(Entity(start, end, "POLICY", text[start:end], f"v{start}") for start, end in spans)
    document = Document("o1", text, entities=listed)
    assert round_trip([document], format) == [document]


@pytest.mark.parametrize("format", FORMATS)
def test_mentions_come_sorted(format: str) -> None:
    first, last = Entity(0, 1, "INST", "甲"), Entity(1, 2, "INST", "乙")
    document = Document("s1", "甲乙", entities=(last, first))
    assert round_trip([document], format) == [replace(document, entities=(first, last))]
