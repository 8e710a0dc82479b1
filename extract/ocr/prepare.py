"""A page made fit for recognition: shadows evened out, contrast stretched, turned upright, and the way back."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mingdan.extract.layout.builder import Box
from mingdan.extract.ocr.engine import Pixels
from mingdan.extract.ocr.libraries import opencv
from mingdan.extract.ocr.pictures import Picture

_SMALL = 900
_LONG = 4200
_GAIN = 2.2
_EVEN = 0.88
_FAINT = 0.5
_WHITE = 150
_MAX_ANGLE = 5.0
_MIN_ANGLE = 0.06
_PROFILE = 1000
_FIT = 1.02
Matrix = Any
"""A numpy array of 2 x 3: an affine map of pixels."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """``pixels`` as changed; ``back`` maps them to the pixels of the picture; ``points`` as in the picture.

    ``scale`` is how much larger the pixels are shown, ``size`` the picture's width and height in pixels.
    """

    pixels: Pixels
    back: Matrix
    points: float
    scale: float
    size: tuple[int, int]

    @property
    def unit(self) -> float:
        """Points of one changed pixel."""
        return self.points / self.scale

    def place(self, box: Box) -> Box:
        """A box of the changed pixels as a box of the page as it came, in points."""
        corners = np.array([[x, y, 1.0] for x in (box[0], box[2]) for y in (box[1], box[3])])
        found = corners @ self.back.T * self.points
        limit = np.array(self.size) * self.points
        low, high = np.clip(found.min(axis=0), 0, limit), np.clip(found.max(axis=0), 0, limit)
        return (round(float(low[0]), 2), round(float(low[1]), 2), round(float(high[0]), 2), round(float(high[1]), 2))


def prepare(page: Picture) -> Prepared:
    """Scale, even out and straighten a page."""
    height, width = page.pixels.shape
    scale = _scale(width, height)
    made = Prepared(page.pixels, np.array([[1.0, 0, 0], [0, 1.0, 0]]), page.points, 1.0, (width, height))
    if scale != 1:
        cv2 = _cv2()
        kind = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        shape = (max(1, round(width * scale)), max(1, round(height * scale)))
        back = np.array([[1 / scale, 0, 0], [0, 1 / scale, 0]])
        made = replace(made, pixels=cv2.resize(page.pixels, shape, interpolation=kind), back=back, scale=scale)
    made = replace(made, pixels=even(made.pixels))
    angle = skew(made.pixels)
    return straighten(made, angle) if abs(angle) >= _MIN_ANGLE else made


def _cv2() -> Any:
    return opencv()


def _scale(width: int, height: int) -> float:
    short, long = min(width, height), max(width, height)
    if short < _SMALL and long < 2 * _SMALL:
        return 2.0
    return min(1.0, _LONG / long) if long < 2 * short else min(1.0, _LONG / 2 / short)


def even(pixels: Pixels) -> Pixels:
    """The page with its ground made white where shadows lie on it or the print is faint; else as it is.

    Dark areas stay dark. A clean page is left alone, since thin strokes suffer from every change.
    """
    cv2 = _cv2()
    shape = (max(1, pixels.shape[1] // 8), max(1, pixels.shape[0] // 8))
    small = cv2.resize(pixels, shape, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    ground = cv2.GaussianBlur(cv2.medianBlur(ground, 5), (0, 0), 4).astype(np.float32)
    white = max(60.0, float(np.percentile(ground, 90)))
    dark = float(np.percentile(pixels[::2, ::2], 0.5)) / white
    shaded = float(np.percentile(ground, 4)) < _EVEN * white
    if not shaded and dark < _FAINT and white > _WHITE:
        return pixels
    full = cv2.resize(np.maximum(ground, white / _GAIN), pixels.shape[::-1], interpolation=cv2.INTER_LINEAR)
    levels = pixels.astype(np.float32) / full
    low = min(0.7, dark) if dark >= _FAINT else 0.0
    return np.clip((levels - low) / (1 - low) * 250, 0, 255).astype(np.uint8)


def ink(pixels: Pixels) -> Pixels:
    """1 where a pixel is darker than its surroundings, else 0."""
    cv2 = _cv2()
    kind = cv2.ADAPTIVE_THRESH_MEAN_C
    return cv2.adaptiveThreshold(pixels, 1, kind, cv2.THRESH_BINARY_INV, 41, 22)


def skew(pixels: Pixels) -> float:
    """Degrees by which the page must be turned (counter-clockwise) to stand straight, at most 5 either way.

    The angle is the one at which the rows of ink are told apart best; 0 where no angle is clearly better.
    """
    cv2 = _cv2()
    scale = min(1.0, _PROFILE / max(pixels.shape))
    shape = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    marks = cv2.resize(ink(pixels) * np.uint8(255), shape, interpolation=cv2.INTER_AREA).astype(np.float32)
    flat = _sharpness(marks, 0.0)
    coarse = max(np.arange(-_MAX_ANGLE, _MAX_ANGLE + 0.1, 0.5), key=lambda angle: _sharpness(marks, float(angle)))
    fine = max(coarse + np.arange(-0.45, 0.46, 0.05), key=lambda angle: _sharpness(marks, float(angle)))
    return round(float(fine), 2) if _sharpness(marks, float(fine)) > _FIT * flat else 0.0


def _sharpness(marks: Pixels, angle: float) -> float:
    cv2 = _cv2()
    height, width = marks.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(marks, turn, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def straighten(made: Prepared, angle: float) -> Prepared:
    """The page turned by a few degrees on a white ground."""
    cv2 = _cv2()
    height, width = made.pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(made.pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return replace(made, pixels=turned, back=_chain(made.back, cv2.invertAffineTransform(turn)))


def quarter(made: Prepared, turns: int) -> Prepared:
    """The page turned by ``turns`` times 90 degrees counter-clockwise."""
    height, width = made.pixels.shape
    step = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }[turns % 4]
    pixels = np.ascontiguousarray(np.rot90(made.pixels, turns))
    return replace(made, pixels=pixels, back=_chain(made.back, np.array(step, dtype=np.float64)))


def _chain(outer: Matrix, inner: Matrix) -> Matrix:
    """The map that applies ``inner`` first."""
    return outer[:, :2] @ inner + np.column_stack([np.zeros((2, 2)), outer[:, 2]])
