"""Libraries of the extra ``render``, loaded when first used.

Every function raises :class:`MissingExtraError` where its library, or a shared library that it needs, is missing.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from mingdan.core.errors import MissingExtraError


def _load(importer: Callable[[], Any], library: str, hint: str = "") -> Any:
    try:
        return importer()
    except (ImportError, OSError) as error:
        told = hint or "pip install 'mingdan[render]'"
        raise MissingExtraError(f"{library} is missing, which this rendering needs", hint=told) from error


def canvas() -> Any:
    """The module ``reportlab.pdfgen.canvas``."""
    return _load(lambda: import_module("reportlab.pdfgen.canvas"), "reportlab")


def metrics() -> Any:
    """The module ``reportlab.pdfbase.pdfmetrics``."""
    return _load(lambda: import_module("reportlab.pdfbase.pdfmetrics"), "reportlab")


def truetype() -> Any:
    """The module ``reportlab.pdfbase.ttfonts``."""
    return _load(lambda: import_module("reportlab.pdfbase.ttfonts"), "reportlab")


def cid_fonts() -> Any:
    """The module ``reportlab.pdfbase.cidfonts``."""
    return _load(lambda: import_module("reportlab.pdfbase.cidfonts"), "reportlab")


def platypus() -> Any:
    """The module ``reportlab.platypus``."""
    return _load(lambda: import_module("reportlab.platypus"), "reportlab")


def styles() -> Any:
    """The module ``reportlab.lib.styles``."""
    return _load(lambda: import_module("reportlab.lib.styles"), "reportlab")


def weasyprint() -> Any:
    """The module ``weasyprint``."""
    hint = "pip install 'mingdan[render]' and apt install libpango-1.0-0 libpangoft2-1.0-0"
    return _load(lambda: import_module("weasyprint"), "weasyprint or Pango", hint)


def docx() -> Any:
    """The module ``docx`` of python-docx."""
    return _load(lambda: import_module("docx"), "python-docx")


def image() -> Any:
    """The module ``PIL.Image`` of Pillow."""
    return _load(lambda: import_module("PIL.Image"), "Pillow")


def image_filter() -> Any:
    """The module ``PIL.ImageFilter`` of Pillow."""
    return _load(lambda: import_module("PIL.ImageFilter"), "Pillow")


def image_chops() -> Any:
    """The module ``PIL.ImageChops`` of Pillow."""
    return _load(lambda: import_module("PIL.ImageChops"), "Pillow")


def image_reader() -> Any:
    """The class ``reportlab.lib.utils.ImageReader``."""
    return _load(lambda: import_module("reportlab.lib.utils").ImageReader, "reportlab")


def image_font() -> Any:
    """The module ``PIL.ImageFont`` of Pillow."""
    return _load(lambda: import_module("PIL.ImageFont"), "Pillow")
