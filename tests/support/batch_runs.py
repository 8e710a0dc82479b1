"""Archives, folders and runs for the tests of batch mode; all use the profile ``fast``."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mingdan.batch.engines import Engine, Event, Finished, NextTask
from mingdan.batch.run import Options, Summary, run_batch
from mingdan.batch.work import Setup, Worker

TABLES = (
    *("documents", "mentions", "partnerships", "lists", "institutions", "policies", "counts"),
    *("sources", "quarantine"),
)

Run = Callable[..., Summary]


class InlineEngine:
    """Reads in this process, the last task first, as an engine may."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    def run(self, next_task: NextTask) -> Iterator[Event]:
        """Draw two tasks at a time and read them in the other order."""
        while tasks := [task for task in (next_task(), next_task()) if task is not None]:
            for task in reversed(tasks):
                yield Finished(task, self.worker.run(task))

    def close(self) -> None:
        """Nothing to end."""


def notice(bank: str, partners: Sequence[str], day: str = "2025年9月30日") -> str:
    """A short list of facilitation platforms."""
    lines = "\n".join(f"{number}. {name}" for number, name in enumerate(partners, 1))
    return f"{bank}互联网贷款合作机构名单\n截至{day}，我行互联网贷款平台运营机构如下：\n{lines}\n{bank}"


def write_lines(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    """A JSONL archive."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def folder_of(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def frames(out: Path) -> dict[str, pd.DataFrame]:
    """All tables of a run, as pandas reads the folders."""
    return {name: pd.read_parquet(out / name) for name in TABLES}


def assert_same(one: Path, other: Path) -> None:
    """Both folders hold the same tables, row by row."""
    first, second = frames(one), frames(other)
    for name in TABLES:
        pd.testing.assert_frame_equal(first[name], second[name], obj=name)


@pytest.fixture(scope="session")
def worker() -> Worker:
    """One pipeline for all runs in this process."""
    return Worker(Setup(profile="fast"))


@pytest.fixture
def run(worker: Worker) -> Run:
    """Run a batch in this process: ``run(out, *archives, resume=..., retry=..., setup=..., engine=...)``."""

    def go(
        out: Path,
        *archives: Path | str,
        setup: Setup = Setup(profile="fast"),  # noqa: B008 - a frozen dataclass
        engine: Engine | None = None,
        **options: Any,
    ) -> Summary:
        names = tuple(str(archive) for archive in archives)
        chosen = engine or InlineEngine(worker if setup == worker.setup else Worker(setup))

        def made(setup: Setup, workers: int) -> Engine:
            return chosen

        return run_batch(Options(names, out, setup=setup, **options), make_engine=made)

    return go
