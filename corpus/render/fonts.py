"""Fonts of renderings: looked up by name in ``data/fonts.toml``, registered with reportlab when first used."""

import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.corpus.render import libraries


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its short name. ``kind``: ``cid`` (not embedded), ``ttf`` (embedded) or ``web`` (browsers only)."""

    name: str
    kind: str
    family: str
    file: str = ""
    package: str = ""
    cid: str = ""


@cache
def fonts() -> dict[str, Font]:
    """All known fonts by name, installed or not.

    >>> fonts()["stsong"].kind
    'cid'
    """
    table = tomllib.loads(files("mingdan.corpus.render").joinpath("data/fonts.toml").read_text("utf-8"))
    return {name: Font(name, **about) for name, about in table.items()}


def font(name: str) -> Font:
    """The font of that name. Raises :class:`UsageError` for an unknown name."""
    known = fonts()
    if name not in known:
        raise UsageError(f"unknown font {name!r}", hint=f"one of {', '.join(known)}")
    return known[name]


@cache
def _installed() -> dict[str, str]:
    program = shutil.which("fc-list")
    if program is None:
        raise MissingExtraError("fc-list is missing, which finds fonts", hint="apt install fontconfig")
    done = subprocess.run([program, ":", "file"], capture_output=True, text=True, timeout=60, check=False)
    paths = [Path(line.strip().rstrip(":").strip()) for line in done.stdout.splitlines() if line.strip()]
    return {path.name: str(path) for path in sorted(paths, reverse=True)}


def font_path(name: str) -> str:
    """The file of an installed font. Raises :class:`MissingExtraError` naming the apt package where it is missing."""
    wanted = font(name)
    found = _installed().get(wanted.file)
    if found is None:
        raise MissingExtraError(f"the font {wanted.family} is not installed", hint=f"apt install {wanted.package}")
    return found


def is_installed(name: str) -> bool:
    """Whether the font can be used here; one that is not embedded always can."""
    try:
        return font(name).kind == "cid" or bool(font_path(name))
    except MissingExtraError:
        return False


@cache
def register(name: str) -> str:
    """Register a font with reportlab and return the name that reportlab knows it by.

    Raises :class:`MissingExtraError` where it is not installed, :class:`UsageError` where reportlab cannot embed it.
    """
    wanted = font(name)
    metrics = libraries.metrics()
    if wanted.kind == "cid":
        metrics.registerFont(libraries.cid_fonts().UnicodeCIDFont(wanted.cid))
        return wanted.cid
    if wanted.kind != "ttf":
        raise UsageError(f"reportlab cannot embed {wanted.family}", hint="use the producer weasyprint or chromium")
    metrics.registerFont(libraries.truetype().TTFont(f"md-{name}", font_path(name), subfontIndex=0))
    return f"md-{name}"


@cache
def _glyphs(name: str) -> frozenset[int]:
    if font(name).kind != "ttf":
        return frozenset()
    return frozenset(libraries.metrics().getFont(register(name)).face.charToGlyph)


def missing_glyphs(name: str, text: str) -> set[str]:
    """Characters of ``text`` that an embedded font lacks; nothing is known of fonts that are not embedded."""
    known = _glyphs(name)
    return {char for char in set(text) if ord(char) not in known and not char.isspace()} if known else set()


def covering(name: str, text: str) -> str:
    """``name`` if the font has every character of ``text``, else ``zenhei``, else the font that is not embedded."""
    for candidate in (name, "zenhei"):
        if is_installed(candidate) and not missing_glyphs(candidate, text):
            return candidate
    return "stsong" if is_installed(name) else name


@cache
def width(name: str, char: str) -> float:
    """Advance width of a character in ems."""
    if font(name).kind == "web":
        return float(_outlines(name).getlength(char)) / 1000
    return float(libraries.metrics().stringWidth(char, register(name), 1000)) / 1000


@cache
def _outlines(name: str) -> Any:
    return libraries.image_font().truetype(font_path(name), 1000)
