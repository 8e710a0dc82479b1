"""The commit that a measurement ran on."""

import subprocess
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def current_commit() -> str | None:
    """Hash of the checkout's commit, with ``+changes`` where tracked files differ; null outside a checkout."""
    head = _git("rev-parse", "HEAD")
    if head is None:
        return None
    return f"{head}+changes" if _git("status", "--porcelain", "--untracked-files=no", ":(top,exclude)*.jsonl") else head


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=_HERE, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
