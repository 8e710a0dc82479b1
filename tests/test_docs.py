"""The documents at the top of the checkout hold what they promise."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest
from make_picture import PICTURE, demo_output, picture
from quality_table import current, profiles
from readme_blocks import read_block

LINK = re.compile(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)")
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "THIRD_PARTY.md",
    "CHANGELOG.md",
    "docs/cli.md",
    "docs/batch.md",
    "corpus/DATASHEET.md",
)
FIRST_SCREEN = 12


@pytest.fixture
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_the_examples_in_the_readme_give_what_they_show(root: Path) -> None:
    result = doctest.testfile(str(root / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def test_the_first_screen_has_a_picture_and_the_two_commands(root: Path, readme: str) -> None:
    screen = "\n".join(readme.splitlines()[:FIRST_SCREEN])
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", screen)
    assert [(root / name).is_file() for name in pictures] == [True]
    assert re.findall(r"^make (\w+)", screen, re.MULTILINE) == ["demo", "test"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(root: Path, name: str) -> None:
    document = root / name
    targets = [path for path, _ in LINK.findall(document.read_text(encoding="utf-8")) if path]
    assert [path for path in targets if not (document.parent / path).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_named_exists(root: Path, name: str) -> None:
    named = set(re.findall(r"(?:^|`|=1 )make ([a-z-]+)", (root / name).read_text(encoding="utf-8"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


def test_the_generated_figures_are_current(readme: str) -> None:
    assert read_block("quality", readme) == current(), "run make docs"
    assert read_block("unseen", readme) == current("unseen"), "run make docs"
    assert read_block("profiles", readme) == profiles(), "run make docs"
    assert "MB" in read_block("sizes", readme), "run make sizes"


def test_the_picture_shows_what_the_demo_prints() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(demo_output()), "run make docs"


def test_the_picture_loads_nothing_from_the_network(root: Path) -> None:
    svg = (root / "docs" / "images" / "demo.svg").read_text(encoding="utf-8")
    assert "@font-face" not in svg
    assert "url(http" not in svg


def test_the_changelog_has_a_part_for_this_version_or_the_coming_one(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(Unreleased|{re.escape(version)})\]", changelog, re.MULTILINE)


def test_third_party_notices_name_every_required_library(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notices = (root / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    names = [re.split(r"[<>=\[]", line)[0].lower() for line in project["dependencies"]]
    assert [name for name in names if name not in notices] == []
