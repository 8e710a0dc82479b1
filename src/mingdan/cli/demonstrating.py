"""Body of ``mingdan demo``."""

import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from mingdan.cli import extracting


def run(out: Path | None, *, json: bool = False, debug: bool = False) -> int:
    """Extract the bundled examples into ``out``, or into a new temporary folder that stays; return the exit code."""
    folder = out or Path(tempfile.mkdtemp(prefix="mingdan-demo-"))
    with as_file(files("mingdan") / "examples") as examples:
        manifest = examples / "manifest.jsonl"
        return extracting.run(extracting.Options((), folder, manifest=manifest, json=json, debug=debug))
