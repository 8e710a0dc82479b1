"""How often the day of publication is found, on short texts whose only label it is.

``python -m mingdan.evaluation.benchmarks.published`` shows the readable writers, each judged by a model trained without
the writer (needs the extra ``train``); ``--unseen`` measures the shipped model on writers whose texts nobody reads, and
appends the sums to ``corpus/unseen/dated/log.jsonl``.
"""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mingdan.core.jsonio import to_plain
from mingdan.corpus.dated import UNSEEN_DATED_FOLDER, load_unseen_dated
from mingdan.evaluation.commit import current_commit
from mingdan.evaluation.training.published import Shares, by_author, cross_validated, examples, report, shares

LOG = UNSEEN_DATED_FOLDER / "log.jsonl"


def unseen(log: Path = LOG) -> Mapping[str, Shares]:
    """The shares of the shipped model by unseen writer; appends a line to ``log``."""
    found = {author: shares(own) for author, own in by_author(load_unseen_dated("measurement")).items()}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with log.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps({"date": now, "commit": current_commit(), "writers": to_plain(found)}) + "\n")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print the shares; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="measure the unseen writers and log the sums")
    options = parser.parse_args(arguments)
    print("\n".join(report(unseen() if options.unseen else cross_validated(examples()))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
