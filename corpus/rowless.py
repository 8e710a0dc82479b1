"""Ordinary texts of the trade that state no row, full of lenders, roles and lists of names; they have no labels.

A file holds texts of one writer, each below a line ``=== ID``. ``corpus/rowless`` may be read,
``corpus/unseen/rowless`` is for measurements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mingdan.core.errors import RecordError, UsageError
from mingdan.corpus.parts import CORPUS_FOLDER, UNSEEN_FOLDER

ROWLESS_FOLDER = CORPUS_FOLDER / "rowless"
UNSEEN_ROWLESS_FOLDER = UNSEEN_FOLDER / "rowless"
_HEAD = re.compile(r"^=== *(?P<id>\S+) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RowlessText:
    """A text and its writer; the id begins with the writer."""

    id: str
    author: str
    text: str


def parse_rowless(content: str, author: str, where: str) -> list[RowlessText]:
    """The texts of a file, in its order. Raises :class:`RecordError` where an id stands twice or a text is empty.

    >>> parse_rowless("=== 001\\n公告\\n\\n=== 002\\n名单\\n", "x", "x.txt")[1]
    RowlessText(id='x002', author='x', text='名单')
    """
    heads = [*_HEAD.finditer(content)]
    ends = [*(head.start() for head in heads[1:]), len(content)]
    texts = {head["id"]: content[head.end() : end].strip("\n") for head, end in zip(heads, ends, strict=True)}
    if len(texts) != len(heads) or not all(texts.values()):
        raise RecordError("an id twice, or an empty text", where=where, hint="each text stands below a line === ID")
    return [RowlessText(author + name, author, text) for name, text in texts.items()]


def _read_folder(folder: Path) -> Iterator[RowlessText]:
    for path in sorted(folder.glob("*.txt")):
        yield from parse_rowless(path.read_text("utf-8"), path.stem, path.name)


def load_rowless() -> list[RowlessText]:
    """The texts that may be read."""
    return list(_read_folder(ROWLESS_FOLDER))


def load_unseen_rowless(purpose: str) -> list[RowlessText]:
    """The texts for the stated ``purpose`` only (``measurement``). Raises :class:`UsageError` for another one."""
    if purpose != "measurement":
        raise UsageError(f"the unseen part is not for {purpose!r}", hint="measure it with the benchmark 'rowless'")
    return list(_read_folder(UNSEEN_ROWLESS_FOLDER))
