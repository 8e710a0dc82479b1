"""Document numbers and numbers of standards."""

import re
from collections.abc import Iterator

from mingdan.extract.entities.policies.known import number_issuers
from mingdan.extract.segment.words import cut

_BRACKETED = re.compile(
    r"(?P<prefix>[\u3400-\u9fff]{1,14}?)\s*[〔\[【［(（﹝]\s*(?P<year>[0-9０-９]{4})\s*[〕\]】］)）﹞]\s*第?\s*[0-9０-９]{1,4}\s*号"
)
_ORDER = re.compile(
    r"(?P<body>[\u3400-\u9fff]{2,24}?)令\s*(?:[〔\[【(（]?\s*[0-9０-９]{4}\s*[〕\]】)）]?\s*年?\s*)?第\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百零]{1,7})\s*号"
)
_STANDARD = re.compile(r"(?:GB|JR|GA|YD)(?:/T|／T)?\s?\d{3,6}(?:[.—–-]\d{1,4})*[—–-]\d{4}")
_NOT = re.compile(r"罚|决字|民初|民终|刑|执|行初|仲|案|商初|财保|公告编号|裁|许准|批字|股$|债$|鉴|评字|信访")


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Spans of document numbers; numbers of penalties, court cases and company notices are none."""
    for match in _BRACKETED.finditer(text):
        start = _prefix_start(match["prefix"], match.start("prefix"))
        if start is not None:
            yield start, match.end()
    for match in _ORDER.finditer(text):
        body = re.split(r"以下简称|根据|依据|按照|为|即|和|及|与|（|\(", match["body"])[-1]
        if body and not _NOT.search(body):
            yield match.start("body") + len(match["body"]) - len(body), match.end()
    for match in _STANDARD.finditer(text):
        yield match.span()


def _stands_free(lead: str) -> bool:
    """Whether what stands before a known prefix is running text and not part of the number (沅 in 沅银发)."""
    return not lead or len(cut(lead)[-1]) > 1 or lead[-1] in "即为以按据依由和及与的照《“"


def _prefix_start(prefix: str, start: int) -> int | None:
    if _NOT.search(prefix):
        return None
    known = [key for key in number_issuers() if prefix.endswith(key)]
    if known:
        size = len(max(known, key=len))
        return start + len(prefix) - size if _stands_free(prefix[: len(prefix) - size]) else None
    match = re.search(r"[\u3400-\u9fff]{1,6}(?:发|规|办|函|令|金|字|监)[\u3400-\u9fff]?$", prefix)
    return start + match.start() if match and len(prefix) <= 8 else None
