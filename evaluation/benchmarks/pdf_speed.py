"""What reading newspaper pages costs beside the libraries alone, and the memory that a long file takes.

``python -m mingdan.evaluation.benchmarks.pdf_speed [--rounds 5] [--pages 500]`` prints CPU time as a multiple of that
of pypdfium2's plain text and as a share of pdfplumber's, on the newspaper pages of the test files and on generated
ones, and the peak memory of reading a tenth of ``--pages`` pages and all of them, each in a process of its own.
"""

import argparse
import io
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any

import pdfplumber
import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.corpus.parts import load_part
from mingdan.corpus.render import draw_options, newspaper
from mingdan.evaluation.benchmark.pdf import truths
from mingdan.evaluation.benchmarks.layouts import seeds
from mingdan.extract.readers.pdf import PdfReader

GENERATED = 12


def plain(data: bytes) -> None:
    """The text as pypdfium2 gives it."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_range()


def plumber(data: bytes) -> None:
    """The text as pdfplumber gives it."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()


def mingdan(data: bytes) -> None:
    """The articles."""
    PdfReader().read(data, "page")


def seconds(read: Callable[[bytes], None], files: Sequence[bytes], rounds: int) -> float:
    """CPU seconds of the best round; one round before does not count."""
    best = float("inf")
    for number in range(rounds + 1):
        start = time.process_time()
        for data in files:
            read(data)
        if number:
            best = min(best, time.process_time() - start)
    return best


def generated() -> list[bytes]:
    """Pages of open layouts."""
    documents = [document for document in load_part("own") if document.genre == "news"]
    chosen = enumerate(islice(seeds(locked=False), GENERATED))
    return [newspaper([documents[n % len(documents)]], seed, draw_options(seed)).pdf for n, seed in chosen]


def repeated(files: Sequence[bytes], pages: int) -> bytes:
    """One file of many pages."""
    whole: Any = pypdfium2.PdfDocument.new()
    sources: list[Any] = [pypdfium2.PdfDocument(data) for data in files]
    for number in range(pages):
        whole.import_pages(sources[number % len(sources)], [0])
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def peak(data: bytes) -> float:
    """Peak memory in MB of the process once it has read a file."""
    mingdan(data)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def peak_apart(data: bytes) -> float:
    """:func:`peak` in a fresh process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(peak, data).result()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=500)
    told = parser.parse_args()
    news = [truth.path.read_bytes() for truth in truths() if truth.path.stem.startswith("news")]
    for name, files in (("test files", news), ("generated", generated())):
        ours, raw, other = (seconds(read, files, told.rounds) for read in (mingdan, plain, plumber))
        print(f"{name}: {ours / raw:.1f} times pypdfium2's plain text; pdfplumber takes {other / ours:.1f} times ours")
    few, many = (peak_apart(repeated(news, pages)) for pages in (told.pages // 10, told.pages))
    print(f"peak memory: {few:.0f} MB with {told.pages // 10} pages, {many:.0f} MB with {told.pages}")


if __name__ == "__main__":
    main()
