"""When lists were published and what they changed, as a plot: a line for each lender."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mingdan.report.contents import Row
from mingdan.report.figures import empty_figure, json_of

MOST = 60
"""Lenders of a plot."""
KINDS = {
    "list": ("circle", "#4477aa", "full list"),
    "added": ("triangle", "#228833", "added"),
    "removed": ("inverted_triangle", "#cc3311", "removed"),
    "changed": ("diamond", "#aa3377", "role changed or renamed"),
}
_NAMES = 6


def events_of(changes: Sequence[Row]) -> list[Row]:
    """What happened on which day: full lists, and what came, went or changed with them or by updates."""
    found: list[Row] = []
    for change in changes:
        about = {"lender": change["lender"], "day": change["day"], "title": change["title"] or ""}
        if change["completeness"] == "full":
            told = f"{change['rows']} rows" if change["rows"] else "an emptied list"
            found.append(about | {"kind": "list", "number": change["rows"], "told": told})
        changed = [*change["role_changed"], *change["renamed"]]
        for kind, names in (("added", change["added"]), ("removed", change["removed"]), ("changed", changed)):
            if names:
                found.append(about | {"kind": kind, "number": len(names), "told": _told(names)})
    return found


def _told(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return "、".join(names[:_NAMES]) + more


def lenders_of(events: Sequence[Row], most: int = MOST) -> list[str]:
    """The lenders with the most events, in the order of their names from the bottom up."""
    counted = Counter(event["lender"] for event in events)
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    return sorted(ranked[:most], reverse=True)


def timeline_figure(events: Sequence[Row]) -> Row:
    """The plot as JSON for the page; empty without events."""
    shown = lenders_of(events)
    if not shown:
        return {}
    figure: Any = empty_figure(
        "Timeline of lists",
        130 + 24 * len(shown),
        "xpan,xwheel_zoom,reset,tap,save",
        y_range=shown,
        x_axis_type="datetime",
    )
    figure.yaxis.major_label_text_font_size = "13px"
    for place, kind in enumerate(KINDS):
        _draw(figure, kind, (place - 1.5) * 0.18, [event for event in events if event["lender"] in set(shown)])
    figure.add_layout(figure.legend[0], "above")
    figure.legend.orientation = "horizontal"
    return json_of(figure)


def _draw(figure: Any, kind: str, shift: float, events: Sequence[Row]) -> None:
    from bokeh.models import ColumnDataSource, HoverTool

    own = [event for event in events if event["kind"] == kind]
    if not own:
        return
    marker, colour, label = KINDS[kind]
    data: dict[str, Any] = {
        "x": [_time(event["day"]) for event in own],
        "y": [(event["lender"], shift) for event in own],
        "size": [min(22.0, 8 + 1.6 * event["number"] ** 0.5) for event in own],
        **{name: [event[name] for event in own] for name in ("lender", "day", "number", "told", "title")},
    }
    source: Any = ColumnDataSource(data, name=f"timeline-{kind}")
    drawn = figure.scatter(
        "x",
        "y",
        size="size",
        source=source,
        marker=marker,
        color=colour,
        alpha=0.85,
        nonselection_alpha=0.85,
        legend_label=label,
    )
    tips = [("lender", "@lender"), ("day", "@day"), (label, "@number"), ("", "@told"), ("list", "@title")]
    figure.add_tools(HoverTool(renderers=[drawn], tooltips=tips))


def _time(day: str) -> float:
    """Milliseconds since 1970 of an ISO day."""
    return datetime.fromisoformat(day[:10]).replace(tzinfo=UTC).timestamp() * 1000
