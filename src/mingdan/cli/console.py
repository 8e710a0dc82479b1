"""Lines for people: errors and notes on stderr, results on stdout; no control character of a document gets through."""

import json
import sys
import unicodedata
from typing import Any


def tolerate_any_encoding() -> None:
    """Let stdout and stderr escape what their encoding lacks instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def visible(text: str) -> str:
    """The text with control and invisible format characters shown as ``�``."""
    return "".join("�" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)


def one_line(text: str) -> str:
    """The text on one line, white space single, the rest as :func:`visible`.

    >>> one_line("海西\\n银行\\x1b[31m")
    '海西 银行�[31m'
    """
    return visible(" ".join(text.split()))


def complain(text: str) -> None:
    """Print one error line to stderr."""
    print(f"error: {one_line(text)}", file=sys.stderr)


def note(text: str) -> None:
    """Print one note to stderr."""
    print(f"note: {one_line(text)}", file=sys.stderr)


def say(text: str) -> None:
    """Print one line of the result to stdout."""
    print(text)


def say_json(value: object) -> None:
    """Print a value as JSON to stdout; lone surrogates become escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))
