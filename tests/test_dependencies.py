"""Declared dependencies, the lock file and the code agree."""

import ast
import importlib.metadata
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = ("src/mingdan", "extract", "models", "corpus", "evaluation")
USED_BY_OTHERS = frozenset({"lxml", "pyarrow"})
"""openpyxl writes exact carriage returns only with lxml; pandas writes Parquet with pyarrow."""
HEAVY = frozenset({"torch", "tensorflow", "jax", "triton"})


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def locked(root: Path) -> dict[str, set[str]]:
    """The locked versions by name; a package can have one per Python version."""
    versions: dict[str, set[str]] = {}
    for package in tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))["package"]:
        versions.setdefault(package["name"], set()).add(package["version"])
    return versions


def declared(project: dict[str, Any]) -> list[Requirement]:
    """Return all requirements of pyproject.toml: base, extras and dependency groups."""
    table = project["project"]
    extras: dict[str, list[str]] = table["optional-dependencies"]
    groups: dict[str, list[str]] = project["dependency-groups"]
    lines = [*table["dependencies"], *(line for part in (extras, groups) for lines in part.values() for line in lines)]
    return [Requirement(line) for line in lines]


def test_every_declared_requirement_is_locked_at_a_version_that_fits(
    project: dict[str, Any], locked: dict[str, set[str]]
) -> None:
    for requirement in declared(project):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in uv.lock: run make lock"
        assert all(version in requirement.specifier for version in versions), f"{requirement}: run make lock"


def test_the_constraints_are_those_of_the_lock(root: Path, locked: dict[str, set[str]]) -> None:
    lines = (root / "requirements" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned: dict[str, set[str]] = {}
    for requirement in map(Requirement, lines):
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        pinned.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    assert pinned == {name: versions for name, versions in locked.items() if name != "mingdan"}, "run make lock"


def test_no_deep_learning_framework_is_locked(locked: dict[str, set[str]]) -> None:
    assert HEAVY.isdisjoint(locked)


def names_in(node: ast.AST) -> list[str]:
    """Return what one node imports: by a statement, or by ``import_module`` with a fixed name."""
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom(module=str(name), level=0):
            return [name]
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name)), *_]):
            return [name]
        case _:
            return []


def imported_modules(folder: Path) -> Iterator[str]:
    """Yield the top-level name of every absolute import in the Python files of a folder."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from (name.partition(".")[0] for name in names_in(node))


BESIDE_PIP = {"torch"}
"""Installed with pip alone (``make train-env``): its builds differ by machine, so no extra and no lock names it."""


def third_party(root: Path, folders: tuple[str, ...]) -> set[str]:
    """Return the distributions that the code in ``folders`` imports."""
    names = {name for folder in folders for name in imported_modules(root / folder)}
    owners = importlib.metadata.packages_distributions()
    own = {path.stem for part in ("scripts", "tests/support") for path in (root / part).glob("*.py")}
    outside = names - set(sys.stdlib_module_names) - own - {"mingdan"}
    return {canonicalize_name(owners.get(name, [name])[0]) for name in outside}


def test_every_library_that_the_package_imports_is_declared(root: Path, project: dict[str, Any]) -> None:
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]
    lines: list[str] = [*project["project"]["dependencies"], *(line for lines in extras.values() for line in lines)]
    names = {canonicalize_name(Requirement(line).name) for line in lines}
    imported = third_party(root, PACKAGE)
    assert "pandas" in imported
    assert imported - BESIDE_PIP <= names


def test_every_library_that_the_tests_import_is_declared(root: Path, project: dict[str, Any]) -> None:
    names = {canonicalize_name(requirement.name) for requirement in declared(project)}
    assert third_party(root, ("tests",)) <= names


def test_every_required_library_is_used(root: Path, project: dict[str, Any]) -> None:
    required = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    assert required - third_party(root, PACKAGE) <= USED_BY_OTHERS
