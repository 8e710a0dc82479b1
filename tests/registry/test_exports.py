"""What goes out: tables without formulas, entities and annotations others read, dossiers, backups, updates."""

import csv
import gzip
import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from batch_runs import InlineEngine, notice
from openpyxl import load_workbook
from papers import ALPHA, BANK, BETA, OTHER, Row, news, output, paper
from report_papers import FORMULA, HOSTILE, SCRIPT, hostile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mingdan.batch.run import Options, run_batch
from mingdan.batch.work import Setup, Worker
from mingdan.core.errors import UsageError
from mingdan.core.records import Source
from mingdan.registry import Registry
from mingdan.registry.datasette import datasette_metadata
from mingdan.registry.dossier import write_dossier
from mingdan.registry.tables import metadata
from mingdan.registry.updating import update

ROWS: list[Row] = [(ALPHA, "platform.facilitation"), (BETA, "credit_enhancement.guarantee")]
EVIL: list[Row] = [('=cmd|"/c calc"!A1', "platform.facilitation"), ("<script>alert(1)</script>", "data")]


@pytest.fixture
def filled(sqlite: Registry, tmp_path: Path) -> Registry:
    """Rows of two lenders, some of them hostile."""
    papers = [paper("a", BANK, [*ROWS, *EVIL], "2025-09-30", uri="../../etc/passwd"), paper("b", OTHER, ROWS, None)]
    sqlite.ingest(output(tmp_path / "out", papers))
    return sqlite


def test_tables_hold_the_same_rows_and_no_formula(filled: Registry, tmp_path: Path) -> None:
    assert filled.export(tmp_path / "r.csv", "csv") == 6
    rows = list(csv.DictReader((tmp_path / "r.csv").open(encoding="utf-8-sig", newline="")))
    assert [row["partner"] for row in rows][2:4] == ["'" + EVIL[0][0], EVIL[1][0]]
    filled.export(tmp_path / "r.xlsx", "xlsx")
    sheet: Any = load_workbook(tmp_path / "r.xlsx").active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    filled.export(tmp_path / "r.parquet", "parquet")
    frame = pd.read_parquet(tmp_path / "r.parquet")
    filled.export(tmp_path / "r.jsonl", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").open(encoding="utf-8")]
    assert frame["partner"].tolist() == [line["partner"] for line in lines] == [r[0] for r in [*ROWS, *EVIL, *ROWS]]
    assert filled.export(tmp_path / "one.csv", "csv", lender=OTHER) == 2
    with pytest.raises(UsageError, match="no format 'doc'"):
        filled.export(tmp_path / "r.doc", "doc")


def test_followthemoney_entities_are_companies_links_and_proofs(filled: Registry, tmp_path: Path) -> None:
    filled.export(tmp_path / "r.ftm", "ftm")
    entities = [json.loads(line) for line in (tmp_path / "r.ftm").open(encoding="utf-8")]
    kinds = [entity["schema"] for entity in entities]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"Company": 6, "Document": 2, "UnknownLink": 6}
    known = {entity["id"] for entity in entities}
    assert len(known) == len(entities)
    for entity in entities:
        if entity["schema"] == "UnknownLink":
            told = entity["properties"]
            assert {*told["subject"], *told["object"], *told["proof"]} <= known


def test_annotations_point_into_the_text(filled: Registry, tmp_path: Path) -> None:
    filled.export(tmp_path / "r.json", "annotations")
    page = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = {f"urn:sha256:{text.sha256}": text.text for text in filled.texts(["a", "b"])}
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert texts[item["target"]["source"]][position["start"] : position["end"]] == quote["exact"]


def test_a_dossier_opens_without_mingdan_and_harms_nobody(filled: Registry, tmp_path: Path) -> None:
    made = write_dossier(filled, BANK, tmp_path / "dossier")
    assert (made.rows, made.documents) == (4, 1)
    assert made.missing == ("../../etc/passwd",)
    page = (tmp_path / "dossier" / "001.html").read_text("utf-8")
    assert "<script>" not in page
    assert f"<mark>{ALPHA}</mark>" in page
    assert "default-src 'none'" in page
    for line in (tmp_path / "dossier" / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "dossier" / name).read_bytes()).hexdigest() == digest
    with pytest.raises(UsageError, match="is there already"):
        write_dossier(filled, BANK, tmp_path / "dossier")


def test_a_dossier_shows_source_pages_with_boxes(sqlite: Registry, tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))  # pyright: ignore[reportUnknownMemberType]
    canvas = Canvas(str(tmp_path / "list.pdf"))
    canvas.setFont("STSong-Light", 14)
    for number, line in enumerate(notice(BANK, [ALPHA, "丙火网络科技有限公司"]).split("\n")):
        canvas.drawString(60, 760 - 30 * number, line)
    canvas.save()
    setup = Setup(profile="fast")
    options = Options((str(tmp_path / "list.pdf"),), tmp_path / "out", setup=setup)
    run_batch(options, make_engine=lambda setup, workers: InlineEngine(Worker(setup)))
    sqlite.ingest(tmp_path / "out")
    made = write_dossier(sqlite, BANK, tmp_path / "dossier.zip")
    assert (made.pages, made.missing) == (1, ())
    with zipfile.ZipFile(tmp_path / "dossier.zip") as archive:
        names = set(archive.namelist())
        assert archive.read("001-list.pdf") == (tmp_path / "list.pdf").read_bytes()
        assert archive.read("001-page-1.png")[:4] == b"\x89PNG"
    assert names == {"index.html", "001.html", "001-list.pdf", "001-page-1.png", "rows.csv", "rows.jsonl", "SHA256SUMS"}


