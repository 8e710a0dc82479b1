"""Whole runs in processes of their own that are killed at any moment: nothing is lost, nothing is there twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_runs import assert_same, frames, notice, write_lines

from mingdan.batch.status import read_status

pytestmark = pytest.mark.slow


def archive(tmp_path: Path, count: int) -> Path:
    banks = [f"{char}川农村商业银行股份有限公司" for char in "甲乙丙丁戊己庚辛"]
    lines = [
        {
            "text": notice(banks[number % 8], [f"第{number}科技有限公司", "蚂蚁"], f"2025年{number % 12 + 1}月1日"),
            "id": f"d{number}",
        }
        for number in range(count)
    ]
    return write_lines(tmp_path / "a.jsonl", lines)


def start(out: Path, path: Path, *more: str) -> "subprocess.Popen[bytes]":
    command = [
        sys.executable,
        "-m",
        "mingdan",
        "batch",
        str(path),
        "-o",
        str(out),
        "--profile",
        "fast",
        "--workers",
        "2",
    ]
    return subprocess.Popen(
        [*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def wait_for_parts(out: Path, count: int) -> None:
    until = time.monotonic() + 120
    while len(list((out / ".mingdan" / "parts").rglob("*.zip"))) < count:
        assert time.monotonic() < until, "no part was written"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive, and the output of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("kill")
    path = archive(folder, 900)
    run = start(folder / "whole", path)
    assert run.wait(timeout=300) == 0, run.stderr and run.stderr.read().decode()
    return path, folder / "whole"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_tables(
    whole: tuple[Path, Path], tmp_path: Path, seed: int
) -> None:
    path, expected = whole
    chance = random.Random(seed)
    out = tmp_path / "out"
    for number in range(3):
        run = start(out, path, "--resume")
        wait_for_parts(out, 2 * number + chance.randint(1, 3))
        time.sleep(chance.random() / 10)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    last = start(out, path, "--resume")
    assert last.wait(timeout=300) == 0
    assert_same(expected, out)
    assert frames(out)["documents"]["document"].is_unique
    assert read_status(out).state == "done"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_workers_that_are_killed_cost_nothing_but_time(whole: tuple[Path, Path], tmp_path: Path) -> None:
    path, expected = whole
    out = tmp_path / "out"
    run = start(out, path)
    for count in (2, 5):
        wait_for_parts(out, count)
        workers = [child for child in children(run.pid) if is_worker(child)]
        if workers:
            os.kill(workers[0], signal.SIGKILL)
    assert run.wait(timeout=300) == 0
    assert_same(expected, out)


def is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_an_interrupted_run_says_so_and_goes_on(whole: tuple[Path, Path], tmp_path: Path) -> None:
    path, expected = whole
    out = tmp_path / "out"
    run = start(out, path)
    wait_for_parts(out, 1)
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"--resume" in errors
    assert read_status(out).state == "interrupted"
    assert start(out, path, "--resume").wait(timeout=300) == 0
    assert_same(expected, out)
