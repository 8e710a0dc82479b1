"""Write the counted parts of corpus/DATASHEET.md anew: ``python scripts/datasheet.py --write``.

Readable parts are counted from their documents; of locked parts the sums of the last measurement stand in their logs.
"""

import json
import sys

from quality_table import CORPUS, last_measurement
from readme_blocks import write_block

from mingdan.corpus.compiler import load_folder
from mingdan.corpus.parts import READABLE, load_part, load_training
from mingdan.corpus.stats import statistics, statistics_lines
from mingdan.evaluation.agreement import agreement, agreement_lines

DATASHEET = CORPUS / "DATASHEET.md"


def counts() -> str:
    """Return the numbers of each part as text."""
    lines: list[str] = []
    for part in READABLE:
        lines += [f"{part}:", *(f"  {line}" for line in statistics_lines(statistics(load_part(part)))), ""]
    for part in ("locked", "unseen"):
        lines += [f"{part} (sums of the last measurement):", *(f"  {line}" for line in locked_counts(part)), ""]
    return "```\n" + "\n".join(lines).rstrip("\n") + "\n```\n"


def locked_counts(part: str) -> list[str]:
    """Return documents, mentions and rows of a locked part from its log."""
    run = last_measurement((CORPUS / part / "log.jsonl").read_text(encoding="utf-8"))
    if run is None:
        return ["not measured yet"]
    found = run["scores"]["found"]
    labels = ", ".join(f"{name.split('.')[1]} {found[name]['gold']}" for name in found if "mentions." in name)
    head = f"{run['documents']} documents, {run['scores']['documents_without_rows']} without any row"
    return [
        head,
        f"mentions: {labels}",
        f"rows: {found['rows']['gold']}; stated counts: {found['stated_counts']['gold']}",
    ]


def agreed() -> str:
    """Return the agreement of the two annotations as text."""
    readable = load_training()
    found = agreement(readable, load_folder(CORPUS / "second"))
    return "```\n" + "\n".join(agreement_lines(found)) + "\n```\n"


def blocks() -> dict[str, str]:
    """Return the generated blocks by name."""
    return {"counts": counts(), "agreement": agreed()}


def main() -> None:
    """Print, and perhaps write."""
    found = blocks()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if "--write" in sys.argv[1:]:
        for name, content in found.items():
            write_block(name, content, DATASHEET)


if __name__ == "__main__":
    main()
