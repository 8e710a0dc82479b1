"""Encrypted .docx and .xlsx files, opened in memory with the passwords that the user gave."""

from importlib import import_module
from io import BytesIO
from typing import Any

from mingdan.core.errors import DamagedDocumentError, EncryptedDocumentError
from mingdan.extract.readers.office.ole2 import MAGIC, top_streams
from mingdan.extract.readers.options import reading

HINT = "give its password with --password, or save a copy without one"
_OF_EXCEL = "VelvetSweatshop"
"""The fixed password of workbooks that Excel encrypts without asking for one, and opens without asking."""
_MAX_ROUNDS = 1_000_000
"""Rounds of the key derivation; Office writes 50,000 or 100,000, a hostile file may ask for hours of them."""


def is_protected(data: bytes) -> bool:
    """Whether ``data`` is the container of an encrypted Office file."""
    return data.startswith(MAGIC) and "EncryptedPackage" in top_streams(data)


def unprotected(data: bytes, uri: str) -> bytes:
    """The Office file inside an encrypted container; anything else as it is.

    Raises :class:`EncryptedDocumentError` where no password fits or none was given, :class:`DamagedDocumentError` where
    the container cannot be read. Nothing is written to disk, and the passwords stand in no message.

    >>> unprotected(b"PK...", "list.xlsx")
    b'PK...'
    """
    if not is_protected(data):
        return data
    try:
        opened = _open(data)
    except Exception as error:
        message = "the document is encrypted, its container is damaged or of an unknown kind"
        raise DamagedDocumentError(message, where=uri, hint="save a copy without a password") from error
    if opened is None:
        given = bool(reading().passwords)
        message = "no given password opens the document" if given else "the document asks for a password"
        raise EncryptedDocumentError(message, where=uri, hint=HINT)
    return opened


def _open(data: bytes) -> bytes | None:
    wrong: type[Exception] = import_module("msoffcrypto.exceptions").InvalidKeyError
    file: Any = import_module("msoffcrypto.format.ooxml").OOXMLFile(BytesIO(data))
    if int(file.info.get("spinValue", 0)) > _MAX_ROUNDS:
        raise ValueError("too many rounds")
    for password in (*reading().passwords, _OF_EXCEL):
        found = BytesIO()
        try:
            file.load_key(password=password, verify_password=True)
            file.decrypt(found)
        except wrong:
            continue
        return found.getvalue()
    return None
