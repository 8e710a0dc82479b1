"""Broken files of every kind: nothing but an error that says so."""

from mingdan.evaluation.benchmarks.fuzz import attempt, cases, measure, table
from mingdan.evaluation.benchmarks.fuzz_seeds import seeds


def test_seeds_are_read_and_cases_repeat() -> None:
    files = seeds()
    assert {"txt", "html", "csv", "zip", "tar", "tgz", "eml", "mht", "warc", "warc.gz"} <= files.keys()
    assert list(cases(len(files), 7, files)) == list(cases(len(files), 7, files))
    assert len({case.kind for case in cases(len(files), 7, files)}) == len(files)


def test_fifty_broken_files_neither_crash_nor_hang() -> None:
    lines = measure(50, seed=3, seconds=60)
    assert sum(line.files for line in lines) == 50
    assert [case for line in lines for case in line.bad] == []
    assert next(table(lines)).startswith("kind")


def test_a_crash_is_told() -> None:
    case = next(iter(cases(1, 1)))
    assert attempt(case)[0] in ("read", "refused", "wrapped")
