"""A PDF as a scan of its printout: pages rasterised, turned a little, with noise, stored as JPEG."""

import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from mingdan.corpus.render import libraries


@dataclass(frozen=True, slots=True)
class ScanStyle:
    """``dpi``; rotation in degrees; standard deviation of noise in grey levels; blur radius in pixels; JPEG quality."""

    dpi: int = 200
    angle: float = 0.4
    noise: float = 8.0
    blur: float = 0.5
    quality: int = 70


def draw_scan_style(seed: int) -> ScanStyle:
    """The style of a seed.

    >>> draw_scan_style(3) == draw_scan_style(3)
    True
    """
    rng = random.Random(f"scan:{seed}")
    return ScanStyle(
        dpi=rng.choice((150, 200, 200, 300)),
        angle=round(rng.uniform(-1.2, 1.2), 2),
        noise=round(rng.uniform(3, 16), 1),
        blur=round(rng.uniform(0.2, 0.9), 2),
        quality=rng.randint(45, 85),
    )


def scan_pages(data: bytes, style: ScanStyle, seed: int = 0) -> list[bytes]:
    """One JPEG a page of the PDF ``data``."""
    document: Any = pypdfium2.PdfDocument(data)
    try:
        pages = [page.render(scale=style.dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()
    return [_worn(page, style, random.Random(f"{seed}:{number}")) for number, page in enumerate(pages)]


def _worn(page: Any, style: ScanStyle, rng: random.Random) -> bytes:
    image = libraries.image()
    turned = page.rotate(style.angle, resample=image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(libraries.image_filter().GaussianBlur(style.blur))
    grain = image.frombytes("L", (256, 256), bytes(_grey(rng, style.noise) for _ in range(256 * 256)))
    field = image.new("L", soft.size)
    for x in range(0, soft.width, 256):
        for y in range(0, soft.height, 256):
            field.paste(grain.rotate(rng.choice((0, 90, 180, 270))), (x, y))
    worn = libraries.image_chops().add(soft, field, 1, -128)
    buffer = BytesIO()
    worn.save(buffer, "JPEG", quality=style.quality, dpi=(style.dpi, style.dpi))
    return buffer.getvalue()


def _grey(rng: random.Random, noise: float) -> int:
    return min(255, max(0, round(rng.gauss(124, noise))))


def write_scan(pdf: bytes, path: Path, style: ScanStyle, seed: int = 0) -> list[Path]:
    """Write the scan of the PDF bytes ``pdf``: at ``path`` a PDF of images alone, beside it ``NAME_pN.jpg`` pages."""
    scans = scan_pages(pdf, style, seed)
    jpegs = [path.with_name(f"{path.stem}_p{number}.jpg") for number in range(1, len(scans) + 1)]
    for file, data in zip(jpegs, scans, strict=True):
        file.write_bytes(data)
    path.write_bytes(_image_pdf(scans, style))
    return jpegs


def _image_pdf(scans: list[bytes], style: ScanStyle) -> bytes:
    buffer = BytesIO()
    made = libraries.canvas().Canvas(buffer, invariant=1)
    for data in scans:
        picture = libraries.image_reader()(BytesIO(data))
        width, height = (side * 72 / style.dpi for side in picture.getSize())
        made.setPageSize((width, height))
        made.drawImage(picture, 0, 0, width, height)
        made.showPage()
    made.save()
    return buffer.getvalue()
