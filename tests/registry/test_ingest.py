"""Ingest: new documents are appended, known ones pass, newer readings supersede, failures change nothing."""

import json
import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from batch_runs import InlineEngine, notice, write_lines
from papers import ALPHA, BANK, BETA, GAMMA, OTHER, Row, news, output, paper
from sqlalchemy import select

from mingdan.batch.run import Options, run_batch
from mingdan.batch.work import Setup, Worker
from mingdan.core.records import Institution
from mingdan.registry import Registry, RegistryError
from mingdan.registry.database import reading
from mingdan.registry.ingest import Ingested
from mingdan.registry.outputs import OutputError
from mingdan.registry.tables import aliases, documents, observations, versions

LISTED: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "credit_enhancement.guarantee")]


def count(registry: Registry, *where: Any) -> int:
    with reading(registry.engine) as connection:
        return len(connection.execute(select(observations.c.id).where(*where)).all())


def test_ingest_twice_is_ingest_once(registry: Registry, tmp_path: Path) -> None:
    folder = output(
        tmp_path / "out", [paper("a", BANK, LISTED, "2025-09-30"), news("n", OTHER, LISTED[0], "2025-10-02")]
    )
    first = registry.ingest(folder)
    assert (first.documents, first.observations, first.versions, first.known) == (2, 3, 1, 0)
    again = registry.ingest(folder)
    assert (again.ingest, again.documents, again.observations, again.known) == (None, 0, 0, 2)
    assert count(registry) == 3


def test_every_row_keeps_its_evidence_and_its_document(registry: Registry, tmp_path: Path) -> None:
    document = paper("a", BANK, LISTED, "2025-09-30", uri="公告/a.txt")
    registry.ingest(output(tmp_path / "out", [document]))
    found = registry.check(BANK, ALPHA, on="2025-12-31").evidence
    assert len(found) == 1
    row = found[0]
    assert (row.document, row.uri) == ("a", "公告/a.txt")
    assert document.source is not None
    assert row.sha256 == document.source.sha256
    (text,) = registry.texts(["a"])
    assert text.text[row.start : row.end] == row.evidence == ALPHA


def test_a_newer_reading_supersedes_and_the_older_one_stays_in_the_history(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, LISTED, "2025-09-30")], "c1"))
    second = registry.ingest(output(tmp_path / "two", [paper("a", BANK, LISTED[:1], "2025-09-30", text=BETA)], "c2"))
    assert (second.documents, second.superseded) == (1, 1)
    assert registry.check(BANK, ALPHA, on="2025-12-31").status == "listed"
    assert registry.check(BANK, BETA, "credit_enhancement.guarantee", "2025-12-31").status == "unknown"
    assert count(registry) == 3
    assert count(registry, observations.c.current) == 1
    rows = registry.history(BANK, BETA)
    assert [(row["current"], row["config"]) for row in rows] == [(False, "c1")]
    assert registry.ingest(tmp_path / "one").documents == 0  # an older reading does not come back


def test_a_changed_document_supersedes_its_former_self(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, LISTED, "2025-09-30", uri="a.txt")]))
    registry.ingest(
        output(tmp_path / "two", [paper("a", BANK, [(GAMMA, "platform.facilitation")], "2025-09-30", uri="a.txt")])
    )
    assert registry.check(BANK, ALPHA, on="2025-12-31").status == "not_listed"
    assert registry.check(BANK, GAMMA, on="2025-12-31").status == "listed"


@pytest.mark.parametrize("together", [True, False])
def test_one_id_for_two_documents_is_refused_as_a_whole(registry: Registry, tmp_path: Path, together: bool) -> None:
    one = paper("a", BANK, LISTED, "2025-09-30", uri="a.txt")
    other = paper("a", OTHER, LISTED, "2025-09-30", uri="b.txt")
    fresh = paper("b", OTHER, LISTED, "2025-09-30")
    if not together:
        registry.ingest(output(tmp_path / "one", [one]))
    before = count(registry)
    with pytest.raises(OutputError, match="id 'a' stands for two documents"):
        registry.ingest(output(tmp_path / "two", [fresh, one, other] if together else [fresh, other]))
    assert count(registry) == before
    assert registry.texts(["b"]) == []


