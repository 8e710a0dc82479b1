"""Encrypted PDF files, opened with the passwords that the user gave."""

from io import BytesIO

from mingdan.core.errors import EncryptedDocumentError
from mingdan.extract.readers.office.protected import HINT
from mingdan.extract.readers.options import reading
from mingdan.extract.readers.sniff import is_pdf

_FLAGS = 3  # FPDF_REMOVE_SECURITY


def unlocked(data: bytes, uri: str) -> bytes:
    """The same PDF without encryption where a password opens it; anything else as it is.

    Raises :class:`EncryptedDocumentError` where passwords were given and none fits. Nothing is written to disk, and the
    passwords stand in no message.
    """
    passwords = reading().passwords
    if not passwords or not is_pdf(data) or b"/Encrypt" not in data:
        return data
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

    for password in ("", *passwords):
        try:
            with pypdfium2.PdfDocument(data, password=password or None) as document:
                buffer = BytesIO()
                document.save(buffer, flags=_FLAGS)  # pyright: ignore[reportUnknownMemberType]
                return buffer.getvalue()
        except pypdfium2.PdfiumError as error:
            if "assword" not in str(error):
                return data
    raise EncryptedDocumentError("no given password opens the PDF", where=uri, hint=HINT)
