"""Counts of labelled documents."""

from mingdan.corpus.parts import load_part
from mingdan.corpus.stats import statistics, statistics_lines


def test_counts_agree_with_the_documents() -> None:
    documents = load_part("open")
    found = statistics(documents)
    assert (found.documents, found.without_rows) == (19, 5)
    assert found.rows == sum(len(d.partnerships) for d in documents) == sum(found.rows_by["status"].values())
    assert sum(found.mentions.values()) == sum(len(d.entities) for d in documents)
    assert sum(found.by["author"].values()) == 19


def test_lines_tell_the_numbers() -> None:
    lines = list(statistics_lines(statistics(load_part("open"))))
    assert lines[0] == "19 documents, 19612 characters, 5 without any row"
    assert lines[-1].startswith("by layout: prose 11")


def test_nothing_is_counted_as_nothing() -> None:
    assert list(statistics_lines(statistics([])))[-1] == "by layout: none"
