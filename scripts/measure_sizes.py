"""Measure the wheel and a fresh environment with it, and print a table; ``--write`` puts it into README.md.

The environment is made with plain pip and the locked versions, so the package index must be within reach. Sizes are
sums of file sizes, in MB of 1,000,000 bytes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from readme_blocks import README, write_block

ROOT = README.parent
LARGEST = 5


def size(path: Path) -> int:
    """Return the bytes of a file or of all files under a folder; links count nothing."""
    files = [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return sum(item.stat().st_size for item in files if not item.is_symlink())


def megabytes(number: int) -> str:
    """Return bytes as MB.

    >>> megabytes(1_234_567), megabytes(123_456_789)
    ('1.2 MB', '123 MB')
    """
    value = number / 1_000_000
    return f"{value:.1f} MB" if value < 10 else f"{value:.0f} MB"


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout into ``folder``."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment without pip in ``folder``, install the wheel and return the folder with the packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-compile"]
    subprocess.run([*pip, "-c", str(ROOT / "requirements" / "constraints.txt"), str(wheel)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    return packages


def table(wheel: int, packages: Path) -> str:
    """Return the figures as a Markdown table."""
    parts = sorted(((size(part), part.name) for part in packages.iterdir()), reverse=True)
    largest = ", ".join(f"{name} {megabytes(number)}" for number, name in parts[:LARGEST])
    version = ".".join(map(str, sys.version_info[:2]))
    rows = [
        ("wheel of mingdan", megabytes(wheel)),
        (f"environment with everything it requires (Linux, Python {version})", megabytes(size(packages))),
        ("of that, the largest parts", largest),
    ]
    return "| what | size |\n| --- | --- |\n" + "".join(f"| {what} | {figure} |\n" for what, figure in rows)


def main() -> None:
    """Measure, print and perhaps write."""
    with tempfile.TemporaryDirectory() as name:
        wheel = build_wheel(Path(name))
        result = table(size(wheel), install(wheel, Path(name) / "environment"))
    print(result, end="")
    if "--write" in sys.argv[1:]:
        write_block("sizes", result)


if __name__ == "__main__":
    main()
