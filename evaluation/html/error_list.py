"""The differences as HTML, grouped by cause, each with the text around it and a link to its document."""

from collections.abc import Iterable, Mapping, Sequence

from mingdan.evaluation.errors import CAUSES, Difference, by_cause
from mingdan.evaluation.html.text import escape, table, tag

_HEAD = ("document", "what", "gold", "predicted", "text around it", "rule")


def cause_table(items: Sequence[Difference]) -> str:
    """How many differences each cause has, in all and by what they concern, with links to the lists."""
    if not items:
        return tag("p", "No differences.")
    labels = _labels(items)
    rows = (_overview_row(cause, members, labels) for cause, members in by_cause(items).items())
    return table(("cause", "all", *map(escape, labels)), rows, "figures")


def error_list(items: Sequence[Difference], places: Mapping[str, int]) -> str:
    """All differences; ``places`` holds the number of each document in the report."""
    groups = by_cause(items)
    if not groups:
        return tag("p", "No differences.")
    return "".join(_group(cause, members, places) for cause, members in groups.items())


def _labels(items: Iterable[Difference]) -> list[str]:
    return sorted({_label(item) for item in items})


def _label(item: Difference) -> str:
    """The mention's gold label, ``ROW``, ``POLICY_FACTS`` or ``COUNT``."""
    return item.label.partition("/")[0]


def _overview_row(cause: str, members: Sequence[Difference], labels: Sequence[str]) -> list[str]:
    counts = [sum(_label(item) == label for item in members) for label in labels]
    link = tag("a", escape(CAUSES.get(cause, cause)), href=f"#cause-{cause}")
    numbers = [tag("td", str(n) if n else "", class_="num") for n in (len(members), *counts)]
    return [tag("th", link, scope="row"), *numbers]


def _group(cause: str, members: Sequence[Difference], places: Mapping[str, int]) -> str:
    head = tag("summary", f"{escape(CAUSES.get(cause, cause))} {tag('span', str(len(members)))}")
    ordered = sorted(members, key=lambda item: item.label)
    columns = len(_HEAD) if any(item.source for item in members) else len(_HEAD) - 1
    rows = (_row(item, places.get(item.document))[:columns] for item in ordered)
    return tag("details", head + table(_HEAD[:columns], rows, "errors"), id=f"cause-{cause}", class_="cause")


def _row(item: Difference, place: int | None) -> list[str]:
    name = escape(item.document)
    kind = item.label if item.kind == item.cause else f"{item.label} ({item.kind})"
    return [
        name if place is None else tag("a", name, href=f"#d{place}"),
        escape(kind),
        escape(item.gold or "–"),
        escape(item.predicted or "–"),
        tag("td", _context(item.context), lang="zh", class_="context"),
        escape(item.source or ""),
    ]


def _context(context: str) -> str:
    """The quoted text, its place marked."""
    before, opened, rest = context.partition("⟦")
    place, _, after = rest.rpartition("⟧")
    return escape(before) + tag("mark", escape(place)) + escape(after) if opened else escape(context)