def test_a_backup_is_restored_on_either_database(registry: Registry, sqlite: Registry, tmp_path: Path) -> None:
    registry.ingest(
        output(tmp_path / "out", [paper("a", BANK, ROWS, "2025-09-30"), news("n", OTHER, ROWS[0], "2025-10-02")])
    )
    registry.decide_names(ALPHA, BETA, "different", reason="x", who="lin")
    count = registry.backup(tmp_path / "b.gz")
    assert sqlite.restore(tmp_path / "b.gz") == count
    assert sqlite.stats("2026-01-01") == registry.stats("2026-01-01")
    assert sqlite.decisions() == registry.decisions()
    with pytest.raises(UsageError, match="the registry is not empty"):
        sqlite.restore(tmp_path / "b.gz")
    with pytest.raises(UsageError, match="is there already"):
        registry.backup(tmp_path / "b.gz")


@pytest.mark.parametrize("damage", ["cut", "other", "changed"])
def test_a_damaged_backup_restores_nothing(filled: Registry, tmp_path: Path, damage: str) -> None:
    filled.backup(tmp_path / "b.gz")
    data = gzip.decompress((tmp_path / "b.gz").read_bytes())
    made = {
        "cut": b"\n".join(data.split(b"\n")[:-3]),
        "other": b"{}\n" + data,
        "changed": data.replace(ALPHA.encode(), BETA.encode(), 1),
    }[damage]
    (tmp_path / "bad.gz").write_bytes(gzip.compress(made))
    empty = Registry(str(tmp_path / "empty.sqlite"))
    with pytest.raises(UsageError, match="backup"):
        empty.restore(tmp_path / "bad.gz")
    assert empty.stats("2026-01-01")["documents"] == 0


def test_an_update_tells_what_is_new_once(registry: Registry, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text(notice(BANK, [ALPHA, "丙火网络科技有限公司"]), "utf-8")
    (folder / "bad.pdf").write_bytes(b"no PDF")
    worker = Worker(Setup(profile="fast"))
    options = Options((str(folder),), tmp_path / "out", resume=True, setup=worker.setup)

    def engine(setup: Setup, workers: int) -> InlineEngine:
        return InlineEngine(worker)

    first = update(registry, options, engine)
    assert [(row["lender"], row["day"], row["changes"]) for row in first.lists] == [(BANK, "2025-09-30", None)]
    assert [Path(row["uri"]).name for row in first.unreadable] == ["bad.pdf"]
    again = update(registry, options, engine)
    assert (again.lists, again.alerts, again.unreadable, again.batch.new) == ((), (), (), 0)
    (folder / "2.txt").write_text(notice(BANK, [ALPHA], "2025年12月31日"), "utf-8")
    (folder / "3.txt").write_text(f"{BANK}的助贷平台包括丙火网络科技有限公司。", "utf-8")
    third = update(registry, options, engine)
    assert [row["changes"]["removed"][0]["partner"] for row in third.lists] == ["丙火网络科技有限公司"]
    told = [
        json.loads(path.read_text("utf-8")) for path in sorted((tmp_path / "out" / "updates").glob("update-*.json"))
    ]
    assert [len(one["lists"]) for one in told] == [1, 0, 1]
    assert update(registry, options, engine).alerts == ()


def test_every_table_and_column_has_a_meaning_for_datasette() -> None:
    found = datasette_metadata("registry")
    tables = found["databases"]["registry"]["tables"]
    assert set(tables) == set(metadata.tables)
    for name, table in tables.items():
        assert table["description"], name
        assert set(table["columns"]) == set(metadata.tables[name].columns.keys())
        assert all(table["columns"].values()), name


def test_a_denial_is_no_link(sqlite: Registry, tmp_path: Path) -> None:
    denied: list[Row] = [(ALPHA, "platform", "denied"), (BETA, "platform")]
    sqlite.ingest(output(tmp_path / "out", [paper("a", BANK, denied, "2025-09-30")]))
    sqlite.export(tmp_path / "r.ftm", "ftm")
    entities = [json.loads(line) for line in (tmp_path / "r.ftm").open(encoding="utf-8")]
    names = {name for entity in entities for name in entity["properties"].get("name", ())}
    assert names == {BANK, BETA}
    assert [entity["schema"] for entity in entities].count("UnknownLink") == 1


def test_a_dossier_holds_the_text_of_a_line_of_an_archive(sqlite: Registry, tmp_path: Path) -> None:
    made = paper("a", BANK, ROWS, "2025-09-30")
    source = Source("t.jsonl:11", hashlib.sha256(made.text.encode()).hexdigest(), "text/plain")
    sqlite.ingest(output(tmp_path / "out", [replace(made, source=source)]))
    found = write_dossier(sqlite, BANK, tmp_path / "dossier")
    assert found.missing == ()
    assert (tmp_path / "dossier" / "001-source.txt").read_text("utf-8") == made.text


def test_names_that_are_code_do_no_harm_in_tables_and_dossiers(sqlite: Registry, tmp_path: Path) -> None:
    sqlite.ingest(output(tmp_path / "out", [hostile()]))
    sqlite.export(tmp_path / "rows.csv", "csv")
    rows = list(csv.DictReader((tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="")))
    assert {row["partner"] for row in rows} == {HOSTILE, "'" + FORMULA}
    assert {row["lender"] for row in rows} == {SCRIPT}
    sqlite.export(tmp_path / "rows.xlsx", "xlsx")
    sheet = load_workbook(tmp_path / "rows.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    write_dossier(sqlite, SCRIPT, tmp_path / "dossier")
    page = (tmp_path / "dossier" / "001.html").read_text("utf-8")
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert not [one for one in (tmp_path / "dossier").iterdir() if "passwd" in one.name]
