"""The guards of the test run itself: the network is blocked, golden files are compared and not rewritten."""

import os
import socket
import urllib.request
from pathlib import Path

import pytest


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(RuntimeError, match="may not use the network"), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))


def test_a_library_cannot_reach_another_machine() -> None:
    with pytest.raises(RuntimeError, match="may not use the network"):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_golden_files_are_not_regenerated_in_ci() -> None:
    flags = {name: os.environ.get(name) for name in ("CI", "MINGDAN_REGENERATE")}
    assert not (flags["CI"] and flags["MINGDAN_REGENERATE"]), "unset MINGDAN_REGENERATE in CI"


def test_no_regeneration_flag_is_left_in_the_ci_script(root: Path) -> None:
    assert "MINGDAN_REGENERATE" not in (root / ".ci" / "run").read_text(encoding="utf-8")
