"""Archives of documents, read piece by piece: folders, globs, tar and ZIP files, JSONL and Parquet.

A tar, ZIP, JSONL or Parquet file that is named outright holds documents, one a member, line or row. JSONL and Parquet
are told by their names and count as archives inside folders as well; a ZIP or tar inside a folder is one input, as for
``mingdan extract``.
"""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mingdan.batch.archives.base import STRETCH_INPUTS, Found, Stretch, size_of, stretches
from mingdan.batch.archives.columns import column_inputs
from mingdan.batch.archives.folders import folder_files, folder_inputs, holds_records
from mingdan.batch.archives.lines import line_inputs
from mingdan.batch.archives.packed import is_packed, packed_inputs
from mingdan.core.errors import MissingFileError
from mingdan.extract.inputs import Input, Rejected

__all__ = ["Archives", "Stretch"]


@dataclass(frozen=True, slots=True)
class Archives:
    """The archives behind ``names`` in the order given; ``published`` (ISO date) is for inputs that state none."""

    names: tuple[str, ...]
    published: str | None = None

    def size(self) -> int:
        """Bytes of all files together, packed as they are."""
        return sum(size_of(file) for path in self._paths() for file in ([path] if path.is_file() else _files(path)))

    def stretches(self) -> Iterator[Stretch]:
        """Everything in them; no bad file stops the others."""
        for name in self.names:
            paths = _expand(name)
            if not paths:
                hint = "check the path"
                error = MissingFileError("no such file, folder or match", where=name, hint=hint)
                yield Stretch(rejected=(Rejected(name, error),))
            for path in paths:
                yield from self._of(path)

    def _paths(self) -> Iterator[Path]:
        return chain.from_iterable(map(_expand, self.names))

    def _of(self, path: Path) -> Iterator[Stretch]:
        if not path.is_dir():
            yield from stretches(self._file(path))
            return
        pile: list[Found] = []
        for found in folder_inputs(path, self.published):
            if isinstance(found, Path):
                yield from stretches(pile)
                pile = []
                yield from stretches(self._file(found))
            else:
                pile.append(found)
                if len(pile) >= STRETCH_INPUTS:
                    yield from stretches(pile)
                    pile = []
        yield from stretches(pile)

    def _file(self, path: Path) -> Iterable[Found]:
        if holds_records(path):
            return (column_inputs if path.suffix.lower() == ".parquet" else line_inputs)(path, self.published)
        if is_packed(path):
            return packed_inputs(path, self.published)
        return [(Input(str(path), path=path, published=self.published), size_of(path))]


def _expand(name: str) -> list[Path]:
    path = Path(name)
    if path.exists():
        return [path]
    if not glob.has_magic(name):
        return []
    return [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - absolute patterns too


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from folder_files(folder)
    except OSError:
        return
