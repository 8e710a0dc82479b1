"""Large inputs: rows through the table writers and back, documents through the main job in parts.

At scale 1 these are 1,000,000 rows and 100,000 documents. Rows are invented and all different; documents are those of
the corpus parts ``own`` and ``open`` with a running number, so their text repeats.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mingdan.core.jsonio import dumps
from mingdan.core.records import Document, Institution, Partnership
from mingdan.corpus.parts import load_part
from mingdan.evaluation.benchmark.machine import Origin, origin
from mingdan.extract.inputs import Input, Inputs
from mingdan.extract.job import Job
from mingdan.extract.pipeline import load
from mingdan.extract.table.frames import to_frames
from mingdan.extract.table.write import write_csv, write_xlsx

SCHEMA = "mingdan-heavy/1"
ROWS, DOCUMENTS = 1_000_000, 100_000
ROWS_A_DOCUMENT, PART = 100, 250


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: wall seconds, rows a second, size of the file in bytes where one was written."""

    name: str
    seconds: float
    per_second: float
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows through the writers and back. ``peak_mb``: the most memory of this process so far."""

    rows: int
    columns: int
    stages: tuple[Stage, ...]
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents through the job in worker processes.

    ``seconds`` is wall time with the start of the workers, ``cpu_seconds`` the sum over them without it; ``peak_mb`` is
    the most memory of one worker.
    """

    documents: int
    characters: int
    rows: int
    quarantined: int
    workers: int
    seconds: float
    cpu_seconds: float
    documents_per_second: float
    characters_per_second: float
    bytes: int
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Heavy:
    """Everything that a run found; ``scale`` is the share of the full size."""

    schema: str
    origin: Origin
    scale: float
    rows: Rows
    documents: Documents


def run(folder: Path, scale: float, workers: int, told: Callable[[str], None] = lambda text: None) -> Heavy:
    """Measure at a scale above 0, files in ``folder``; with 0 workers the documents run in this process."""
    told(f"{int(ROWS * scale):,} rows")
    rows = measure_rows(folder, max(int(ROWS * scale), 1))
    told(f"{int(DOCUMENTS * scale):,} documents, {workers} workers")
    documents = measure_documents(folder, max(int(DOCUMENTS * scale), 1), workers)
    return Heavy(SCHEMA, origin(), scale, rows, documents)


def measure_rows(folder: Path, rows: int) -> Rows:
    """Build the frame, write it as CSV, XLSX and Parquet, read each back; raises ValueError where rows differ."""
    stages: list[Stage] = []

    def timed(name: str, work: Callable[[], Any], file: Path | None = None) -> Any:
        start = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - start
        size = file.stat().st_size if file is not None else None
        stages.append(Stage(name, round(seconds, 3), round(rows / max(seconds, 1e-9), 1), size))
        return result

    documents = list(invented(rows))
    to_frames(documents[:1])
    frame = timed("records to frames", lambda: to_frames(documents)["partnerships"])
    csv, xlsx, parquet = (folder / f"rows.{suffix}" for suffix in ("csv", "xlsx", "parquet"))
    timed("write CSV", lambda: write_csv(csv, frame), csv)
    timed("write XLSX", lambda: write_xlsx(xlsx, frame, title="partnerships"), xlsx)
    timed("write Parquet", lambda: frame.to_parquet(parquet, index=False), parquet)
    for name, read in (("CSV", _csv(csv)), ("XLSX", _xlsx(xlsx)), ("Parquet", _parquet(parquet))):
        if timed(f"read {name}", read) != list(frame["partner"]):
            raise ValueError(f"{name} gave back other rows")
    return Rows(rows, frame.shape[1], tuple(stages), _peak())


def _csv(path: Path) -> Callable[[], list[str]]:
    import pandas as pd

    return lambda: list(pd.read_csv(path, dtype="string")["partner"])


def _parquet(path: Path) -> Callable[[], list[str]]:
    import pandas as pd

    return lambda: list(pd.read_parquet(path)["partner"])


