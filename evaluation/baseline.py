"""An evaluation held against an earlier one that was saved as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from mingdan.core.errors import RecordError, UsageError

_FIGURES = ("f1", "precision", "recall", "share")
_KINDS = ("found", "shares", "kinds", "macro", "clusters")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure then and now; null on the side that does not have it."""

    figure: str
    then: float | None
    now: float | None

    @property
    def by(self) -> float | None:
        """How much larger the figure is now."""
        return None if self.then is None or self.now is None else self.now - self.then


def read_report(path: str | Path) -> dict[str, Any]:
    """A report as ``mingdan evaluate --json`` writes it.

    Raises :class:`UsageError` where the file cannot be opened and :class:`RecordError` where it is no such report.
    """
    try:
        report: Any = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise UsageError(error.strerror or "cannot be opened", where=str(path), hint="check the path") from error
    except ValueError as error:
        raise RecordError("is no JSON", where=str(path), hint=_HINT) from error
    if not isinstance(report, dict) or not figures(cast(dict[str, Any], report)):
        raise RecordError("is no report of an evaluation", where=str(path), hint=_HINT)
    return cast(dict[str, Any], report)


_HINT = "give a file that mingdan evaluate --json has written"


def figures(report: Mapping[str, Any]) -> dict[str, float | None]:
    """Every figure of a report by its name: ``rows.f1``, ``date_value``, ``macro.rows``, ``b3.recall``.

    >>> figures({"scores": {"shares": {"date_value": {"share": {"value": 0.5}}}}})
    {'date_value': 0.5}
    """
    report = _table(report.get("extraction")) or report
    found: dict[str, float | None] = {}
    for part in ("scores", "analysis"):
        for kind in _KINDS:
            for name, score in _table(_table(report.get(part)).get(kind)).items():
                found |= _of_score(f"macro.{name}" if kind == "macro" else name, _table(score))
    return found


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Every figure whose value differs, the new report's order first."""
    before, after = figures(then), figures(now)
    names = list(dict.fromkeys([*after, *before]))
    return [Change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def compared(found: Iterable[Change]) -> list[Change]:
    """Those that both reports have."""
    return [change for change in found if change.by is not None]


def change_lines(found: Sequence[Change]) -> Iterator[str]:
    """A line a figure that both reports have: then, now, change; the others are counted.

    >>> list(change_lines([Change("rows.f1", 0.5, 0.625)]))[1].split()
    ['rows.f1', '0.500', '0.625', '+0.125']
    """
    both = compared(found)
    if both:
        yield f"{'figure':<40}{'then':>7}{'now':>7}{'change':>9}"
    else:
        yield "no figure differs from the earlier report"
    for change in both:
        yield f"{change.figure:<40}{_plain(change.then):>7}{_plain(change.now):>7}{change.by:>+9.3f}"
    if len(both) < len(found):
        yield f"figures that only one report has: {len(found) - len(both)}"


def _of_score(name: str, score: Mapping[str, Any]) -> dict[str, float | None]:
    if "value" in score:
        return {name: score["value"]}
    found = {figure: _table(score[figure]).get("value") for figure in _FIGURES if figure in score}
    return {name if figure == "share" else f"{name}.{figure}": value for figure, value in found.items()}


def _table(value: object) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _plain(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"
