"""Texts put together by program that state their day of publication, or hold only other dates (training only)."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from mingdan.corpus.dated import DatedText

AUTHOR = "made"
_OPEN, _CLOSE = "⟦", "⟧"
_STATED = 0.6
"""Share of texts that state their day."""


@cache
def _lines() -> Mapping[str, Any]:
    return tomllib.loads(files("mingdan.evaluation.training").joinpath("dated_lines.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days of one text and the form in which it writes them."""

    day: date
    earlier: date
    later: date
    end: date
    form: str

    def filled(self, line: str, chance: random.Random, mark: bool) -> str:
        """A line with its places filled; the day itself is marked once if ``mark``."""
        shown = self._shown(self.day)
        values: dict[str, str] = {
            "d": f"{_OPEN}{shown}{_CLOSE}" if mark else shown,
            "e": self._shown(self.earlier),
            "l": self._shown(self.later),
            "p": self._shown(self.end),
            "md": f"{_OPEN}{self.day.month}月{self.day.day}日{_CLOSE}"
            if mark
            else f"{self.day.month}月{self.day.day}日",
            "n": str(chance.randint(2, 980)),
        }
        values.update(
            {name: chance.choice(found) for name, found in _lines()["fill"].items() if name not in _NOT_FILLED}
        )
        return line.format(**values)

    def _shown(self, day: date) -> str:
        return self.form.format(y=day.year, m=day.month, d=day.day)


_NOT_FILLED = {"titles", "days"}


def _dates(chance: random.Random) -> _Dates:
    day = date(chance.randint(2015, 2026), 1, 1) + timedelta(days=chance.randint(0, 364))
    end = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
    earlier = day - timedelta(days=chance.choice([1, 2, 5, 12, 40, 200, 700]))
    later = day + timedelta(days=chance.choice([1, 7, 15, 30, 90, 365]))
    return _Dates(day, earlier, later, end, chance.choice(_lines()["fill"]["days"]))


def made_texts(number: int, seed: int = 0) -> Iterator[DatedText]:
    """``number`` texts; the same seed gives the same ones."""
    chance = random.Random(seed)
    for count in range(number):
        dates = _dates(chance)
        stated = chance.random() < _STATED
        parts = "\n".join(_parts(dates, chance, stated))
        start, end = parts.find(_OPEN), parts.find(_CLOSE) - 1
        text = parts.replace(_OPEN, "").replace(_CLOSE, "")
        told = dates.day.isoformat() if stated and start >= 0 else None
        yield DatedText(f"{AUTHOR}{count}", AUTHOR, text, told, *((start, end) if stated else (-1, -1)))


def _parts(dates: _Dates, chance: random.Random, stated: bool) -> Iterator[str]:
    lines = _lines()
    at_head = chance.random() < 0.5
    title = chance.choice(lines["fill"]["titles"])
    chosen = [(title, False)] if chance.random() < 0.85 else []
    head = [(chance.choice(lines["head"]["other"]), False)] if chance.random() < 0.3 else []
    if stated and at_head:
        head.insert(chance.randint(0, len(head)), (chance.choice(lines["head"]["stated"]), True))
    chosen = [*head, *chosen] if chance.random() < 0.2 else [*chosen, *head]
    chosen += [(line, False) for line in chance.sample(lines["body"]["other"], chance.randint(1, 6))]
    if stated and not at_head:
        chosen.append((chance.choice(lines["tail"]["stated"]), True))
    elif chance.random() < 0.45:
        chosen.append((chance.choice(lines["tail"]["other"]), False))
    for line, mark in chosen:
        yield dates.filled(line, chance, mark) + ("\n" if chance.random() < 0.4 else "")
