"""Which date of the text, if any, is that of a row: candidates and their features."""

import re
from collections.abc import Iterator

from mingdan.core.codes import Status
from mingdan.core.records import Entity
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.pairs.features import above
from mingdan.extract.relations.pairs.grams import grams
from mingdan.extract.relations.pairs.view import Pair, PairView
from mingdan.extract.relations.role_features import END

_BEFORE, _BEHIND = 6, 10
_MOST = 16
"""So many dates, the nearest to the partner, may be that of the row."""
_NOW = re.compile(r"目前|现在|现有|如今|最新")


def date_candidates(view: PairView, pair: Pair) -> list[Entity | None]:
    """None (the row has no date), and the dates of the running text that stand nearest to the partner.

    Ranges and dates without a value do not count.
    """
    dates = sorted(view.dates, key=lambda date: abs(date.start - pair.partner.start))
    return [None, *dates[:_MOST]]


def date_features(view: PairView, pair: Pair, status: Status, date: Entity | None) -> list[str]:
    """Names of the features that hold for a candidate of a row with this status."""
    found = list(_none(view, pair) if date is None else _date(view, pair, date))
    change = "listed" if status == "listed" else "change" if status in {"added", "removed"} else "denied"
    return [*found, *(f"{change} {name}" for name in found)]


def _none(view: PairView, pair: Pair) -> Iterator[str]:
    dates = [date.start for date in view.dates]
    yield "none"
    yield f"none,dates={above(len(dates), 0, 1, 3, 6)}"
    yield f"none,in sentence={any(pair.sentence.start <= place < pair.sentence.end for place in dates)}"
    yield f"none,in line={any(pair.line.start <= place < pair.line.end for place in dates)}"
    yield f"none,notice={view.context.notice}"
    sentence = view.text[pair.sentence.start : pair.sentence.end]
    yield f"none,list word={bool(cues().list_word.search(sentence))}"
    yield f"none,now={bool(_NOW.search(sentence))}"


def _date(view: PairView, pair: Pair, date: Entity) -> Iterator[str]:
    where, side = pair.where(date.start), "before" if date.end <= pair.partner.start else "behind"
    yield f"where={where},{side}"
    start, stop = sorted(
        (date.end if side == "before" else pair.partner.end, pair.partner.start if side == "before" else date.start)
    )
    yield f"ends={side},{above(len(END.findall(view.text, start, stop)), 0, 1, 2, 4, 8)}"
    yield f"distance={side},{above(stop - start, 3, 8, 16, 30, 60, 120)}"
    yield f"source={date.source},{where}"
    yield f"size={len(date.value or '')},{where}"
    yield from _lenders(view, pair, date, where)
    yield from _others(view, pair, date, where)
    yield from _words(view, pair, date, where)


def _lenders(view: PairView, pair: Pair, date: Entity, where: str) -> Iterator[str]:
    """Lenders in the date's sentence, and who speaks where it stands."""
    start, stop = sentence_around(view.text, date)
    near = [name for name in view.lenders if start <= name.start < stop]
    own = any(name.value == pair.lender for name in near)
    other = any(name.value not in (pair.lender, pair.partner.value) for name in near)
    yield f"own,other={own},{other},{where}"
    before = [name for name in view.lenders if name.end <= date.start]
    yield f"last lender={before[-1].value == pair.lender if before else None},{where}"
    there = any(name.value == pair.partner.value for name in view.names if start <= name.start < stop)
    yield f"partner there={there},{where}"
    yield f"list word={bool(cues().list_word.search(view.text, start, stop))},{own},{where}"


def _others(view: PairView, pair: Pair, date: Entity, where: str) -> Iterator[str]:
    """The date among the others: how many stand nearer, whether it is the first or last, how often it is told."""
    dates = view.dates
    nearer = sum(abs(other.start - pair.partner.start) < abs(date.start - pair.partner.start) for other in dates)
    yield f"nearer={above(nearer, 0, 1, 2, 4)},{where}"
    yield f"dates={above(len(dates), 1, 3, 6)}"
    yield f"first,last={date is dates[0]},{date is dates[-1]}"
    yield f"told={above(sum(other.value == date.value for other in dates), 1, 2)}"
    published = view.context.draft.published
    if published is not None:
        day = published.isoformat()
        yield f"published={'same' if date.value == day else 'later' if str(date.value) > day else 'earlier'},{where}"
    later = sum(str(other.value) > str(date.value) for other in dates)
    yield f"later ones={above(later, 0, 1, 3)}"
    yield f"notice={view.context.notice},{where}"


def _words(view: PairView, pair: Pair, date: Entity, where: str) -> Iterator[str]:
    left = view.masked(max(0, date.start - 3 * _BEFORE), date.start, pair)[-_BEFORE:]
    right = view.masked(date.end, min(len(view.text), date.end + 3 * _BEHIND), pair)[:_BEHIND]
    for size in (1, 2, 3):
        yield f"left{size}={left[-size:]}"
        yield f"right{size}={right[:size]}"
        yield f"right{size}={right[:size]},{where}"
    yield from grams(left, "left")
    yield from grams(right, "right")


def sentence_around(text: str, date: Entity) -> tuple[int, int]:
    """Where the sentence of a date begins and ends."""
    start = max((text.rfind(mark, 0, date.start) + 1 for mark in "。！？!?；;\n"), default=0)
    stop = END.search(text, date.end)
    return start, stop.start() if stop else len(text)
