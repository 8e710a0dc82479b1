"""Sums over documents, intervals, and properties that every score has."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.codes import LABELS, Label
from mingdan.core.records import Document, Entity, Institution, Partnership
from mingdan.corpus.parts import load_part
from mingdan.evaluation.bootstrap import Bootstrap, estimate
from mingdan.evaluation.scorer import document_tallies, score
from mingdan.evaluation.scores import FOUND, SHARES, Estimate, Tally

TEXT = "甲乙丙丁戊己庚辛"
NAMES = TEXT[:4]
SPANS = st.tuples(st.integers(0, 3), st.integers(4, 6), st.sampled_from(LABELS))


def entity(start: int, end: int, label: Label) -> Entity:
    return Entity(start, end, label, TEXT[start:end], "2024" if label == "DATE" else None)


ENTITIES = st.sets(SPANS, max_size=8).map(lambda spans: tuple(entity(*span) for span in sorted(spans)))
ROWS = st.builds(
    Partnership,
    discloser=st.sampled_from(NAMES),
    partner=st.sampled_from(NAMES),
    role=st.sampled_from(["data", "other"]),
    status=st.sampled_from(["listed", "added"]),
    basis=st.sampled_from(["list", "report"]),
    date=st.sampled_from([None, "2024"]),
    policy=st.none(),
    evidence=st.just("甲"),
    start=st.just(0),
    end=st.just(1),
)
DOCUMENTS = st.builds(
    Document,
    id=st.just("d"),
    text=st.just(TEXT),
    entities=ENTITIES,
    institutions=st.just({name: Institution() for name in NAMES}),
    partnerships=st.lists(ROWS, max_size=6).map(tuple),
)
SYMMETRIC = ("mentions", "rows", "rows_with_role", "policies", "stated_counts")


def test_gold_against_itself_is_right_in_everything() -> None:
    scores = score([(document, document) for document in load_part("open")])
    assert set(scores.found) == set(FOUND)
    assert set(scores.shares) == set(SHARES)
    for found in scores.found.values():
        assert found.right == found.predicted == found.gold > 0
        assert found.precision == found.recall == found.f1 == Estimate(1.0, 1.0, 1.0)
    for share in scores.shares.values():
        assert share.right == share.total > 0
        assert share.share == Estimate(1.0, 1.0, 1.0)
    assert scores.false_rows == 0


def test_empty_predictions_find_nothing() -> None:
    gold = load_part("open")
    scores = score([(document, Document(document.id, document.text)) for document in gold], replicates=10)
    assert scores.value("mentions") == scores.value("rows") == scores.value("policies") == 0.0
    assert scores.found["rows"].precision.value is None
    assert scores.value("row_date") is None
    assert scores.value("clean_documents") == 1.0


def test_counts_are_summed_over_documents() -> None:
    one, two = entity(0, 4, "INST"), entity(1, 4, "INST")
    small = Document("a", TEXT, entities=(one,)), Document("a", TEXT, entities=(one,))
    large = Document("b", TEXT, entities=(one, two, entity(2, 4, "INST"))), Document("b", TEXT, entities=(two,))
    found = score([small, large]).found["mentions.INST"]
    assert (found.right, found.predicted, found.gold) == (2, 2, 4)
    assert (found.precision.value, found.recall.value) == (1.0, 0.5)
    assert found.f1.value == 2 * 2 / 6


def test_false_rows_are_counted_in_documents_that_have_none() -> None:
    row = Partnership("甲", "乙", "data", "listed", "list", None, None, "甲", 0, 1)
    empty, full = Document("a", TEXT), Document("b", TEXT, partnerships=(row,))
    scores = score([(empty, replace(full, id="a")), (empty, empty), (full, full)], replicates=10)
    assert (scores.false_rows, scores.documents_without_rows) == (1, 2)
    assert scores.value("clean_documents") == 0.5


def test_no_documents_give_no_figures() -> None:
    scores = score([])
    assert scores.documents == 0
    assert all(found.f1 == Estimate(None) for found in scores.found.values())


@given(DOCUMENTS, DOCUMENTS)
def test_scores_are_bounded(gold: Document, predicted: Document) -> None:
    for measure, tally in document_tallies(gold, predicted).items():
        assert 0 <= tally.right <= min(tally.predicted, tally.gold), measure


@given(DOCUMENTS, DOCUMENTS)
def test_exchange_of_gold_and_prediction_exchanges_precision_and_recall(one: Document, other: Document) -> None:
    there, back = document_tallies(one, other), document_tallies(other, one)
    for measure in SYMMETRIC:
        assert (there[measure].precision, there[measure].recall) == (back[measure].recall, back[measure].precision)
        assert there[measure].f1 == back[measure].f1


@given(DOCUMENTS, DOCUMENTS, st.data())
def test_a_dropped_prediction_never_raises_recall(gold: Document, predicted: Document, data: st.DataObject) -> None:
    entities = data.draw(st.sampled_from([predicted.entities, predicted.entities[1:], predicted.entities[:-1]]))
    rows = data.draw(st.sampled_from([predicted.partnerships, predicted.partnerships[1:], predicted.partnerships[:-1]]))
    fewer = replace(predicted, entities=entities, partnerships=rows)
    before, after = document_tallies(gold, predicted), document_tallies(gold, fewer)
    assert all(after[measure].right <= before[measure].right for measure in FOUND)


@given(DOCUMENTS, DOCUMENTS)
def test_the_order_of_predictions_does_not_matter(gold: Document, predicted: Document) -> None:
    turned = replace(predicted, entities=predicted.entities[::-1], partnerships=predicted.partnerships[::-1])
    there, back = document_tallies(gold, predicted), document_tallies(gold, turned)
    assert {m: there[m] for m in FOUND} == {m: back[m] for m in FOUND}


def test_intervals_are_the_same_in_every_run_and_hold_the_value() -> None:
    tallies = [Tally(n, 10, 10) for n in (2, 5, 7, 9, 10)]
    total = sum(tallies, Tally())
    one, two = (estimate(total, Bootstrap(5).sums(tallies), lambda t: t.f1) for _ in range(2))
    assert one == two
    assert one.value == 0.66
    assert one.low is not None
    assert one.high is not None
    assert 0.2 < one.low < 0.66 < one.high < 1.0


def test_intervals_of_equal_documents_have_no_width() -> None:
    tallies = [Tally(1, 2, 4)] * 6
    assert estimate(Tally(6, 12, 24), Bootstrap(6).sums(tallies), lambda t: t.recall) == Estimate(0.25, 0.25, 0.25)


def test_draws_without_a_value_are_left_out() -> None:
    tallies = [Tally(1, 1, 1), Tally(), Tally()]
    assert estimate(Tally(1, 1, 1), Bootstrap(3).sums(tallies), lambda t: t.f1) == Estimate(1.0, 1.0, 1.0)
