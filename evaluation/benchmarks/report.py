"""Reports: how writing and opening one grows from a hundred documents to a thousand.

``python -m mingdan.evaluation.benchmarks.report [--sizes N ...] [--json FILE]`` prints ratios measured side by
side in one run. Documents are those of the corpus parts ``own`` and ``open``, again and again, each with a line of its
own. Opening is timed in Debian's chromium until the table is there.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mingdan.core.errors import UsageError
from mingdan.corpus.parts import load_part
from mingdan.evaluation.benchmark.machine import origin


@dataclass(frozen=True, slots=True)
class Figures:
    """Of each size the bytes of the report, the seconds to write and to open it, and the ratios of last to first."""

    sizes: tuple[int, ...]
    bytes: tuple[int, ...]
    written: tuple[float, ...]
    opened: tuple[float, ...]
    written_growth: float
    opened_growth: float


def output(folder: Path, count: int) -> Path:
    """An output of so many documents."""
    from mingdan.extract.inputs import Inputs
    from mingdan.extract.job import Job, check_folder
    from mingdan.extract.manifest import read_manifest
    from mingdan.extract.output import write_output
    from mingdan.extract.pipeline import load

    known = [*load_part("open"), *load_part("own")]
    lines: list[str] = []
    for number in range(count):
        one = known[number % len(known)]
        about = {"id": f"d{number}", "text": f"{one.text}\n（第{number}号）", "published": one.published}
        lines.append(json.dumps(about | {"publisher": one.publisher}, ensure_ascii=False))
    manifest = folder / f"{count}.jsonl"
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    inputs: Inputs = read_manifest(manifest)
    pipeline = load("fast")
    place = folder / f"out{count}"
    check_folder(place)
    write_output(place, Job(pipeline).run(inputs), pipeline, "fast")
    return place


def write_seconds(folder: Path, path: Path) -> float:
    """Time to write a report."""
    from mingdan.report import write_report

    begun = time.perf_counter()
    write_report(folder, path)
    return time.perf_counter() - begun


def open_seconds(path: Path, rounds: int) -> float:
    """The shortest time in which a browser shows the table."""
    import os

    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None:
        raise UsageError("there is no browser", hint="apt install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    times: list[float] = []
    with sync_playwright() as driver:
        opened: Any = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"] if root else [])
        for _ in range(rounds):
            page = opened.new_page()
            begun = time.perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready=yes]")
            page.wait_for_selector("#grid td[data-column]")
            times.append(time.perf_counter() - begun)
            page.close()
        opened.close()
    return min(times)


def measure(sizes: Sequence[int], rounds: int) -> Figures:
    """Write and open a report of each size."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        outputs = [output(folder, size) for size in sizes]
        paths = [folder / f"{size}.html" for size in sizes]
        written = [min(write_seconds(out, path) for _ in range(2)) for out, path in zip(outputs, paths, strict=True)]
        opened = [open_seconds(path, rounds) for path in paths]
        found = tuple(path.stat().st_size for path in paths)
    growth = (written[-1] / written[0], opened[-1] / opened[0])
    return Figures(tuple(sizes), found, tuple(written), tuple(opened), *growth)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description="How reports grow.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    found = measure(options.sizes, options.rounds)
    first, last = options.sizes[0], options.sizes[-1]
    print(f"{last} documents against {first}: writing takes {found.written_growth:.1f} times as long")
    print(f"opening takes {found.opened_growth:.2f} times as long ({found.opened[-1]:.2f} s here)")
    print(f"the file has {found.bytes[-1] / 2**20:.1f} MiB against {found.bytes[0] / 2**20:.1f}")
    if options.json:
        text = json.dumps({"origin": asdict(origin()), **asdict(found)}, indent=1)
        options.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