def test_a_clock_that_went_back_is_told(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, LISTED, "2025-09-30")]))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    folder = output(tmp_path / "two", [paper("b", BANK, LISTED, "2025-09-30")])
    with pytest.raises(RegistryError, match="the clock says"):
        registry.ingest(folder, now=yesterday)
    assert registry.ingest(folder).documents == 1


def test_half_written_outputs_are_refused(sqlite: Registry, tmp_path: Path) -> None:
    folder = output(tmp_path / "out", [paper("a", BANK, LISTED, "2025-09-30")])
    summary = json.loads((folder / "run.json").read_text("utf-8"))
    (folder / "run.json").write_text(json.dumps(summary | {"rows": summary["rows"] | {"partnerships": 7}}), "utf-8")
    with pytest.raises(OutputError, match="table partnerships has 2 rows, 7 were written"):
        sqlite.ingest(folder)
    (folder / "run.json").write_text("{", "utf-8")
    with pytest.raises(OutputError, match=r"run\.json cannot be read"):
        sqlite.ingest(folder)
    (folder / "run.json").unlink()
    with pytest.raises(OutputError, match="is no output"):
        sqlite.ingest(folder)
    output(folder, [paper("a", BANK, LISTED, "2025-09-30")])
    (folder / "lists.parquet").write_bytes(b"PAR1")
    with pytest.raises(OutputError, match="table lists is damaged"):
        sqlite.ingest(folder)
    assert count(sqlite) == 0


def test_names_and_aliases_are_kept_once(registry: Registry, tmp_path: Path) -> None:
    known = {ALPHA: Institution("platform", aliases=("甲山", "甲山科技"), group="甲山集团")}
    documents_ = [paper(id, BANK, LISTED, "2025-09-30", institutions=known) for id in ("a", "b")]
    registry.ingest(output(tmp_path / "out", documents_))
    with reading(registry.engine) as connection:
        found = connection.execute(select(aliases.c.alias, aliases.c.source).order_by(aliases.c.alias)).all()
    assert sorted(tuple(row) for row in found) == [("甲山", "a"), ("甲山科技", "a")]
    assert registry.show(ALPHA)["names"][0]["group_name"] == "甲山集团"


def test_versions_of_one_list_have_one_lineage_and_other_lists_their_own(registry: Registry, tmp_path: Path) -> None:
    papers = [
        paper("a", BANK, LISTED, "2025-09-30", title="互联网贷款合作机构名单（2025年第3季度）"),
        paper("b", BANK, LISTED, "2025-12-31", title="关于公布互联网贷款合作机构名单的公告（2025年第4季度）"),
        paper("c", BANK, [(GAMMA, "collection")], "2025-12-31", kind="collection", title="催收合作机构名单"),
        paper("d", OTHER, LISTED, "2025-12-31"),
    ]
    registry.ingest(output(tmp_path / "out", papers))
    with reading(registry.engine) as connection:
        query = select(documents.c.name, versions.c.lineage_id).join(versions, versions.c.document_id == documents.c.id)
        lineage = dict(tuple(row) for row in connection.execute(query))
    assert lineage["a"] == lineage["b"]
    assert len(set(lineage.values())) == 3


def _ingest(url: str, folder: str) -> None:
    Registry(url).ingest(Path(folder))


def test_two_processes_may_ingest_at_the_same_time(registry: Registry, url: str, tmp_path: Path) -> None:
    folders: list[str] = []
    for part in range(4):
        papers = [paper(f"p{part}-{number}", BANK, LISTED, "2025-09-30") for number in range(60)]
        shared = paper("shared", OTHER, LISTED, "2025-09-30")
        folders.append(str(output(tmp_path / f"out{part}", [*papers, shared])))
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=_ingest, args=(url, folder)) for folder in folders]
    for process in running:
        process.start()
    for process in running:
        process.join(timeout=120)
    assert [process.exitcode for process in running] == [0] * 4
    assert registry.stats("2026-01-01")["documents"] == 241
    assert count(registry) == 482


