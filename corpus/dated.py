"""Short texts whose only label is the day on which they say they were published.

A file holds texts of one writer, each below a line ``=== ID | 2025-09-03`` or ``=== ID | null``; the date that states
the day stands between ``⟦`` and ``⟧``, which are no part of the text. ``corpus/dated`` may be read,
``corpus/unseen/dated`` is for measurements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mingdan.core.errors import RecordError, UsageError
from mingdan.corpus.parts import CORPUS_FOLDER, UNSEEN_FOLDER

DATED_FOLDER = CORPUS_FOLDER / "dated"
UNSEEN_DATED_FOLDER = UNSEEN_FOLDER / "dated"
_HEAD = re.compile(r"^=== *(?P<id>\S+) *\| *(?P<value>\S+) *$", re.MULTILINE)
_HINT = "each text stands below a line === ID | DATE; mark one date with ⟦ ⟧ unless DATE is null"


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text, its writer, and its ISO day of publication with the place of its statement; null where it states none."""

    id: str
    author: str
    text: str
    published: str | None = None
    start: int = -1
    end: int = -1


def parse_dated(content: str, author: str, where: str) -> list[DatedText]:
    """The texts of a file, in its order. Raises :class:`RecordError` at a faulty value or mark.

    >>> parse_dated("=== 1 | 2025-09-03\\n公告\\n⟦2025年9月3日⟧\\n=== 2 | null\\n公告\\n", "p", "p.txt")[0]
    DatedText(id='p1', author='p', text='公告\\n2025年9月3日', published='2025-09-03', start=3, end=12)
    """
    heads = [*_HEAD.finditer(content)]
    ends = [*(head.start() for head in heads[1:]), len(content)]
    return [
        _parsed(author + head["id"], author, head["value"], content[head.end() : end].strip("\n"), where)
        for head, end in zip(heads, ends, strict=True)
    ]


def _parsed(name: str, author: str, value: str, marked: str, where: str) -> DatedText:
    marks = [marked.find("⟦"), marked.find("⟧")]
    text = marked.replace("⟦", "").replace("⟧", "")
    if value == "null" and marks == [-1, -1]:
        return DatedText(name, author, text)
    whole = marked.count("⟦") == marked.count("⟧") == 1 and marks[0] < marks[1]
    if not whole or not _is_day(value):
        raise RecordError("no day, or not one mark", where=f"{where}: {name}", hint=_HINT)
    return DatedText(name, author, text, value, marks[0], marks[1] - 1)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _read_folder(folder: Path) -> Iterator[DatedText]:
    for path in sorted(folder.glob("*.txt")):
        yield from parse_dated(path.read_text("utf-8"), path.stem, path.name)


def load_dated() -> list[DatedText]:
    """The texts that may be read."""
    return list(_read_folder(DATED_FOLDER))


def load_unseen_dated(purpose: str) -> list[DatedText]:
    """The texts for the stated ``purpose`` only (``measurement``). Raises :class:`UsageError` for another one."""
    if purpose != "measurement":
        raise UsageError(f"the unseen part is not for {purpose!r}", hint="measure it with the benchmark 'published'")
    return list(_read_folder(UNSEEN_DATED_FOLDER))
