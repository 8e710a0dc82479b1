"""Which package may import which, and under which names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

BARE_NAMES = ("extract", "models", "corpus", "evaluation")


def modules_after(code: str, folder: Path) -> set[str]:
    """Run ``code`` in a fresh interpreter in ``folder`` and return the names of all loaded modules."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_import_layers_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_four_folders_are_not_loaded_under_their_bare_names(root: Path) -> None:
    code = "import " + ", ".join(f"mingdan.{name}" for name in BARE_NAMES)
    loaded = modules_after(code, root)
    assert {f"mingdan.{name}" for name in BARE_NAMES} <= loaded
    assert loaded.isdisjoint(BARE_NAMES)


def test_importing_the_package_alone_loads_no_heavy_library(root: Path) -> None:
    loaded = modules_after("import mingdan", root)
    assert "mingdan" in loaded
    assert loaded.isdisjoint({"pandas", "spacy", "jieba", "pdfplumber", "pyarrow", "pydantic"})


def test_extracting_loads_no_evaluation(root: Path) -> None:
    loaded = modules_after("import mingdan.extract.pipeline", root)
    assert not [name for name in loaded if name.startswith(("mingdan.evaluation", "mingdan.cli", "mingdan.corpus"))]


def test_a_type_checker_resolves_the_editable_package(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("from mingdan.extract.draft import Draft\n\nwrong: int = Draft\n", encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson", str(sample)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [found["rule"] for found in json.loads(run.stdout)["generalDiagnostics"]] == ["reportAssignmentType"]
