"""Sizes and fonts of one newspaper issue, from its options."""

from dataclasses import dataclass

from mingdan.corpus.render import fonts
from mingdan.corpus.render.news.options import NewsOptions


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points; fonts as named in ``data/fonts.toml``."""

    options: NewsOptions
    size: float
    leading: float
    gutter: float
    font: str
    head_font: str

    @property
    def small(self) -> float:
        """Size of captions, table cells and page furniture."""
        return self.size * 0.9


def look_of(options: NewsOptions, text: str) -> Look:
    """The look of a page that shows ``text``; a font that lacks one of its characters gives way to one that has all."""
    font, head_font = (_usable(name, options, text) for name in (options.font, options.head_font))
    return Look(options, options.size, round(options.size * 1.5, 2), options.gutter * options.size, font, head_font)


def _usable(name: str, options: NewsOptions, text: str) -> str:
    if options.producer == "reportlab":
        fonts.register(name)
        return fonts.covering(name, text)
    if fonts.font(name).kind != "cid":
        fonts.font_path(name)
    return name
