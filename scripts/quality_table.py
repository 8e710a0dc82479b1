"""Print the figures of the last measurement on the locked corpus part as a table; ``--write`` puts it into README.md.

They come from the last line of kind ``extraction`` in ``corpus/locked/log.jsonl``, which ``mingdan evaluate --locked``
appends to.
"""

import json
import sys
from typing import Any

from readme_blocks import README, write_block

LOG = README.parent / "corpus" / "locked" / "log.jsonl"
NONE_YET = "No measurement on the locked part has been recorded yet (`mingdan evaluate --locked`).\n"
FOUND = {
    "mentions.INST": "mentions of institutions",
    "mentions.ROLE": "mentions of roles",
    "mentions.DATE": "mentions of dates",
    "mentions.POLICY": "mentions of policies",
    "mentions.PRODUCT": "mentions of products",
    "rows": "table rows: discloser and partner",
    "rows_with_role": "table rows: discloser, partner and role",
}
SHARES = {
    "date_value": "ISO value of found dates",
    "role_code": "code of found roles",
    "row_date_all": "date of found rows",
    "clean_documents": "documents without partners that stay without rows",
}


def last_measurement(log: str) -> dict[str, Any] | None:
    """Return the last line of kind ``extraction``; null where there is none."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in log.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if line["kind"] == "extraction"), None)


def figure(estimate: dict[str, Any]) -> str:
    """Return an estimate with its interval.

    >>> figure({"value": 0.9126, "low": 0.8, "high": 1.0}), figure({"value": None, "low": None, "high": None})
    ('0.913 (0.800 to 1.000)', 'none to find')
    """
    if estimate["value"] is None:
        return "none to find"
    if estimate.get("low") is None:
        return f"{estimate['value']:.3f}"
    return f"{estimate['value']:.3f} ({estimate['low']:.3f} to {estimate['high']:.3f})"


def found_rows(scores: dict[str, Any]) -> str:
    """Return the measures with precision and recall as a Markdown table."""
    head = "| what | in gold | precision | recall | F1 (95 % interval) |\n| --- | --: | --: | --: | --: |\n"
    rows = ((title, scores["found"][name]) for name, title in FOUND.items() if name in scores["found"])
    return head + "".join(
        f"| {title} | {row['gold']} | {figure({'value': row['precision']['value']})} "
        f"| {figure({'value': row['recall']['value']})} | {figure(row['f1'])} |\n"
        for title, row in rows
    )


def share_rows(scores: dict[str, Any]) -> str:
    """Return the measures that are right or wrong as a Markdown table."""
    head = "| what | cases | right (95 % interval) |\n| --- | --: | --: |\n"
    rows = ((title, scores["shares"][name]) for name, title in SHARES.items() if name in scores["shares"])
    return head + "".join(f"| {title} | {row['total']} | {figure(row['share'])} |\n" for title, row in rows)


def table(log: str) -> str:
    """Return the block for README.md."""
    run = last_measurement(log)
    if run is None:
        return NONE_YET
    place = f"version {run['version']}, commit {(run['commit'] or 'unknown')[:12]}, {run['date'][:10]}"
    head = f"Measured on the {run['documents']} locked documents, which nobody reads while writing rules ({place}).\n\n"
    return head + found_rows(run["scores"]) + "\n" + share_rows(run["scores"])


def current() -> str:
    """Return the block for the log as it is."""
    return table(LOG.read_text(encoding="utf-8") if LOG.exists() else "")


def main() -> None:
    """Print, and perhaps write."""
    result = current()
    print(result, end="")
    if "--write" in sys.argv[1:]:
        write_block("quality", result)


if __name__ == "__main__":
    main()
