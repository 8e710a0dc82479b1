"""Errors of mingdan. Every message says what is wrong, where, and what to do next.

::

    MingdanError
    ├── UsageError            a wrong option, manifest or configuration      exit 2
    │   └── DuplicateIdError  two manifest lines share an id
    ├── InputError            one input that cannot be read                  exit 3
    │   ├── MissingFileError
    │   ├── EmptyInputError
    │   ├── UnknownTypeError
    │   ├── UndecodableTextError
    │   ├── EncryptedDocumentError
    │   ├── DamagedDocumentError
    │   ├── UnreadableTextError   there are pages or glyphs, but no trustworthy text
    │   └── LimitError            larger, deeper or more packed than the limits allow
    ├── RecordError           a record that breaks the schema                exit 4
    ├── MissingExtraError     an optional part is not installed              exit 5
    └── ModelError            weights that are missing, damaged or of another kind  exit 6
"""

from collections.abc import Iterable
from typing import ClassVar


class MingdanError(Exception):
    """Root of all errors that mingdan raises on purpose.

    ``where`` names the file, document or line; ``hint`` is the next step for the user.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """One line: ``where: message; hint``.

        >>> str(InputError("the file is empty", where="a.txt", hint="remove it from the input"))
        'a.txt: the file is empty; remove it from the input'
        """
        line = f"{self.where}: {self.message}" if self.where else self.message
        return f"{line}; {self.hint}" if self.hint else line

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.where, self.hint))


def _rebuild(cls: type[MingdanError], message: str, where: str | None, hint: str | None) -> MingdanError:
    return cls(message, where=where, hint=hint)


class UsageError(MingdanError):
    """A wrong option, manifest or configuration."""

    code = "usage"
    exit_code = 2


def unknown_name(what: str, name: str, known: Iterable[str], all_are: str, *, like: str | None = None) -> UsageError:
    """The error for a name that no table has; it proposes the nearest known one, else tells all.

    ``like`` is the name as it is compared, where that differs.

    >>> str(unknown_name("format", "brta", ["brat", "conll"], "known are"))
    "no format 'brta'; did you mean 'brat'?"
    >>> str(unknown_name("format", "pdf", ["brat", "conll"], "known are"))
    "no format 'pdf'; known are brat, conll"
    """
    from difflib import get_close_matches  # only where a name is wrong

    names = list(known)
    near = get_close_matches(name if like is None else like, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"{all_are} {', '.join(names)}"
    return UsageError(f"no {what} {name!r}", hint=hint)


class DuplicateIdError(UsageError):
    """Two manifest lines share an id."""

    code = "duplicate_id"


class InputError(MingdanError):
    """One input that cannot be read; the others go on."""

    code = "input"
    exit_code = 3


class MissingFileError(InputError):
    """The path does not exist or cannot be opened."""

    code = "missing_file"


class EmptyInputError(InputError):
    """Nothing to read: no bytes, or only white space."""

    code = "empty"


class UnknownTypeError(InputError):
    """The content is of no type that a reader knows."""

    code = "unknown_type"


class UndecodableTextError(InputError):
    """The bytes fit no encoding that Chinese documents use."""

    code = "undecodable"


class EncryptedDocumentError(InputError):
    """The document asks for a password."""

    code = "encrypted"


class DamagedDocumentError(InputError):
    """The document is truncated or breaks its format."""

    code = "damaged"


class UnreadableTextError(InputError):
    """Pages exist but no trustworthy text can be had from them."""

    code = "unreadable"


class LimitError(InputError):
    """The input is larger, deeper or more packed than the limits allow."""

    code = "limit"


class RecordError(MingdanError):
    """A record that does not fit the schema."""

    code = "record"
    exit_code = 4


class MissingExtraError(MingdanError):
    """An optional part is not installed."""

    code = "missing_extra"
    exit_code = 5


class ModelError(MingdanError):
    """Weights or a model's folder that are missing, damaged, or have a wrong label set."""

    code = "model"
    exit_code = 6
