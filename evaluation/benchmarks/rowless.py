"""How many rows are given for texts that state none.

``python -m mingdan.evaluation.benchmarks.rowless`` shows them for the readable writers; ``--unseen`` gives sums for the
writers whom nobody reads and appends them to ``corpus/unseen/rowless/log.jsonl``.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document
from mingdan.corpus.rowless import UNSEEN_ROWLESS_FOLDER, RowlessText, load_rowless, load_unseen_rowless
from mingdan.evaluation.commit import current_commit
from mingdan.extract.pipeline import Pipeline, load

LOG = UNSEEN_ROWLESS_FOLDER / "log.jsonl"


@dataclass(frozen=True, slots=True)
class FalseRows:
    """Rows given, texts with any, and texts in all."""

    rows: int = 0
    texts_with_rows: int = 0
    texts: int = 0

    def __add__(self, other: "FalseRows") -> "FalseRows":
        return FalseRows(self.rows + other.rows, self.texts_with_rows + other.texts_with_rows, self.texts + other.texts)


def extracted(pipeline: Pipeline, texts: Iterable[RowlessText]) -> Iterator[tuple[RowlessText, Document]]:
    """Each text with its record."""
    for text in texts:
        yield text, pipeline(text.text, id=text.id)


def sums(found: Iterable[tuple[RowlessText, Document]]) -> Mapping[str, FalseRows]:
    """The false rows of each writer."""
    by_author: dict[str, FalseRows] = {}
    for text, document in found:
        rows = len(document.partnerships)
        by_author[text.author] = by_author.get(text.author, FalseRows()) + FalseRows(rows, int(rows > 0), 1)
    return by_author


def unseen(pipeline: Pipeline, log: Path = LOG) -> Mapping[str, FalseRows]:
    """The sums of unseen writers; appends a line to ``log``."""
    found = sums(extracted(pipeline, load_unseen_rowless("measurement")))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"date": now, "commit": current_commit(), "profile": pipeline.profile, "writers": to_plain(found)}
    with log.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line) + "\n")
    return found


def report(figures: Mapping[str, FalseRows]) -> Iterator[str]:
    """Sums by writer and over all."""
    for author, found in (*figures.items(), ("all", sum(figures.values(), FalseRows()))):
        share = found.rows / max(1, found.texts)
        yield f"{author:<5}{found.rows:>4} rows in {found.texts_with_rows} of {found.texts} texts, {share:.2f} a text"


def rows_of(found: Sequence[tuple[RowlessText, Document]]) -> Iterator[str]:
    """Every row that was given, with its text's id."""
    for text, document in found:
        for row in document.partnerships:
            yield f"{text.id}  {row.discloser}  {row.partner}  {row.role}  {row.status}  {row.evidence}"


def main(arguments: list[str] | None = None) -> int:
    """Print the sums; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="measure the unseen writers and log the sums")
    parser.add_argument("--profile", default="default")
    options = parser.parse_args(arguments)
    pipeline = load(options.profile)
    if options.unseen:
        print("\n".join(report(unseen(pipeline))))
        return 0
    found = list(extracted(pipeline, load_rowless()))
    print("\n".join([*rows_of(found), *report(sums(found))]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
