"""What the plots have in common: Bokeh figures as JSON, in stand-in colours that the page replaces."""

from typing import Any

from mingdan.report.colours import GROUND, INK, LINE


def empty_figure(title: str, height: int, tools: str, **more: Any) -> Any:
    """A figure as wide as its place, without anything drawn; ``title`` is what readers of a screen hear."""
    from bokeh.plotting import figure

    made: Any = figure(
        height=height, sizing_mode="stretch_width", tools=tools, toolbar_location="above", name=title, **more
    )
    made.toolbar.logo = None
    made.background_fill_color = made.border_fill_color = GROUND
    made.outline_line_color = LINE
    made.axis.axis_line_color = made.axis.major_tick_line_color = LINE
    made.axis.minor_tick_line_color = None
    made.axis.major_label_text_color = INK
    made.axis.major_label_text_font_size = "12px"
    made.grid.grid_line_color = LINE
    made.grid.grid_line_alpha = 0.6
    return made


def style_legend(figure: Any) -> None:
    """Colours of the legend, once something is drawn that has one."""
    figure.legend.background_fill_color = GROUND
    figure.legend.background_fill_alpha = 0.85
    figure.legend.border_line_color = LINE
    figure.legend.label_text_color = INK


def json_of(figure: Any) -> dict[str, Any]:
    """The figure for ``Bokeh.embed.embed_item``."""
    from bokeh.embed import json_item

    style_legend(figure)
    return dict(json_item(figure))


def library() -> str:
    """BokehJS, to stand in the page."""
    from importlib.resources import files

    return files("bokeh").joinpath("server/static/js/bokeh.min.js").read_text("utf-8")
