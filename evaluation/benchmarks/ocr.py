"""How well pictures of pages are read: character error rates, table rows, glyph faults, seconds a page.

The rate is the edit distance over the length of the truth, both without white space, table marks and differences of
width, in reading order over the whole document. Files of ``../shared/pdf`` are left out where they are absent. The
scans are made here from renders of corpus documents (extra ``render``)::

    python evaluation/benchmarks/ocr.py [--engine rapidocr] [--documents 6] [--wear NAME ...] [--no-shared]
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.core.errors import InputError
from mingdan.core.records import Document
from mingdan.corpus.parts import load_part
from mingdan.corpus.render import render
from mingdan.evaluation.edits import bare, distance, error_rate
from mingdan.evaluation.scans import WEAR
from mingdan.extract.layout.glyphs import plain
from mingdan.extract.readers import read_bytes
from mingdan.extract.readers.options import ReadOptions, use_options

SHARED = Path(__file__).resolve().parents[2] / "../shared/pdf"


@dataclass(frozen=True, slots=True)
class Result:
    """Errors over characters of some pages, and the CPU seconds that they took."""

    errors: int
    chars: int
    pages: int
    seconds: float

    @property
    def rate(self) -> float:
        """Character error rate."""
        return self.errors / max(self.chars, 1)


def read_text(data: bytes, name: str) -> str:
    """The text of all documents in the data; empty where they are refused."""
    try:
        return "\n".join(document.text for document in read_bytes(data, name))
    except InputError:
        return ""


def table_rows(text: str) -> list[list[str]]:
    """Cells of the Markdown rows of a text, bare."""
    lines = (line.strip() for line in text.split("\n"))
    return [
        [bare(cell) for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|" and line[:4] != "|---"
    ]


def shared_scans() -> Iterator[str]:
    """Lines on the scan of a ruled table over three pages."""
    pages: list[str] = json.loads((SHARED / "scan_gt.json").read_text("utf-8"))
    errors = chars = 0
    for number, truth in enumerate(pages, 1):
        text = bare(read_text((SHARED / f"scan_p{number}.jpg").read_bytes(), f"scan_p{number}.jpg"))
        for part in filter(None, map(bare, truth.split())):
            errors += distance(part, text, within=True)
            chars += len(part)
    yield f"scan_p*.jpg: CER {errors / chars:.4f} ({errors} of {chars}, each piece of the truth at its best place)"
    start = time.process_time()
    text = read_text((SHARED / "table_scan.pdf").read_bytes(), "table_scan.pdf")
    spent = time.process_time() - start
    table: dict[str, Any] = json.loads((SHARED / "table_ruled.json").read_text("utf-8"))
    found = table_rows(text)
    right = sum([bare(str(cell)) for cell in row] in found for row in table["rows"])
    printed = read_text((SHARED / "table_ruled.pdf").read_bytes(), "table_ruled.pdf")
    rate = error_rate(printed, text)
    told = f"rows {right}/{len(table['rows'])}, CER {rate:.4f} in reading order"
    yield f"table_scan.pdf: {told}, {spent / 3:.2f} s a page"


def glyph_files() -> Iterator[str]:
    """Lines on the files with glyph faults: their rate and what the reader said."""
    for path in sorted(SHARED.glob("g_*.pdf")):
        truth = plain("".join(json.loads(path.with_suffix(".json").read_text("utf-8")).values()))
        try:
            documents = read_bytes(path.read_bytes(), path.name)
        except InputError as error:
            yield f"{path.stem:28} refused: {error.code}"
            continue
        rate = error_rate(truth, "".join(document.text for document in documents))
        codes = sorted({issue.code for document in documents for issue in document.issues})
        yield f"{path.stem:28} CER {rate:.3f}  {', '.join(codes)}"


def chosen(count: int) -> list[Document]:
    """Announcements of the corpus, those with a table first among each three."""
    known = [item for item in [*load_part("own"), *load_part("open")] if item.genre == "announcement"]
    tables = [item for item in known if item.layout in ("table", "mixed")]
    others = [item for item in known if item not in tables]
    mixed = [item for pair in zip(tables, others, strict=False) for item in pair]
    return mixed[:count]


def measure(pdfs: list[tuple[bytes, str]], wear: str) -> Result:
    """Scan and read each page of the PDFs; rates are those of whole documents."""
    errors = chars = pages = 0
    seconds = 0.0
    for number, (pdf, truth) in enumerate(pdfs):
        document: Any = pypdfium2.PdfDocument(pdf)
        scans = [WEAR[wear](page, random.Random(f"{wear}:{number}:{n}")) for n, page in enumerate(document)]
        document.close()
        start = time.process_time()
        text = "\n".join(read_text(scan, "scan.jpg") for scan in scans)
        seconds += time.process_time() - start
        known = bare(truth)
        errors, chars, pages = errors + distance(known, bare(text)), chars + len(known), pages + len(scans)
    return Result(errors, chars, pages, seconds)


def worn_scans(told: argparse.Namespace) -> Iterator[str]:
    """Lines on scans made of renders, the text layer itself first."""
    with tempfile.TemporaryDirectory() as folder:
        made = [render(item, "pdf", folder, seed) for seed, item in enumerate(chosen(told.documents))]
        pdfs = [(item.path.read_bytes(), str(item.truth["text"])) for item in made]
    start = time.process_time()
    errors = sum(distance(bare(truth), bare(read_text(pdf, "a.pdf"))) for pdf, truth in pdfs)
    spent = time.process_time() - start
    yield f"{'text layer':24} CER {errors / sum(len(bare(truth)) for _, truth in pdfs):.4f}  {spent:8.2f} s in all"
    for wear in told.wear or WEAR:
        found = measure(pdfs, wear)
        pace = found.seconds / found.pages
        yield f"{wear:24} CER {found.rate:.4f}  {pace:8.2f} s a page, {found.pages} pages, {found.chars} characters"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--documents", type=int, default=6)
    parser.add_argument("--wear", nargs="*", choices=list(WEAR))
    parser.add_argument("--no-shared", action="store_true")
    told = parser.parse_args()
    with use_options(ReadOptions(engine=told.engine)):
        if SHARED.is_dir() and not told.no_shared:
            for text in (*shared_scans(), *glyph_files()):
                print(text, flush=True)
        for text in worn_scans(told):
            print(text, flush=True)


if __name__ == "__main__":
    main()
