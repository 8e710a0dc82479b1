"""Who published a document: label, byline, dateline, signature, title."""

import re
from functools import cache

from mingdan.core.records import Span
from mingdan.extract.header.days import StatedDate
from mingdan.extract.header.lines import Line, either, words
from mingdan.extract.header.statements import dateline_of, is_institution

_NAME = r"[\w()·&.\-]{2,30}?"
_HEAD, _TAIL = 10, 4
_BOARDS = {"董事会", "监事会"}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    media = either("publisher", "media_ends")
    return (
        re.compile(rf"(?:^|[\s|(])(?:{either('publisher', 'labels')})\s*[:：]\s*(?P<name>[\w()·&.\-]{{2,40}})"),
        re.compile(r"^《(?P<name>[^》]{2,20})》\s?(?:记者|评论员|见习记者)"),
        re.compile(rf"^(?P<name>{_NAME})\s?(?:讯|消息)?\s?\(?(?:见习|实习)?(?:记者|评论员|通讯员)[\s:：]"),
        re.compile(rf"^(?P<name>{_NAME})讯\s?[\(（]"),
        re.compile(rf"^(?P<name>[\w]{{0,14}}?(?:{media}))[:：]"),
    )


def _kept(line: Line, start: int, end: int) -> tuple[str, Span] | None:
    name = line.text[start:end]
    if not name or name.startswith(words("publisher", "own")) or name.isdecimal():
        return None
    return name, Span(line.start + start, line.start + end)


def _byline(lines: list[Line]) -> tuple[str, Span] | None:
    for pattern in _patterns():
        for line in lines:
            match = pattern.search(line.folded)
            found = _kept(line, match.start("name"), match.end("name")) if match else None
            if found:
                return found
    return None


def _agency(lines: list[Line]) -> tuple[str, Span] | None:
    dateline = dateline_of(lines)
    if not dateline:
        return None
    line, match = dateline
    head = re.sub(r"(?:19|20)\d\d年$", "", line.folded[: match.start()])
    start = max((head.rfind(char) + 1 for char in "(（【[ 　"), default=0)
    name = head[start:].rstrip(" ")
    placed = re.match(rf"(.{{2,}}?(?:{either('publisher', 'media_ends')}))(?=\w{{2,4}}$)", name)  # 新华社北京
    name = placed.group(1) if placed else name
    return _kept(line, start, start + len(name)) if 2 <= len(name) <= 14 else None


def _signer(lines: list[Line], stated: StatedDate | None) -> tuple[str, Span] | None:
    for index in range(len(lines) - 1, max(len(lines) - 12, 0), -1):
        line = lines[index]
        if stated and stated.form == "signature" and line.start <= stated.start < line.end:
            name = line.text[: stated.start - line.start].rstrip()
            if name:
                return name, Span(line.start, line.start + len(name))
            above = lines[index - 1]
            if above.folded in _BOARDS and index > 1:
                above = lines[index - 2]
            return _whole(above) if is_institution(above) else None
    last = lines[-_TAIL:] if len(lines) > 3 else []
    found = next((line for line in reversed(last) if is_institution(line) and not _is_item(lines, line)), None)
    return _whole(found) if found else None


def _is_item(lines: list[Line], line: Line) -> bool:
    """Whether the line is one of three or more institutions below each other, after which the text goes on."""
    at = stop = lines.index(line)
    while at > 0 and is_institution(lines[at - 1]):
        at -= 1
    while stop < len(lines) and is_institution(lines[stop]):
        stop += 1
    return stop < len(lines) and stop - at > 2


def _whole(line: Line) -> tuple[str, Span]:
    """The line without a seal mark at its end."""
    size = len(re.sub(r"\((?:盖章|公章)\)$", "", line.folded))
    return line.text[:size], Span(line.start, line.start + size)


def masthead_name(lines: list[Line]) -> Line | None:
    """A medium's or site's name on a first line of its own, above the title or the date."""
    if len(lines) < 3:
        return None
    first, following = lines[0], lines[1:4]
    named = re.fullmatch(rf"[\w·]{{1,10}}?(?:{either('publisher', 'media_ends')})(?:官网)?", first.folded)
    if not (named or re.fullmatch(r"\w{2,14}官网", first.folded)):
        return None
    return first if any(len(line.text) <= 40 and not line.text.endswith("。") for line in following[:2]) else None


def _from_masthead(lines: list[Line]) -> tuple[str, Span] | None:
    line = masthead_name(lines)
    if line is None:
        return None
    size = len(line.folded.removesuffix("官网").removesuffix("官方网站"))
    return _kept(line, 0, size)


def _in_title(title: Line | None) -> tuple[str, Span] | None:
    if title is None:
        return None
    ends, verbs = either("publisher", "ends"), either("publisher", "title_verbs")
    match = re.match(rf"(?P<name>[\w()]{{2,40}}?(?:{ends}))\s?(?={verbs})", title.folded)
    return _kept(title, match.start("name"), match.end("name")) if match else None


@cache
def _own_definition() -> re.Pattern[str]:
    name = rf"(?P<name>[\w()·]{{4,40}}?(?:{either('publisher', 'ends')}))"
    return re.compile(
        rf"(?:^|[,，。、\s:：]){name}\((?:[^()]{{0,20}}[,，])?(?:以下简称|以下称|下称|简称)", re.MULTILINE
    )


def _self_defined(lines: list[Line]) -> tuple[str, Span] | None:
    """The institution that a notice in the first person (我行, 本公司) defines first."""
    if not any(word in line.folded for line in lines for word in ("我行", "本行", "我司", "本公司", "我社")):
        return None
    for line in lines[:_HEAD]:
        match = _own_definition().search(line.folded)
        if match:
            return _kept(line, match.start("name"), match.end("name"))
    return None


def stated_publisher(lines: list[Line], title: Line | None, stated: StatedDate | None) -> tuple[str, Span] | None:
    """Publisher as the document writes it, with its span; None where it names none."""
    lines = [line for line in lines if not line.table]
    head = lines[:_HEAD]
    return (
        _agency(head)
        or _byline(head)
        or _signer(lines, stated)
        or _from_masthead(lines)
        or _in_title(title)
        or _self_defined(lines)
    )
