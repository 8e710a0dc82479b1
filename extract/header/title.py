"""The document's own title: the first heading, past mastheads and page furniture."""

import re

from mingdan.core.fold import name_key
from mingdan.extract.header.lines import Line, words
from mingdan.extract.header.publisher import masthead_name

_FURNITURE = re.compile(
    r"(?:第?\s*[A-Z]?\d{1,3}\s*(?:版|页)?(?:[\s:：]*\w{1,6})?|\d{1,2}\s*/\s*\d{1,2}|第\s*\d+\s*页.*)$"
)
_DATE_LINE = re.compile(r".{0,12}(?:19|20)\d\d\s?[年\-/.].{0,40}$")
_TAIL = re.compile(r"\s{2,}第\s*\d+\s*页.*$")
_LOOK = 8


def _is_title(line: Line, text: str) -> bool:
    folded = line.folded
    if line.table or len(folded) < 4 or _FURNITURE.match(folded) or folded.startswith(words("title", "skip")):
        return False
    if _DATE_LINE.match(folded) and not re.search(r"公告|公示|名单|名录|目录|报告|通知|披露|说明|项目", folded):
        return False
    repeated = text.count(line.text) > 1 and len(folded) < 10 and not re.search(r"公告|公示|名单|说明", folded)
    return not repeated


def stated_title(text: str, lines: list[Line]) -> Line | None:
    """The first of the opening lines that reads as a title; None for a document that opens with running text."""
    masthead = masthead_name(lines)
    for line in lines[:_LOOK]:
        if line is not masthead and _is_title(line, text):
            sentence = len(line.text) > 80 or line.text.endswith(("。", ";", "；"))
            return None if sentence else _cut(line)
    return None


def _cut(line: Line) -> Line:
    tail = _TAIL.search(line.text)
    if not tail:
        return line
    size = tail.start()
    return Line(line.start, line.start + size, line.text[:size], line.folded[:size])


def matching_line(hint: str | None, lines: list[Line]) -> Line | None:
    """The opening line that a format's own title names (``title - site`` included)."""
    key = name_key(hint or "")
    if not key:
        return None
    keyed = ((name_key(line.text), line) for line in lines[:_LOOK])
    return next((line for own, line in keyed if len(own) > 5 and (own in key or key in own)), None)
