"""Settings for all tests: no network, fixed hypothesis profiles, the golden-file flag."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import browser
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
REGENERATE = "MINGDAN_REGENERATE"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "default")


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine."""


def is_local(family: int, address: str | bytes | tuple[object, ...]) -> bool:
    """Whether a socket address is on this machine: a Unix socket or the loopback interface."""
    if family == getattr(socket, "AF_UNIX", None):
        return True
    return isinstance(address, tuple) and len(address) > 0 and address[0] in LOOPBACK


class GuardedSocket(socket.socket):
    """A socket that connects to this machine only."""

    def connect(self, address: Any, /) -> None:
        """Connect, or raise NetworkBlockedError for another machine's address."""
        if not is_local(self.family, address):
            raise NetworkBlockedError(f"tests may not use the network: connect to {address!r}")
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        """Like connect, with the error number as result."""
        if not is_local(self.family, address):
            raise NetworkBlockedError(f"tests may not use the network: connect to {address!r}")
        return super().connect_ex(address)


def pytest_configure(config: pytest.Config) -> None:
    """Block the network for the whole run, doctests included."""
    previous = socket.socket
    socket.socket = GuardedSocket  # type: ignore[misc]
    config.add_cleanup(lambda: setattr(socket, "socket", previous))


@pytest.fixture
def regenerate() -> bool:
    """Whether golden files are to be written anew (``MINGDAN_REGENERATE=1``) and not compared."""
    return os.environ.get(REGENERATE) == "1"


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests that look at pages."""
    with browser() as opened:
        yield opened
