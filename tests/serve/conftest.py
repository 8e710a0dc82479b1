"""A server with a registry that holds papers, by HTTP without a network and in a browser."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from papers import BANK, BETA, news, output
from report_papers import hostile, many, versions
from serving import Served

from mingdan.extract.inputs import collect
from mingdan.extract.job import Job
from mingdan.extract.pipeline import load
from mingdan.serve import Settings, make_app


@pytest.fixture(scope="session")
def papers_folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Path, Path]:
    """An output with versions, a report, a long list, a PDF page and hostile names, and the folder of its sources."""
    data = tmp_path_factory.mktemp("data")
    source = data / "table_ruled.pdf"
    source.write_bytes((root / "tests" / "fixtures" / "pdf" / "table_ruled.pdf").read_bytes())
    read = Job(load("fast")).run(collect([str(source)])).documents
    documents = [*versions(), news("n", BANK, (BETA, "payment"), "2026-01-15"), many(500), *read, hostile()]
    return output(tmp_path_factory.mktemp("out") / "out", documents), data


@pytest.fixture
def served(tmp_path: Path, papers_folder: tuple[Path, Path]) -> Iterator[Served]:
    """The server on this machine alone."""
    folder, data = papers_folder
    settings = Settings(
        str(tmp_path / "r.sqlite"), data, tmp_path / "gold.jsonl", profile="fast", upload_bytes=2_000_000
    )
    app = make_app(settings)
    app.state.desk.registry.ingest(folder)
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        yield Served(app, client, settings)
    app.state.desk.registry.close()


@pytest.fixture
def address(served: Served) -> Iterator[str]:
    """The address of the server, which listens on this machine."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(served.app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
