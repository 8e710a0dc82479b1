"""Batch runs: what a second worker gains, whether cost grows with the archive, and Ray beside the local engine.

``python -m mingdan.evaluation.benchmarks.batch [--documents N] [--sizes N ...] [--json FILE]`` prints ratios of times
measured side by side in one run. Documents are stories in one to ten papers, made of lines of the corpus parts ``own``
and ``open``.
Start-up (processes, models) is left out: each time is that of a run less that of a run over one part.
"""

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from mingdan.batch.plan import PART_INPUTS
from mingdan.batch.run import EngineName, Options, run_batch
from mingdan.batch.work import Setup
from mingdan.corpus.parts import load_part
from mingdan.evaluation.benchmark.machine import origin

LOOP = 20_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Ratios: ``loop_gain`` and ``batch_gain`` of two processes over one, ``kept`` the second by the first.

    ``growth`` is the time a document of the largest archive by that of the smallest, ``peak_mb`` the most memory that
    the first process had by then; ``ray`` is the speed of Ray by that of the local engine, both with two workers.
    """

    documents: int
    loop_gain: float
    batch_gain: float
    kept: float
    sizes: tuple[int, ...]
    milliseconds: tuple[float, ...]
    growth: float
    peak_mb: tuple[int, ...]
    ray: float | None


def archive(path: Path, count: int) -> Path:
    """A JSONL archive of so many documents: stories, each in one to ten papers, with lines of three texts each.

    Archives of fewer documents are the beginnings of larger ones, so that the mixture is the same in all.
    """
    texts = [(d.text, d.published, d.publisher) for d in (*load_part("open"), *load_part("own"))]
    draw = random.Random(20251001)
    number = 0
    with path.open("w", encoding="utf-8") as file:
        while number < count:
            (text, published, publisher), *others = draw.sample(texts, 3)
            lines = text.split("\n") + [line for other, _, _ in others for line in _some(draw, other)]
            papers = draw.choices(range(1, 11), [60, 10, 8, 6, 5, 4, 3, 2, 1, 1])[0]
            for copy in range(min(papers, count - number)):
                told = "\n".join([*lines, f"（第{number}号，第{copy + 1}家刊发）"])
                line = {"id": f"d{number}", "text": told, "published": published, "publisher": publisher}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                number += 1
    return path


def _some(draw: random.Random, text: str) -> list[str]:
    """About a third of the lines of a text."""
    return [line for line in text.split("\n") if draw.random() < 1 / 3]


def spin(count: int) -> int:
    """A loop that does nothing but use a CPU."""
    total = 0
    for number in range(count):
        total ^= number
    return total


def loop_seconds(processes: int) -> float:
    """Wall time of a loop in each of so many processes."""
    running = [multiprocessing.get_context("spawn").Process(target=spin, args=(LOOP,)) for _ in range(processes)]
    begun = time.perf_counter()
    for process in running:
        process.start()
    for process in running:
        process.join()
    return time.perf_counter() - begun


class Bench:
    """Runs in one folder, each over its own archive and into its own output."""

    def __init__(self, folder: Path, profile: str) -> None:
        self._folder, self._profile, self._runs = folder, profile, 0

    def seconds(self, count: int, workers: int, engine: EngineName = "local") -> float:
        """Wall time over ``count`` documents less that over one part a worker."""
        few = PART_INPUTS * workers
        return self._run(count + few, workers, engine) - self._run(few, workers, engine)

    def _run(self, count: int, workers: int, engine: EngineName) -> float:
        self._runs += 1
        path = archive(self._folder / f"{self._runs}.jsonl", count)
        out = self._folder / f"out{self._runs}"
        options = Options((str(path),), out, workers=workers, engine=engine, setup=Setup(profile=self._profile))
        begun = time.perf_counter()
        summary = run_batch(options)
        seconds = time.perf_counter() - begun
        if summary.rows["documents"] != count:
            raise RuntimeError(f"{summary.rows['documents']} of {count} documents")
        return seconds


def best(measure: Callable[[], float], rounds: int) -> float:
    """The shortest of several times."""
    return min(measure() for _ in range(rounds))


def measure(count: int, sizes: Sequence[int], profile: str, rounds: int) -> Figures:
    """All figures, one after the other on the same machine."""
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place), profile)
        loop = 2 * best(lambda: loop_seconds(1), rounds) / best(lambda: loop_seconds(2), rounds)
        one, two = (best(lambda w=workers: bench.seconds(count, w), rounds) for workers in (1, 2))
        each: list[float] = []
        peaks: list[int] = []
        for size in sizes:
            each.append(1000 * bench.seconds(size, 2) / size)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        ray = two / best(lambda: bench.seconds(count, 2, "ray"), rounds) if find_spec("ray") else None
    gain = one / two
    return Figures(count, loop, gain, gain / loop, tuple(sizes), tuple(each), each[-1] / each[0], tuple(peaks), ray)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000, help="documents of the comparisons")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="sizes for growth")
    parser.add_argument("--profile", default="fast")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    found = measure(options.documents, options.sizes, options.profile, options.rounds)
    loop, gain, kept = found.loop_gain, found.batch_gain, found.kept
    print(f"two processes gain {loop:.2f} in a loop, {gain:.2f} in a batch ({kept:.2f} of it)")
    told = ", ".join(f"{size}: {each:.2f} ms" for size, each in zip(found.sizes, found.milliseconds, strict=True))
    print(f"a document costs {found.growth:.2f} of what it costs in the smallest archive ({told})")
    print(f"most memory of the first process: {', '.join(f'{peak} MB' for peak in found.peak_mb)}")
    print("ray is not installed" if found.ray is None else f"ray has {found.ray:.2f} of the speed of the local engine")
    if options.json:
        text = json.dumps({"origin": asdict(origin()), **asdict(found)}, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
