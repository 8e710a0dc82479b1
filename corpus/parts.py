"""Parts of the corpus: ``open``, ``own``, ``more``, which all may read, ``locked`` and ``unseen`` for measurements."""

from collections import Counter
from functools import cache
from itertools import takewhile
from pathlib import Path

from mingdan.core.errors import RecordError, UsageError
from mingdan.core.jsonio import read_jsonl
from mingdan.core.records import Document
from mingdan.corpus.compiler import compile_folder, load_folder

_CORPUS = Path(__file__).resolve().parent
CORPUS_FOLDER = _CORPUS
"""Folder that holds the parts."""
LOCKED_FOLDER = _CORPUS / "locked"
UNSEEN_FOLDER = _CORPUS / "unseen"
READABLE = ("open", "own", "more")
"""Parts that all may read; what is learned is learned from them."""
RATED = frozenset({"AK", "AL", "AM", "AN", "AO", "AP", "AQ", "AR", "AS", "AT", "AU", "AV", "AW", "AX"})
"""Writers that the tagger does not learn from, so that the confidences are learned from how sure it is on new texts."""
_LOCKED_HINT = "use mingdan evaluate --locked, which shows only sums"


def writer_of(doc_id: str) -> str:
    """The writer of a document: the letters that its id begins with, or ``unknown``.

    >>> writer_of("b002"), writer_of("AC501"), writer_of("1.html")
    ('b', 'AC', 'unknown')
    """
    return "".join(takewhile(_is_letter, doc_id)) or "unknown"


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def load_part(part: str) -> list[Document]:
    """Gold records of a readable part. Raises :class:`UsageError` for another name; ``locked`` has its own door."""
    if part not in READABLE:
        hint = _LOCKED_HINT if part in {"locked", "unseen"} else f"the parts are {', '.join(READABLE)} and locked"
        raise UsageError(f"part {part!r} cannot be loaded here", hint=hint)
    return list(compiled_part(part))


@cache
def compiled_part(part: str) -> tuple[Document, ...]:
    """Compiled once in a process; records do not change."""
    return tuple(load_folder(_CORPUS / part))


def load_training() -> list[Document]:
    """Gold records of all readable parts."""
    return [document for part in READABLE for document in load_part(part)]


def load_readable(source: str | Path) -> list[Document]:
    """Gold records of a readable part by its name (``open``, ``own``, ``more``), else of a file or folder."""
    return load_part(str(source)) if str(source) in READABLE else load_documents(source)


def load_locked(purpose: str, part: str = "locked") -> list[Document]:
    """Gold records of the part ``locked`` or ``unseen``, for the stated ``purpose`` only (``measurement``).

    Raises :class:`UsageError` for another purpose and :class:`RecordError` where labels are faulty. Messages hold
    codes and sums, never text of a document.
    """
    if purpose != "measurement":
        raise UsageError(f"the locked part is not for {purpose!r}", hint=_LOCKED_HINT)
    documents, findings = compile_folder(UNSEEN_FOLDER if part == "unseen" else LOCKED_FOLDER)
    faults = Counter(f.code for f in findings if f.level == "error")
    if faults or not documents:
        told = ", ".join(f"{code} {n}" for code, n in sorted(faults.items())) or "no documents"
        raise RecordError(f"faulty labels: {told}", where=f"corpus/{part}", hint="ask the keeper of the corpus")
    return documents


def load_documents(path: str | Path) -> list[Document]:
    """Records of a JSONL file or of a folder of ``*.doc.md``; an id used twice is an error.

    Raises :class:`UsageError` for a locked folder, else RecordError or MissingFileError.
    """
    path = Path(path)
    refuse_locked(path)
    if path.is_dir():
        return load_folder(path)
    documents = read_jsonl(path)
    twice = [doc_id for doc_id, n in Counter(d.id for d in documents).items() if n > 1]
    if twice:
        raise RecordError(f"id {twice[0]} stands twice", where=str(path), hint="give each document its own id")
    return documents


def refuse_locked(path: Path) -> None:
    """Raise :class:`UsageError` where the path is a locked folder or lies in one."""
    real = path.resolve()
    if {LOCKED_FOLDER, UNSEEN_FOLDER} & {real, *real.parents}:
        raise UsageError("the locked part is not read as files", where=str(path), hint=_LOCKED_HINT)
