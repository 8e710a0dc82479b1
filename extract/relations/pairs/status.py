"""What tells the status of a pair: words for coming, leaving and denial around the names, and what the rule says."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.records import Span
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.pairs.features import around
from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.pairs.wide import sentence_grams
from mingdan.extract.relations.scope import Scope
from mingdan.extract.relations.status import status_of

STATUSES: tuple[Status, ...] = ("listed", "added", "removed", "denied")
_NEAR, _FAR = 40, 80
_COMMA = re.compile(r"[,，。；;]")
_ENDS = "。！？!?；;\n"
_BACK = re.compile(r"[。；;\s]*(?:该|其|它|后者|前者|双方|两家|这家|此|对方|上述)")


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
    found = [f"told={told}", f"notice={view.context.notice}", f"item={pair.line.marker > 0},{view.context.notice}"]
    for name, span in parts.items():
        found += _cues(view.text[slice(*span)], name)
    left, right = around(view, pair)
    found += [*grams(left, "left"), *grams(right, "right")]
    for size in (1, 2, 3, 4, 5):
        found += (f"left {left[-size:]}", f"right {right[:size]}")
    return [*found, *sentence_grams(view, pair), *_farther(view, pair)]


def _farther(view: PairView, pair: Pair) -> Iterator[str]:
    """What the clauses of the sentence, the sentences beside it and the line above say."""
    zones = _zones(view.text, pair)
    following: list[str] = []
    for name, (start, end) in zones.items():
        cues_found = list(_cues(view.text[start:end], name))
        following += cues_found if name == "next" else ()
        yield from cues_found
        yield f"{name}={bool(cues_found)}"
    if _BACK.match(view.text, *zones["next"]):
        yield "next goes on"
        yield from (f"back {name}" for name in following)
    yield from grams(view.masked(*zones["next"], pair).lstrip("。；;/ ")[:20], "next")
    yield from grams(view.masked(*zones["previous"], pair)[-20:], "previous")


def _zones(text: str, pair: Pair) -> dict[str, tuple[int, int]]:
    """Clauses before and behind the names, the sentences beside theirs, and the line above."""
    start, end, first, last = pair.sentence.start, pair.sentence.end, pair.group.start, pair.group.end
    opened = max(text.rfind(mark, start, first) + 1 for mark in ",，:：")
    opened = max(start, opened)
    closed = _stop(text, last, end)
    further = _stop(text, closed + 1, end)
    before = max(text.rfind(mark, 0, max(0, start - 1)) + 1 for mark in _ENDS)
    behind = min((place for mark in _ENDS if (place := text.find(mark, end + 1)) >= 0), default=len(text))
    above_line = text.rfind("\n", 0, max(0, pair.line.start - 1)) + 1
    heading = above_line if pair.line.start - above_line < 60 else pair.line.start
    return {
        "clause": (opened, first),
        "clauses before": (max(start, first - 60), opened),
        "rest": (last, closed),
        "second": (closed, further),
        "farther": (further, max(further, min(end, last + _FAR))),
        "next": (end, max(end, min(behind, end + _FAR))),
        "previous": (max(before, start - _FAR), start),
        "opening": (pair.line.start, min(first, pair.line.start + 20)),
        "above": (heading, max(heading, pair.line.start - 1)),
    }


def _stop(text: str, start: int, end: int) -> int:
    found = _COMMA.search(text, start, end) if start < end else None
    return found.start() if found else max(start, end) if start < end else end


_LEADING = frozenset({"before", "lead", "clause", "clauses before", "previous", "opening", "above"})


def _cues(text: str, name: str) -> Iterator[str]:
    """Which words stand there, and which of them nearest to the names."""
    patterns: dict[str, re.Pattern[str]] = {
        "added": cues().added,
        "removed": cues().removed,
        "denied": cues().denied,
        "came": cues().came,
        "left": cues().left,
        "not so": cues().not_so,
        "plan": cues().plan,
    }
    leads = name in _LEADING
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
