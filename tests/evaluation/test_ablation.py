"""What each learned component brings: every way is measured, and nothing is left switched off."""

from mingdan.core.records import Document
from mingdan.corpus.parts import RATED, load_part
from mingdan.evaluation.benchmarks.ablation import MEASURES, WAYS, lines, measure, unknown_writers
from mingdan.extract.pipeline import load
from mingdan.extract.relations.counted import shipped_counts
from mingdan.extract.relations.pairs.judge import shipped_pair_models


def few() -> list[Document]:
    return [document for document in load_part("open") if document.id in {"a008", "b014"}]


def test_every_way_is_measured_and_the_pipelines_stay_as_they_were() -> None:
    before = load()(few()[0].text)
    found = list(measure(few(), shipped_pair_models(), shipped_counts()))
    assert [name for name, *_ in found] == list(WAYS)
    rows = {name: tallies["rows_with_role"] for name, tallies, _ in found}
    assert {tally.gold for tally in rows.values()} == {sum(len(document.partnerships) for document in few())}
    assert (rows["all"].f1 or 0) >= (rows["rules alone"].f1 or 0)
    assert load()(few()[0].text) == before


def test_the_table_has_a_line_for_every_way_and_a_column_for_every_measure() -> None:
    table = list(lines(measure(few(), shipped_pair_models(), shipped_counts())))
    assert len(table) == len(WAYS) + 2
    assert {line.count("|") for line in table} == {len(MEASURES) + 3}


def test_the_writers_that_the_tagger_does_not_know_are_those_kept_for_the_confidences() -> None:
    assert unknown_writers() == RATED
