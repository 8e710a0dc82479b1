"""HTML to PDF by WeasyPrint or by Chromium."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.corpus.render import libraries

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 120


def html_to_pdf(html: str, producer: str) -> bytes:
    """Print a page that holds its own styles. ``producer``: ``weasyprint`` or ``chromium``.

    Raises :class:`MissingExtraError` where the producer is not installed, :class:`UsageError` for another one.
    """
    if producer == "weasyprint":
        return bytes(libraries.weasyprint().HTML(string=html).write_pdf())
    if producer == "chromium":
        return _chromium(html)
    raise UsageError(f"unknown producer {producer!r}", hint="weasyprint or chromium")


def chromium_path() -> str:
    """The Chromium program. Raises :class:`MissingExtraError` naming the apt package where there is none."""
    found = next((path for path in map(shutil.which, _PROGRAMS) if path), None)
    if found is None:
        raise MissingExtraError("Chromium is not installed", hint="apt install chromium, or use another producer")
    return found


def _chromium(html: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/p",
        ]
        command = [chromium_path(), *options, f"--print-to-pdf={made}", source.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        if not made.exists():
            raise MissingExtraError(
                f"Chromium printed nothing (exit {done.returncode})", hint="use the producer weasyprint or reportlab"
            )
        return made.read_bytes()
