"""The machine that a measurement ran on, and the state of the code."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from mingdan.evaluation.commit import current_commit


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores that this process may use, model of the processor, Python and operating system.

    ``load`` is the number of programs that wanted to run in the last minute, this one among them; null where unknown.
    """

    cores: int
    processor: str
    python: str
    system: str
    load: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """When, with which code and where something was measured; ``date`` is UTC."""

    date: str
    commit: str | None
    version: str
    machine: Machine


def origin() -> Origin:
    """Here and now."""
    date = datetime.now(UTC).isoformat(timespec="seconds")
    return Origin(date, current_commit(), version("mingdan"), machine())


def machine() -> Machine:
    """This machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    return Machine(cores, _processor() or platform.processor() or "unknown", platform.python_version(), system, _load())


def _load() -> float | None:
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _processor() -> str | None:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), None)
