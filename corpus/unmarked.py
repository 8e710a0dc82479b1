"""Doubts about mentions that a labeller may have passed over."""

import re
from collections.abc import Sequence

from mingdan.core.records import Entity
from mingdan.corpus.findings import Findings

_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?<!\d)\d{1,2}月\d{1,2}日")
_NAMED = ("INST", "POLICY", "PRODUCT")
_CONTEXT = 12


def warn_unmarked(text: str, entities: Sequence[Entity], findings: Findings) -> None:
    """Warn where a name marked elsewhere, or a date pattern, touches no mention at all."""
    covered = bytearray(len(text))
    for entity in entities:
        covered[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    names = {e.text for e in entities if e.label in _NAMED and len(e.text) > 1}
    patterns = [("unmarked_name", re.compile(re.escape(name))) for name in sorted(names)]
    for code, pattern in [*patterns, ("unmarked_date", _DATE)]:
        for match in pattern.finditer(text):
            if not any(covered[match.start() : match.end()]):
                around = text[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT]
                findings.warning(code, f"{match[0]} at …{around!r}…")
