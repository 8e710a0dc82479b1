"""What tells the status of a pair: words for coming, leaving and denial near the names, and what the rule says."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.records import Span
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.pairs.features import around, grams
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.status import status_of

STATUSES: tuple[Status, ...] = ("listed", "added", "removed", "denied")
_NEAR = 40


def told_status(view: PairView, pair: Pair) -> tuple[Status, Span | None]:
    """What the rule for running text says."""
    return status_of(view.context, pair.sentence, Span(pair.group.start, pair.group.end), _next(view, pair), Scope())


def _next(view: PairView, pair: Pair) -> int:
    names = (name.start for name in view.names if pair.group.end <= name.start < pair.sentence.end)
    return next(names, max(pair.group.end, pair.sentence.end))


def _last(view: PairView, pair: Pair) -> int:
    names = (name.end for name in view.names if pair.sentence.start < name.end <= pair.group.start)
    return max(names, default=pair.sentence.start)


def status_features(view: PairView, pair: Pair, told: Status) -> list[str]:
    """Names of the features that hold for a pair; ``told`` as by :func:`told_status`."""
    first, last, (start, end) = pair.group.start, pair.group.end, (pair.sentence.start, pair.sentence.end)
    parts = {
        "before": (_last(view, pair), first),
        "lead": (max(start, first - _NEAR), first),
        "tail": (last, _next(view, pair)),
        "behind": (last, max(last, min(end, last + 30))),
        "sentence": (start, end),
        "line": (pair.line.start, start),
    }
    found = [f"told={told}", f"notice={view.context.notice}"]
    for name, span in parts.items():
        found += _cues(view.text[slice(*span)], name)
    left, right = around(view, pair)
    return [*found, *grams(left, "left"), *grams(right, "right")]


def _cues(text: str, name: str) -> Iterator[str]:
    """Which words stand there, and which of them nearest to the names."""
    patterns: dict[str, re.Pattern[str]] = {
        "added": cues().added,
        "removed": cues().removed,
        "denied": cues().denied,
        "came": cues().came,
        "left": cues().left,
        "not so": cues().not_so,
    }
    leads = name in {"before", "lead"}
    told: list[tuple[int, str]] = []
    weak: list[tuple[int, str]] = []
    for kind, pattern in patterns.items():
        matches = list(pattern.finditer(text))
        if matches:
            match = matches[-1 if leads else 0]
            (told if kind in STATUSES else weak).append((match.start(), kind))
            yield f"{name}:{kind}"
            yield f"{name}:{kind}:{match.group()[:4]}"
    if name not in {"sentence", "line"}:
        for group in filter(None, (told, weak)):
            yield f"{name} nearest:{(max if leads else min)(group)[1]}"
