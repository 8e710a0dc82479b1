"""A real browser for tests, and the faults that it reports."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Faults:
    """Errors that pages wrote to the console, and exceptions that nothing caught."""

    told: list[str] = field(default_factory=list[str])

    def watch(self, page: Any) -> None:
        """Listen to a page."""
        page.on("console", self._note)
        page.on("pageerror", self._caught)

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.told.append(f"{message.type}: {message.text}")

    def _caught(self, error: Any) -> None:
        self.told.append(str(error))


@contextmanager
def browser() -> Generator[Any]:
    """Debian's chromium; skips the test where it is not installed."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("needs a browser: apt install chromium")
    sync_api: Any = pytest.importorskip("playwright.sync_api", reason="playwright is missing: make env-dev")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield opened
        opened.close()


@contextmanager
def page_of(opened: Any, **settings: Any) -> Generator[tuple[Any, Faults]]:
    """A page in a context of its own, with its faults."""
    context = opened.new_context(viewport={"width": 1500, "height": 950}, **settings)
    page, faults = context.new_page(), Faults()
    faults.watch(page)
    yield page, faults
    context.close()


def expect(locator: Any) -> Any:
    """What is to be true of a part of a page, sooner or later."""
    sync_api: Any = pytest.importorskip("playwright.sync_api", reason="playwright is missing: make env-dev")
    return sync_api.expect(locator)


def violations(page: Any) -> list[str]:
    """What axe finds against WCAG 2 A and AA, one line each."""
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: make env-dev").Axe
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    found = axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]
    ]
