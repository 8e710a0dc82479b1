"""PDF files of known content: what of their sentences, table rows and partners comes out, and how fast.

The files and their truth are this project's own; they lie in ``tests/fixtures/pdf`` of a checkout, more of them in the
folder ``pdf`` beside the data folder of :mod:`~mingdan.evaluation.benchmark.materials`.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingdan.core.records import Document
from mingdan.evaluation.benchmark.materials import data_folder
from mingdan.evaluation.benchmark.quality import silence
from mingdan.evaluation.benchmark.systems import Read
from mingdan.evaluation.scores import Tally

NAMES = ("news_*", "table_ruled", "table_borderless")
MISSING = "no PDF files with truth: they lie in ../shared/pdf or in tests/fixtures/pdf of a checkout"
PARTNER_COLUMN = "机构名称"


@dataclass(frozen=True, slots=True)
class Truth:
    """One file: sentences that belong together, rows of its table, partners named in it."""

    path: Path
    sentences: tuple[str, ...]
    rows: tuple[str, ...]
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PdfScore:
    """Right and total of each kind over all files, and pages per CPU-second (reading and extracting, best round)."""

    sentences: tuple[int, int]
    rows: tuple[int, int]
    partners: tuple[int, int]
    pages_per_second: float


def truths() -> list[Truth]:
    """All files at hand, each once; empty where there are none."""
    checkout = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "pdf"
    found = {
        path.stem: _truth(path)
        for folder in (checkout, data_folder().parent / "pdf")
        for name in NAMES
        for path in sorted(folder.glob(f"{name}.pdf"))
    }
    return [found[name] for name in sorted(found)]


def _truth(path: Path) -> Truth:
    data: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if "rows" not in data:
        return Truth(path, tuple(s for article in data["articles"] for s in article["sentences"]), (), ())
    column = data["header"].index(PARTNER_COLUMN) if PARTNER_COLUMN in data["header"] else None
    partners = [row[column] for row in data["rows"]] if column is not None else []
    return Truth(path, (), tuple("|".join(row) for row in data["rows"]), tuple(partners))


def measure_pdf(readers: Mapping[str, Read], files: Sequence[Truth], rounds: int) -> dict[str, PdfScore]:
    """Read every file with every system, ``rounds`` times in turn, at least once."""
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    sums: dict[str, tuple[Tally, Tally, Tally]] = {}
    with silence():
        pages = sum(map(_pages, files))
        for _ in range(max(rounds, 1)):
            for name, read in readers.items():
                start = time.process_time()
                outputs = [read(truth.path) for truth in files]
                seconds[name].append(time.process_time() - start)
                sums[name] = _sum(files, outputs)
    return {name: _score(sums[name], pages / max(min(seconds[name]), 1e-9)) for name in readers}


def _pages(truth: Truth) -> int:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    return len(pypdfium2.PdfDocument(truth.path))


def _sum(files: Sequence[Truth], outputs: Sequence[Sequence[Document]]) -> tuple[Tally, Tally, Tally]:
    kinds = [tallies(truth, documents) for truth, documents in zip(files, outputs, strict=True)]
    sentences, rows, partners = (sum((kind[number] for kind in kinds), Tally()) for number in range(3))
    return sentences, rows, partners


def tallies(truth: Truth, documents: Sequence[Document]) -> tuple[Tally, Tally, Tally]:
    """Sentences found whole in one document, table rows found cell by cell, partners found in rows."""
    texts = [bare(document.text) for document in documents]
    lines = {line for document in documents for line in table_lines(document.text)}
    partners = {bare(row.partner) for document in documents for row in document.partnerships}
    partners |= {bare(row.partner_text or "") for document in documents for row in document.partnerships}
    return (
        Tally.share([any(bare(sentence) in text for text in texts) for sentence in truth.sentences]),
        Tally.share([bare(row) in lines for row in truth.rows]),
        Tally.share([bare(name) in partners for name in truth.partners]),
    )


def table_lines(text: str) -> Iterator[str]:
    """Markdown rows of a text without white space and outer bars.

    >>> list(table_lines("a\\n| 1 | 甲 乙 |"))
    ['1|甲乙']
    """
    for line in text.split("\n"):
        if line.startswith("|"):
            yield bare(line.strip().strip("|"))


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)


def _score(sums: tuple[Tally, Tally, Tally], speed: float) -> PdfScore:
    sentences, rows, partners = ((tally.right, tally.gold) for tally in sums)
    return PdfScore(sentences, rows, partners, speed)
