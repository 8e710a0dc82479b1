"""CoNLL files, this package's and others', to documents.

Files of others have tabs or spaces between columns and the label in the last one (``# global.columns`` with a
``LABEL`` column may say otherwise); labels are IOB1, BIO, BIOES, BILOU or BMES; ``# newdoc`` or ``-DOCSTART-`` opens a
document, a blank line ends a sentence. Their text is made from the tokens: one line a sentence; a space stands only
between two tokens that meet in ASCII letters or digits, and never where all tokens of the document are characters.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from mingdan.core.errors import RecordError
from mingdan.core.records import Document, Entity
from mingdan.corpus.interop.columns import is_tag, split_columns, tagged_spans, unescape
from mingdan.corpus.interop.payload import KEY, LabelMap, joined_value, known_label, rebuild

_COMMENT = re.compile(r"#\s*(\S+(?: id)?)(?: = ?(.*))?")
_WORDY = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Token:
    """One line; an empty ``tag`` marks the end of a sentence. ``values`` are by column name."""

    line: int
    form: str = ""
    tag: str = ""
    values: dict[str, str | None] = field(default_factory=dict[str, str | None])


@dataclass(slots=True)
class Block:
    """One document's lines. ``rest`` is null in files of others; ``own`` says that forms are escaped text."""

    own: bool
    doc_id: str | None = None
    rest: Any = None
    line: int = 1
    tokens: list[Token] = field(default_factory=list[Token])


class _Reader:
    def __init__(self, where: str) -> None:
        self._where = where
        self._columns: list[str] | None = None
        self._block = Block(own=False)

    def blocks(self, text: str) -> Iterator[Block]:
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            done = self._take(line.removesuffix("\r"), number)
            if done is not None:
                yield done
        if self._used():
            yield self._block

    def _used(self) -> bool:
        return bool(self._block.tokens) or self._block.rest is not None or self._block.doc_id is not None

    def _take(self, line: str, number: int) -> Block | None:
        columns = split_columns(line)
        if not columns or not line.strip():
            if self._block.tokens and not self._block.own:
                self._block.tokens.append(Token(number))
            return None
        if columns[0] == "-DOCSTART-":
            return self._start(number, None)
        tag = self._tag(columns)
        if line.startswith("#") and not is_tag(tag):
            return self._comment(line, number)
        self._block.tokens.append(self._token(columns, tag, number))
        return None

    def _start(self, number: int, doc_id: str | None) -> Block | None:
        done = self._block if self._used() else None
        self._block = Block(own=self._columns is not None, doc_id=doc_id, line=number)
        return done

    def _tag(self, columns: list[str]) -> str:
        if self._columns is None:
            return columns[-1] if len(columns) > 1 else ""
        place = self._columns.index("LABEL")
        return columns[place] if place < len(columns) else ""

    def _comment(self, line: str, number: int) -> Block | None:
        match = _COMMENT.match(line)
        key, value = (match[1], match[2] or "") if match else ("", "")
        if key == "global.columns" and {"FORM", "LABEL"} <= set(value.split()):
            self._columns = value.split()
            self._block.own = True
        elif key in ("newdoc", "newdoc id"):
            return self._start(number, value or None)
        elif key == KEY:
            self._block.rest = self._json(value, number)
        return None

    def _json(self, value: str, number: int) -> Any:
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            where = f"{self._where}:{number}"
            raise RecordError(f"no JSON: {error.msg}", where=where, hint="export the file anew") from error

    def _token(self, columns: list[str], tag: str, number: int) -> Token:
        where = f"{self._where}:{number}"
        if not is_tag(tag):
            hint = "write O or B-, I-, E-, S- and a label; separate columns by tabs"
            raise RecordError(f"{tag!r} is no label", where=where, hint=hint)
        if self._columns is None:
            return Token(number, columns[0], tag)
        if len(columns) != len(self._columns):
            message = f"{len(columns)} columns, {len(self._columns)} wanted ({' '.join(self._columns)})"
            raise RecordError(message, where=where, hint="separate columns by tabs and write _ for null")
        values = {name: unescape(column) for name, column in zip(self._columns, columns, strict=True)}
        form = values["FORM"]
        return Token(number, "_" if form is None else form, tag, values)


def read_blocks(text: str, where: str) -> Iterator[Block]:
    """The documents of a file; raises :class:`RecordError` naming the line that breaks the format."""
    return _Reader(where).blocks(text)


def to_document(block: Block, path: Path, number: int, labels: LabelMap | None) -> Document:
    """The document of a block; its id is the block's, else the file's name with ``number``."""
    text, places = _text(block)
    entities: list[Entity] = []
    for first, end, raw in tagged_spans([token.tag or None for token in block.tokens]):
        where = f"{path}:{block.tokens[first].line}"
        label = known_label(raw, labels, where)
        if label is not None:
            start, stop = places[first][0], places[end - 1][1]
            entities.append(_entity(Entity(start, stop, label, text[start:stop]), block.tokens[first], where))
    doc_id = block.doc_id or f"{path.stem}-{number}"
    return rebuild(block.rest, text, entities, fallback_id=doc_id, where=f"{path}:{block.line}")


def _entity(entity: Entity, token: Token, where: str) -> Entity:
    value = joined_value(entity.label, token.values.get("VALUE"), token.values.get("CANONICAL"))
    written = token.values.get("CONFIDENCE")
    try:
        confidence = None if written is None else float(written)
    except ValueError as error:
        message = f"confidence {written!r} is no number"
        raise RecordError(message, where=where, hint="write a number from 0 to 1, or _") from error
    source = token.values.get("SOURCE")
    return Entity(entity.start, entity.end, entity.label, entity.text, value, confidence, source)


def _text(block: Block) -> tuple[str, list[tuple[int, int]]]:
    tokens = block.tokens
    while not block.own and tokens and not tokens[-1].tag:
        tokens.pop()
    characters = block.own or all(len(token.form) <= 1 for token in tokens)
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    size = 0
    for token, following in pairwise([*tokens, Token(0)]):
        form = token.form if token.tag else "\n"
        places.append((size, size + len(form)))
        if not characters and _meet(token.form, following.form):
            form += " "
        parts.append(form)
        size += len(form)
    return "".join(parts), places


def _meet(left: str, right: str) -> bool:
    return _WORDY.match(left[-1:]) is not None and _WORDY.match(right[:1]) is not None
