"""Object and array literals of JavaScript that are not JSON, read as values; nothing is executed.

Bare keys, single quotes, templates without parts, comments and trailing commas are read. What is no literal (functions,
calls, sums) gives ``None`` and is passed over, names stand for what ``names`` says.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_GAP = re.compile(r"(?:\s+|//[^\n]*|/\*.*?(?:\*/|\Z))*", re.S)
_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
_SCALAR = re.compile(
    rf"({_STRING})|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(!0|!1|void 0|[^\W\d][\w$]*|\$[\w$]*)", re.S
)
_KEY = re.compile(rf"({_STRING}|[\w$]+)", re.S)
_PASSED = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)|[^\"'`\[\](){{}},/]+|(.)", re.S)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_FIXED: dict[str, Any] = {"true": True, "false": False, "!0": True, "!1": False, "null": None, "undefined": None}
_CALLED = re.compile(r"\(\s*function(?:\s+\w+)?\s*\(([\w$,\s]*)\)\s*\{")
_CALL = re.compile(r"\}\s*(?:\)\s*)?\(")
_MAX_DEPTH = 60


class BrokenLiteralError(ValueError):
    """Brackets that do not close; ``position`` is how far it was read."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def literal_at(text: str, position: int, names: Mapping[str, Any] | None = None) -> tuple[Any, int, bool]:
    """The literal at ``position``, the offset behind it, and whether something in it was passed over.

    Raises :class:`BrokenLiteralError` where brackets do not close or lie too deep.

    >>> literal_at("x = [{n: '甲', f: function() { return 1 }},];", 4)
    ([{'n': '甲', 'f': None}], 43, True)
    """
    reader = _Reader(text, position, names or {})
    try:
        return reader.value(0), reader.position, reader.passed
    except (ValueError, RecursionError) as error:
        raise BrokenLiteralError(str(error), reader.position) from None


def called_with(text: str) -> dict[str, Any]:
    """Names and values of a script that is one function called at once, as site builders write their data.

    >>> called_with('window.D=(function(a,b){return {x:a}}("助贷",2));')
    {'a': '助贷', 'b': 2}
    """
    head, calls = _CALLED.search(text), list(_CALL.finditer(text))
    if head is None or not calls:
        return {}
    try:
        values = list(_Reader(text, calls[-1].end() - 1, {}).items(")", 0))
    except ValueError:
        return {}
    return dict(zip((name.strip() for name in head[1].split(",")), values, strict=False))


class _Reader:
    def __init__(self, text: str, position: int, names: Mapping[str, Any]) -> None:
        self._text = text
        self._names = names
        self.position = position
        self.passed = False

    def value(self, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise ValueError("too deep")
        start = self._next()
        if start == "{":
            found: Any = self._object(depth)
        elif start == "[":
            found = list(self.items("]", depth))
        else:
            return self._scalar()
        if depth and self._next() not in (",", "]", "}", ")"):
            self._pass()
        return found

    def items(self, close: str, depth: int) -> Iterator[Any]:
        """Values from the bracket at the position to ``close``."""
        self.position += 1
        while self._next() != close:
            if self._next() == ",":
                self.position += 1
                continue
            yield self.value(depth + 1)
            self._separator(close)
        self.position += 1

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.position += 1
        while self._next() != "}":
            match = _KEY.match(self._text, self.position)
            if match:
                self._member(match, found, depth)
            else:
                self._pass()
            self._separator("}")
        self.position += 1
        return found

    def _member(self, match: re.Match[str], found: dict[str, Any], depth: int) -> None:
        self.position = match.end()
        key = _text(match[1]) or ""
        after = self._next()
        if after == ":":
            self.position += 1
            found[key] = self.value(depth + 1)
        elif after in (",", "}"):
            found[key] = self._names.get(key)
        else:
            self._pass()

    def _scalar(self) -> Any:
        match = _SCALAR.match(self._text, self.position)
        if match:
            self.position = match.end()
            if self._next() in (",", "]", "}", ")"):
                return self._meaning(match)
        self._pass()
        return None

    def _meaning(self, match: re.Match[str]) -> Any:
        if match[1]:
            return _text(match[1])
        if match[2]:
            number = float(match[2])
            return int(number) if number.is_integer() and "e" not in match[2].lower() else number
        return _FIXED[match[3]] if match[3] in _FIXED else self._names.get(match[3])

    def _separator(self, close: str) -> None:
        after = self._next()
        if after == ",":
            self.position += 1
        elif after != close:
            raise ValueError("brackets do not close")

    def _pass(self) -> None:
        """Go on to the comma or bracket that ends the expression."""
        depth = 0
        while match := _PASSED.match(self._text, self.position):
            sign = match[1]
            if depth == 0 and sign and sign in ",]})":
                return
            if sign and sign in "\"'`":
                raise ValueError("a string does not close")
            self.passed = True
            depth += (sign in ("(", "[", "{")) - (sign in (")", "]", "}"))
            self.position = match.end()
        raise ValueError("brackets do not close")

    def _next(self) -> str:
        gap = _GAP.match(self._text, self.position)
        self.position = gap.end() if gap else self.position
        if self.position >= len(self._text):
            raise ValueError("brackets do not close")
        return self._text[self.position]


def _text(token: str) -> str | None:
    """What a string or bare key says; ``None`` for a template with parts."""
    if token[0] not in "\"'`":
        return token
    if token[0] == "`" and "${" in token:
        return None
    plain = _ESCAPE.sub(_unescaped, token[1:-1])
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 else ""
    return _CONTROLS.get(code, code)
