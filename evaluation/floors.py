"""Figures below which a measurement counts as failed; they stand in ``floors.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from mingdan.evaluation.scores import Scores


@dataclass(frozen=True, slots=True)
class FloorCheck:
    """One measure held against its floor; a measure without a value fails."""

    measure: str
    floor: float
    value: float | None

    @property
    def holds(self) -> bool:
        """Whether the value reaches the floor."""
        return self.value is not None and self.value >= self.floor


def floors(part: str = "locked") -> Mapping[str, float]:
    """Measure -> floor of a part; empty for a part without floors.

    >>> floors()["rows_with_role"]
    0.55
    """
    return {measure: float(floor) for measure, floor in _tables().get(part, {}).items()}


def _tables() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("mingdan.evaluation").joinpath("floors.toml").read_text("utf-8"))


def parts_with_floors() -> tuple[str, ...]:
    """The parts that the file has floors for.

    >>> {"locked", "open", "own"} <= set(parts_with_floors())
    True
    """
    return tuple(_tables())


def check_floors(scores: Scores, part: str = "locked") -> list[FloorCheck]:
    """Every floor of the part with the value that ``scores`` has for it."""
    return [FloorCheck(measure, floor, scores.value(measure)) for measure, floor in floors(part).items()]
