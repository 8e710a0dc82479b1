"""Outputs to report on, and a browser to look with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from papers import BANK, BETA, news, output
from report_papers import hostile, many, versions

from mingdan.core.records import Issue
from mingdan.extract.inputs import collect
from mingdan.extract.job import Job
from mingdan.extract.pipeline import load
from mingdan.report import write_report


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """An output with versions, a report of the press, a long list, a PDF page, hostile names, an issue."""
    read = Job(load("fast")).run(collect([str(root / "tests" / "fixtures" / "pdf" / "table_ruled.pdf")])).documents
    doubtful = replace(
        news("n", BANK, (BETA, "payment"), "2026-01-15"), issues=(Issue("warning", "odd", "look", 0, 2),)
    )
    documents = [*versions(), doubtful, many(500), *read, hostile()]
    made = output(tmp_path_factory.mktemp("out") / "out", documents)
    aside = {"uri": "broken.pdf", "code": "damaged", "message": "no PDF", "hint": "fetch it again"}
    (made / "quarantine.jsonl").write_text(json.dumps(aside) + "\n", "utf-8")
    return made


@pytest.fixture(scope="session")
def report(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(folder, path)
    return path
