"""Two systems on the same documents."""

from dataclasses import replace

import pytest

from mingdan.corpus.parts import load_part
from mingdan.evaluation.bootstrap import Bootstrap
from mingdan.evaluation.compare import compare, compare_lines, compare_tallies
from mingdan.evaluation.scores import Estimate, Tally


def test_a_system_does_not_differ_from_itself() -> None:
    gold = load_part("open")
    for one in compare(gold, gold, gold, replicates=20, exchanges=20):
        assert one.difference == Estimate(0.0, 0.0, 0.0)
        assert (one.p_bootstrap, one.p_randomisation, one.better, one.worse) == (1.0, 1.0, 0, 0)
        assert not one.significant


def test_a_system_that_is_better_on_every_document_is_significantly_better() -> None:
    gold = load_part("open")
    worse = [replace(document, partnerships=document.partnerships[1:]) for document in gold]
    found = {one.measure: one for one in compare(gold, gold, worse, replicates=100, exchanges=200)}
    rows = found["rows_with_role"]
    assert rows.difference.low is not None
    assert rows.difference.low > 0
    assert rows.significant
    assert rows.better == sum(bool(document.partnerships) for document in gold)
    assert found["mentions"].difference.value == 0.0
    lines = list(compare_lines(list(found.values())))
    assert [line.split()[0] for line in lines if line.endswith("*")] == [m for m in found if found[m].significant]


def test_chance_on_few_documents_is_not_significant() -> None:
    ours, theirs = [Tally(5, 10, 10), Tally(9, 10, 10)], [Tally(6, 10, 10), Tally(5, 10, 10)]
    found = compare_tallies("rows", ours, theirs, Bootstrap(2), exchanges=400)
    assert found.difference.value == pytest.approx(0.15)
    assert (found.better, found.worse) == (1, 1)
    assert found.p_randomisation == 1.0, "every exchange of these two documents gives a difference as large"
    assert not found.significant


def test_sides_are_exchangeable() -> None:
    ours, theirs = [Tally(n, 10, 10) for n in (4, 6, 9)], [Tally(n, 8, 10) for n in (3, 7, 8)]
    there, back = (compare_tallies("rows", a, b, Bootstrap(3)) for a, b in ((ours, theirs), (theirs, ours)))
    assert there.p_randomisation == back.p_randomisation
    assert there.difference.value == pytest.approx(-(back.difference.value or 0))
    assert (there.better, there.worse) == (back.worse, back.better)


def test_without_a_figure_there_is_no_difference() -> None:
    found = compare_tallies("rows", [Tally()], [Tally(1, 1, 1)], Bootstrap(1))
    assert found.difference == Estimate(None)
    assert (found.p_bootstrap, found.p_randomisation) == (None, None)
