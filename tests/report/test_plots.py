"""Network and timeline."""

from typing import Any

from mingdan.report.network import layout, network_figure, network_of
from mingdan.report.timeline import events_of, lenders_of, timeline_figure


def row(lender: str, partner: str, role: str = "platform", status: str = "listed") -> dict[str, Any]:
    return {"lender": lender, "partner": partner, "role": role, "status": status}


def test_lines_are_pairs_with_their_roles() -> None:
    found = network_of([row("A", "x"), row("A", "x", "payment"), row("B", "x"), row("B", "y", status="denied")])
    assert found.lines == {("A", "x"): ["platform", "payment"], ("B", "x"): ["platform"]}
    assert (found.lenders, found.partners, found.left_out) == ({"A": 1, "B": 1}, {"x": 2}, 0)


def test_the_best_connected_stay_where_there_is_little_room() -> None:
    rows = [row("A", "x"), row("B", "x"), row("C", "y"), row("D", "z")]
    found = network_of(rows, most=3)
    assert (set(found.lenders), set(found.partners), found.left_out) == ({"A", "B"}, {"x"}, 4)


def test_a_network_always_looks_the_same() -> None:
    network = network_of([row("A", "x"), row("B", "x"), row("B", "y")])
    assert layout(network) == layout(network)
    assert network_figure(network)["doc"]


def test_nothing_to_draw_is_empty() -> None:
    assert network_figure(network_of([])) == {}
    assert timeline_figure(events_of([])) == {}


def change(lender: str, day: str, completeness: str = "full", **more: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {"added": [], "removed": [], "role_changed": [], "renamed": [], "title": None, "rows": 2}
    return nothing | {"lender": lender, "day": day, "completeness": completeness} | more


def test_events_are_lists_and_what_they_changed() -> None:
    events = events_of(
        [
            change("A", "2025-09-30"),
            change("A", "2025-12-31", added=["x"] * 8),
            change("B", "2026-01-01", "partial", removed=["y"]),
        ]
    )
    assert [(e["lender"], e["kind"], e["number"]) for e in events] == [
        ("A", "list", 2),
        ("A", "list", 2),
        ("A", "added", 8),
        ("B", "removed", 1),
    ]
    assert events[2]["told"].endswith(" and 2 more")
    assert lenders_of(events, most=1) == ["A"]
    assert timeline_figure(events)["doc"]
