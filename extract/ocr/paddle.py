"""faster-paddle: the same family of models in one compiled library, on one thread."""

from typing import Any, Literal

from mingdan.core.errors import UnreadableTextError
from mingdan.extract.ocr.engine import OcrLine, Pixels
from mingdan.extract.ocr.libraries import load, opencv

_LONGEST = 2400


class PaddleEngine:
    """One of the two sizes whose weights are in the package; the third size would be fetched and is left out."""

    def __init__(self, size: Literal["tiny", "small"]) -> None:
        self._cv2 = opencv()
        library = load("faster_paddle", "pip install 'mingdan[ocr-fast]'")
        self._engine: Any = library.OcrEngine(model_size=size, threads=1, det_max_side=_LONGEST)

    def read(self, pixels: Pixels) -> list[OcrLine]:
        """See :class:`~mingdan.extract.ocr.engine.OcrEngine`."""
        good, packed = self._cv2.imencode(".bmp", pixels)
        if not good:
            raise UnreadableTextError("the page cannot be handed to the recogniser", hint="use another engine")
        found = self._engine.ocr(packed.tobytes())["bounds"].values()
        return [_line(item) for item in found if str(item["text"]).strip()]


def _line(item: dict[str, Any]) -> OcrLine:
    (left, top), (right, bottom) = item["topLeftCoord"], item["bottomRightCoord"]
    return OcrLine(str(item["text"]), (float(left), float(top), float(right), float(bottom)), float(item["confidence"]))


def small() -> PaddleEngine:
    """The more accurate size."""
    return PaddleEngine("small")


def tiny() -> PaddleEngine:
    """The size for many pages."""
    return PaddleEngine("tiny")
