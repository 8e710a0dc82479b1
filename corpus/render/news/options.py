"""What a newspaper page looks like: every option by name, drawn at random by seed where it is not given.

A third of the layouts, chosen by a hash of the seed, is locked: :func:`is_locked_layout`. Rules of the reader may be
tuned on the open ones only; figures that are reported come from the locked ones.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Literal

from mingdan.core.errors import UsageError

HeadMode = Literal["full", "part", "beside", "vertical", "mixed"]
Shape = Literal["rect", "L", "U"]
Caption = Literal["below", "over"]
Producer = Literal["reportlab", "weasyprint", "chromium"]
Order = Literal["good", "frame", "font", "line", "random"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "headline": ("full", "part", "beside", "vertical", "mixed"),
    "shape": ("rect", "L", "U"),
    "caption": ("below", "over"),
    "producer": ("reportlab", "weasyprint", "chromium"),
    "order": ("good", "frame", "font", "line", "random"),
}
_LOCKED_SHARE = 3
_WEB_FONTS = ("notosans", "notoserif", "zenhei", "uming")


@dataclass(frozen=True, slots=True)
class NewsOptions:
    """Options of a page; sizes in ems of the body. The defaults are an easy page.

    ``columns`` 2-7, ``unequal`` widths (and some articles in one column less than the page has there), ``gutter`` (from
    .8) between them, ``staggered`` feet. ``articles`` 1-9 with heads set ``headline``: over all columns, over part of
    them, beside the body, vertically left of it, or each in its own way. ``shape``: the first article runs around a
    box, as an L or U. ``boxed``: that box holds an article. ``over_gutter``: a picture stands over a gutter with text
    around it. ``ad_in_body_font``: ads look like text. ``vertical``: one article is set vertically in tiers.
    ``spread``: one wide page of two. ``jump``: an article without a table goes on overleaf. ``glyphs``: every glyph is
    placed by itself. ``order``: of text in the content stream.
    """

    columns: int = 4
    unequal: bool = False
    gutter: float = 1.6
    staggered: bool = False
    articles: int = 3
    headline: HeadMode = "full"
    kicker: bool = False
    deck: bool = False
    briefs: bool = False
    shape: Shape = "rect"
    boxed: bool = False
    pictures: int = 0
    over_gutter: bool = False
    caption: Caption = "below"
    ads: int = 0
    ad_in_body_font: bool = False
    table: bool = False
    quote: bool = False
    drop_cap: bool = False
    subheads: bool = True
    rules: bool = True
    furniture: bool = True
    vertical: bool = False
    landscape: bool = False
    spread: bool = False
    jump: bool = False
    size: float = 9.0
    font: str = "stsong"
    head_font: str = "stsong"
    producer: Producer = "reportlab"
    glyphs: bool = False
    order: Order = "good"


def draw_options(seed: int, **given: Any) -> NewsOptions:
    """The options of a seed; those ``given`` stand fixed and change no other. Raises :class:`UsageError` if unknown.

    >>> draw_options(5, columns=3).columns, draw_options(5) == draw_options(5)
    (3, True)
    """
    rng = random.Random(f"news:{seed}")
    drawn: dict[str, Any] = {
        "columns": rng.randint(2, 7),
        "gutter": rng.choice((0.8, 1.0, 1.2, 1.6, 2.0)),
        "articles": rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 9)),
        "pictures": rng.choice((0, 0, 1, 1, 2, 3)),
        "ads": rng.choice((0, 0, 1, 2)),
        "size": rng.choice((7.5, 8.0, 8.5, 9.0, 9.5, 10.0)),
        "font": rng.choice(("zenhei", "songti", "kaiti", "uming", "microhei", "stsong")),
        "head_font": rng.choice(("zenhei", "microhei", "songti", "stsong")),
        "producer": rng.choice(("reportlab",) * 6 + ("weasyprint", "chromium")),
        "order": rng.choice(("good", "good", "frame", "font", "line", "random")),
        "headline": rng.choice(("full", "full", "part", "beside", "vertical", "mixed", "mixed")),
        "shape": rng.choice(("rect", "rect", "L", "U")),
        "caption": rng.choice(("below", "below", "over")),
    }
    drawn |= {name: rng.random() < share for name, share in _SHARES.items()}
    if given.get("producer", drawn["producer"]) != "reportlab":
        drawn |= {"font": rng.choice(_WEB_FONTS), "head_font": rng.choice(_WEB_FONTS)}
    return checked({**drawn, **given})


_SHARES: Mapping[str, float] = {
    "unequal": 0.3,
    "staggered": 0.3,
    "kicker": 0.4,
    "deck": 0.5,
    "briefs": 0.35,
    "boxed": 0.35,
    "over_gutter": 0.2,
    "ad_in_body_font": 0.5,
    "table": 0.3,
    "quote": 0.35,
    "drop_cap": 0.25,
    "subheads": 0.7,
    "rules": 0.6,
    "furniture": 0.8,
    "vertical": 0.15,
    "landscape": 0.2,
    "spread": 0.12,
    "jump": 0.2,
    "glyphs": 0.2,
}
"""Share of seeds that draw each of the options that are on or off."""


def checked(values: Mapping[str, Any]) -> NewsOptions:
    """Options from a mapping. Raises :class:`UsageError` naming an unknown option or a value out of its range."""
    known = {f.name for f in fields(NewsOptions)}
    for name, value in values.items():
        if name not in known:
            raise UsageError(f"unknown option {name!r} of a newspaper page", hint=f"one of {', '.join(sorted(known))}")
        if value not in CHOICES.get(name, (value,)):
            raise UsageError(f"option {name} cannot be {value!r}", hint=f"one of {', '.join(CHOICES[name])}")
    made = NewsOptions(**values)
    ranges = {
        "columns": (2, 7),
        "articles": (1, 9),
        "gutter": (0.8, 6),
        "pictures": (0, 6),
        "ads": (0, 4),
        "size": (5, 16),
    }
    for name, (low, high) in ranges.items():
        if not low <= getattr(made, name) <= high:
            raise UsageError(f"option {name} cannot be {getattr(made, name)}", hint=f"from {low} to {high}")
    return made


def is_locked_layout(seed: int) -> bool:
    """Whether the layouts of this seed are for measurement only: a third of all seeds, by a hash.

    >>> 250 < sum(is_locked_layout(seed) for seed in range(1000)) < 420
    True
    """
    return sha256(f"mingdan layout {seed}".encode()).digest()[0] % _LOCKED_SHARE == 0


def split(seed: int) -> Literal["open", "locked"]:
    """Which part of the layouts a seed belongs to."""
    return "locked" if is_locked_layout(seed) else "open"
