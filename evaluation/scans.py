"""Scans made worse on purpose: few dots, skew, shadow, seals, faint print, turned pages."""

import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Page = Image.Image
_SEAL_RED = (196, 32, 38)


def noisy(page: Page, rng: random.Random, *, blur: float = 0.5, noise: float = 8.0) -> Page:
    """Softened, with grain of this standard deviation in grey levels."""
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
    grain = np.random.default_rng(rng.randrange(2**32)).normal(-2, noise, soft.shape[:2])
    return Image.fromarray(np.clip(soft + (grain[..., None] if soft.ndim == 3 else grain), 0, 255).astype(np.uint8))


def skewed(page: Page, degrees: float) -> Page:
    """Turned by some degrees on a white ground."""
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def shadowed(page: Page, rng: random.Random) -> Page:
    """A shadow that falls over a corner, as on a photograph: down to 45 % of the light."""
    y, x = np.mgrid[0 : page.height, 0 : page.width]
    angle = rng.uniform(0.4, 1.1)
    along = (x * np.cos(angle) + y * np.sin(angle)) / (page.width * np.cos(angle) + page.height * np.sin(angle))
    light = 1 - 0.55 / (1 + np.exp((along - 0.55) * -14))
    levels = np.asarray(page, dtype=np.float32)
    return Image.fromarray((levels * (light[..., None] if levels.ndim == 3 else light)).astype(np.uint8))


def sealed(page: Page, rng: random.Random, dpi: int) -> Page:
    """A round red seal of 42 mm with a star, printed through the text near the middle of the page."""
    size = round(42 / 25.4 * dpi)
    seal = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(seal)
    pen.ellipse((3, 3, size - 3, size - 3), outline=255, width=max(3, size // 28))
    points = [_on_circle(size, 0.18 if n % 2 == 0 else 0.07, n * 36 - 90) for n in range(10)]
    pen.polygon(points, fill=255)
    for turn in range(150, 391, 20):
        x, y = _on_circle(size, 0.39, turn)
        side = size // 16
        pen.rectangle((x - side, y - side, x + side, y + side), outline=255, width=max(2, size // 60))
    mask = np.asarray(seal, dtype=np.float32)[..., None] / 255 * 0.85
    levels = np.array(page.convert("RGB"), dtype=np.float32)
    left = round(page.width * rng.uniform(0.3, 0.6))
    top = round(page.height * rng.uniform(0.12, 0.3))
    part = levels[top : top + size, left : left + size]
    mask = mask[: part.shape[0], : part.shape[1]]
    part[:] = part * (1 - mask + mask * np.array(_SEAL_RED, dtype=np.float32) / 255)
    return Image.fromarray(levels.astype(np.uint8))


def _on_circle(size: int, radius: float, degrees: float) -> tuple[float, float]:
    angle = np.radians(degrees)
    return float(size / 2 + radius * size * np.cos(angle)), float(size / 2 + radius * size * np.sin(angle))


def faint(page: Page) -> Page:
    """Grey print on yellowed paper: levels from 120 to 215."""
    return page.point(lambda level: 120 + level * 95 / 255)


def _worn(dpi: int, *steps: Callable[[Page, random.Random, int], Page]) -> Callable[[Any, random.Random], bytes]:
    def make(pdf_page: Any, rng: random.Random) -> bytes:
        page: Page = pdf_page.render(scale=dpi / 72).to_pil().convert("RGB")
        for step in steps:
            page = step(page, rng, dpi)
        kind = "RGB" if _coloured(page) else "L"
        buffer = BytesIO()
        noisy(page.convert(kind), rng).save(buffer, "JPEG", quality=60, dpi=(dpi, dpi))
        return buffer.getvalue()

    return make


def _coloured(page: Page) -> bool:
    levels = np.asarray(page.convert("RGB"), dtype=np.int16)
    return bool((levels.max(axis=2) - levels.min(axis=2)).max() > 40)


def _skew(page: Page, rng: random.Random, dpi: int) -> Page:
    return skewed(page, rng.choice((-2.0, 2.0)))


def _shade(page: Page, rng: random.Random, dpi: int) -> Page:
    return shadowed(page, rng)


def _grey(page: Page, rng: random.Random, dpi: int) -> Page:
    return page.convert("L").convert("RGB")


def _pale(page: Page, rng: random.Random, dpi: int) -> Page:
    return faint(page)


def _turn(degrees: int) -> Callable[[Page, random.Random, int], Page]:
    return lambda page, rng, dpi: page.rotate(degrees, expand=True)


WEAR: dict[str, Callable[[Any, random.Random], bytes]] = {
    "plain 200 dpi": _worn(200),
    "150 dpi": _worn(150),
    "skew 2 degrees": _worn(200, _skew),
    "shadow": _worn(200, _shade),
    "red seal": _worn(200, sealed),
    "grey seal": _worn(200, sealed, _grey),
    "faint": _worn(200, _pale),
    "all of them, 150 dpi": _worn(150, sealed, _shade, _skew),
    "turned 90 degrees": _worn(200, _turn(90)),
    "upside down": _worn(200, _turn(180)),
}
"""Ways to scan a page of pypdfium2; each gives a JPEG. ``all of them`` has seal, shadow and skew."""
