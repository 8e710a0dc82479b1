"""How many pages of a run need recognition and how long it may take, told before it starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingdan.core.errors import InputError
from mingdan.extract.ocr.engine import DEFAULT_ENGINE, engine_info, install_hint, missing_parts
from mingdan.extract.readers.image import image_type
from mingdan.extract.readers.options import OcrMode

_SAMPLE = 40
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Forecast:
    """``pages`` in ``files`` that need recognition; containers are not looked into."""

    pages: int = 0
    files: int = 0
    engine: str = DEFAULT_ENGINE

    @property
    def seconds(self) -> float:
        """The likely time on one core."""
        return self.pages * engine_info(self.engine).seconds

    def __str__(self) -> str:
        """One line.

        >>> str(Forecast(90, 2, "faster-paddle-tiny"))[:45]
        '90 page(s) in 2 file(s) need text recognition'
        """
        head = f"{self.pages} page(s) in {self.files} file(s) need text recognition"
        if missing_parts(self.engine):
            return f"{head}, which is not installed: {install_hint(self.engine)}"
        return f"{head}: about {_time(self.seconds)}; --ocr never leaves them out"


def _time(seconds: float) -> str:
    """A duration for people.

    >>> _time(40), _time(150), _time(9000)
    ('40 s', '2.5 min', '2.5 h')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def forecast(paths: Iterable[Path], mode: OcrMode = "auto", engine: str = DEFAULT_ENGINE) -> Forecast:
    """Look at the files; those that cannot be opened count nothing. Raises :class:`UsageError` for a wrong engine."""
    engine_info(engine)
    counts = [] if mode == "never" else [_pages(path, mode) for path in paths]
    return Forecast(sum(counts), sum(count > 0 for count in counts), engine)


def _pages(path: Path, mode: OcrMode) -> int:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if image_type(head):
            return _picture_pages(path.read_bytes(), str(path))
        return _pdf_pages(path, every=mode == "only") if b"%PDF-" in head else 0
    except OSError:
        return 0


def _picture_pages(data: bytes, where: str) -> int:
    from mingdan.extract.ocr.pictures import page_count

    try:
        return page_count(data, where)
    except InputError:
        return 0


def _pdf_pages(path: Path, *, every: bool) -> int:
    """Pages without a text layer; of a long file some evenly spread ones are looked at."""
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    try:
        document: Any = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    try:
        count = len(document)
        if every or not count:
            return count
        step = max(1, count // _SAMPLE)
        looked = range(0, count, step)
        return round(sum(_is_empty(document, number) for number in looked) / len(looked) * count)
    finally:
        document.close()


def _is_empty(document: Any, number: int) -> bool:
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    try:
        return document[number].get_textpage().count_chars() == 0
    except pypdfium2.PdfiumError:
        return False
