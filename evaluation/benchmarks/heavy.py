"""Rows and documents by the hundred thousand: time, throughput, memory.

``--scale 1`` is 1,000,000 rows through the table writers and back and 100,000 documents through the main job; the
default is a hundredth of it::

    python evaluation/benchmarks/heavy.py [--scale 0.01] [--workers N] [--json OUT]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from mingdan.core.jsonio import to_plain
from mingdan.evaluation.benchmark.heavy import Heavy, run


def lines(result: Heavy) -> list[str]:
    """The result as plain text."""
    rows, documents = result.rows, result.documents
    shown = [f"{rows.rows:,} rows of {rows.columns} columns, at most {rows.peak_mb} MB"]
    for stage in rows.stages:
        size = f"{stage.bytes / 1e6:10.1f} MB" if stage.bytes is not None else ""
        shown.append(f"  {stage.name:<18}{stage.seconds:9.2f} s{stage.per_second:14,.0f} rows/s{size}")
    shown.append(
        f"{documents.documents:,} documents, {documents.characters:,} characters, {documents.workers} workers, "
        f"at most {documents.peak_mb} MB a worker"
    )
    shown.append(
        f"  {documents.seconds:.1f} s ({documents.cpu_seconds:.1f} s of CPU), {documents.documents_per_second:,.1f} "
        f"documents/s, {documents.characters_per_second:,.0f} characters/s, {documents.rows:,} rows, "
        f"{documents.quarantined} quarantined"
    )
    return shown


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, perhaps write JSON; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.01, help="share of the full size, above 0; 0.01 unless given")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes for documents")
    parser.add_argument("--json", type=Path, help="file for the result")
    options = parser.parse_args(arguments)
    if not 0 < options.scale <= 1 or options.workers < 0:
        parser.error("--scale lies above 0 and not above 1, --workers is 0 or more")
    with tempfile.TemporaryDirectory(prefix="mingdan-heavy-") as folder:
        result = run(Path(folder), options.scale, options.workers, lambda text: print(text, file=sys.stderr))
    print("\n".join(lines(result)))
    if options.json is not None:
        options.json.write_text(json.dumps(to_plain(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