def _xlsx(path: Path) -> Callable[[], list[str]]:
    def read() -> list[str]:
        from openpyxl import load_workbook

        book: Any = load_workbook(path, read_only=True)
        found: list[str] = []
        for sheet in book.worksheets:
            lines = sheet.iter_rows(values_only=True)
            column = next(lines).index("partner")
            found.extend(line[column] for line in lines)
        book.close()
        return found

    return read


def invented(rows: int) -> Iterator[Document]:
    """Documents of up to 100 rows each, ``rows`` in all.

    >>> [len(document.partnerships) for document in invented(120)]
    [100, 20]
    """
    for start in range(0, rows, ROWS_A_DOCUMENT):
        names = [f"第{n}号融资担保有限公司" for n in range(start, min(start + ROWS_A_DOCUMENT, rows))]
        bank = f"第{start // ROWS_A_DOCUMENT}农村商业银行股份有限公司"
        text = "\n".join([f"{bank}合作机构名单", *names])
        found: list[Partnership] = []
        at = len(bank) + 7
        for name in names:
            row = Partnership(bank, name, "credit_enhancement", "listed", "list", "2025-10-01", None, name, at, 0)
            found.append(replace(row, end=at + len(name), confidence=0.9, partner_text=name, discloser_text=bank))
            at += len(name) + 1
        institutions = {bank: Institution("bank"), **{name: Institution("guarantor") for name in names}}
        yield Document(f"r{start}", text, institutions=institutions, partnerships=tuple(found))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part gave: rows, quarantined inputs, bytes written, CPU seconds, peak memory of its process."""

    rows: int
    quarantined: int
    bytes: int
    cpu_seconds: float
    peak_mb: int


def measure_documents(folder: Path, documents: int, workers: int) -> Documents:
    """Run parts of 250 documents through the job, one JSONL file a part; the start of the workers counts."""
    sources = [(d.text, d.published, d.publisher) for name in ("own", "open") for d in load_part(name)]
    parts = [(folder, sources, start, min(start + PART, documents)) for start in range(0, documents, PART)]
    start = time.perf_counter()
    found = _in_processes(parts, workers) if workers else [_part(*part) for part in parts]
    seconds = time.perf_counter() - start
    characters = sum(len(_text(sources, number)) for number in range(documents))
    return Documents(
        documents=documents,
        characters=characters,
        rows=sum(part.rows for part in found),
        quarantined=sum(part.quarantined for part in found),
        workers=workers,
        seconds=round(seconds, 3),
        cpu_seconds=round(sum(part.cpu_seconds for part in found), 3),
        documents_per_second=round(documents / seconds, 1),
        characters_per_second=round(characters / seconds, 1),
        bytes=sum(part.bytes for part in found),
        peak_mb=max(part.peak_mb for part in found),
    )


_Source = tuple[str, str | None, str | None]


def _in_processes(parts: Sequence[tuple[Path, list[_Source], int, int]], workers: int) -> list[_Part]:
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [task.result() for task in [pool.submit(_part, *part) for part in parts]]


_pipelines: list[Any] = []


def _part(folder: Path, sources: Sequence[_Source], first: int, stop: int) -> _Part:
    if not _pipelines:
        _pipelines.append(load())
        _pipelines[0]("银行")
    start = time.process_time()
    inputs = Inputs(tuple(_input(sources, number) for number in range(first, stop)))
    result = Job(_pipelines[0]).run(inputs)
    path = folder / f"part-{first}.jsonl"
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines(dumps(document) + "\n" for document in result.documents)
    rows = sum(len(document.partnerships) for document in result.documents)
    seconds = time.process_time() - start
    return _Part(rows, len(result.quarantined), path.stat().st_size, seconds, _peak())


def _input(sources: Sequence[_Source], number: int) -> Input:
    _, published, publisher = sources[number % len(sources)]
    return Input(f"h{number}", None, _text(sources, number), f"h{number}", published, publisher)


def _text(sources: Sequence[_Source], number: int) -> str:
    return f"{sources[number % len(sources)][0].rstrip()}\n\n（第{number}篇）\n"


def _peak() -> int:
    """Most memory of this process so far, in MB; the system's own count of a process includes that of its parent."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
