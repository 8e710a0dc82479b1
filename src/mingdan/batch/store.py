"""Folder of a batch run: the tables for readers, and beside them ``.mingdan`` with the ledger and the parts.

A part is one ZIP file of Parquet tables, written under another name and renamed: it is there whole or not at all.
"""

import os
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from filelock import FileLock, Timeout

from mingdan.batch.archives.folders import MARK
from mingdan.batch.arrow import Table, pa, parquet
from mingdan.core.errors import DamagedDocumentError, UsageError
from mingdan.extract.job import check_folder


class Store:
    """Paths and part files of one output folder."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.inside = out / MARK
        self.ledger = self.inside / "ledger.sqlite"
        self.parts = self.inside / "parts"
        self.next = self.inside / "next"
        self.old = self.inside / "old"
        self._lock: FileLock | None = None

    @property
    def exists(self) -> bool:
        """Whether a run was begun here."""
        return self.ledger.is_file()

    def open(self) -> None:
        """Make the folders, and keep other runs out while this process lives.

        Raises :class:`UsageError` where the folder cannot be written or another run is at work in it.
        """
        check_folder(self.out)
        self.parts.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(str(self.inside / "lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            hint = "wait for it (mingdan batch status), or take another folder"
            raise UsageError("another run is at work in this folder", where=str(self.out), hint=hint) from error

    def close(self) -> None:
        """Let others in."""
        if self._lock is not None:
            self._lock.release()

    @property
    def busy(self) -> bool:
        """Whether some run is at work here."""
        lock = FileLock(str(self.inside / "lock"))
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        lock.release()
        return False

    def part(self, number: int, piece: int) -> Path:
        """File of a part; a thousand parts share a folder."""
        return self.parts / f"{number // 1000:04d}" / f"{number:08d}-{piece:04d}.zip"

    def write_part(self, number: int, piece: int, tables: Mapping[str, bytes]) -> None:
        """Write a part, whole or not at all. Raises OSError."""
        path = self.part(number, piece)
        path.parent.mkdir(exist_ok=True)
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in tables.items():
                archive.writestr(zipfile.ZipInfo(f"{name}.parquet"), data)
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    def read_part(self, number: int, piece: int, table: str, columns: list[str] | None = None) -> Table:
        """One table of a part (``pyarrow.Table``). Raises :class:`DamagedDocumentError` where it cannot be read."""

        path = self.part(number, piece)
        try:
            with zipfile.ZipFile(path) as archive:
                data = archive.read(f"{table}.parquet")
            return parquet.read_table(BytesIO(data), columns=columns)
        except (OSError, KeyError, zipfile.BadZipFile, pa.ArrowException) as error:
            hint = "read everything again into another folder"
            raise DamagedDocumentError("a part cannot be read", where=str(path), hint=hint) from error
