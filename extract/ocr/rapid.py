"""RapidOCR: PP-OCR models of its own package on onnxruntime, on one thread."""

from importlib.resources import files
from typing import Any

from mingdan.core.errors import MissingExtraError
from mingdan.extract.ocr.engine import OcrLine, Pixels
from mingdan.extract.ocr.libraries import load, opencv

_MIN_CONFIDENCE = 0.3
_LONGEST = 2400
_MARGIN = 1.8
"""Growth of the boxes; with the default of 1.6 brackets at the ends of lines are cut off."""


class RapidEngine:
    """Detection and recognition without the classifier of upside-down lines: pages are set upright before."""

    def __init__(self) -> None:
        self._cv2 = opencv()
        library = load("rapidocr")
        runtime = "EngineConfig.onnxruntime"
        wanted: dict[str, Any] = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": _MIN_CONFIDENCE,
            "Global.max_side_len": _LONGEST,
            f"{runtime}.intra_op_num_threads": 1,
            f"{runtime}.inter_op_num_threads": 1,
            "Det.unclip_ratio": _MARGIN,
            "Det.model_path": _weights("_det_"),
            "Rec.model_path": _weights("_rec_"),
        }
        self._engine: Any = library.RapidOCR(params=wanted)

    def read(self, pixels: Pixels) -> list[OcrLine]:
        """See :class:`~mingdan.extract.ocr.engine.OcrEngine`."""
        found = self._engine(self._cv2.cvtColor(pixels, self._cv2.COLOR_GRAY2BGR))
        if found.boxes is None or found.txts is None:
            return []
        lines: list[OcrLine] = []
        for quad, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
            lines.append(OcrLine(str(text), (float(left), float(top), float(right), float(bottom)), float(score)))
        return lines


def _weights(kind: str) -> str:
    """Path of the weights that the package carries; without them it would fetch some, which is not wanted."""
    folder = files("rapidocr").joinpath("models")
    names = sorted(item.name for item in folder.iterdir() if kind in item.name and item.name.endswith(".onnx"))
    if not names:
        message = "this version of rapidocr carries no weights"
        raise MissingExtraError(message, hint="pip install 'rapidocr>=3.10'")
    return str(folder.joinpath(names[-1]))
