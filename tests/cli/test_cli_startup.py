"""Help loads nothing heavy; the documentation names every command and option."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from mingdan.cli.app import app

HEAVY = ("rich", "pandas", "spacy", "sqlalchemy", "onnxruntime", "pydantic", "openpyxl", "pyarrow", "jieba", "lxml")
DOCS = Path(__file__).parents[2] / "docs/cli.md"


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom mingdan.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as stop:\n    assert not stop.code\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_module_and_program_are_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "mingdan", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: mingdan ")


def test_a_narrow_encoding_does_not_stop_the_output() -> None:
    code = "from mingdan.cli.console import *; tolerate_any_encoding(); complain('海西'); say('银行')"
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert (done.stdout, done.stderr) == ("\\u94f6\\u884c\n", "error: \\u6d77\\u897f\n")


def commands() -> dict[str, Any]:
    group: Any = get_command(app)
    return dict(group.commands)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    sections = DOCS.read_text("utf-8").split("\n## ")
    section = next((part for part in sections if part.startswith(f"mingdan {name}\n")), "")
    assert section, f"docs/cli.md has no section for mingdan {name}"
    options = [option for parameter in commands()[name].params for option in parameter.opts if option[0] == "-"]
    assert [option for option in options if f"`{option}" not in section] == []
    assert commands()[name].help


def test_every_exit_code_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    assert [code for code in (0, 1, 2, 3, 4, 5, 130) if f"| {code} |" not in text] == []
