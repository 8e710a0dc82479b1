"""What is installed, what is missing and what it would add."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

State = Literal["ok", "missing", "broken"]
Kind = Literal["base", "extra", "program", "font", "data"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``detail`` is a version or row count; ``adds`` and ``hint`` tell what a gap costs."""

    kind: Kind
    name: str
    state: State
    detail: str = ""
    adds: str = ""
    hint: str = ""


def examine() -> list[Finding]:
    """Look at the base packages, the extras, programs, fonts and data files."""
    parts = tomllib.loads(files("mingdan").joinpath("parts.toml").read_text("utf-8"))
    return [*_base(), *_extras(parts["extras"]), *_programs(parts["programs"]), _fonts(parts["fonts"]), *_data(parts)]


def healthy(findings: list[Finding]) -> bool:
    """Whether the base works: every base package loads and every data file can be read.

    >>> healthy([Finding("extra", "ocr", "missing")]), healthy([Finding("base", "pandas", "missing")])
    (True, False)
    """
    return all(item.state == "ok" for item in findings if item.kind in ("base", "data"))


def _requirements() -> Iterator[tuple[str, str | None]]:
    """``(distribution, extra or None)`` for each requirement of the installed package."""
    for line in requires("mingdan") or ():
        requirement, _, marker = line.partition(";")
        name = requirement.strip().split("[")[0]
        for stop in " <>=!~(":
            name = name.split(stop)[0]
        extra = marker.partition("extra ==")[2].strip().strip("'\" )")
        yield name, extra or None


def _base() -> Iterator[Finding]:
    yield Finding("base", "python", "ok", sys.version.split()[0])
    yield Finding("base", "mingdan", "ok", version("mingdan"))
    for name, extra in _requirements():
        if extra is None:
            yield _base_package(name)


def _base_package(name: str) -> Finding:
    hint = f"pip install --force-reinstall {name}, or install mingdan again"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Finding("base", name, "missing", hint=hint)
    try:
        for module in _modules(name):
            __import__(module)
    except Exception as error:
        return Finding("base", name, "broken", f"{found}: {type(error).__name__}", hint=hint)
    return Finding("base", name, "ok", found)


def _modules(name: str) -> list[str]:
    """The module of a distribution that has its name, else its first public one."""
    from importlib.metadata import packages_distributions

    own = _plain(name)
    tops = sorted(module for module, owners in packages_distributions().items() if own in map(_plain, owners))
    return [top for top in tops if _plain(top) == own] or [top for top in tops if not top.startswith("_")][:1]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _extras(adds: dict[str, str]) -> Iterator[Finding]:
    wanted: dict[str, list[str]] = {name: [] for name in adds}
    for package, extra in _requirements():
        if extra is not None:
            wanted.setdefault(extra, []).append(package)
    for name, packages in wanted.items():
        yield _extra(name, packages, adds.get(name, ""))


def _extra(name: str, packages: list[str], adds: str) -> Finding:
    found: list[str] = []
    missing: list[str] = []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if packages and not missing:
        return Finding("extra", name, "ok", ", ".join(found))
    detail = f"without {', '.join(missing)}" if missing else "not in the metadata of this installation"
    return Finding("extra", name, "missing", detail, adds, f"pip install '.[{name}]' in the source folder")


def _programs(programs: dict[str, dict[str, str]]) -> Iterator[Finding]:
    for name, about in programs.items():
        path = shutil.which(name)
        if path:
            yield Finding("program", name, "ok", path)
        else:
            yield Finding("program", name, "missing", "", about["adds"], f"apt install {about['package']}")


def _fonts(about: dict[str, str]) -> Finding:
    program = shutil.which("fc-list")
    names: list[str] = []
    if program:
        done = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, timeout=30, check=False)
        names = sorted({line.split(",")[0].strip() for line in done.stdout.splitlines() if line.strip()})
    if names:
        return Finding("font", "Chinese", "ok", ", ".join(names[:3]) + (" …" if len(names) > 3 else ""))
    return Finding("font", "Chinese", "missing", "", about["adds"], f"apt install {about['package']}")


def _data(parts: dict[str, Any]) -> Iterator[Finding]:
    for package in parts["data"]["packages"]:
        folder = files(package).joinpath("data")
        if not folder.is_dir():
            continue
        for path in sorted(folder.iterdir(), key=lambda item: item.name):
            if path.name.endswith((".csv", ".tsv", ".toml")):
                yield _data_file(f"{package}/{path.name}", path)


def _leaves(value: Any) -> int:
    """Values at the ends of nested tables and lists."""
    if isinstance(value, dict):
        return sum(_leaves(inner) for inner in value.values())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return sum(_leaves(inner) for inner in value)  # pyright: ignore[reportUnknownVariableType]
    return 1


def _data_file(name: str, path: Traversable) -> Finding:
    try:
        text = path.read_text("utf-8")
        if path.name.endswith(".toml"):
            return Finding("data", name, "ok", f"{_leaves(tomllib.loads(text))} entries")
        return Finding("data", name, "ok", f"{sum(1 for line in text.splitlines() if line.strip()) - 1} rows")
    except (OSError, ValueError) as error:
        return Finding("data", name, "broken", type(error).__name__, hint="install mingdan again")
