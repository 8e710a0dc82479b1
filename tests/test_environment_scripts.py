"""The scripts behind make: which Python they choose, and what they say when none will do."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

COMPLETE = f'exec "{sys.executable}" "$@"'
WITHOUT_ENSUREPIP = f'case "$2" in *ensurepip*) exit 1 ;; *) exec "{sys.executable}" "$@" ;; esac'
TOO_OLD = "exit 1"
NUMBER = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A folder for stand-in commands, the only one on the search path besides id."""
    folder = tmp_path / "bin with space"
    folder.mkdir()
    add_command(folder, "id", "echo 1000")
    return folder


def add_command(folder: Path, name: str, body: str) -> None:
    """Write a shell command."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def find_python(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the search for a Python with the commands in ``folder`` only."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON"} | {"PATH": str(folder)}
    command = ["/bin/sh", str(root / "scripts" / "find_python.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("present", "chosen"),
    [
        ({"python3": COMPLETE, "python3.12": COMPLETE}, "python3.12"),
        ({"python3.11": TOO_OLD, "python3": COMPLETE}, "python3"),
        ({"python3.11": WITHOUT_ENSUREPIP, "python3.13": COMPLETE}, "python3.13"),
    ],
)
def test_the_first_python_that_can_make_an_environment_is_chosen(
    root: Path, commands: Path, present: dict[str, str], chosen: str
) -> None:
    for name, body in present.items():
        add_command(commands, name, body)
    run = find_python(root, commands)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{chosen}\n", "")


def test_a_missing_venv_module_is_named_with_the_line_that_installs_it(root: Path, commands: Path) -> None:
    add_command(commands, "python3", WITHOUT_ENSUREPIP)
    add_command(commands, "apt-get", "exit 0")
    run = find_python(root, commands)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].strip() == f"sudo apt-get install python{NUMBER}-venv"


def test_root_is_told_the_line_without_sudo(root: Path, commands: Path) -> None:
    add_command(commands, "id", "echo 0")
    add_command(commands, "python3", WITHOUT_ENSUREPIP)
    add_command(commands, "apt-get", "exit 0")
    assert find_python(root, commands).stderr.splitlines()[-1].strip() == f"apt-get install python{NUMBER}-venv"


def test_without_apt_the_missing_modules_are_named(root: Path, commands: Path) -> None:
    add_command(commands, "python3", WITHOUT_ENSUREPIP)
    run = find_python(root, commands)
    assert run.returncode == 1
    assert "venv" in run.stderr
    assert "apt-get" not in run.stderr


def test_no_python_at_all_is_named_with_the_line_that_installs_one(root: Path, commands: Path) -> None:
    add_command(commands, "python3", TOO_OLD)
    add_command(commands, "apt-get", "exit 0")
    run = find_python(root, commands)
    assert run.returncode == 1
    assert "no Python 3.11 or later" in run.stderr
    assert run.stderr.splitlines()[-1].strip() == "sudo apt-get install python3 python3-venv"
