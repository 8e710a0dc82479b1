"""The table of formats, and export and import by name of the format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from mingdan.core.errors import RecordError, unknown_name
from mingdan.core.jsonio import to_plain
from mingdan.core.records import Document
from mingdan.corpus.interop import brat, conll, docbin, label_studio, web_annotation
from mingdan.corpus.interop.files import one_line_json
from mingdan.corpus.interop.payload import LabelMap


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``holds``: whether a path names one file or a folder; ``suffix``: of the file that is read."""

    name: str
    summary: str
    holds: Literal["file", "folder"]
    suffix: str
    write: Callable[[Sequence[Document], Path], None]
    read: Callable[[Path, LabelMap | None], list[Document]]


_ALL = (
    Format("spacy", "spaCy DocBin", "file", ".spacy", docbin.write_docbin, docbin.read_docbin),
    Format("conll", "CoNLL columns with BIO labels", "file", ".conll", conll.write_conll, conll.read_conll),
    Format("brat", "brat standoff", "folder", ".ann", brat.write_brat, brat.read_brat),
    Format("label-studio", "Label Studio tasks", "file", ".json", label_studio.write_tasks, label_studio.read_tasks),
    Format(
        "web-annotation",
        "W3C Web Annotation (JSON-LD)",
        "folder",
        ".jsonld",
        web_annotation.write_annotations,
        web_annotation.read_annotations,
    ),
)
FORMATS: Mapping[str, Format] = MappingProxyType({entry.name: entry for entry in _ALL})
"""All formats by name."""


def get_format(name: str) -> Format:
    """The format of that name; raises :class:`UsageError` with the closest name otherwise.

    >>> get_format("brat").holds
    'folder'
    >>> get_format("labelstudio")
    Traceback (most recent call last):
    mingdan.core.errors.UsageError: no format 'labelstudio'; did you mean 'label-studio'?
    """
    if name in FORMATS:
        return FORMATS[name]
    raise unknown_name("format", name, FORMATS, "known are", like=name.lower().replace("_", "-"))


def export_documents(documents: Iterable[Document], path: str | Path, format: str) -> None:
    """Write the documents to a file or folder (:attr:`Format.holds`).

    Raises :class:`UsageError` for an unknown format, a place that cannot be written, or two documents with one id
    where each has its own file; :class:`RecordError` for a document that UTF-8 cannot hold.
    """
    entry = get_format(format)
    listed = list(documents)
    for document in listed:
        _check_encodable(document)
    entry.write(listed, Path(path))


def import_documents(path: str | Path, format: str, *, labels: LabelMap | None = None) -> list[Document]:
    """Read all documents of a file or folder.

    ``labels`` renames labels of foreign files, as in ``{"ORG": "INST", "PER": None}``; ``None`` leaves mentions out.
    Raises :class:`UsageError` for an unknown format, or an unknown label that ``labels`` gives;
    :class:`~mingdan.core.errors.MissingFileError` where nothing is there; and :class:`RecordError` naming file and
    place for content that does not fit.
    """
    return get_format(format).read(Path(path), labels)


def _check_encodable(document: Document) -> None:
    try:
        one_line_json(to_plain(document)).encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"holds half a surrogate pair (U+{ord(error.object[error.start]):04X}), which UTF-8 has no bytes for"
        raise RecordError(message, where=document.id, hint="decode the source anew") from error
