"""Added or removed: what the cue words around a group of names say."""

import re

from mingdan.core.codes import Status
from mingdan.core.records import Span
from mingdan.extract.relations.context import Context
from mingdan.extract.relations.cues import cues
from mingdan.extract.relations.scope import Scope


def status_of(
    context: Context, sentence: Span, group: Span, following: int, scope: Scope
) -> tuple[Status, Span | None]:
    """Added or removed, by the cue nearest before the names in their clause, or right behind them."""
    text = context.draft.folded
    lead = re.split(r"[；;。]", text[max(sentence.start, group.start - 40) : group.start])[-1]
    clause = re.split(r"[,，]", lead)[-1]
    tail = re.split(r"[；;。]", text[group.end : min(following, group.end + 30)])[0]
    after = re.split(r"[。；;]", text[group.end : sentence.end])[0]
    ended = _ENDED.search(after)
    if ended:
        return "removed", Span(group.end + ended.start(), group.end + ended.end())
    near = _last_cue(clause, group.start)
    if near is not None:
        return near
    first = _first_cue(re.split(r"[,，]", tail)[0], group.end)
    if first is not None:
        return first
    earlier = context.names_in(sentence.start, group.start)
    series = lead if not earlier else text[max(sentence.start, group.start - 60) : earlier[0].start]
    before = _last_cue(series, group.start if not earlier else earlier[0].start)
    if before is not None and not _KEPT.search(lead):
        return before
    behind = _first_cue(tail, group.end)
    if behind is not None and not context.roles_in(group.end, behind[1].start if behind[1] else group.end):
        return behind
    return scope.status, scope.status_span


_ENDED = re.compile(r"与(?:其|该公司|该机构|上述[^，,]{0,4})[^，,。]{0,4}合作[^，,。]{0,10}(?:终止|停止|结束|到期)")
_KEPT = re.compile(r"留下|保留|不变|仍|现有|此外|其余|除")


def _last_cue(lead: str, end: int) -> tuple[Status, Span | None] | None:
    found = _cues_in(lead)
    if not found:
        return None
    start, status, stop = max(found)
    offset = end - len(lead)
    return None if _KEPT.search(lead[stop:]) else (status, Span(offset + start, offset + stop))


def _first_cue(tail: str, start: int) -> tuple[Status, Span | None] | None:
    found = _cues_in(tail)
    if not found:
        return None
    begin, status, stop = min(found)
    return status, Span(start + begin, start + stop)


def _cues_in(text: str) -> list[tuple[int, Status, int]]:
    found: list[tuple[int, Status, int]] = []
    for match in cues().removed.finditer(text):
        found.append((match.start(), "removed", match.end()))
    for match in cues().added.finditer(text):
        found.append((match.start(), "added", match.end()))
    return found
