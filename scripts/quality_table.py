"""Print the figures of the last measurements on the locked corpus parts; ``--write`` puts them into README.md.

They come from the last lines of kind ``extraction`` in ``log.jsonl`` of the parts ``locked`` and ``unseen``, to which
``mingdan evaluate --locked`` and ``--unseen`` append.
"""

import json
import sys
from typing import Any

from readme_blocks import README, write_block

CORPUS = README.parent / "corpus"
LOG = CORPUS / "locked" / "log.jsonl"
PARTS = {
    "locked": "locked documents, which nobody reads while writing rules",
    "unseen": "documents of the part `unseen`, by seven writers of whom nothing else was ever read",
}
PROFILES = ("default", "fast")
NONE_YET = "No measurement on this part has been recorded yet (`mingdan evaluate --{part}`).\n"
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


def last_measurement(log: str, profile: str = "default") -> dict[str, Any] | None:
    """Return the last line of kind ``extraction`` of a profile; null where there is none."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in log.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if line["kind"] == "extraction" and _is_of(line, profile)), None)


def _is_of(line: dict[str, Any], profile: str) -> bool:
    return (line["config"] or "default").split()[0] == profile


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


def table(log: str, part: str = "locked") -> str:
    """Return the block of a part for README.md."""
    run = last_measurement(log)
    if run is None:
        return NONE_YET.format(part=part)
    place = f"version {run['version']}, commit {(run['commit'] or 'unknown')[:12]}, {run['date'][:10]}"
    head = f"Measured on the {run['documents']} {PARTS[part]} ({place}).\n\n"
    return head + found_rows(run["scores"]) + "\n" + share_rows(run["scores"])


def current(part: str = "locked") -> str:
    """Return the block of a part for its log as it is."""
    return table(_log(part), part)


def _log(part: str) -> str:
    log = CORPUS / part / "log.jsonl"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def profiles() -> str:
    """Return the figures of rows by profile, side by side, for README.md."""
    head = "| part, profile | rows | rows with role | date of found rows | documents that stay without rows |\n"
    return (
        head
        + "| --- | --: | --: | --: | --: |\n"
        + "".join(
            f"| {part}, `{profile}` | " + " | ".join(_of_rows(run["scores"])) + " |\n"
            for part in PARTS
            for profile in PROFILES
            if (run := last_measurement(_log(part), profile)) is not None
        )
    )


def _of_rows(scores: dict[str, Any]) -> list[str]:
    found = [figure(scores["found"][name]["f1"]) for name in ("rows", "rows_with_role")]
    return found + [figure(scores["shares"][name]["share"]) for name in ("row_date_all", "clean_documents")]


def main() -> None:
    """Print, and perhaps write."""
    blocks = {"quality": current("locked"), "unseen": current("unseen"), "profiles": profiles()}
    for name, block in blocks.items():
        print(block, end="")
        if "--write" in sys.argv[1:]:
            write_block(name, block)


if __name__ == "__main__":
    main()
