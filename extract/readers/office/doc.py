"""Old Word files (.doc, .wps) and RTF: turned into .docx by LibreOffice, where it is installed.

LibreOffice runs in a folder of its own that is removed afterwards, with a fresh profile (in which macros are off) and
without a window. It is stopped with all its children when the limit of time is reached.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError, UnknownTypeError
from mingdan.extract.readers.base import RawDocument
from mingdan.extract.readers.limits import limits
from mingdan.extract.readers.office.docx import DocxReader
from mingdan.extract.readers.office.ole2 import top_streams

_PROGRAMS = ("soffice", "libreoffice")
_INSTALL = "install LibreOffice (apt install libreoffice-writer-nogui) or save the file as .docx"
_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class DocReader:
    """Reads an old Word file as one document.

    Raises :class:`UnknownTypeError` where LibreOffice is not installed, :class:`EncryptedDocumentError`,
    :class:`DamagedDocumentError` where it gives no file in time, and what :class:`DocxReader` raises.
    """

    media_type: str = "application/msword"

    def read(self, data: bytes, uri: str) -> list[RawDocument]:
        """Read ``data``; paths of the map are those of the .docx that LibreOffice makes of it."""
        if _asks_for_password(data):
            raise EncryptedDocumentError("the document asks for a password", where=uri, hint="save a copy without one")
        program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
        if program is None:
            raise UnknownTypeError(
                "an old Word or RTF file, which LibreOffice has to convert", where=uri, hint=_INSTALL
            )
        converted = _convert(program, data, uri)
        return [replace(document, media_type=self.media_type) for document in DocxReader().read(converted, uri)]


def _asks_for_password(data: bytes) -> bool:
    stream = top_streams(data).get("WordDocument")
    return stream is not None and bool(int.from_bytes(stream.head[10:12], "little") & _ENCRYPTED)


def _convert(program: str, data: bytes, uri: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="mingdan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / ("input.rtf" if data.startswith(b"{\\rtf") else "input.doc")
        source.write_bytes(data)
        code = _run([program, *_arguments(folder), str(source)], folder)
        made = folder / "out" / "input.docx"
        if made.is_file():
            return made.read_bytes()
    late = f"LibreOffice took longer than {limits().convert_seconds} s"
    message = late if code is None else "LibreOffice cannot open it"
    raise DamagedDocumentError(message, where=uri, hint="open it in a word processor and save it as .docx")


def _arguments(folder: Path) -> list[str]:
    profile = (folder / "profile").as_uri()
    return [
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
    ]


def _run(command: list[str], folder: Path) -> int | None:
    """Run a command with a home of its own; its exit status, None where it ran out of time."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if key in os.environ}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**kept, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limits().convert_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
