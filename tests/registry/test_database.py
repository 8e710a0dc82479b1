"""The database: made, migrated up and down, and what its failures say."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from papers import ALPHA, BANK, output, paper
from sqlalchemy import inspect, text

from mingdan.core.errors import UsageError
from mingdan.registry import Registry, RegistryError
from mingdan.registry.database import check_version, migrate, newest, open_engine, reading, version_of
from mingdan.registry.tables import metadata


def test_migrations_go_up_and_down_and_make_the_tables_of_this_version(url: str) -> None:
    engine = open_engine(url)
    assert version_of(engine) is None
    migrate(engine)
    assert version_of(engine) == newest()
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_another_version_is_refused_and_left_as_it_is(registry: Registry, url: str) -> None:
    with registry.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    registry.close()
    with pytest.raises(RegistryError, match="is of version 9999, this mingdan needs"):
        Registry(url)
    engine = open_engine(url)
    with pytest.raises(RegistryError, match="a newer one needs a newer mingdan"):
        migrate(engine)
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://x/y", "http://x"])
def test_an_address_of_another_kind(url: str) -> None:
    with pytest.raises(UsageError, match=r"sqlite:///PATH or postgresql://"):
        open_engine(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_bytes(b"no database, but long enough to be read as one" * 50)
    with pytest.raises(RegistryError, match="is no SQLite database"):
        Registry(str(tmp_path / "r.sqlite"))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="the file cannot be opened"):
        Registry(str(tmp_path / "no" / "r.sqlite"))


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(RegistryError, match="the server cannot be reached"):
        Registry("postgresql://nobody@127.0.0.1:1/none")


def test_a_locked_database_says_so_and_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingdan.registry.database.WAIT", 0)
    registry = Registry(str(tmp_path / "r.sqlite"))
    other = sqlite3.connect(tmp_path / "r.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    folder = output(tmp_path / "out", [paper("a", BANK, [(ALPHA, "platform.facilitation")], "2025-09-30")])
    with pytest.raises(RegistryError, match="another process writes for too long"):
        registry.ingest(folder)
    other.execute("ROLLBACK")
    assert registry.stats("2026-01-01")["documents"] == 0
    assert registry.ingest(folder).documents == 1


def test_a_full_database_rolls_back(tmp_path: Path) -> None:
    registry = Registry(str(tmp_path / "r.sqlite"))
    folder = output(
        tmp_path / "out", [paper("a", BANK, [(ALPHA, "platform.facilitation")], "2025-09-30", text="长" * 500_000)]
    )
    with registry.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    def limit(connection: sqlite3.Connection, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    registry.engine.dispose()
    event.listen(registry.engine, "connect", limit)
    with pytest.raises(RegistryError, match="the disk is full"):
        registry.ingest(folder)
    event.remove(registry.engine, "connect", limit)
    registry.engine.dispose()
    assert registry.stats("2026-01-01")["documents"] == 0
    assert registry.ingest(folder).documents == 1


def test_opening_again_changes_nothing(registry: Registry, url: str) -> None:
    engine = open_engine(url)
    check_version(engine)
    assert version_of(engine) == registry.version == newest()
    engine.dispose()
