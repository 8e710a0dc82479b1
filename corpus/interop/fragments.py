r"""Mentions and values on the lines of a standoff file.

Everything that some reader takes for the end of a line or column counts as a break: tab, the line breaks of
``str.splitlines``, and with them the control characters ``\x1c`` to ``\x1e``.
"""

import json
import re

_BREAK = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_UNBROKEN = re.compile(f"[^{_BREAK}]+")
_PLAIN = re.compile(r'[^\s"](?:.*\S)?')


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""The stretches of ``text[start:end]`` between breaks; none where there are only breaks.

    >>> fragments("甲\n乙丙", 0, 4)
    [(0, 1), (2, 4)]
    """
    return [match.span() for match in _UNBROKEN.finditer(text, start, end)]


def quoted(value: str) -> str:
    r"""``value`` itself, or a JSON string where it is empty, opens with a quote, or has breaks or outer white space.

    >>> quoted("江州银行"), quoted("a\n")
    ('江州银行', '"a\\n"')
    """
    if _PLAIN.fullmatch(value) and len(value.splitlines()) == 1 and "\t" not in value:
        return value
    return json.dumps(value)


def unquoted(written: str) -> str:
    """The value that :func:`quoted` wrote; text that is no JSON string is the value itself.

    >>> unquoted("江州银行"), unquoted('"a"'), unquoted('"a')
    ('江州银行', 'a', '"a')
    """
    try:
        value = json.loads(written) if written.startswith('"') else written
    except json.JSONDecodeError:
        return written
    return value if isinstance(value, str) else written