def test_an_output_of_a_batch_run(sqlite: Registry, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": notice(BANK, [ALPHA, GAMMA]), "published": "2025-10-01"}]
    path = write_lines(tmp_path / "a.jsonl", lines)
    setup = Setup(profile="fast")
    options = Options((str(path),), tmp_path / "out", setup=setup)
    run_batch(options, make_engine=lambda setup, workers: InlineEngine(Worker(setup)))
    found = sqlite.ingest(tmp_path / "out")
    assert (found.documents, found.versions) == (1, 1)
    assert sqlite.check(BANK, ALPHA, on="2025-12-31").status == "listed"
    for part in (tmp_path / "out" / "partnerships").rglob("*.parquet"):
        part.unlink()
    with pytest.raises(OutputError, match="half-written"):
        sqlite.ingest(tmp_path / "out")


def test_reprocess_shows_rows_gained_and_lost_and_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("a", BANK, LISTED, "2025-09-30"), paper("b", OTHER, LISTED, None)]))
    rows: list[Row] = [LISTED[0], (GAMMA, "marketing")]
    again = [paper("a", BANK, rows, "2025-09-30", text=BETA), paper("c", OTHER, LISTED, None)]
    folder = output(tmp_path / "two", again, "c2")
    seen = registry.preview(folder)
    assert (seen.new, seen.superseded, seen.known, seen.gained, seen.lost) == (1, 1, 0, 1, 1)
    assert seen.changes[0].gained == ((BANK, GAMMA, "marketing", "listed", "2025-09-30"),)
    assert seen.changes[0].lost == ((BANK, BETA, "credit_enhancement.guarantee", "listed", "2025-09-30"),)
    assert count(registry) == 4


def test_what_lay_at_a_place_is_superseded_by_what_lies_there_now(registry: Registry, tmp_path: Path) -> None:
    """Files without ids are named by their content: the place tells that one took the place of the other."""
    registry.ingest(output(tmp_path / "one", [paper("d1", BANK, LISTED, "2025-11-30", uri="in/list.txt")]))
    found = registry.ingest(output(tmp_path / "two", [paper("d2", BANK, LISTED, "2025-10-31", uri="in/list.txt")]))
    assert found.superseded == 1
    assert [(row["document"], row["current"]) for row in registry.history(BANK)] == [("d2", True), ("d1", False)]
    assert registry.check(BANK, ALPHA, on="2025-12-31").version is not None
    assert registry.check(BANK, ALPHA, on="2025-12-31").evidence[0].document == "d2"


def test_a_document_that_is_as_it_was_before_holds_again(registry: Registry, tmp_path: Path) -> None:
    first = paper("a", BANK, LISTED[:1], "2025-09-30", uri="a.txt")
    second = paper("a", BANK, LISTED[1:], "2025-09-30", uri="a.txt")
    found: list[Ingested] = []
    for number, document in enumerate((first, second, first)):
        folder = output(tmp_path / f"o{number}", [document])
        os.utime(folder / "run.json", (1_700_000_000 + number, 1_700_000_000 + number))
        found.append(registry.ingest(folder))
    assert (found[-1].documents, found[-1].revived, found[-1].superseded) == (0, 1, 1)
    assert [row["partner"] for row in registry.partners(BANK, "2025-12-31")] == [ALPHA]
    assert registry.ingest(tmp_path / "o1").revived == 0  # an older output does not come back


def test_lines_of_an_archive_may_move(registry: Registry, tmp_path: Path) -> None:
    registry.ingest(output(tmp_path / "one", [paper("x", BANK, LISTED, "2025-09-30", uri="m.jsonl:1")]))
    moved = [
        paper("w", OTHER, LISTED, "2025-09-30", uri="m.jsonl:1"),
        paper("x", BANK, LISTED[:1], "2025-09-30", uri="m.jsonl:2"),
    ]
    assert registry.ingest(output(tmp_path / "two", moved)).superseded == 1
    assert len(registry.partners(BANK, "2025-12-31")) == 1
