"""Picture files to pages of grey pixels: PNG, JPEG, TIFF with its pages, WebP, BMP, GIF."""

import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from mingdan.core.errors import DamagedDocumentError, InputError, LimitError
from mingdan.extract.ocr.engine import Pixels
from mingdan.extract.ocr.libraries import opencv
from mingdan.extract.readers.limits import limits

_POINTS = 595.0
_STATED_DPI = (100, 1300)
_RED = 40
_STAMP_INCHES = (0.55, 2.6)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: grey ``pixels`` as stored, ``points`` (1/72 inch) of one pixel, ``number`` from 1."""

    number: int
    pixels: Pixels
    points: float


@contextmanager
def opened(data: bytes, where: str) -> Generator[Image.Image]:
    """The picture, its size checked before any pixel is unpacked. Raises :class:`InputError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                _check(image, where)
                yield image
    except Image.DecompressionBombError as error:
        raise _too_large(where) from error
    except InputError:
        raise
    except UnidentifiedImageError as error:
        raise DamagedDocumentError("the picture cannot be read", where=where, hint="open it in a viewer") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        message = "the picture is truncated or damaged"
        raise DamagedDocumentError(message, where=where, hint="fetch the file again") from error


def _check(image: Image.Image, where: str) -> None:
    if image.width * image.height > limits().image_pixels:
        raise _too_large(where)
    if getattr(image, "n_frames", 1) > limits().ocr_pages:
        message = f"the picture has more than {limits().ocr_pages} pages"
        raise LimitError(message, where=where, hint="cut it into several files")


def _too_large(where: str) -> InputError:
    message = f"the picture has more than {limits().image_pixels:,} pixels"
    return LimitError(message, where=where, hint="save it with fewer pixels")


def page_count(data: bytes, where: str) -> int:
    """Pages of the file: those of a TIFF, else 1. Raises :class:`InputError`."""
    with opened(data, where) as image:
        return _pages_of(image)


def _pages_of(image: Image.Image) -> int:
    return getattr(image, "n_frames", 1) if image.format == "TIFF" else 1


def pictures(data: bytes, where: str) -> Iterator[Picture]:
    """The pages, one after the other, turned as the camera says. Raises :class:`InputError`."""
    with opened(data, where) as image:
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            if number > _pages_of(image):
                return
            _check(frame, where)
            yield picture(frame, number)


def picture(frame: Image.Image, number: int, points: float | None = None) -> Picture:
    """A page of a picture; ``points`` of one pixel come from the file unless given."""
    upright = ImageOps.exif_transpose(frame)
    points = points or points_of(upright)
    return Picture(number, grey(upright, points), points)


def points_of(image: Image.Image) -> float:
    """Points of one pixel: from a resolution as scanners state it, else as if the short side were that of A4."""
    stated: Any = image.info.get("dpi", (0, 0))
    dpi = float(stated[0] or 0)
    if _STATED_DPI[0] <= dpi <= _STATED_DPI[1]:
        return 72 / dpi
    return _POINTS / max(1, min(image.size))


def grey(image: Image.Image, points: float) -> Pixels:
    """Grey levels on a white ground; the red of seals is taken away, so that the text under them stays."""
    if image.mode.startswith("I"):
        wide = np.asarray(image, dtype=np.float64)
        return (wide * (255 / max(1.0, float(wide.max())))).astype(np.uint8)
    if image.mode in ("RGBA", "LA", "PA", "P"):
        layered = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), layered).convert("RGB")
    if image.mode in ("1", "L", "F"):
        return np.asarray(image.convert("L"))
    colours = np.asarray(image.convert("RGB"))
    return _without_seals(colours, np.array(image.convert("L")), points)


def _without_seals(colours: Pixels, levels: Pixels, points: float) -> Pixels:
    red, others = colours[..., 0].astype(np.int16), colours[..., 1:].max(axis=2)
    mask = (red - others > _RED).astype(np.uint8)
    if int(mask.sum()) < 200:
        return levels
    cv2 = opencv()
    gap = max(3, round(5 / points))
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    smallest, largest = (inches * 72 / points for inches in _STAMP_INCHES)
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(closed)[2][1:]:
        if min(width, height) < smallest or max(width, height) > largest:
            continue
        part = np.s_[y : y + height, x : x + width]
        reddish = red[part] - others[part] > _RED // 2
        paper = max(1.0, float(np.percentile(red[part][reddish], 60))) if reddish.any() else 255.0
        cleared = np.clip(red[part] * (255 / paper), 0, 255)
        levels[part] = np.where(reddish, np.maximum(levels[part], cleared), levels[part])
    return levels
