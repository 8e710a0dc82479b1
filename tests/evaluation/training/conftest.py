"""What tests of training share."""

import builtins
import io
from pathlib import Path
from typing import Any

import pytest

from mingdan.corpus.parts import compiled_part


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every path that is opened from here on; no document is known yet."""
    compiled_part.cache_clear()
    paths: list[Path] = []
    original: Any = io.open

    def spy(file: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(file, int):
            paths.append(Path(file).resolve())
        return original(file, *args, **options)

    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(io, "open", spy)
    return paths
