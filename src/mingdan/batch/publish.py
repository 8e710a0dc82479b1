"""From parts to the tables for readers: stories told apart, sources joined, one Parquet folder a table, by month."""

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from mingdan.batch.arrow import Table, compute, dataset, pa, parquet
from mingdan.batch.columns import WHOLE, empty_table, table_of
from mingdan.batch.ledger import Ledger
from mingdan.batch.near import SIZE, Prints, likeness, stories
from mingdan.batch.order import Current, by_part, current
from mingdan.batch.sources import Sources
from mingdan.batch.store import Store
from mingdan.core.parts import parts
from mingdan.extract.table import TABLES

BY_MONTH = ("documents", *TABLES)
"""Tables that are cut by the month of publication, ``YYYY-MM`` or ``unknown`` (pandas cannot read a null there)."""
UNKNOWN_MONTH = "unknown"
_PUBLISHING = "publishing"
_FILE_ROWS = 250_000
_GROUP_ROWS = {"documents": 64, "partnerships": 1_000}
"""Rows that wait for their month's file; each month has so many in memory."""
_BATCH = 2_500


def publish(store: Store, ledger: Ledger, config: str) -> dict[str, int]:
    """Write all tables anew from what the ledger holds; returns the number of rows of each.

    The new tables take the places of the old ones when all are written; where that is interrupted, the next run goes on
    with it (:func:`settle`).
    """
    settle(store, ledger)
    shutil.rmtree(store.next, ignore_errors=True)
    store.next.mkdir()
    with Sources(store, ledger, config, *_stories(store, ledger, config)) as sources:
        rows = {name: _write(store, name, _table(store, ledger, config, name, sources)) for name in BY_MONTH}
        rows["sources"] = _write_plain(store, "sources", sources.table())
    rows["quarantine"] = _write_plain(store, "quarantine", _quarantine(ledger, config))
    with ledger.transaction():
        ledger.keep(_PUBLISHING, json.dumps([*BY_MONTH, *WHOLE]))
        ledger.keep("rows", json.dumps(rows))
        ledger.keep("config", config)
        ledger.keep("dirty", "0")
        ledger.keep("written", datetime.now(UTC).isoformat(timespec="microseconds"))
    settle(store, ledger)
    return rows


def settle(store: Store, ledger: Ledger) -> None:
    """Put tables that are written in their places, also those that a run left that was interrupted at this."""
    names: list[str] = json.loads(ledger.meta(_PUBLISHING) or "[]")
    for name in names:
        ready, place = store.next / name, store.out / name
        if ready.is_dir():
            shutil.rmtree(store.old / name, ignore_errors=True)
            if place.exists():
                store.old.mkdir(exist_ok=True)
                place.rename(store.old / name)
            ready.rename(place)
    if names:
        with ledger.transaction():
            ledger.keep(_PUBLISHING, "[]")
    shutil.rmtree(store.old, ignore_errors=True)


def _stories(store: Store, ledger: Ledger, config: str) -> tuple[Any, Any]:
    """For each document in the order of :func:`current` the number of the first one of its story, and how alike."""
    import numpy as np

    path = store.next / "prints"
    with path.open("wb") as file:
        for (number, piece), members in by_part(current(ledger, config)):
            written: list[bytes] = store.read_part(number, piece, "documents", ["print"])["print"].to_pylist()
            file.write(b"".join(written[member.place] for member in members))
    if not path.stat().st_size:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    prints: Prints = np.memmap(path, dtype=np.uint8, mode="r").reshape(-1, SIZE)
    heads = stories(prints)
    alike = likeness(prints, heads)
    path.unlink()
    return heads, alike


def _table(store: Store, ledger: Ledger, config: str, name: str, sources: Sources) -> Iterator[Table]:
    for (number, piece), members in by_part(current(ledger, config)):
        table = store.read_part(number, piece, name)
        if name == "documents":
            table = table.drop_columns(["print"])
        yield _with_month(sources.joined(name, _kept(table, members), members), members)


def _kept(table: Table, members: Sequence[Current]) -> Table:
    """Rows of the documents that are current."""
    wanted = pa.array([member.id for member in members], type=table.schema.field("document").type)
    return table.filter(compute.is_in(table["document"], value_set=wanted))


def _with_month(table: Table, members: Sequence[Current]) -> Table:
    months = {member.id: member.month or UNKNOWN_MONTH for member in members}
    column = pa.array([months[id] for id in table["document"].to_pylist()], type=pa.string())
    return table.append_column("month", column)


def _write(store: Store, name: str, tables: Iterator[Table]) -> int:
    first = next(tables, None)
    if first is None:
        first = empty_table(name)
    count = 0

    def batches() -> Iterator[Any]:
        nonlocal count
        for table in chain([first], tables):
            count += table.num_rows
            yield from table.cast(first.schema).to_batches()

    rows = _GROUP_ROWS.get(name, _BATCH)
    dataset.write_dataset(
        pa.RecordBatchReader.from_batches(first.schema, batches()),
        str(store.next / name),
        format="parquet",
        basename_template="part-{i}.parquet",
        partitioning=dataset.partitioning(pa.schema([("month", pa.string())]), flavor="hive"),
        file_options=dataset.ParquetFileFormat().make_write_options(compression="zstd"),
        max_rows_per_file=_FILE_ROWS,
        max_rows_per_group=max(rows, 64),
        min_rows_per_group=rows,
        use_threads=False,
        preserve_order=True,
        max_partitions=4096,
    )
    if not count:
        _write_empty(store.next / name, first)
    return count


def _write_empty(folder: Path, table: Table) -> None:
    """A file without rows, so that readers find the columns."""
    place = folder / f"month={UNKNOWN_MONTH}"
    place.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table.drop_columns(["month"]), place / "part-0.parquet")


def _write_plain(store: Store, name: str, tables: Iterator[Table]) -> int:
    folder = store.next / name
    folder.mkdir()
    count = 0
    schema = empty_table(name).schema
    with parquet.ParquetWriter(folder / "part-0.parquet", schema, compression="zstd") as writer:
        for table in tables:
            count += table.num_rows
            writer.write_table(table)
    return count


def _quarantine(ledger: Ledger, config: str) -> Iterator[Table]:
    query = (
        "SELECT uri, sha256, code, message, hint FROM failures WHERE item IS NULL OR item IN "
        "(SELECT items.id FROM items JOIN sources ON sources.item = items.id WHERE config = ?) "
        "ORDER BY uri, code, message"
    )
    for rows in parts(map(dict, ledger.rows(query, (config,))), _BATCH):
        yield table_of("quarantine", rows)
