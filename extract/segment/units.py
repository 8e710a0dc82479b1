"""Lines and sentences of a text with their spans."""

import re
from dataclasses import dataclass

from mingdan.core.records import Span

_ENDS = re.compile(r"[。！？!?；;]+[”’」』）)]*")
_NUMBERED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十百甲乙丙丁戊己庚辛]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条部分类]|[（(]\d{1,3}[)）]|\d{1,3}\s*[.．、)）:：]|[①-⑳]|[A-Za-z][.、．)]\s?(?=[\u3400-\u9fff])|[（(][a-z][)）]|[-*•·●◆■□▪○▶►]\s)\s*"
)
_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s|【[^】]*】\s*$|[（(]?[一二三四五六七八九十百甲乙丙丁戊己庚辛]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条部分类]|[A-Z][.、．]\s?(?=[\u3400-\u9fff])|▍)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text. ``marker`` is the length of its number or bullet."""

    start: int
    end: int
    text: str
    marker: int
    heading_mark: bool

    @property
    def body(self) -> Span:
        """The line without its marker."""
        return Span(self.start + self.marker, self.end)


def split_lines(text: str, kept: list[Span]) -> list[Line]:
    """Non-empty lines; a line end inside one of ``kept`` (a name, role or date) does not split.

    >>> [line.text for line in split_lines("一、助贷类\\n1.甲公司", [])]
    ['一、助贷类', '1.甲公司']
    """
    inside = sorted((span.start, span.end) for span in kept)
    lines: list[Line] = []
    start = 0
    for match in re.finditer(r"\n|$", text):
        position = match.start()
        if position < len(text) and any(a < position < b for a, b in inside):
            continue
        if text[start:position].strip():
            lines.append(_line(text, start, position))
        start = position + 1
    return lines


def _line(text: str, start: int, end: int) -> Line:
    content = text[start:end]
    marker = _NUMBERED.match(content)
    return Line(start, end, content, marker.end() if marker else 0, bool(_HEADING.match(content)))


def _between(text: str, match: re.Match[str], kept: list[Span]) -> bool:
    """Whether a semicolon only parts two names of a list (``甲公司；乙公司（“乙”入口）；``)."""
    if match.group() not in {"；", ";"}:
        return False
    before = text[match.start() - 1 : match.start()]
    left = before in {")", "）"} or any(span.end == match.start() for span in kept)
    ends = [span.end for span in kept if span.start == match.end()]
    return left and any(text[end : end + 1] in {"", "；", ";", "。", "（", "(", "\n"} for end in ends)


def split_sentences(text: str, start: int, end: int, kept: list[Span]) -> list[Span]:
    """Sentences of ``text[start:end]``; an end mark inside one of ``kept`` does not split.

    >>> [s.end for s in split_sentences("甲。乙；丙", 0, 5, [])]
    [2, 4, 5]
    """
    spans: list[Span] = []
    position = start
    for match in _ENDS.finditer(text, start, end):
        if any(span.start < match.start() < span.end for span in kept) or _between(text, match, kept):
            continue
        spans.append(Span(position, match.end()))
        position = match.end()
    if position < end and text[position:end].strip():
        spans.append(Span(position, end))
    return spans
