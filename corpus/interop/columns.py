r"""Lines of CoNLL files: columns, escapes, label tags.

White space, characters that do not print, and ``\`` are escaped; ``_`` is null and ``\e`` the empty string.
"""

import re
from collections.abc import Sequence

BASE_COLUMNS = ("FORM", "LABEL", "VALUE", "CANONICAL")
EXTRA_COLUMNS = ("CONFIDENCE", "SOURCE")
NULL = "_"
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", " ": "\\s", "\\": "\\\\"}
_LONG = {written[1]: meant for meant, written in _SHORT.items()} | {"_": "_", "e": ""}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_TAG = re.compile(r"O|[BIESLUM]-\S.*")


def escape(value: str | None) -> str:
    r"""One column's text for a value.

    >>> [escape(value) for value in ("甲", " ", "\u3000", "_", "", None)]
    ['甲', '\\s', '\\u3000', '\\_', '\\e', '_']
    """
    if value is None:
        return NULL
    if value in ("", NULL):
        return "\\e" if value == "" else "\\_"
    return "".join(_escaped(char) for char in value)


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char.isprintable() and not char.isspace():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def unescape(column: str) -> str | None:
    r"""The value of one column; what is no escape stays as it is.

    >>> [unescape(column) for column in (r"甲\s", r"\_", r"\e", "_")]
    ['甲 ', '_', '', None]
    """
    if column == NULL:
        return None
    return _ESCAPE.sub(_meant, column)


def _meant(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return _LONG.get(match[3], match[0])
    return chr(int(code, 16)) if int(code, 16) < 0x110000 else match[0]


def split_columns(line: str) -> list[str]:
    """Columns between tabs, or between spaces where there is no tab."""
    return line.split("\t") if "\t" in line else [part for part in line.split(" ") if part]


def is_tag(column: str) -> bool:
    """Whether a column is ``O`` or a label with a prefix of BIO, BIOES, BILOU or BMES.

    >>> is_tag("B-INST"), is_tag("O"), is_tag("INST"), is_tag("X-INST")
    (True, True, False, False)
    """
    return _TAG.fullmatch(column) is not None


def tagged_spans(tags: Sequence[str | None]) -> list[tuple[int, int, str]]:
    """``(first, end, label)`` of each run of tags, end exclusive; ``None`` (a sentence's end) ends a run.

    Where no run of the same label is open, an inside tag opens one, as in IOB1.

    >>> tagged_spans(["B-A", "I-A", "B-A", "O", "I-B", "E-B", "S-B", None, "I-B"])
    [(0, 2, 'A'), (2, 3, 'A'), (4, 6, 'B'), (6, 7, 'B'), (8, 9, 'B')]
    """
    spans: list[tuple[int, int, str]] = []
    open_label: str | None = None
    for index, tag in enumerate(tags):
        prefix, _, label = (tag or "O").partition("-")
        if prefix == "O":
            open_label = None
            continue
        if prefix in "BSU" or open_label != label:
            spans.append((index, index + 1, label))
        else:
            spans[-1] = (spans[-1][0], index + 1, label)
        open_label = None if prefix in "ESLU" else label
    return spans
