"""Fail when a file has 400 lines or more or a function more than 40; name the longest ones.

Package code is checked for both, tests and scripts too. Lines are counted from ``def`` (or the first decorator) to the
last line of the body.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("extract", "models", "corpus", "evaluation", "src/mingdan", "tests", "scripts")
MAX_FILE_LINES = 399
MAX_FUNCTION_LINES = 40


class Length(NamedTuple):
    """A file or function and its number of lines."""

    lines: int
    name: str


def python_files(root: Path) -> Iterator[Path]:
    """Yield every Python file once: links inside the folders are not followed."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if path.resolve() == path.absolute():
                yield path


def function_lengths(path: Path, source: str) -> Iterator[Length]:
    """Yield the length of every function and method of one file."""
    for node in ast.walk(ast.parse(source, filename=str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield Length((node.end_lineno or first) - first + 1, f"{path}:{first} {node.name}")


def report(kind: str, lengths: list[Length], limit: int) -> bool:
    """Print those over the limit, or the longest one when none is; return whether all keep the limit."""
    over = sorted((length for length in lengths if length.lines > limit), reverse=True)
    for length in over:
        print(f"{kind} too long ({length.lines} lines, at most {limit}): {length.name}")
    if not over and lengths:
        worst = max(lengths)
        print(f"{kind}s: {len(lengths)} checked, the longest has {worst.lines} lines: {worst.name}")
    return not over


def main(root: Path = ROOT) -> int:
    """Check all files under ``root``; return the exit status."""
    files: list[Length] = []
    functions: list[Length] = []
    for path in python_files(root):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        files.append(Length(len(source.splitlines()), str(name)))
        functions.extend(function_lengths(name, source))
    results = [report("file", files, MAX_FILE_LINES), report("function", functions, MAX_FUNCTION_LINES)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
