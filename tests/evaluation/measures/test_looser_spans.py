"""Looser spans: nervaluate's schemes by hand-made cases, and its strict scheme against ours."""

from hypothesis import given
from hypothesis import strategies as st

from mingdan.core.codes import LABELS, Label
from mingdan.core.records import Document, Entity
from mingdan.corpus.parts import load_part
from mingdan.evaluation.measures.overlap import SchemeCounts, overlap_tallies, scheme_counts
from mingdan.evaluation.mentions import mention_tallies
from mingdan.evaluation.scores import Tally

TEXT = "江州银行去年公布助贷类机构名单"


def entity(start: int, end: int, label: Label = "INST") -> Entity:
    return Entity(start, end, label, TEXT[start:end])


def tiled(cuts: list[tuple[int, int, Label | None]]) -> tuple[Entity, ...]:
    """Mentions that do not overlap: each cut goes on ``gap`` after the one before and is ``size`` long."""
    entities: list[Entity] = []
    at = 0
    for gap, size, label in cuts:
        start, at = at + gap, at + gap + size
        if label is not None and at <= len(TEXT):
            entities.append(entity(start, at, label))
    return tuple(entities)


CODES: list[Label | None] = [*LABELS, None]
MENTIONS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(CODES)), max_size=8).map(tiled)


def document(*entities: Entity) -> Document:
    return Document("d", TEXT, entities=entities)


@given(MENTIONS, MENTIONS)
def test_the_strict_scheme_agrees_with_our_strict_score(gold: tuple[Entity, ...], given: tuple[Entity, ...]) -> None:
    ours = mention_tallies(document(*gold), document(*given))["mentions"]
    theirs = scheme_counts(gold, given)["strict"]
    assert Tally(theirs.correct, theirs.predicted, theirs.gold) == ours


def test_the_strict_scheme_agrees_on_the_open_documents() -> None:
    for gold in load_part("open"):
        given = [e for at, e in enumerate(gold.entities) if at % 3]
        given += [Entity(e.start, e.end - 1, e.label, e.text[:-1]) for e in gold.entities[::3] if len(e.text) > 1]
        ours = mention_tallies(gold, Document("d", gold.text, entities=tuple(given)))["mentions"]
        theirs = scheme_counts(gold.entities, given)["strict"]
        assert Tally(theirs.correct, theirs.predicted, theirs.gold) == ours


@given(MENTIONS, MENTIONS)
def test_looser_rules_find_no_less(gold: tuple[Entity, ...], given: tuple[Entity, ...]) -> None:
    strict = mention_tallies(document(*gold), document(*given))
    loose = overlap_tallies(document(*gold), document(*given))
    assert loose["exact"].right >= strict["mentions"].right
    assert loose["overlap"].right >= loose["exact"].right
    assert all(loose[f"type.{label}"].right >= strict[f"mentions.{label}"].right for label in LABELS)
    assert all(loose[m].gold == len(gold) and loose[m].predicted == len(given) for m in ("type", "exact", "overlap"))


def test_a_cut_name_counts_half_in_partial_and_whole_in_type() -> None:
    counts = scheme_counts([entity(0, 4)], [entity(0, 2)])
    assert counts["strict"] == counts["exact"] == SchemeCounts(incorrect=1)
    assert counts["partial"] == SchemeCounts(partial=1)
    assert counts["partial"].f1 == 0.5
    assert counts["type"] == SchemeCounts(correct=1)


def test_a_wrong_label_counts_in_exact_alone() -> None:
    counts = scheme_counts([entity(0, 4)], [entity(0, 4, "PRODUCT")])
    assert counts["exact"] == counts["partial"] == SchemeCounts(correct=1)
    assert counts["strict"] == counts["type"] == SchemeCounts(incorrect=1)
    loose = overlap_tallies(document(entity(0, 4)), document(entity(0, 4, "PRODUCT")))
    assert (loose["type.INST"], loose["type.PRODUCT"]) == (Tally(0, 0, 1), Tally(0, 1, 0))


def test_neighbours_do_not_overlap() -> None:
    assert scheme_counts([entity(0, 4)], [entity(4, 6)])["partial"] == SchemeCounts(missed=1, spurious=1)


def test_no_mentions_have_no_figure() -> None:
    assert scheme_counts([], [])["strict"].f1 is None
