"""The publisher of a document, known beside the text or read from it, is a name wherever the text writes it."""

import re
from collections.abc import Iterator
from functools import cache

from mingdan.core.codes import InstitutionType
from mingdan.core.fold import fold, name_key
from mingdan.extract.draft import Draft, Name
from mingdan.extract.entities.names import legal_type
from mingdan.extract.entities.resolve import short_key
from mingdan.extract.knowledge import NOT_PARTNER, Knowledge, read_rules

_SHORT = (3, 10)
_LAST = frozenset("行司社贷金托租保险信心")
_TRIM = " \t\u3000:：,，。()（）"


def publisher_names(draft: Draft) -> Iterator[Name]:
    """Occurrences of the publisher's own name and of the short form under which it opens or signs the paper."""
    key = fold(draft.publisher or "").strip()
    if len(key) < _SHORT[0] or not re.fullmatch(r"[\w()·&.\-]{3,40}", key) or key.startswith(_own_words()):
        return
    kind = _kind(key)
    for form in dict.fromkeys([key, *_signed_forms(draft, key)]):
        for match in re.finditer(re.escape(form), draft.folded):
            yield Name(match.start(), match.end(), draft.text[match.start() : match.end()], kind, "publisher", 0.9)


def silent_publisher(draft: Draft, knowledge: Knowledge) -> Name | None:
    """The given publisher as an institution with an empty span, where no name in the text is or shortens it."""
    key = name_key(draft.publisher or "")
    known = knowledge.by_key.get(key)
    kind = known.type if known else _kind(key)
    if len(key) < _SHORT[0] or kind in NOT_PARTNER or key.startswith(_own_words()):
        return None
    if any(_meets(key, name_key(form)) for name in draft.names for form in (name.text, name.value)):
        return None
    value = known.canonical if known and known.official else (draft.publisher or "").strip()
    return Name(0, 0, "", kind, "given", 0.8, value)


def _meets(key: str, form: str) -> bool:
    a, b = short_key(key), short_key(form)
    return a.endswith(b) or b.endswith(a) or is_abbreviation(a, b) or is_abbreviation(b, a)


@cache
def _own_words() -> tuple[str, ...]:
    return tuple(read_rules("dates_header.toml")["publisher"]["own"])


def _kind(key: str) -> InstitutionType:
    kind = legal_type(key)
    media = read_rules("dates_header.toml")["publisher"]["media_ends"]
    return "media" if kind == "other" and key.endswith(tuple(media)) else kind


def _signed_forms(draft: Draft, key: str) -> Iterator[str]:
    """Abbreviations of the publisher's name that open the title or make up a last line (``安澜财司``)."""
    lines = [line.strip(_TRIM) for line in draft.folded.split("\n") if line.strip()]
    for line in lines[-3:]:
        signed = re.sub(r"\s*\d{4}\D.*$", "", line).strip(_TRIM)
        if _SHORT[0] <= len(signed) <= _SHORT[1] and is_abbreviation(signed, key):
            yield signed
    for size in range(_SHORT[1], _SHORT[0] - 1, -1):
        opening = lines[0][:size] if lines else ""
        if opening[-1:] in _LAST and len(opening) == size and is_abbreviation(opening, key):
            yield opening
            return


def is_abbreviation(short: str, full: str) -> bool:
    """Whether ``short`` begins like ``full`` and takes all its characters from it in the same order.

    >>> is_abbreviation("安澜财司", "安澜集团财务有限公司"), is_abbreviation("安澜公司", "安澜财务部")
    (True, False)
    """
    if short == full or short[:2] != full[:2]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)
