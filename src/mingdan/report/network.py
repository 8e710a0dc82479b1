"""Who cooperates with whom, as a plot: lenders and partners are nodes, rows are lines."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from mingdan.report.colours import FAMILIES, INK, LENDER, OTHER, PARTNER, family_of
from mingdan.report.contents import Row
from mingdan.report.figures import empty_figure, json_of

MOST = 240
"""Nodes of a plot; with more nobody sees anything."""


_NAMED = 40
"""Lenders whose names stand beside them."""


@dataclass(frozen=True, slots=True)
class Network:
    """``lenders`` and ``partners`` with the number of those on the other side; ``lines`` with their roles.

    ``left_out`` is the number of names with fewer lines for which there was no room.
    """

    lenders: dict[str, int]
    partners: dict[str, int]
    lines: dict[tuple[str, str], list[str]]
    left_out: int


def network_of(rows: Sequence[Row], most: int = MOST) -> Network:
    """The network of rows whose cooperation no later row ends, with the ``most`` names of most lines."""
    lines: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: row.get("day") or ""):
        pair = (row["lender"], row["partner"])
        if row["status"] == "removed":
            lines.pop(pair, None)
        elif row["status"] != "denied" and row["role"] not in lines.setdefault(pair, []):
            lines[pair].append(row["role"])
    partners = Counter(partner for _, partner in lines)
    lenders = Counter(lender for lender, _ in lines)
    kept = _kept(lines, partners, most)
    return Network(
        {name: lenders[name] for name in dict.fromkeys(lender for lender, _ in kept)},
        {name: partners[name] for name in dict.fromkeys(partner for _, partner in kept)},
        {pair: lines[pair] for pair in kept},
        len(lenders) + len(partners) - len({a for a, _ in kept}) - len({b for _, b in kept}),
    )


def _kept(lines: Collection[tuple[str, str]], partners: Mapping[str, int], most: int) -> list[tuple[str, str]]:
    """Lines of the partners with the most lenders, as long as there is room for all of their names."""
    nodes: set[tuple[int, str]] = set()
    kept: list[tuple[str, str]] = []
    of_partner: dict[str, list[tuple[str, str]]] = {}
    for pair in lines:
        of_partner.setdefault(pair[1], []).append(pair)
    for partner in sorted(partners, key=lambda name: (-partners[name], name)):
        more = nodes | {(1, partner)} | {(0, lender) for lender, _ in of_partner[partner]}
        if len(more) <= most:
            nodes = more
            kept += of_partner[partner]
    return kept


def layout(network: Network) -> dict[tuple[int, str], tuple[float, float]]:
    """Places of the names; ``(0, name)`` is a lender, ``(1, name)`` a partner. The same for the same network."""
    networkx: Any = import_module("networkx")  # its types are partial
    graph = networkx.Graph()
    graph.add_nodes_from((0, name) for name in network.lenders)
    graph.add_nodes_from((1, name) for name in network.partners)
    graph.add_edges_from(((0, lender), (1, partner)) for lender, partner in network.lines)
    spread = 2.2 / max(1, len(graph)) ** 0.5
    found: dict[tuple[int, str], Any] = networkx.spring_layout(graph, k=spread, seed=20251001, iterations=80)
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def network_figure(network: Network) -> Row:
    """The plot as JSON for the page; empty without lines."""
    if not network.lines:
        return {}
    places = layout(network)
    figure: Any = empty_figure("Partner network", 620, tools="pan,wheel_zoom,reset,tap,save")
    figure.axis.visible = False
    figure.grid.visible = False
    _draw_lines(figure, network, places)
    _draw_nodes(figure, 0, network.lenders, places)
    _draw_nodes(figure, 1, network.partners, places)
    figure.add_layout(figure.legend[0], "right")
    return json_of(figure)


def _draw_lines(figure: Any, network: Network, places: dict[tuple[int, str], tuple[float, float]]) -> None:
    ends = [(places[0, lender], places[1, partner]) for lender, partner in network.lines]
    told = list(network.lines.values())
    families: dict[str, list[int]] = {}
    for at, roles in enumerate(told):
        families.setdefault(family_of(roles[0]), []).append(at)
    for family, own in sorted(families.items()):
        figure.multi_line(
            [[ends[at][0][0], ends[at][1][0]] for at in own],
            [[ends[at][0][1], ends[at][1][1]] for at in own],
            line_color=FAMILIES.get(family, OTHER),
            line_alpha=0.6,
            line_width=1.4,
            nonselection_line_alpha=0.6,
            legend_label=family,
        )


def _draw_nodes(
    figure: Any, side: int, names: dict[str, int], places: dict[tuple[int, str], tuple[float, float]]
) -> None:
    from bokeh.models import ColumnDataSource, HoverTool

    spots = [places[side, name] for name in names]
    data: dict[str, Any] = {
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "name": list(names),
        "lines": list(names.values()),
        "size": [8 + 3.2 * count**0.5 for count in names.values()],
    }
    shown = "lender" if side == 0 else "partner"
    source: Any = ColumnDataSource(data, name=f"network-{shown}")
    drawn = figure.scatter(
        "x",
        "y",
        size="size",
        source=source,
        marker="square" if side == 0 else "circle",
        color=LENDER if side == 0 else PARTNER,
        alpha=0.9,
        nonselection_alpha=0.9,
        legend_label=f"{shown}s",
    )
    if side == 0 and len(names) <= _NAMED:
        figure.text(
            "x", "y", "name", source=source, x_offset=8, text_font_size="11px", text_color=INK, text_baseline="middle"
        )
    other = "partners" if side == 0 else "lenders"
    figure.add_tools(HoverTool(renderers=[drawn], tooltips=[(shown, "@name"), (other, "@lines")]))
