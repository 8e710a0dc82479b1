"""Run ``mingdan demo`` and write what its terminal shows as docs/images/demo.svg."""

import os
import re
import subprocess
import sys
import tempfile
from html import escape, unescape
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "demo.svg"
WIDTH = 140
CELL = 12.2
FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'WenQuanYi Zen Hei Mono', 'Microsoft YaHei Mono', monospace"
FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
TEXT = re.compile(
    r'<text class="(?P<style>demo-r\d+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"(?P<after>[^>]*)>'
    r"(?P<content>[^<]*)</text>"
)


def demo_output() -> str:
    """Return what the demo prints on a terminal of the picture's width, colours as escape codes."""
    terminal = {"COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mingdan", "demo", "--out", folder]
        run = subprocess.run(command, env=os.environ | terminal, capture_output=True, text=True, check=True)
        return run.stdout.replace(folder, "out")


def place(element: re.Match[str]) -> str:
    """Return a text element as one element for each stretch of equal width, each as wide as its terminal cells.

    The export gives a Chinese character the width of one cell; it takes two.
    """
    parts: list[str] = []
    x = float(element["x"])
    for wide, group in groupby(unescape(element["content"]), key=lambda character: cell_len(character) == 2):
        text = "".join(group)
        width = CELL * len(text) * (2 if wide else 1)
        if text.strip():
            box = f'x="{x:.1f}" y="{element["y"]}" textLength="{width:.1f}"'
            parts.append(f'<text class="{element["style"]}" {box}{element["after"]}>{escape(text)}</text>')
        x += width
    return "".join(parts)


def picture(output: str) -> str:
    """Return terminal output as SVG. It names no font on the network: the reader's own fonts are used."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text("$ mingdan demo", style="bold"))
    console.print(Text.from_ansi(output.rstrip("\n")))
    svg = console.export_svg(title="mingdan demo", theme=DIMMED_MONOKAI, unique_id="demo")
    svg = FONT_FACE.sub("", svg).replace("font-variant-east-asian: full-width;", "")
    return TEXT.sub(place, svg).replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")


def main() -> None:
    """Write the picture."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(demo_output()), encoding="utf-8")
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
