"""Mutated files of every kind against the readers: only an ``InputError`` may come out, within a time limit.

``python -m mingdan.evaluation.benchmarks.fuzz [--each 500] [--seed 1] [--seconds 20] [--json OUT]`` prints a table and
exits 1 where a file made the readers crash or hang. ``wrapped`` counts refusals in which a library failed with an error
of its own that the reader turned into a clear one. Pictures are not recognised here.
"""

import argparse
import gzip
import io
import json
import multiprocessing
import random
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from mingdan.core.errors import MingdanError
from mingdan.evaluation.benchmarks.fuzz_seeds import seeds

Outcome = Literal["read", "refused", "wrapped", "crash", "hang"]
OUTCOMES: tuple[Outcome, ...] = ("read", "refused", "wrapped", "crash", "hang")
_PACKED = frozenset({"tgz", "warc.gz"})
_ZIPPED = frozenset({"zip", "docx", "xlsx"})
_TOKENS = (
    b"\0" * 8,
    b"9" * 12,
    b"-1",
    b"<" * 50,
    b"<table>" * 40,
    b"[" * 2000,
    b"\xff\xfe",
    b"\r\n\r\n",
    b"%PDF-",
    b"PK\x03\x04",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One mutated file."""

    kind: str
    number: int
    data: bytes


@dataclass(slots=True)
class Line:
    """What became of the files of one kind; ``slowest`` in seconds, ``bad`` names the cases that crashed or hung."""

    kind: str
    files: int
    counts: dict[str, int]
    slowest: float
    bad: list[str]


def cases(count: int, seed: int, files: dict[str, bytes] | None = None) -> Iterator[Case]:
    """``count`` cases spread evenly over the kinds; the same seed gives the same bytes for the same files."""
    files = files or seeds()
    kinds = sorted(files)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        draw = random.Random(f"{seed}-{kind}-{number}")
        yield Case(kind, number, mutate(files[kind], kind, draw))


def mutate(data: bytes, kind: str, draw: random.Random) -> bytes:
    """Break a file; half of the packed ones inside, where checksums hold again afterwards."""
    if kind in _PACKED and draw.random() < 0.5:
        return gzip.compress(_broken(gzip.decompress(data), draw), mtime=0)
    if kind in _ZIPPED and draw.random() < 0.6:
        return _inside(data, draw)
    return _broken(data, draw)


def _inside(data: bytes, draw: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        infos = source.infolist()
        chosen = draw.choice(infos).filename
        for info in infos:
            body = source.read(info)
            target.writestr(info, _broken(body, draw) if info.filename == chosen else body)
    return buffer.getvalue()


def _broken(data: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.choice((1, 1, 2, 4, 16))):
        data = draw.choice(_MUTATIONS)(data, draw)
    return data


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _flip(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 20) if data else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _insert(data: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(data) + 1)
    token = draw.choice((*_TOKENS, draw.randbytes(draw.randint(1, 64))))
    return data[:place] + token + data[place:]


def _drop(data: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(data) + 1)
    return data[:place] + data[place + draw.randint(1, 200) :]


def _repeat(data: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(data) + 1)
    piece = data[place : place + draw.randint(1, 400)]
    return data[:place] + piece * draw.randint(2, 30) + data[place:]


def _swap(data: bytes, draw: random.Random) -> bytes:
    first, second = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return data[second:] + data[first:second] + data[:first]


def _digits(data: bytes, draw: random.Random) -> bytes:
    places = [place for place in range(len(data)) if data[place : place + 1].isdigit()]
    if not places:
        return data
    place = draw.choice(places)
    return data[:place] + draw.choice((b"99999999999", b"0", b"-1", b"2147483648")) + data[place + 1 :]


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _flip,
    _flip,
    _insert,
    _drop,
    _repeat,
    _swap,
    _digits,
)


def attempt(case: Case) -> tuple[Outcome, str]:
    """Read one case; the second value says what went wrong."""
    from mingdan.extract.readers import read_parts
    from mingdan.extract.readers.options import ReadOptions, use_options

    try:
        with use_options(ReadOptions(ocr="never")):
            parts = read_parts(case.data, f"case.{case.kind}")
    except MingdanError as error:
        wrapped = error.__cause__ is not None and "cannot be read" in error.message
        return ("wrapped" if wrapped else "refused"), error.message
    except BaseException as error:
        return "crash", f"{type(error).__name__}: {error}"
    for document in parts.documents:
        edges = [0, *(piece.end for piece in document.map)]
        if [piece.start for piece in document.map] != edges[:-1] or edges[-1] != len(document.text):
            return "crash", "the map does not cover the text"
    return ("read" if parts.documents else "refused"), ""


def _work(pipe: Connection) -> None:
    while True:
        pipe.send(attempt(pipe.recv()))


class _Worker:
    """A process that reads cases; it is ended where one takes too long or brings it down."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start()

    def _start(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_work, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def run(self, case: Case) -> tuple[Outcome, str]:
        try:
            self._pipe.send(case)
            if self._pipe.poll(self._seconds):
                return self._pipe.recv()
            outcome: tuple[Outcome, str] = ("hang", f"more than {self._seconds:g} s")
        except (EOFError, OSError) as error:
            outcome = ("crash", f"the process ended: {error}")
        self.close()
        self._start()
        return outcome

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def measure(count: int, seed: int = 1, seconds: float = 20.0) -> list[Line]:
    """Run ``count`` cases, each at most ``seconds``."""
    worker = _Worker(seconds)
    lines: dict[str, Line] = {}
    try:
        worker.run(Case("txt", -1, "名单".encode()))
        for case in cases(count, seed):
            line = lines.setdefault(case.kind, Line(case.kind, 0, dict.fromkeys(OUTCOMES, 0), 0.0, []))
            begin = time.perf_counter()
            outcome, message = worker.run(case)
            line.slowest = max(line.slowest, time.perf_counter() - begin)
            line.files += 1
            line.counts[outcome] += 1
            if outcome in ("crash", "hang"):
                line.bad.append(f"seed {seed} case {case.number}: {message}")
    finally:
        worker.close()
    return sorted(lines.values(), key=lambda line: line.kind)


def table(lines: Sequence[Line]) -> Iterator[str]:
    """The figures, one kind a line, then the bad cases."""
    yield f"{'kind':<12}{'files':>7}" + "".join(f"{name:>9}" for name in OUTCOMES) + f"{'slowest':>10}"
    for line in lines:
        counts = "".join(f"{line.counts[name]:>9}" for name in OUTCOMES)
        yield f"{line.kind:<12}{line.files:>7}{counts}{line.slowest:>9.2f}s"
    sums = "".join(f"{sum(line.counts[name] for line in lines):>9}" for name in OUTCOMES)
    yield f"{'all':<12}{sum(line.files for line in lines):>7}{sums}{max(line.slowest for line in lines):>9.2f}s"
    yield from (f"{line.kind}: {case}" for line in lines for case in line.bad)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=500, help="number of files of every kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0, help="limit for one file")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    found = measure(options.each * len(seeds()), options.seed, options.seconds)
    print("\n".join(table(found)))
    if options.json:
        options.json.write_text(json.dumps([asdict(line) for line in found], indent=1) + "\n", "utf-8")
    return 1 if any(line.bad for line in found) else 0


if __name__ == "__main__":
    sys.exit(main())
