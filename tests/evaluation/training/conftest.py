"""What tests of training share."""

import builtins
import io
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every path that is opened from here on."""
    paths: list[Path] = []
    original: Any = io.open

    def spy(file: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(file, int):
            paths.append(Path(file).resolve())
        return original(file, *args, **options)

    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(io, "open", spy)
    return paths
