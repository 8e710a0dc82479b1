"""The scripts that guard the code base find what they are there to find."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def load_script(root: Path, name: str) -> ModuleType:
    """Import ``scripts/name.py``, which is not part of the package."""
    spec = importlib.util.spec_from_file_location(name, root / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("lines", "status"), [(39, 0), (40, 1), (500, 1)])
def test_a_function_of_more_than_40_lines_is_refused(root: Path, tmp_path: Path, lines: int, status: int) -> None:
    (tmp_path / "extract").mkdir()
    (tmp_path / "extract" / "long.py").write_text("def long():\n" + "    pass\n" * lines, encoding="utf-8")
    assert load_script(root, "check_lengths").main(tmp_path) == status


@pytest.mark.parametrize(("lines", "status"), [(399, 0), (400, 1)])
def test_a_file_of_400_lines_is_refused(root: Path, tmp_path: Path, lines: int, status: int) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "long.py").write_text("x = 1\n" * lines, encoding="utf-8")
    assert load_script(root, "check_lengths").main(tmp_path) == status


def report(folder: Path, *reasons: str) -> Path:
    """Write a test report with one passed test and one skipped test for each reason."""
    skips = "".join(
        f'<testcase classname="t" name="s"><skipped type="pytest.skip" message="{reason}"/></testcase>'
        for reason in reasons
    )
    path = folder / "report.xml"
    path.write_text(f'<testsuite><testcase classname="t" name="p"/>{skips}</testsuite>', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("reasons", "status"),
    [((), 0), (("needs ../shared/data/x.gz",), 0), (("needs ../shared/data/x.gz", "not today"), 1)],
)
def test_only_listed_reasons_for_a_skip_pass(root: Path, tmp_path: Path, reasons: tuple[str, ...], status: int) -> None:
    allowed = root / ".ci" / "allowed_skips.txt"
    assert load_script(root, "check_skips").main(report(tmp_path, *reasons), allowed) == status


def test_a_run_without_a_test_is_refused(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text("<testsuite/>", encoding="utf-8")
    assert load_script(root, "check_skips").main(path, root / ".ci" / "allowed_skips.txt") == 1
