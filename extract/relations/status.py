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


def item_status(context: Context, line: Span, name: Span, following: int, scope: Scope) -> tuple[Status, Span | None]:
    """Added or removed, by the label before the partners of a list line or by the words right behind one of them.

    ``following`` is where the next partner begins. Without either the heading above the line tells.
    """
    text = context.draft.folded
    behind = _first_cue(text[name.end : following], name.end)
    if behind is not None and behind[1] is not None:
        gap, rest = text[name.end : behind[1].start], text[behind[1].end : following]
        if _ITEM_GAP.fullmatch(gap) and not _ITEM_TERM.match(rest):
            return behind
    start = 1 + max(line.start - 1, *(text.rfind(mark, line.start, name.start) for mark in "。；;"))
    label = text[start : name.start].rpartition(":")[0]
    before = None if context.names_in(start, start + len(label)) else _label_cue(label)
    if before is None:
        return scope.status, scope.status_span
    return before[1], Span(start + before[0], start + before[2])


_ITEM_GAP = re.compile(r"[”\"」\s(,，已经于自起至本次期\d年月日]{0,20}")
_ITEM_TERM = re.compile(r"[日时期]|或")


def _label_cue(label: str) -> tuple[int, Status, int] | None:
    """The only thing that a label says of the partners behind it; ``None`` where it says both or nothing."""
    found = [cue for cue in _cues_in(label) if not label[: cue[0]].endswith(("暂停", "无", "未", "不"))]
    return found[-1] if len({status for _, status, _ in found}) == 1 else None


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
