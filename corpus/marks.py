"""Inline marks ``{text|LABEL}`` and ``{text|LABEL=key}``: plain text and mentions out of a marked body."""

import re

from mingdan.core.codes import LABELS, ROLES
from mingdan.core.records import Entity
from mingdan.corpus.findings import Findings
from mingdan.corpus.values import is_iso_value, is_one_of

_MARK = re.compile(r"\{([^{}]*)\|([A-Z]+)(?:=([^{}|]*))?\}")
_EDGE = "《》〈〉“”「」‘’()（）【】 \t\n\u3000"
_CLOSING = ("）", ")")
_NAMED = ("INST", "POLICY")


def read_marks(body: str, findings: Findings) -> tuple[str, tuple[Entity, ...]]:
    """Take the marks out of ``body``; offsets are code points of the returned plain text.

    A mark with an unknown label or no text is reported and gives no mention.

    >>> read_marks("{江州银行|INST}于{去年|DATE=2024}公布", Findings("d"))[0]
    '江州银行于去年公布'
    """
    pieces: list[str] = []
    entities: list[Entity] = []
    size = position = 0
    for match in _MARK.finditer(body):
        pieces += [body[position : match.start()], match[1]]
        size += match.start() - position
        entities += _entity(match, size, findings)
        size += len(match[1])
        position = match.end()
    text = "".join([*pieces, body[position:]])
    if "{" in text or "}" in text:
        findings.error("stray_brace", "a brace stands outside every mark")
    return text, tuple(entities)


def _entity(match: re.Match[str], start: int, findings: Findings) -> list[Entity]:
    surface, label, key = match[1], match[2], match[3]
    if not is_one_of(label, LABELS):
        findings.error("label", f"{match[0]}: label is none of {', '.join(LABELS)}")
        return []
    if not surface or surface[0] in _EDGE or (surface[-1] in _EDGE and not surface.endswith(_CLOSING)):
        findings.error("span_edge", f"{match[0]}: a span is not empty and leaves out quotes, brackets and white space")
    if label == "DATE" and not (key and is_iso_value(key)):
        findings.error("date_value", f"{match[0]}: no ISO 8601 date, period or interval")
    if label == "ROLE" and key not in ROLES:
        findings.error("role_code", f"{match[0]}: no role code")
    value = key or (surface if label in _NAMED else None)
    return [Entity(start, start + len(surface), label, surface, value)] if surface else []
